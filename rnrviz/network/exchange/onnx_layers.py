"""A node RNN, LSTM or GRU of ONNX as a layer.

ONNX (operators RNN, LSTM, GRU): gates one below the other, LSTM i o f c with peepholes i o f, GRU z r h; a bias for
the input and one for the past, which are added; a first axis for the directions.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from rnrviz.network.exchange.onnx_graphs import Graph, attributes
from rnrviz.network.exchange.stack import FUNCTIONS, GRU, LSTM, RNN, Array, Half, Layer
from rnrviz.network.problems import InputError

if TYPE_CHECKING:
    from onnx import NodeProto

ORDER = {RNN: ("x",), LSTM: ("phi", "gamma", "lambda", "z"), GRU: ("zeta", "rho", "x")}
PEEPHOLES = ("phi", "gamma", "lambda")
NAMES = {"Sigmoid": "logistic", "Tanh": "tanh", "Relu": "relu", "Affine": "identity"}
KNOWN = (
    "hidden_size", "direction", "layout", "linear_before_reset", "activations", "activation_alpha", "activation_beta",
)  # fmt: skip
DIRECTIONS = {"forward": (False,), "reverse": (True,), "bidirectional": (False, True)}
INPUTS = ("X", "W", "R", "B", "sequence_lens", "initial_h", "initial_c", "P")


def layer_of(graph: Graph, node: "NodeProto") -> Layer:
    """The layer of a node. Raises InputError for what has no counterpart here."""
    told, kind = attributes(node), node.op_type.lower()
    for name, value in told.items():
        if name not in KNOWN and value:
            raise InputError(
                "The attribute {name} of the ONNX node {kind} has no counterpart here.", name=name, kind=node.op_type
            )
    ways = DIRECTIONS.get(told.get("direction", b"forward").decode(errors="replace"))
    if ways is None:
        raise InputError("The direction {found!r} of an ONNX node is not known.", found=told["direction"])
    given = dict(zip(INPUTS, node.input, strict=False))
    for name in ("initial_h", "initial_c"):
        if given.get(name) and not graph.is_zero(given[name]):
            raise InputError(
                "The ONNX node {kind} begins with a state that is not zero ({name}); networks here begin with zero.",
                kind=node.op_type,
                name=name,
            )
    arrays = {name: _weights(graph, node.op_type, given[name]) for name in "WRBP" if given.get(name)}
    sizes = {name: len(values) for name, values in arrays.items()}
    if "W" not in arrays or "R" not in arrays or any(size != len(ways) for size in sizes.values()):
        raise InputError("The weights of the ONNX node {kind} do not fit its directions.", kind=node.op_type)
    functions = _functions(told, kind, len(ways), node.op_type)
    after = bool(told.get("linear_before_reset"))
    return Layer(
        tuple(
            _half(kind, {name: values[k] for name, values in arrays.items()}, functions[k], after, reverse)
            for k, reverse in enumerate(ways)
        )
    )


def _weights(graph: Graph, kind: str, name: str) -> Array:
    values = graph.constant(name)
    if values is None:
        raise InputError(
            "The weights {name} of the ONNX node {kind} are an input of the graph; expected numbers in the file, or in "
            "test_data_set_0 beside it.",
            name=name,
            kind=kind,
        )
    if values.dtype.kind != "f" or not values.size or not np.isfinite(values).all():
        raise InputError("The tensor {name} must be of finite numbers.", name=name)
    return values.astype(np.float64)


def _functions(told: dict[str, Any], kind: str, ways: int, node: str) -> list[tuple[str, ...]]:
    """The activations of each direction."""
    names = [name.decode(errors="replace") for name in told.get("activations", ())]
    for name in names:
        if name not in NAMES:
            raise InputError(
                "The activation {name} of the ONNX node {kind} has no counterpart here.", name=name, kind=node
            )
    plain = all(v == 1.0 for v in told.get("activation_alpha", ())) and not any(told.get("activation_beta", ()))
    if "Affine" in names and not plain:
        raise InputError(
            "The activation {name} of the ONNX node {kind} has no counterpart here.", name="Affine", kind=node
        )
    count = len(FUNCTIONS[kind])
    if names and len(names) != count * ways:
        raise InputError(
            "The ONNX node {kind} has {found} activations; expected {expected}.",
            kind=node,
            found=len(names),
            expected=count * ways,
        )
    chosen = [NAMES[name] for name in names] or [*FUNCTIONS[kind]] * ways
    return [tuple(chosen[k * count : (k + 1) * count]) for k in range(ways)]


def _half(kind: str, arrays: dict[str, Array], functions: tuple[str, ...], after: bool, reverse: bool) -> Half:
    order = ORDER[kind]
    size = arrays["R"].shape[-1]
    expected = {"R": (len(order) * size, size), "B": (2 * len(order) * size,), "P": (3 * size,)}
    expected["W"] = (len(order) * size, arrays["W"].shape[-1])
    for name, values in arrays.items():
        if values.shape != expected[name] or (name == "P" and kind != LSTM):
            raise InputError(
                "The tensor {name} has the shape {found}; expected {expected}.",
                name=name,
                found=values.shape,
                expected=expected[name],
            )
    inputs, past = (dict(zip(order, np.split(arrays[name], len(order)), strict=True)) for name in "WR")
    parts = np.split(arrays.get("B", np.full(2 * len(order) * size, -0.0)), 2)
    ours, theirs = (dict(zip(order, np.split(part, len(order)), strict=True)) for part in parts)
    held = theirs["x"] if after and kind == GRU else None
    biases = {gate: ours[gate] + (-0.0 if held is not None and gate == "x" else theirs[gate]) for gate in order}
    peepholes = dict(zip(PEEPHOLES, np.split(arrays["P"], 3), strict=True)) if "P" in arrays else {}
    return Half(kind, inputs, past, biases, functions, peepholes, held, reverse)
