"""Layers as an ONNX graph: tokens in, y out, in double precision or single."""

from typing import TYPE_CHECKING, Any

import numpy as np

from rnrviz.network.exchange.onnx_graphs import MISSING
from rnrviz.network.exchange.onnx_layers import NAMES, ORDER, PEEPHOLES
from rnrviz.network.exchange.stack import GRU, Array, Half, Layer, Stack
from rnrviz.network.problems import InputError

if TYPE_CHECKING:
    from onnx import NodeProto

    from rnrviz.network.network import Network

OPSET, IR = 17, 8
FUNCTIONS = {ours: theirs for theirs, ours in NAMES.items()}
OUTPUTS = {"softmax": "Softmax", "logistic": "Sigmoid", "tanh": "Tanh", "relu": "Relu", "identity": "Identity"}
LENGTH, BATCH = "length", "batch"


def onnx_bytes(stack: Stack, model: "Network", metadata: dict[str, str], single: bool = False) -> bytes:
    """The file: from ``tokens`` (length, batch), their numbers, to ``Y`` and ``y`` (length, batch, n_Y).

    ``single``: with weights rounded to float32, which some programs need. Raises InputError where onnx is missing.
    """
    try:
        import onnx
    except ImportError:
        raise InputError(MISSING, library="onnx", extra="onnx") from None
    from rnrviz import __version__

    kind = onnx.TensorProto.FLOAT if single else onnx.TensorProto.DOUBLE
    writer = _Writer(np.float32 if single else np.float64)
    last = writer.input(stack)
    for number, layer in enumerate(stack.layers):
        last = writer.layer(number, layer, last)
    g_Y = str(model.config.get("g_Y", "softmax"))
    writer.output(stack, last, g_Y)
    tokens = onnx.helper.make_tensor_value_info("tokens", onnx.TensorProto.INT64, [LENGTH, BATCH])
    results = [onnx.helper.make_tensor_value_info(n, kind, [LENGTH, BATCH, len(stack.bias)]) for n in ("Y", "y")]
    tensors = [onnx.numpy_helper.from_array(values, name) for name, values in writer.arrays.items()]
    graph = onnx.helper.make_graph(writer.nodes, "network", [tokens], results, tensors)
    opset = [onnx.helper.make_opsetid("", OPSET)]
    made = onnx.helper.make_model(
        graph, opset_imports=opset, ir_version=IR, producer_name="rnrviz", producer_version=__version__
    )
    onnx.helper.set_model_props(made, metadata)
    return bytes(made.SerializeToString(deterministic=True))


class _Writer:
    """Nodes and arrays as they come."""

    def __init__(self, kind: type) -> None:
        self.kind = kind
        self.nodes: list[NodeProto] = []
        self.arrays: dict[str, Array] = {}

    def node(self, kind: str, inputs: list[str], outputs: list[str], **told: Any) -> str:
        import onnx

        self.nodes.append(onnx.helper.make_node(kind, inputs, outputs, name=f"{kind}_{len(self.nodes)}", **told))
        return outputs[0] or outputs[-1]

    def array(self, name: str, values: Array, kind: type | None = None) -> str:
        self.arrays[name] = np.array(values, kind or self.kind, order="C")
        return name

    def input(self, stack: Stack) -> str:
        """u, (length, batch, n_U)."""
        if stack.embedding is not None:
            return self.node("Gather", [self.array("embedding", stack.embedding), "tokens"], ["u"])
        depth = self.array("n_V", np.array(len(stack.bias)), np.int64)
        return self.node("OneHot", ["tokens", depth, self.array("off_on", np.array([0.0, 1.0]))], ["u"])

    def layer(self, number: int, layer: Layer, below: str) -> str:
        """(length, batch, units of both halves)."""
        first = layer.halves[0]
        arrays = {name: np.stack([part(half) for half in layer.halves]) for name, part in PARTS.items()}
        inputs = [below, *(self.array(f"{name}{number}", values) for name, values in arrays.items())]
        if first.peepholes:
            P = np.stack([np.concatenate([half.peepholes[gate] for gate in PEEPHOLES]) for half in layer.halves])
            inputs += ["", "", "", self.array(f"P{number}", P)]
        told: dict[str, Any] = {"hidden_size": first.size, "direction": _direction(layer)}
        functions = [FUNCTIONS[f] for half in layer.halves for f in half.functions]
        told["activations"] = functions
        if "Affine" in functions:
            told |= {"activation_alpha": [1.0] * len(functions), "activation_beta": [0.0] * len(functions)}
        if first.kind == GRU:
            told["linear_before_reset"] = int(first.after is not None)
        Y = self.node(first.kind.upper(), inputs, [f"Y{number}"], **told)
        if len(layer.halves) == 1:
            return self.node("Squeeze", [Y, self.array("axis_1", np.array([1]), np.int64)], [f"h{number}"])
        turned = self.node("Transpose", [Y], [f"turned{number}"], perm=[0, 2, 1, 3])
        return self.node("Reshape", [turned, self.array("joined", np.array([0, 0, -1]), np.int64)], [f"h{number}"])

    def output(self, stack: Stack, last: str, function: str) -> None:
        """Y and y, (length, batch, n_Y)."""
        net = self.node("MatMul", [last, self.array("W_y", stack.output.T)], ["from_states"])
        if stack.direct is not None:
            direct = self.node("MatMul", ["u", self.array("W_y_u", stack.direct.T)], ["from_input"])
            net = self.node("Add", [net, direct], ["from_both"])
        self.node("Add", [net, self.array("b_y", stack.bias)], ["Y"])
        self.node(OUTPUTS[function], ["Y"], ["y"], **({"axis": -1} if function == "softmax" else {}))


def _direction(layer: Layer) -> str:
    return "bidirectional" if len(layer.halves) > 1 else "reverse" if layer.halves[0].reverse else "forward"


def _biases(half: Half) -> Array:
    past = [np.full(half.size, -0.0) for _ in ORDER[half.kind]]
    if half.after is not None:
        past[-1] = half.after
    return np.concatenate([*(half.biases[gate] for gate in ORDER[half.kind]), *past])


PARTS = {
    "W": lambda half: np.concatenate([half.inputs[gate] for gate in ORDER[half.kind]]),
    "R": lambda half: np.concatenate([half.past[gate] for gate in ORDER[half.kind]]),
    "B": _biases,
}
