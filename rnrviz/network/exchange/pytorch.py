"""State dictionaries of PyTorch: nn.RNN, nn.LSTM, nn.GRU with an output layer and, if there are, embeddings.

Names and order of torch (documentation of torch.nn.RNN, LSTM, GRU): weight_ih_l0, weight_hh_l0, bias_ih_l0,
bias_hh_l0, with _reverse for the backward half; gates one below the other, LSTM i f g o, GRU r z n; the two biases are
added, but for that of a GRU's n, which stands within the reset gate. A cell's (nn.LSTMCell) have no _l0.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rnrviz.network.exchange.choosing import choose
from rnrviz.network.exchange.options import Options
from rnrviz.network.exchange.stack import FUNCTIONS, GATES, GRU, LSTM, RNN, Array, Half, Layer, Stack
from rnrviz.network.exchange.tensors import Tensors, numbers
from rnrviz.network.problems import InputError

RECURRENT = re.compile(r"(.*?)(weight|bias)_(ih|hh|hr)(?:_l(\d{1,4})(_reverse)?)?")
KINDS = {1: RNN, 3: GRU, 4: LSTM}
NO_BIAS = -0.0  # w + -0.0 is w to the bit, that of 0.0 included


@dataclass(frozen=True)
class Place:
    """Where a half stands: its layer from 0 on, and whether it is the backward one."""

    layer: int
    reverse: bool


Parts = Mapping[Place, Mapping[str, str]]


def stack_of_tensors(tensors: Tensors, options: Options) -> Stack:
    """The layers of a state dictionary. Raises InputError that names what is missing, ambiguous or misshapen."""
    prefix = _prefix(tensors, options)
    parts = _parts(tensors, prefix)
    layers = [
        Layer(
            tuple(
                _half(tensors, parts[place], place.reverse, options)
                for place in sorted(parts, key=_order)
                if place.layer == n
            )
        )
        for n in range(1 + max(place.layer for place in parts))
    ]
    states, inputs = layers[-1].size, layers[0].halves[0].width
    rest = [name for name in tensors if not RECURRENT.fullmatch(name)]
    chosen = choose(tensors, rest, states, inputs, options)
    embedding = numbers(tensors, chosen.embedding) if chosen.embedding else None
    symbols = inputs if embedding is None else len(embedding)
    output = numbers(tensors, chosen.output) if chosen.output else np.zeros((symbols, states))
    if output.shape[1] != states:
        raise InputError(
            "The output layer {name} reads {found} numbers; the last layer has {expected}.",
            name=chosen.output,
            found=output.shape[1],
            expected=states,
        )
    bias = numbers(tensors, chosen.bias) if chosen.bias else np.zeros(len(output))
    direct = numbers(tensors, chosen.direct) if chosen.direct else None
    if direct is not None and direct.shape != (len(output), inputs):
        raise InputError(
            "The direct connection {name} has the shape {found}; expected {expected}.",
            name=chosen.direct,
            found=direct.shape,
            expected=(len(output), inputs),
        )
    return Stack(tuple(layers), output, bias, direct, embedding)


def _order(place: Place) -> tuple[int, bool]:
    return place.layer, place.reverse


def _prefix(tensors: Tensors, options: Options) -> str:
    """What stands before the names of the recurrent layers."""
    found = list(dict.fromkeys(m[1] for name in tensors if (m := RECURRENT.fullmatch(name))))
    if not found:
        raise InputError("The file has no recurrent layer: no tensor is called weight_ih_l0 or …weight_ih_l0.")
    if options.layers is not None:
        wanted = options.layers.rstrip(".")
        if wanted not in [prefix.rstrip(".") for prefix in found]:
            raise InputError(
                "There are no recurrent layers {name}; the file has {known}.", name=wanted, known=_known(found)
            )
        return next(prefix for prefix in found if prefix.rstrip(".") == wanted)
    if len(found) > 1:
        raise InputError(
            "Several recurrent layers have names of their own ({names}); choose by --layers.", names=_known(found)
        )
    return found[0]


def _known(prefixes: list[str]) -> str:
    return ", ".join(prefix.rstrip(".") or "–" for prefix in prefixes[:8])


def _parts(tensors: Tensors, prefix: str) -> Parts:
    """The names of the tensors of every half, by what they are: weight_ih, weight_hh, bias_ih, bias_hh."""
    parts: dict[Place, dict[str, str]] = {}
    for name in tensors:
        found = RECURRENT.fullmatch(name)
        if found and found[1] == prefix:
            if found[3] == "hr":
                raise InputError("{name}: an LSTM with a projection (proj_size) has no counterpart here.", name=name)
            place = Place(int(found[4] or 0), bool(found[5]))
            parts.setdefault(place, {})[f"{found[2]}_{found[3]}"] = name
    ways = {place.reverse for place in parts}
    for layer in range(1 + max(place.layer for place in parts)):
        for reverse in sorted(ways | {False}):
            for what in ("weight_ih", "weight_hh"):
                if what not in parts.get(Place(layer, reverse), {}):
                    missing = f"{prefix}{what}_l{layer}{'_reverse' if reverse else ''}"
                    raise InputError("The tensor {name} is missing.", name=missing)
    return parts


def _half(tensors: Tensors, parts: Mapping[str, str], reverse: bool, options: Options) -> Half:
    kind, size = _kind(tensors, parts["weight_hh"])
    gates = GATES[kind]
    rows = len(gates) * size
    inputs = _split(tensors, parts["weight_ih"], gates, (rows, _columns(tensors, parts["weight_ih"])))
    past = _split(tensors, parts["weight_hh"], gates, (rows, size))
    ours = _biases(tensors, parts, "bias_ih", gates, rows)
    theirs = _biases(tensors, parts, "bias_hh", gates, rows)
    after = theirs["x"] if kind == GRU else None
    biases = {gate: ours[gate] + (NO_BIAS if kind == GRU and gate == "x" else theirs[gate]) for gate in gates}
    functions = (options.activation or FUNCTIONS[RNN][0],) if kind == RNN else FUNCTIONS[kind]
    return Half(kind, inputs, past, biases, functions, {}, after, reverse)


def _kind(tensors: Tensors, name: str) -> tuple[str, int]:
    """The kind of a layer and its number of units, by the shape of weight_hh."""
    shape = tensors[name].shape
    size = shape[-1] if len(shape) == 2 else 0
    if not size or shape[0] % size or shape[0] // size not in KINDS:
        raise InputError(
            "The tensor {name} has the shape {found}; expected (H, H), (3 H, H) or (4 H, H).", name=name, found=shape
        )
    return KINDS[shape[0] // size], size


def _columns(tensors: Tensors, name: str) -> int:
    return tensors[name].shape[-1] if tensors[name].shape else 0


def _biases(
    tensors: Tensors, parts: Mapping[str, str], what: str, gates: tuple[str, ...], rows: int
) -> dict[str, Array]:
    if what not in parts:
        return {gate: np.full(rows // len(gates), NO_BIAS) for gate in gates}
    return _split(tensors, parts[what], gates, (rows,))


def _split(tensors: Tensors, name: str, gates: tuple[str, ...], shape: tuple[int, ...]) -> dict[str, Array]:
    """A tensor gate by gate."""
    if tensors[name].shape != shape or 0 in shape:
        raise InputError(
            "The tensor {name} has the shape {found}; expected {expected}.",
            name=name,
            found=tensors[name].shape,
            expected=shape,
        )
    return dict(zip(gates, np.split(numbers(tensors, name), len(gates)), strict=True))
