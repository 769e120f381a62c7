"""ONNX files: the nodes RNN, LSTM and GRU one above the other, what is below the first and above the last."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rnrviz.network.exchange.onnx_graphs import (
    ALIKE,
    RECURRENT,
    SHAPING,
    Graph,
    attributes,
    axes_after,
    load,
    test_inputs,
)
from rnrviz.network.exchange.onnx_layers import layer_of
from rnrviz.network.exchange.options import NONE, Found, Options
from rnrviz.network.exchange.stack import Array, Layer, Stack
from rnrviz.network.problems import InputError

if TYPE_CHECKING:
    from onnx import NodeProto

ACTIVATIONS = {
    "Softmax": "softmax", "LogSoftmax": "softmax", "Sigmoid": "logistic", "Tanh": "tanh", "Relu": "relu",
    "Identity": "identity",
}  # fmt: skip
MOST_TERMS = 16


@dataclass(frozen=True)
class Above:
    """The output layer: what it does with the last state and with the input."""

    output: Array
    bias: Array
    direct: Array | None
    function: str


def read_onnx(path: Path, options: Options) -> tuple[Found, dict[str, str]]:
    """The layers of a file and its metadata. Raises InputError."""
    model = load(path)
    graph = Graph(model, test_inputs(path, model))
    nodes = graph.recurrent
    if not nodes:
        raise InputError("The graph has no node RNN, LSTM or GRU.")
    layers = tuple(layer_of(graph, node) for node in nodes)
    for below, node, layer in zip(nodes, nodes[1:], layers[1:], strict=False):
        _check_order(graph, below, node, len(layers[nodes.index(below)].halves), layer)
    table, source = _below(graph, nodes[0])
    metadata = {entry.key: entry.value for entry in model.metadata_props}
    if options.output == NONE:
        return _without_output(graph, source, table, layers), metadata
    above = _above(graph, nodes[-1], layers[-1], source)
    stack = Stack(layers, above.output, above.bias, above.direct, table)
    return Found(stack, g_Y=above.function), metadata


def _without_output(graph: Graph, source: str, table: Array | None, layers: tuple[Layer, ...]) -> Found:
    """Layers with an output layer of zeros; inputs that stand beside the file become embeddings, a token each."""
    given, names = graph.given.get(source), None
    fixed = table is None and given is not None and given.ndim == 3 and given.dtype.kind == "f"
    if given is not None and fixed:
        rows = given if not attributes(graph.recurrent[0]).get("layout") else given.swapaxes(0, 1)
        length, batch = rows.shape[:2]
        pairs = [(t, n) for t in range(1, length + 1) for n in range(1, batch + 1)]
        names = tuple(f"{t}.{n}" if batch > 1 else str(t) for t, n in pairs)
        table = rows.reshape(length * batch, -1).astype(np.float64)
    symbols = layers[0].halves[0].width if table is None else len(table)
    stack = Stack(layers, np.zeros((symbols, layers[-1].size)), np.zeros(symbols), None, table)
    return Found(stack, tokens=names, fixed=fixed)


def _start(node: "NodeProto") -> list[str]:
    """The axes of Y."""
    return ["N", "T", "D", "H"] if attributes(node).get("layout") else ["T", "D", "N", "H"]


def _chain(graph: Graph, name: str) -> tuple[str, list["NodeProto"]]:
    """The value that a chain of shaping nodes begins with, and the nodes from there on."""
    nodes: list[NodeProto] = []
    while (node := graph.makers.get(name)) is not None and node.op_type in (*ALIKE, *SHAPING) and len(nodes) < 1000:
        nodes.append(node)
        name = node.input[0]
    return name, nodes[::-1]


def _axes(graph: Graph, node: "NodeProto", nodes: list["NodeProto"], ways: int) -> list[str]:
    axes = _start(node)
    for each in nodes:
        axes = axes_after(graph, each, axes, ways)
    return axes


def _check_order(graph: Graph, below: "NodeProto", node: "NodeProto", ways: int, layer: Layer) -> None:
    """Raises InputError unless the node reads all the states of the one below, instant by instant."""
    name, nodes = _chain(graph, node.input[0])
    if not below.output or name != below.output[0]:
        raise InputError("The ONNX node {kind} does not read the layer below it alone.", kind=node.op_type)
    wanted = ["N", "T", "H"] if attributes(node).get("layout") else ["T", "N", "H"]
    axes = _axes(graph, below, nodes, ways)
    if axes != wanted and axes != ["*", "*", "H"]:
        raise InputError("The ONNX node {kind} reads the layer below it in another order of axes.", kind=node.op_type)


def _below(graph: Graph, node: "NodeProto") -> tuple[Array | None, str]:
    """The table of embeddings, None for one-hot input or numbers; and the value that the first layer reads."""
    name, _ = _chain(graph, node.input[0])
    maker = graph.makers.get(name)
    if maker is None or maker.op_type == "OneHot":
        return None, name
    if maker.op_type == "Gather":
        table = graph.constant(maker.input[0])
        if table is not None and table.ndim == 2 and not attributes(maker).get("axis"):
            return table.astype(np.float64), name
    raise InputError("The node {kind} below the first layer has no counterpart here.", kind=maker.op_type)


def _above(graph: Graph, node: "NodeProto", layer: Layer, source: str) -> Above:
    """The output layer of the graph: matrices, a bias, an activation."""
    outputs = [o.name for o in graph.model.graph.output]
    ends = [name for name in outputs if (m := graph.makers.get(_chain(graph, name)[0])) and m.op_type not in RECURRENT]
    if not ends:
        raise InputError(
            "No output layer reads the {n} states; name it by --output-layer, or write --output-layer none for one of "
            "zeros.",
            n=layer.size,
        )
    name, function = ends[-1], "identity"
    inner, _ = _chain(graph, name)
    maker = graph.makers[inner]
    if maker.op_type in ACTIVATIONS:
        name, function = maker.input[0], ACTIVATIONS[maker.op_type]
    output, direct, bias = None, None, []
    for matrix, read in _terms(graph, name):
        if matrix is None:
            bias.append(np.asarray(graph.constant(read), np.float64).ravel())
        elif _reads(graph, read, node, len(layer.halves)):
            output = matrix if output is None else _twice()
        elif _chain(graph, read)[0] == source:
            direct = matrix if direct is None else _twice()
        else:
            raise InputError("The output layer reads {name}, which is neither the last layer nor the input.", name=read)
    if output is None or any(len(b) not in (1, len(output)) for b in bias):
        raise InputError("The output layer does not read the last recurrent layer by one matrix.")
    total = sum(bias[1:], bias[0]) if bias else np.zeros(len(output))
    return Above(output, np.broadcast_to(total, len(output)).copy(), direct, function)


def _twice() -> Array:
    raise InputError("The output layer has two matrices for the same input.")


Terms = list[tuple[Array | None, str]]


def _terms(graph: Graph, name: str, depth: int = 0) -> Terms:
    """The output's net input as a sum: matrices (n_Y, n) with what they read, and biases (no matrix)."""
    name, _ = _chain(graph, name) if graph.constant(name) is None else (name, [])
    node = graph.makers.get(name)
    if graph.constant(name) is not None:
        return [(None, name)]
    if node is not None and node.op_type == "Add" and depth < MOST_TERMS:
        return [term for each in node.input for term in _terms(graph, each, depth + 1)]
    if node is not None and node.op_type in ("MatMul", "Gemm") and len(node.input) > 1:
        told = attributes(node)
        matrix = graph.constant(node.input[1])
        scaled = told.get("alpha", 1.0) != 1.0 or told.get("beta", 1.0) != 1.0 or told.get("transA")
        if matrix is not None and matrix.ndim == 2 and matrix.dtype.kind == "f" and not scaled:
            turned = matrix if told.get("transB") else matrix.T
            more: Terms = [(None, node.input[2])] if len(node.input) > 2 and node.input[2] else []
            if not more or graph.constant(more[0][1]) is not None:
                return [(np.ascontiguousarray(turned, np.float64), node.input[0]), *more]
    kind = "–" if node is None else node.op_type
    raise InputError("The node {kind} above the last layer has no counterpart here.", kind=kind)


def _reads(graph: Graph, name: str, node: "NodeProto", ways: int) -> bool:
    """Whether a value is all the states of the last layer; or the last of them, Y_h, of a layer read one way."""
    begin, nodes = _chain(graph, name)
    if begin == node.output[0]:
        axes = _axes(graph, node, nodes, ways)
        if axes[-1:] != ["H"] or "D" in axes:
            raise InputError("A node Reshape between the layers mixes time, directions or units.")
        return True
    return ways == 1 and len(node.output) > 1 and begin == node.output[1]
