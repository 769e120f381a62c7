"""One layer of Keras as a layer here, and the order of layers where only their weights are known."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from rnrviz.network.exchange.stack import GRU, LSTM, RNN, Array, Half, Layer
from rnrviz.network.problems import InputError

Weights = Mapping[str, Mapping[str, Array]]
KINDS = {"SimpleRNN": RNN, "LSTM": LSTM, "GRU": GRU}
ORDER = {RNN: ("x",), LSTM: ("phi", "lambda", "z", "gamma"), GRU: ("zeta", "rho", "x")}
PLAIN = {
    "simple_rnn": "SimpleRNN", "lstm": "LSTM", "gru": "GRU", "bidirectional": "Bidirectional",
    "embedding": "Embedding", "dense": "Dense", "time_distributed": "TimeDistributed",
}  # fmt: skip
WITHOUT = ("dropout", "spatial_dropout1d", "masking", "input_layer", "softmax", "activation", "gaussian_noise")
NAMES = {"sigmoid": "logistic", "tanh": "tanh", "relu": "relu", "linear": "identity"}
WAYS = {"forward_layer/": False, "backward_layer/": True}


@dataclass(frozen=True)
class Described:
    """A layer: its class, its name among the weights, what its configuration says."""

    kind: str
    name: str
    config: Mapping[str, Any] = field(default_factory=dict)

    def matrix(self, variables: Mapping[str, Array], at: str) -> Array:
        """A variable that must be a matrix."""
        values = variables.get(at)
        if values is None or values.ndim != 2 or not values.size:
            raise self.misshapen(at, None if values is None else values.shape, "(n, m)")
        return values

    def misshapen(self, at: str, found: object, expected: object) -> InputError:
        """The sentence about a variable of another shape."""
        return InputError(
            "The variable {at} of the layer {name} has the shape {found}; expected {expected}.",
            at=at,
            name=self.name,
            found="–" if found is None else found,
            expected=expected,
        )


def plain(kind: str) -> str:
    """What Keras calls the weights of a class of layers."""
    return next((name for name, known in PLAIN.items() if known == kind), kind.lower())


def described(weights: Weights, activation: str | None = None) -> list[Described]:
    """The layers of a file of weights in the order in which they fit: embedding, recurrent, dense.

    ``activation``: that of SimpleRNN, if it is said.

    Raises InputError where several orders fit.
    """
    found = [_described(name, activation) for name in weights if _base(name) not in WITHOUT]
    first = [layer for layer in found if layer.kind == "Embedding"]
    last = [layer for layer in found if layer.kind in ("Dense", "TimeDistributed")]
    middle = [layer for layer in found if layer not in (*first, *last)]
    kinds = {layer.kind for layer in middle}
    if len(kinds) > 1:
        raise InputError(
            "A file of weights alone does not say in what order {names} stand; expected a .keras file.",
            names=", ".join(layer.name for layer in middle),
        )
    return [*first, *sorted(middle, key=_number), *last]


def _described(name: str, activation: str | None) -> Described:
    kind = PLAIN.get(_base(name), name)
    said = next((theirs for theirs, ours in NAMES.items() if ours == activation), None)
    return Described(kind, name, {"activation": said} if said and kind == "SimpleRNN" else {})


def _base(name: str) -> str:
    return re.sub(r"_\d+$", "", name)


def _number(layer: Described) -> int:
    found = re.search(r"_(\d{1,9})$", layer.name)
    return int(found[1]) if found else 0


def layer_of(layer: Described, variables: Mapping[str, Array]) -> Layer:
    """A recurrent layer, read one way or both. Raises InputError for any other kind."""
    if layer.kind in KINDS:
        return Layer((_half(layer, KINDS[layer.kind], layer.config, variables, "", _backwards(layer.config)),))
    if layer.kind != "Bidirectional":
        raise InputError("The layer {name} ({kind}) has no counterpart here.", name=layer.name, kind=layer.kind)
    merged = layer.config.get("merge_mode", "concat")
    if merged != "concat":
        raise InputError(
            "The layer {name} puts both directions together by {found!r}; expected {expected}.",
            name=layer.name,
            found=merged,
            expected="concat",
        )
    inner = layer.config.get("layer", {})
    inner = inner if isinstance(inner, dict) else {}
    config = inner.get("config", {})
    return Layer(
        tuple(
            _half(layer, _kind(layer, inner, variables, at), config, variables, at, reverse)
            for at, reverse in WAYS.items()
        )
    )


def _backwards(config: Mapping[str, Any]) -> bool:
    """Keras gives the states of a layer with go_backwards in reverse order: not those of x[t+1]."""
    if config.get("go_backwards"):
        raise InputError("A layer with go_backwards gives its states in reverse order; that has no counterpart here.")
    return False


def _kind(layer: Described, inner: Mapping[str, Any], variables: Mapping[str, Array], at: str) -> str:
    """What is within a Bidirectional: as its configuration says, or by the columns of the recurrent kernel."""
    if inner.get("class_name") in KINDS:
        return KINDS[inner["class_name"]]
    past = layer.matrix(variables, f"{at}cell/vars/1")
    kind = {1: RNN, 3: GRU, 4: LSTM}.get(past.shape[1] // len(past))
    if kind is None:
        raise layer.misshapen(f"{at}cell/vars/1", past.shape, "(H, H), (H, 3 H), (H, 4 H)")
    return kind


def _half(
    layer: Described, kind: str, config: Mapping[str, Any], variables: Mapping[str, Array], at: str, reverse: bool
) -> Half:
    order = ORDER[kind]
    inputs, past = (layer.matrix(variables, f"{at}cell/vars/{k}") for k in (0, 1))
    columns = len(order) * len(past)
    for k, values in enumerate((inputs, past)):
        if values.shape[1] != columns:
            raise layer.misshapen(f"{at}cell/vars/{k}", values.shape, (len(values), columns))
    bias = variables.get(f"{at}cell/vars/2", np.zeros((2, columns) if _after(config) and kind == GRU else columns))
    after = kind == GRU and bias.ndim == 2
    if bias.shape != ((2, columns) if after else (columns,)):
        raise layer.misshapen(f"{at}cell/vars/2", bias.shape, (columns,))
    ours = dict(zip(order, np.split(bias[0] if after else bias, len(order)), strict=True))
    if after:
        theirs = dict(zip(order, np.split(bias[1], len(order)), strict=True))
        ours |= {gate: ours[gate] + theirs[gate] for gate in ("zeta", "rho")}
    return Half(
        kind,
        _gates(inputs, order),
        _gates(past, order),
        ours,
        _functions(layer, kind, config),
        {},
        theirs["x"] if after else None,
        reverse,
    )


def _after(config: Mapping[str, Any]) -> bool:
    return bool(config.get("reset_after", True))


def _gates(matrix: Array, order: tuple[str, ...]) -> dict[str, Array]:
    parts = np.split(np.ascontiguousarray(matrix.T), len(order))
    return dict(zip(order, parts, strict=True))


def _functions(layer: Described, kind: str, config: Mapping[str, Any]) -> tuple[str, ...]:
    """The activations that the configuration tells; else those that Keras has where nothing is said."""
    state, gates = config.get("activation", "tanh"), config.get("recurrent_activation", "sigmoid")
    for told in (state, gates):
        if not isinstance(told, str) or told not in NAMES:
            raise InputError("The activation {found!r} of {name} has no counterpart here.", found=told, name=layer.name)
    g, g_C = NAMES[state], NAMES[gates]
    return {RNN: (g,), LSTM: (g_C, g, g), GRU: (g_C, g)}[kind]
