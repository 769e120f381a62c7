"""Which tensors of a state dictionary are the output layer, the embeddings, a direct connection: by shape and name."""

from collections.abc import Collection
from dataclasses import dataclass

from rnrviz.network.exchange.options import NONE, Options
from rnrviz.network.exchange.tensors import Tensors
from rnrviz.network.problems import InputError

WEIGHT, BIAS = ".weight", ".bias"
MOST_NAMED = 8


@dataclass(frozen=True)
class Chosen:
    """The names of tensors; "" for what is not there."""

    output: str
    bias: str
    embedding: str
    direct: str


def choose(tensors: Tensors, rest: Collection[str], states: int, inputs: int, options: Options) -> Chosen:
    """Of the tensors besides the recurrent ones. ``states``: how many numbers the last layer has, ``inputs``: how many
    the first one reads. Raises InputError where there is none or more than one."""
    tables = [name for name in rest if len(tensors[name].shape) == 2]
    direct = _direct(tables, tensors, inputs, options)
    tables = [name for name in tables if name != direct]
    embedding = _embedding(tables, tensors, inputs, states, options)
    output = _output([name for name in tables if name != embedding], tensors, states, options)
    bias = _bias(output, tensors)
    return Chosen(
        output, bias if bias in tensors and tensors[bias].shape == tensors[output].shape[:1] else "", embedding, direct
    )


def _bias(name: str, tensors: Tensors) -> str:
    """The bias beside a weight, if it is there."""
    bias = name.removesuffix(WEIGHT) + BIAS if name.endswith(WEIGHT) else name.replace("weight", "bias")
    return bias if bias in tensors and bias != name else ""


def _named(wanted: str, tables: Collection[str]) -> str:
    """The tensor that a person means by the name of a layer or of its weight."""
    for name in (wanted, wanted + WEIGHT, wanted + ".embeddings"):
        if name in tables:
            return name
    raise InputError("There is no matrix {name}; the file has {known}.", name=wanted, known=_list(tables) or "–")


def _list(names: Collection[str]) -> str:
    return ", ".join([*names][:MOST_NAMED]) + (", …" if len(names) > MOST_NAMED else "")


def _direct(tables: Collection[str], tensors: Tensors, inputs: int, options: Options) -> str:
    """Only one that is called so, by the file or by the person."""
    if options.direct == NONE:
        return ""
    if options.direct:
        return _named(options.direct, tables)
    called = [name for name in tables if name.removesuffix(WEIGHT).rpartition(".")[2] == "direct"]
    return called[0] if len(called) == 1 and tensors[called[0]].shape[1] == inputs else ""


def _embedding(tables: Collection[str], tensors: Tensors, inputs: int, states: int, options: Options) -> str:
    """A table without a bias whose rows are what the first layer reads."""
    if options.embedding == NONE:
        return ""
    if options.embedding:
        return _named(options.embedding, tables)
    fitting = [name for name in tables if tensors[name].shape[1] == inputs and not _bias(name, tensors)]
    if options.output and options.output != NONE:
        fitting = [name for name in fitting if name != _named(options.output, tables)]
    called = [name for name in fitting if "emb" in name.lower()]
    if called or inputs != states:
        fitting = called or fitting
    elif len(fitting) == 1 and len([n for n in tables if tensors[n].shape[1] == states]) == 1:
        fitting = []  # it is the output layer, without a bias
    if len(fitting) > 1:
        raise _several("--embedding", fitting)
    return fitting[0] if fitting else ""


def _output(tables: Collection[str], tensors: Tensors, states: int, options: Options) -> str:
    """The matrix that reads the states of the last layer."""
    if options.output == NONE:
        return ""
    if options.output:
        return _named(options.output, tables)
    fitting = [name for name in tables if tensors[name].shape[1] == states]
    if not fitting:
        raise InputError(
            "No output layer reads the {n} states; name it by --output-layer, or write --output-layer none for one of "
            "zeros.",
            n=states,
        )
    if len(fitting) > 1:
        raise _several("--output-layer", fitting)
    return fitting[0]


def _several(option: str, names: Collection[str]) -> InputError:
    return InputError("Several matrices fit ({names}); choose one by {option}.", names=_list(names), option=option)
