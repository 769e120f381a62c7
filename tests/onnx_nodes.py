"""The nodes RNN, LSTM and GRU of ONNX as networks of this program.

ONNX (operators RNN, LSTM, GRU): gates stand in one matrix, LSTM i o f c with peepholes i o f, GRU z r h; a bias for the
input and one for the past; an axis for the directions. X is (L, batch, inputs), with layout 1 (batch, L, inputs). The
inputs of a node are any numbers: they become a fixed table of embeddings with a row for each instant.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnx

from rnrviz.network.architectures import text_of
from rnrviz.network.network import Network, network
from rnrviz.network.problems import InputError
from rnrviz.network.vocabulary import Vocabulary

Arrays = dict[str, np.ndarray]
ACTIVATIONS = {"Sigmoid": "logistic", "Tanh": "tanh", "Relu": "relu"}
DEFAULTS = {"RNN": ("Tanh",), "LSTM": ("Sigmoid", "Tanh", "Tanh"), "GRU": ("Sigmoid", "Tanh")}
SETTINGS = {"RNN": ("g_X",), "LSTM": ("g_C", "g_Z", "g_M"), "GRU": ("g_C", "g_X")}
STATES = {"RNN": ("x",), "LSTM": ("z", "x"), "GRU": ("x",)}  # what Y_h and Y_c are of
KNOWN = ("hidden_size", "direction", "layout", "linear_before_reset", "activations")


@dataclass(frozen=True)
class Direction:
    """One direction of a node: an architecture, its settings and parameters, all but the output layer's."""

    kind: str
    architecture: str
    config: dict[str, Any]
    parameters: Arrays

    def network(self, rows: np.ndarray, backward: bool = False) -> Network:
        """The network for inputs (L, n_U), tokens 1 to L; its output layer is zero.

        ``backward``: one whose equations go from the last instant to the first.
        """
        vocabulary = Vocabulary(tuple(map(str, range(1, len(rows) + 1))))
        config = self.config | {"n_U": rows.shape[1]}
        size = config.get("n_X") or config["n_M"]
        output = {f"W_y_{STATES[self.kind][0]}": np.zeros((len(rows), size)), "W_y": np.zeros(len(rows))}
        parameters = self.parameters | output | {"embedding": rows}
        text = text_of(self.architecture).replace("[t-1]", "[t+1]") if backward else None
        name = "custom" if backward else self.architecture
        return network(name, config, parameters, vocabulary, "quadratic", text, embedding="fixed")


@dataclass(frozen=True)
class Node:
    """A node with its inputs by the names that the operator gives them, the time axis first."""

    kind: str
    attributes: dict[str, Any]
    inputs: Arrays

    @property
    def names(self) -> tuple[str, ...]:
        return ("forward", "reverse") if self.direction == "bidirectional" else (self.direction,)

    @property
    def direction(self) -> str:
        return self.attributes.get("direction", b"forward").decode()

    def initial(self, number: int, entry: int) -> Arrays:
        """The state at t = 0 of an entry of the batch in a direction, by our names."""
        given = zip(STATES[self.kind], ("initial_h", "initial_c"), strict=False)
        return {ours: self.inputs[theirs][number, entry] for ours, theirs in given if theirs in self.inputs}


def read(node: onnx.NodeProto, arrays: list[np.ndarray]) -> Node:
    """A node and its inputs, those that it has. Raises InputError for what has no counterpart here."""
    if node.op_type not in DEFAULTS:
        raise InputError("The ONNX node {kind} is not a recurrent network.", kind=node.op_type)
    attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
    for name in attributes:
        if name not in KNOWN:
            raise InputError("The attribute {name} of an ONNX node has no counterpart here.", name=name)
    (schema,) = (s for s in onnx.defs.get_all_schemas() if s.name == node.op_type)
    named = [formal.name for formal, given in zip(schema.inputs, node.input, strict=False) if given]
    inputs = dict(zip(named, arrays, strict=True))
    if attributes.get("layout"):
        turned = ("X", "initial_h", "initial_c")
        inputs |= {name: inputs[name].swapaxes(0, 1) for name in turned if name in inputs}
    return Node(node.op_type, attributes, inputs)


def directions(node: Node) -> list[Direction]:
    """A network for each direction of a node."""
    return [_direction(node, number) for number in range(len(node.names))]


def _direction(node: Node, number: int) -> Direction:
    parameters = {name: node.inputs[name][number].astype(np.float64) for name in "WRBP" if name in node.inputs}
    gates = {"RNN": 1, "LSTM": 4, "GRU": 3}[node.kind]
    W, R = np.split(parameters["W"], gates), np.split(parameters["R"], gates)
    size = len(W[0])
    B = np.split(parameters.get("B", np.zeros(2 * gates * size)), 2 * gates)
    config = _activations(node, number)
    if node.kind == "RNN":
        return Direction("RNN", "elman", config | {"n_X": size}, _gate("x", "x", W[0], R[0], B[0] + B[1]))
    if node.kind == "GRU":
        return _gru(config | {"n_X": size}, W, R, B, bool(node.attributes.get("linear_before_reset")))
    order, config = ("phi", "gamma", "lambda", "z"), config | {"n_M": size, "n_C": 1, "forget": True, "direct": False}
    found = [_gate(gate, "z", W[k], R[k], B[k] + B[k + 4]) for k, gate in enumerate(order)]
    if "P" in parameters:
        config["peephole"] = True
        peepholes = np.split(parameters["P"], 3)
        found.append({f"W_{gate}_x": P.reshape(size, 1) for gate, P in zip(order, peepholes, strict=False)})
    return Direction("LSTM", "lstm", config, _joined(found))


def _gru(config: dict[str, Any], W: list, R: list, B: list, reset_after: bool) -> Direction:
    found = [_gate(gate, "x", W[k], R[k], B[k] + B[k + 3]) for k, gate in enumerate(("zeta", "rho"))]
    if reset_after:
        found.append({"W_x_u": W[2], "W_x": B[2], "W_r_x": R[2], "W_r": B[5]})
    else:
        found.append(_gate("x", "x", W[2], R[2], B[2] + B[5]))
    return Direction("GRU", "gru", config | {"reset_after": reset_after}, _joined(found))


def _gate(name: str, past: str, W: np.ndarray, R: np.ndarray, B: np.ndarray) -> Arrays:
    return {f"W_{name}_u": W, f"W_{name}_{past}": R, f"W_{name}": B}


def _joined(parts: list[Arrays]) -> Arrays:
    return {name: values for part in parts for name, values in part.items()}


def _activations(node: Node, number: int) -> dict[str, Any]:
    given = [name.decode() for name in node.attributes.get("activations", ())] or [*DEFAULTS[node.kind]] * 2
    wanted = len(SETTINGS[node.kind])
    chosen = given[number * wanted :][:wanted]
    for name in chosen:
        if name not in ACTIVATIONS:
            raise InputError("The activation {name} of an ONNX node has no counterpart here.", name=name)
    return {setting: ACTIVATIONS[name] for setting, name in zip(SETTINGS[node.kind], chosen, strict=True)}


def run(node: Node, by_equations: bool = False) -> Arrays:
    """Y, Y_h and for LSTM Y_c, in the node's own layout, each entry of the batch a string of its own.

    The reverse direction reads the string from its end, or, ``by_equations``, has equations that do so (a string that
    begins with zeros only).
    """
    X, halves = node.inputs["X"].astype(np.float64), directions(node)
    length, batch = X.shape[:2]
    size = halves[0].config.get("n_X") or halves[0].config["n_M"]
    ends = node.inputs.get("sequence_lens", np.full(batch, length))
    states = STATES[node.kind]
    Y = {name: np.zeros((length, len(halves), batch, size)) for name in states}
    last = {name: np.zeros((len(halves), batch, size)) for name in states}
    for number, (name, half) in enumerate(zip(node.names, halves, strict=True)):
        for entry, end in enumerate(ends):
            found = _run(half, X[:end, entry], name == "reverse", by_equations, node.initial(number, entry))
            for state in states:
                Y[state][:end, number, entry] = found[state]
                last[state][number, entry] = found[state][0 if name == "reverse" else -1]
    outputs = {"Y": Y[states[0]]} | {key: last[state] for key, state in zip(("Y_h", "Y_c"), states, strict=False)}
    if node.attributes.get("layout"):
        outputs = {k: v.transpose(2, 0, 1, 3) if k == "Y" else v.transpose(1, 0, 2) for k, v in outputs.items()}
    return outputs


def _run(half: Direction, rows: np.ndarray, reverse: bool, by_equations: bool, initial: Mapping) -> Arrays:
    backward = reverse and by_equations
    assert not (backward and any(np.any(values) for values in initial.values()))
    turned = rows[::-1] if reverse and not backward else rows
    made = half.network(turned, backward)
    trace = made.run(list(made.vocabulary.tokens), initial={} if backward else initial)
    order = slice(None, None, -1 if reverse and not backward else 1)
    return {state: trace[state].reshape(len(rows), -1)[order] for state in STATES[half.kind]}
