"""An ONNX graph to be asked: what makes a value, whether it is constant, how axes go through a chain of nodes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from rnrviz.network.exchange.stack import Array
from rnrviz.network.problems import InputError

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto

RECURRENT = ("RNN", "LSTM", "GRU")
ALIKE = ("Identity", "Cast", "Dropout")  # what leaves numbers and axes as they are
SHAPING = ("Transpose", "Squeeze", "Unsqueeze", "Reshape", "Flatten")
KEEPING = (*ALIKE, *SHAPING, "Concat", "Slice", "Split", "Expand", "Gather")  # of zeros they make zeros
FOLDED = (*ALIKE, *SHAPING, "Concat", "Slice", "Constant", "Split", "Neg", "Mul", "Add")  # of constants
DEEPEST = 200
FLOAT, INT, STRING, TENSOR, FLOATS, INTS, STRINGS = 1, 2, 3, 4, 6, 7, 8  # as ONNX numbers types of attributes
TYPES = {
    "direction": STRING, "layout": INT, "linear_before_reset": INT, "hidden_size": INT, "activations": STRINGS,
    "activation_alpha": FLOATS, "activation_beta": FLOATS, "perm": INTS, "axes": INTS, "axis": INT, "alpha": FLOAT,
    "beta": FLOAT, "transA": INT, "transB": INT, "value": TENSOR,
}  # fmt: skip
MISSING = "This kind of file needs the library {library}, which is not installed here (extra {extra})."


def load(path: Path) -> "ModelProto":
    """The model of a file. Raises InputError."""
    try:
        import onnx
    except ImportError:
        raise InputError(MISSING, library="onnx", extra="onnx") from None
    try:
        model = onnx.load(path)
    except OSError:
        raise
    except Exception:
        raise InputError(
            "This is not an ONNX file, it is broken, or its weights are in a file that is not beside it."
        ) from None
    if not model.graph.node:
        raise InputError("This is not an ONNX file with a network.")
    return model


def test_inputs(path: Path, model: "ModelProto") -> dict[str, Array]:
    """The inputs of the graph where they stand in a folder test_data_set_0 beside it, as in ONNX's own tests."""
    import onnx

    found: dict[str, Array] = {}
    for number, given in enumerate(model.graph.input):
        place = path.parent / "test_data_set_0" / f"input_{number}.pb"
        if place.is_file():
            try:
                found[given.name] = onnx.numpy_helper.to_array(onnx.TensorProto.FromString(place.read_bytes()))
            except OSError:
                raise
            except Exception:
                raise InputError("{file} is not a tensor of ONNX.", file=str(place)) from None
    return found


@dataclass(frozen=True, eq=False)
class Graph:
    """A model and arrays that its inputs have."""

    model: "ModelProto"
    given: Mapping[str, Array] = field(default_factory=dict)

    @cached_property
    def makers(self) -> dict[str, "NodeProto"]:
        """The node that makes each value."""
        return {name: node for node in self.model.graph.node for name in node.output if name}

    @cached_property
    def stored(self) -> dict[str, Any]:
        return {tensor.name: tensor for tensor in self.model.graph.initializer}

    @property
    def recurrent(self) -> list["NodeProto"]:
        return [node for node in self.model.graph.node if node.op_type in RECURRENT]

    def constant(self, name: str, depth: int = 0) -> Array | None:
        """The array of a value that does not depend on what the network reads; None of another."""
        if name in self.given or name in self.stored:
            return self.given[name] if name in self.given else self._array(name)
        node = self.makers.get(name)
        if node is None or node.op_type not in FOLDED or depth > DEEPEST:
            return None
        inputs = {each: self.constant(each, depth + 1) for each in node.input if each}
        if any(values is None for values in inputs.values()):
            return None
        return self._folded(node, inputs, name)

    def _array(self, name: str) -> Array:
        import onnx

        try:
            return np.asarray(onnx.numpy_helper.to_array(self.stored[name]))
        except Exception:
            raise InputError("The tensor {name} is broken.", name=name) from None

    def _folded(self, node: "NodeProto", inputs: Mapping[str, Array | None], name: str) -> Array:
        import onnx
        from onnx.reference import ReferenceEvaluator

        try:
            values = [onnx.helper.make_tensor_value_info(each, 1, None) for each in inputs]
            result = onnx.helper.make_tensor_value_info(name, 1, None)
            graph = onnx.helper.make_graph([node], "one", values, [result])
            made = onnx.helper.make_model(graph, opset_imports=self.model.opset_import)
            return np.asarray(next(iter(ReferenceEvaluator(made).run([name], dict(inputs)))))
        except Exception:
            raise InputError("The node {name} ({kind}) is broken.", name=node.name, kind=node.op_type) from None

    def is_zero(self, name: str, depth: int = 0) -> bool:
        """Whether a state to begin with is zero, or left to who runs the network."""
        values = self.constant(name)
        if values is not None:
            return not np.any(values)
        node = self.makers.get(name)
        if node is None or depth > DEEPEST:
            return depth <= DEEPEST
        if node.op_type == "ConstantOfShape":
            value = attributes(node).get("value")
            return value is None or not (any(value.raw_data) or any(value.float_data))
        inputs = node.input if node.op_type == "Concat" else node.input[:1]
        return node.op_type in KEEPING and all(self.is_zero(each, depth + 1) for each in inputs)


def attributes(node: "NodeProto") -> dict[str, Any]:
    """The attributes of a node by name."""
    import onnx

    try:
        if all(a.type == TYPES.get(a.name, a.type) for a in node.attribute):
            return {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
    except Exception:
        pass
    raise InputError("The node {name} ({kind}) is broken.", name=node.name, kind=node.op_type)


def axes_after(graph: Graph, node: "NodeProto", axes: list[str], ways: int) -> list[str]:
    """The axes, called T (time), N (batch), D (directions), H (units), behind a node that shapes; * for what is lost.

    Raises InputError for a shape in which the units are no longer apart.
    """
    told = attributes(node)
    if node.op_type in ALIKE:
        return axes
    if node.op_type == "Transpose":
        order = [int(k) for k in told.get("perm", range(len(axes))[::-1])]
        if sorted(order) == list(range(len(axes))):
            return [axes[k] for k in order]
    if node.op_type in ("Squeeze", "Unsqueeze"):
        return _squeezed(graph, node, axes, told, ways)
    if node.op_type == "Reshape":
        return _reshaped(axes, ways, graph.constant(node.input[1]))
    raise InputError(
        "The node {name} ({kind}) between the layers has no counterpart here.", name=node.name, kind=node.op_type
    )


def _squeezed(graph: Graph, node: "NodeProto", axes: list[str], told: dict[str, Any], ways: int) -> list[str]:
    given = graph.constant(node.input[1]) if len(node.input) > 1 else np.array(told.get("axes", []))
    length = len(axes) + (len(given) if given is not None and node.op_type == "Unsqueeze" else 0)
    where = sorted({int(k) % max(1, length) for k in np.ravel(given)}) if given is not None else []
    if node.op_type == "Unsqueeze":
        for k in where:
            axes = [*axes[:k], "*", *axes[k:]]
        return axes
    left = [axis for k, axis in enumerate(axes) if k not in where] if where else [a for a in axes if a != "D"]
    if not where or ("H" in left and "T" in left and ("D" in left or ways == 1)):
        return left
    raise InputError(
        "The node {name} ({kind}) between the layers has no counterpart here.", name=node.name, kind="Squeeze"
    )


def _reshaped(axes: list[str], ways: int, target: Array | None) -> list[str]:
    if "D" in axes and ways == 1:
        axes = [axis for axis in axes if axis != "D"]
    if "D" in axes and axes[-2:] == ["D", "H"]:
        axes = [*axes[:-2], "H"]
    if "D" in axes or axes[-1:] != ["H"]:
        raise InputError("A node Reshape between the layers mixes time, directions or units.")
    return axes if target is None or len(target) == len(axes) else ["*"] * (len(target) - 1) + ["H"]
