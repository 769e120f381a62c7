"""The node tests of ONNX for RNN, LSTM and GRU, and TensorFlow's golden values: written by others, in other terms."""

import warnings

import numpy as np
import onnx_nodes
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnrviz.network.network import network
from rnrviz.network.problems import InputError
from rnrviz.network.vocabulary import Vocabulary

with warnings.catch_warnings(action="ignore"):
    import onnx
    from onnx.backend.test.case.node import _NodeTestCases, gru, lstm, rnn
    from onnx.reference import ReferenceEvaluator

    assert gru and lstm and rnn  # their import makes the cases; that of all the nodes takes seconds

CASES = [case for case in _NodeTestCases if case.model.graph.node[0].op_type in onnx_nodes.DEFAULTS]
GATES = {"RNN": 1, "LSTM": 4, "GRU": 3}


def node_of(case) -> onnx_nodes.Node:
    return onnx_nodes.read(case.model.graph.node[0], case.data_sets[0][0])


def assert_outputs(case, found: dict[str, np.ndarray]) -> None:
    names = [name for name in case.model.graph.node[0].output if name]
    for name, expected in zip(names, case.data_sets[0][1], strict=True):
        assert found[name].shape == expected.shape
        np.testing.assert_allclose(found[name], expected, rtol=1e-6, atol=1e-6)


def test_there_are_18_cases():
    kinds = [case.model.graph.node[0].op_type for case in CASES]
    assert {kind: kinds.count(kind) for kind in kinds} == {"RNN": 6, "LSTM": 6, "GRU": 6}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_equations_give_what_onnx_expects(case):
    assert_outputs(case, onnx_nodes.run(node_of(case)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_equations_with_t_plus_1_give_the_reverse_direction(case):
    assert_outputs(case, onnx_nodes.run(node_of(case), by_equations=True))


def test_both_directions_of_an_rnn_are_the_bidirectional_network():
    (case,) = (case for case in CASES if case.name == "test_simple_rnn_bidirectional")
    node = node_of(case)
    ahead, back = onnx_nodes.directions(node)
    rows, size = node.inputs["X"][:, 0], ahead.config["n_X"]
    length = len(rows)
    W = {"embedding": rows, "W_y_x": np.zeros((length, 2 * size)), "W_y": np.zeros(length)}
    for half, ours in ((ahead, "f"), (back, "b")):
        W |= {name.replace("x", ours): values for name, values in half.parameters.items()}
    config = {"n_U": rows.shape[1], "n_X": size, "combine": "concat"}
    vocabulary = Vocabulary(tuple(map(str, range(length))))
    made = network("bidirectional", config, W, vocabulary, embedding="fixed")
    x = made.run(list(vocabulary.tokens))["x"]
    assert_outputs(case, {"Y": x.reshape(length, 2, 1, size), "Y_h": np.array([[x[-1, :size]], [x[0, size:]]])})


@given(st.data())
@settings(max_examples=60)
def test_random_nodes_are_what_onnx_computes(data):
    """Against the reference implementation of ONNX, with states, biases, peepholes and directions at random."""
    kind = data.draw(st.sampled_from(("RNN", "LSTM", "GRU")))
    direction = data.draw(st.sampled_from(("forward", "reverse", "bidirectional")))
    size, inputs, length, batch = (data.draw(st.integers(1, n)) for n in (4, 3, 5, 3))
    more = {name: data.draw(st.booleans()) for name in ("biases", "states", "peepholes", "linear_before_reset")}
    random, ways, gates = np.random.default_rng(data.draw(st.integers(0, 999))), 1 + (direction[0] == "b"), GATES[kind]
    shapes = {"X": (length, batch, inputs), "W": (ways, gates * size, inputs), "R": (ways, gates * size, size)}
    shapes |= {"B": (ways, 2 * gates * size)} if more["biases"] else {}
    shapes |= {"initial_h": (ways, batch, size)} if more["states"] else {}
    shapes |= {"initial_c": (ways, batch, size)} if more["states"] and kind == "LSTM" else {}
    shapes |= {"P": (ways, 3 * size)} if more["peepholes"] and kind == "LSTM" else {}
    arrays = {name: random.normal(0.0, 0.7, shape).astype(np.float32) for name, shape in shapes.items()}
    order = ["X", "W", "R", "B", "", "initial_h", "initial_c", "P"][: 8 if kind == "LSTM" else 6]
    given_inputs = [name if name in arrays else "" for name in order]
    attributes = {"linear_before_reset": int(more["linear_before_reset"])} if kind == "GRU" else {}
    outputs = ["Y", "Y_h", "Y_c"][: 3 if kind == "LSTM" else 2]
    made = onnx.helper.make_node(
        kind, given_inputs, outputs, hidden_size=size, direction=direction, **attributes
    )  # fmt: skip
    found = onnx_nodes.run(onnx_nodes.read(made, [arrays[name] for name in order if name in arrays]))
    values = [onnx.helper.make_tensor_value_info(name, 1, array.shape) for name, array in arrays.items()]
    results = [onnx.helper.make_tensor_value_info(name, 1, None) for name in outputs]
    model = onnx.helper.make_model(onnx.helper.make_graph([made], "one", values, results))
    for name, expected in zip(outputs, ReferenceEvaluator(model).run(None, arrays), strict=True):
        np.testing.assert_allclose(found[name], expected, rtol=1e-5, atol=2e-6, err_msg=name)


@pytest.mark.parametrize(
    ("kind", "attributes"),
    [("RNN", {"clip": 1.0}), ("LSTM", {"input_forget": 1}), ("RNN", {"activations": ["Softsign"]}), ("Gemm", {})],
)
def test_what_has_no_counterpart_is_refused(kind, attributes):
    node = onnx.helper.make_node(kind, ["X", "W", "R"], ["Y"], hidden_size=1, **attributes)
    with pytest.raises(InputError, match=r"ONNX"):
        onnx_nodes.directions(onnx_nodes.read(node, [np.zeros((1, 1, 1), np.float32)] * 3))


def test_lengths_of_their_own():
    """Entries of a batch may end early: then Y is zero and Y_h is the state at the end."""
    random = np.random.default_rng(2)
    W, X = [random.normal(size=(1, 3, n)) for n in (2, 3)], random.normal(size=(4, 2, 2))
    node = onnx.helper.make_node("RNN", ["X", "W", "R", "", "lens"], ["Y", "Y_h"], hidden_size=3)
    found = onnx_nodes.run(onnx_nodes.read(node, [X, *W, np.array([4, 2])]))
    short = onnx_nodes.run(onnx_nodes.read(node, [X[:2], *W, np.array([2, 2])]))
    np.testing.assert_array_equal(found["Y"][:2, 0, 1], short["Y"][:, 0, 1])
    np.testing.assert_array_equal(found["Y_h"][0, 1], short["Y_h"][0, 1])
    assert not found["Y"][2:, 0, 1].any() and found["Y"][2:, 0, 0].any()


def test_tensorflows_golden_values():
    """testBasicLSTMCell of TensorFlow 1: two layers of two cells, all weights .5, biases 0 (that of forgetting 1), the
    input [1, 1] and all states .1; after one step c and h of the first layer, then of the second.
    """
    made = network("stacked_lstm", {"n_L": 2, "n_M": 2}, None, Vocabulary(("a", "b")), embedding=True)
    W = {name: np.full(values.shape, 0.5 if values.ndim > 1 else 0.0) for name, values in made.parameters.items()}
    W |= {"embedding": np.ones((2, 2)), "W_lambda1": np.ones(2), "W_lambda2": np.ones(2)}
    made = network("stacked_lstm", made.config, W, made.vocabulary, embedding="fixed")
    trace = made.run("a", initial={name: np.full(2, 0.1) for name in ("x1", "z1", "x2", "z2")})
    found = [trace[name][0].ravel() for name in ("x1", "z1", "x2", "z2")]
    expected = [[value] * 2 for value in (0.68967271, 0.44848421, 0.39897051, 0.24024698)]
    np.testing.assert_allclose(found, expected, rtol=0.0, atol=1e-7)
