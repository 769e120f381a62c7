"""A network: architecture, sizes, parameters, vocabulary, error function."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from rnrviz.network.architectures import ARCHITECTURES, text_of
from rnrviz.network.compiler import build
from rnrviz.network.configuration import checked_config
from rnrviz.network.equations import Config, Equation
from rnrviz.network.layout import FIXED, TRAINED
from rnrviz.network.problems import InputError
from rnrviz.network.program import Program
from rnrviz.network.reading import equations
from rnrviz.network.roles import roles_of
from rnrviz.network.vocabulary import Sequence, Vocabulary

if TYPE_CHECKING:
    from rnrviz.kernels.sweeps import Weights
    from rnrviz.network.trace import Trace

LOSSES = ("quadratic", "cross_entropy")
EMBEDDINGS = ("", TRAINED, FIXED)
NO_HISTORY: dict[str, Any] = {}


@dataclass(frozen=True, eq=False)
class Network:
    """A network that can be run. Build it with `network` or `random_network`, which check everything.

    ``vector`` holds all the parameters, read-only float64, in the order of ``program.parameters``; ``text`` is the
    text of the equations; ``embedding`` is "" for one-hot input, else says whether the table is trained or fixed;
    ``history``, any JSON, says how it was trained.
    """

    architecture: str
    config: Config
    vector: np.ndarray
    vocabulary: Vocabulary
    loss: str
    text: str
    embedding: str = ""
    history: Any = field(default_factory=dict)

    def told(self, key: str) -> Any:
        """What the history says under this key; None if it says nothing. A history may be any JSON."""
        return self.history.get(key) if isinstance(self.history, dict) else None

    @cached_property
    def equations(self) -> tuple[Equation, ...]:
        """The equations of this network, in the order of computation."""
        return equations(self.text, self.config)

    @cached_property
    def program(self) -> Program:
        return build(self.equations, self.config, len(self.vocabulary), self.embedding)

    @cached_property
    def parameters(self) -> dict[str, np.ndarray]:
        """Every parameter by name, in its shape; read-only views of ``vector``."""
        return {p.name: self.vector[p.slice].reshape(p.shape) for p in self.program.parameters.values()}

    @cached_property
    def weights(self) -> "Weights":
        """The parameters as the sweeps read them."""
        from rnrviz.kernels.sweeps import Weights

        return Weights(self.program.operations, self.vector)

    @cached_property
    def error(self) -> np.ndarray:
        """What the kernels need to know of E[t]: kind, offsets of y and of the signal it is derived by, n_Y."""
        program = self.program
        y = program.signals["y"]
        terms = next(e.terms for e in self.equations if e.target == "y")
        if self.loss == "quadratic":
            return np.array([0, y.offset, y.offset, y.size], np.uint64)
        function = str(self.config.get(terms[0].activation or "", terms[0].activation))
        if function not in ("softmax", "logistic") or terms[0].sources[0].lag:
            raise InputError(
                "The error cross_entropy needs y = softmax or logistic of a signal of the same instant; it is {found}.",
                found=function if terms[0].activation else terms[0].kind,
            )
        net = program.signals[terms[0].sources[0].signal]
        return np.array([1 if function == "softmax" else 2, y.offset, net.offset, y.size], np.uint64)

    def run(
        self,
        sequence: "str | list[str] | Sequence",
        targets: np.ndarray | None = None,
        progress: Callable[[float], None] | None = None,
        initial: Mapping[str, np.ndarray] | None = None,
    ) -> "Trace":
        """Record every signal over a sequence; see `rnrviz.network.trace.run`."""
        from rnrviz.network.trace import run

        return run(self, self.vocabulary.encode(sequence), targets, progress, initial)

    def with_vector(self, vector: np.ndarray) -> "Network":
        """The same network with other parameters, (P,) float64, as ``vector`` has them."""
        if np.shape(vector) != (self.program.whole,):
            raise InputError(
                "The parameters are {found} numbers; expected {expected}.",
                found=np.shape(vector),
                expected=self.program.whole,
            )
        new = replace(self, vector=_frozen(vector))
        new.__dict__.update({"equations": self.equations, "program": self.program, "error": self.error})
        return new

    def with_value(self, name: str, index: tuple[int, ...], value: float) -> "Network":
        """The same network with one entry of the parameter ``name`` changed."""
        vector = self.vector.copy()
        parameter = self.program.parameters[name]
        vector[parameter.slice].reshape(parameter.shape)[index] = value
        return self.with_vector(vector)


def _frozen(vector: np.ndarray) -> np.ndarray:
    vector = np.array(vector, np.float64, order="C")  # nobody else can change it: what is packed stays right
    vector.flags.writeable = False
    return vector


def network(
    architecture: str,
    config: Mapping[str, Any],
    parameters: Mapping[str, np.ndarray] | None,
    vocabulary: Vocabulary,
    loss: str = "cross_entropy",
    text: str | None = None,
    history: Any = NO_HISTORY,
    embedding: str | bool | None = None,
) -> Network:
    """A checked network; ``parameters`` None gives zeros.

    ``config`` may leave out what has a default; ``embedding`` is one of EMBEDDINGS (True: trained), by default trained
    if there is a table among the parameters. Raises InputError that names what is wrong: an unknown
    architecture, setting, size, activation or error function; a missing, surplus or misshapen parameter, a NaN.
    """
    if loss not in LOSSES:
        raise InputError("The error function must be quadratic or cross_entropy; it is {found!r}.", found=loss)
    if text is None:
        if architecture not in ARCHITECTURES:
            known = ", ".join((*ARCHITECTURES, "custom"))
            raise InputError("Unknown architecture {found!r}; known are {known}.", found=architecture, known=known)
        text = text_of(architecture)
    if embedding is None:
        embedding = parameters is not None and "embedding" in parameters
    embedding = TRAINED if embedding is True else embedding or ""
    if embedding not in EMBEDDINGS:
        raise InputError("The embedding must be trained or fixed; it is {found!r}.", found=embedding)
    settings = checked_config(text, config, len(vocabulary), embedding)
    history = {} if history is NO_HISTORY else history
    new = Network(architecture, settings, np.zeros(0), vocabulary, loss, text, embedding, history)
    if new.program.signals["y"].size != len(vocabulary):
        raise InputError(
            "The output y has {found} components; the vocabulary has {expected} tokens.",
            found=new.program.signals["y"].size,
            expected=len(vocabulary),
        )
    _ = new.error
    vector = np.zeros(new.program.whole) if parameters is None else flatten(new.program, parameters)
    return new.with_vector(vector)


def flatten(program: Program, parameters: Mapping[str, np.ndarray]) -> np.ndarray:
    """The flat vector of named parameters. Raises InputError on a missing, surplus, misshapen one or a NaN."""
    missing = [name for name in program.parameters if name not in parameters]
    surplus = [name for name in parameters if name not in program.parameters]
    if missing:
        shape = program.parameters[missing[0]].shape
        raise InputError(
            "The parameter {name} is missing; expected one of shape {expected}.", name=missing[0], expected=shape
        )
    if surplus:
        known = ", ".join(program.parameters)
        raise InputError(
            "The parameter {name} does not belong here; expected only {known}.", name=surplus[0], known=known
        )
    given = {name: np.asarray(parameters[name]) for name in program.parameters}
    for parameter in program.parameters.values():
        if given[parameter.name].shape != parameter.shape:
            raise InputError(
                "The parameter {name} has the shape {found}; expected {expected}.",
                name=parameter.name,
                found=given[parameter.name].shape,
                expected=parameter.shape,
            )
    vector = np.empty(program.whole)
    for parameter in program.parameters.values():
        values = given[parameter.name]
        if not np.isfinite(values).all():
            where = np.argwhere(~np.isfinite(values))[0]
            raise InputError(
                "The parameter {name} has {value} at {where}; expected a finite number.",
                name=parameter.name,
                value=values[tuple(where)],
                where=[int(i) + 1 for i in where],
            )
        vector[parameter.slice] = values.ravel()
    return vector


def random_network(
    architecture: str,
    config: Mapping[str, Any],
    vocabulary: Vocabulary,
    seed: int,
    loss: str = "cross_entropy",
    embedding: str | bool = "",
    text: str | None = None,
    table: np.ndarray | None = None,
) -> Network:
    """A network with random weights, the same for the same seed; ``table`` (n_V, n_U) gives the embeddings.

    Weights are normal with variance 1 / fan-in; gates start as the chapter advises: those that scale a signal's own
    past (forget) open, bias +2, the others nearly closed, bias -1.
    """
    empty = network(architecture, config, None, vocabulary, loss, text, {"seed": seed, "trained": False}, embedding)
    random = np.random.default_rng(seed)
    vector = empty.vector.copy()
    for parameter in empty.program.parameters.values():
        if parameter.name == "embedding" or len(parameter.shape) > 1:
            scale = 1.0 if parameter.name == "embedding" else parameter.shape[-1] ** -0.5
            vector[parameter.slice] = random.normal(0.0, scale, vector[parameter.slice].size)
    for name, bias in _gate_biases(empty.equations).items():
        if name in empty.program.parameters:
            vector[empty.program.parameters[name].slice] = bias
    if table is None:
        return empty.with_vector(vector)
    named = {p.name: vector[p.slice].reshape(p.shape) for p in empty.program.parameters.values()}
    return empty.with_vector(flatten(empty.program, named | {"embedding": table}))


def _gate_biases(equations: tuple[Equation, ...]) -> dict[str, float]:
    """The initial bias of every gate's net input, by the name of its bias; only where there are memory cells."""
    if "carousel" not in roles_of(equations).values():
        return {}
    by_name = {equation.target: equation for equation in equations}
    biases: dict[str, float] = {}
    for equation in equations:
        for gate, other in (t.sources for t in equation.terms if t.kind == "gate"):
            keeps = other.signal == equation.target and other.lag > 0
            for term in by_name[gate.signal].terms if gate.signal in by_name else ():
                for net in (by_name[s.signal] for s in term.sources if s.signal in by_name):
                    biases |= {str(t.parameter): 2.0 if keeps else -1.0 for t in net.terms if t.kind == "bias"}
    return biases
