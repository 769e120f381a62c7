"""ONNX files: its node tests through the import, its reference implementation on what is exported, torch's exports."""

import warnings

import numpy as np
import pytest
import strategies
from hypothesis import given, settings
from hypothesis import strategies as st

from rnrviz.network.exchange import files as exchange
from rnrviz.network.exchange.options import Options
from rnrviz.network.network import random_network
from rnrviz.network.problems import InputError
from rnrviz.network.vocabulary import Vocabulary

with warnings.catch_warnings(action="ignore"):
    import onnx
    from onnx.backend.test.case.node import _NodeTestCases, gru, lstm, rnn
    from onnx.reference import ReferenceEvaluator

    assert gru and lstm and rnn  # their import makes the cases; that of all the nodes takes seconds

CASES = [case for case in _NodeTestCases if case.model.graph.node[0].op_type in ("RNN", "LSTM", "GRU")]
OTHERS = ("elman", "stacked_elman", "bidirectional", "lstm", "stacked_lstm", "gru")
GATES = {"RNN": 1, "LSTM": 4, "GRU": 3}
ABC = tuple("abcde")
NONE = Options(output="none")


def on_disk(model, inputs, folder):
    """A node test as ONNX publishes it: the model, and its inputs in a folder beside it."""
    (folder / "test_data_set_0").mkdir()
    onnx.save(model, folder / "model.onnx")
    for number, values in enumerate(inputs):
        tensor = onnx.numpy_helper.from_array(values)
        (folder / "test_data_set_0" / f"input_{number}.pb").write_bytes(tensor.SerializeToString())
    return folder / "model.onnx"


def states_of(trace, made, kind):
    """Y and Y_h (and Y_c) of one string: (L, directions, H), (directions, H)."""
    prefix = "z" if kind == "LSTM" else "x"
    names = [n for n in ("f", "b") if n in trace.names] or [n for n in trace.names if n.rstrip("12") == prefix]
    names = names if len(names) > 1 or made.architecture != "bidirectional" else ["f", "b"]
    reverse = [any(f"{n}[t+1]" in line for line in made.text.splitlines()) for n in names]
    Y = np.stack([trace[name].reshape(len(trace), -1) for name in names], 1)
    ends = [0 if back else -1 for back in reverse]
    last = np.stack([Y[end, k] for k, end in enumerate(ends)])
    cells = [name.replace("z", "x") for name in names] if kind == "LSTM" else []
    found = {"Y": Y, "Y_h": last}
    if cells:
        found["Y_c"] = np.stack(
            [trace[name].reshape(len(trace), -1)[end] for name, end in zip(cells, ends, strict=True)]
        )
    return found


def test_there_are_18_cases():
    assert len(CASES) == 18


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_node_tests_of_onnx_pass_through_the_import(case, tmp_path):
    node, inputs = case.model.graph.node[0], case.data_sets[0][0]
    made = exchange.read(on_disk(case.model, inputs, tmp_path), NONE)
    assert made.embedding == "fixed" and not made.parameters["W_y"].any()
    layout = any(a.name == "layout" and a.i for a in node.attribute)
    X = inputs[0].swapaxes(0, 1) if layout else inputs[0]
    length, batch = X.shape[:2]
    runs = []
    for n in range(1, batch + 1):
        tokens = [f"{t}.{n}" if batch > 1 else str(t) for t in range(1, length + 1)]
        runs.append(states_of(made.run(tokens), made, node.op_type))
    found = {"Y": np.stack([run["Y"] for run in runs], 2)}  # (L, directions, batch, H)
    found |= {name: np.stack([run[name] for run in runs], 1) for name in runs[0] if name != "Y"}
    if layout:
        found = {k: v.transpose(2, 0, 1, 3) if k == "Y" else v.transpose(1, 0, 2) for k, v in found.items()}
    names = [name for name in node.output if name]
    for name, expected in zip(names, case.data_sets[0][1], strict=True):
        assert found[name].shape == expected.shape
        np.testing.assert_allclose(found[name], expected, rtol=1e-6, atol=1e-6)


def test_weights_that_stand_nowhere_are_missed(tmp_path):
    onnx.save(CASES[0].model, tmp_path / "model.onnx")
    with pytest.raises(InputError, match="are an input of the graph; expected numbers"):
        exchange.read(tmp_path / "model.onnx", NONE)


@given(strategies.networks(OTHERS))
@settings(max_examples=100)
def test_a_round_trip_changes_no_bit_and_onnx_computes_the_same(tmp_path_factory, made):
    path = tmp_path_factory.mktemp("onnx") / "x.onnx"
    config = made.config
    if config.get("feedback") or (config.get("peephole") and config["n_C"] > 1):
        with pytest.raises(InputError, match="other programs"):
            exchange.write(made, path)
        return
    exchange.write(made, path)
    onnx.checker.check_model(onnx.load(path), full_check=True)
    again = exchange.read(path)
    told = [(n.architecture, n.config, n.text, n.vocabulary, n.loss, n.embedding, n.history) for n in (made, again)]
    assert told[0] == told[1] and made.vector.tobytes() == again.vector.tobytes()
    if evaluated(made):
        tokens = made.vocabulary.tokens * 2
        numbers = made.vocabulary.encode(tokens).indices
        Y, y = ReferenceEvaluator(onnx.load(path)).run(None, {"tokens": numbers[:, None]})
        np.testing.assert_allclose(Y[:, 0], made.run(tokens)["Y"], rtol=1e-10, atol=1e-11)
        np.testing.assert_allclose(y[:, 0], made.run(tokens)["y"], rtol=1e-9, atol=1e-11)


def evaluated(made):
    """Whether the reference implementation heeds what the graph says: of LSTM and GRU it takes no other functions."""
    c = made.config
    usual = [c.get(g, usual) == usual for g, usual in (("g_C", "logistic"), ("g_Z", "tanh"), ("g_M", "tanh"))]
    return all(usual) and c.get("g_X", "tanh") == "tanh"


@given(strategies.networks(OTHERS))
@settings(max_examples=60)
def test_the_graph_alone_says_enough(tmp_path_factory, made):
    """Without what this program notes beside it, as of a file of any other program."""
    config = made.config
    if config.get("feedback") or (config.get("peephole") and config["n_C"] > 1):
        return
    path = tmp_path_factory.mktemp("onnx") / "x.onnx"
    exchange.write(made, path)
    model = onnx.load(path)
    del model.metadata_props[:]
    onnx.save(model, path)
    again = exchange.read(path)
    tokens = made.vocabulary.tokens * 2
    numbers = [str(i) for i in made.vocabulary.encode(tokens).indices]
    np.testing.assert_allclose(again.run(numbers)["y"], made.run(tokens)["y"], rtol=1e-9, atol=1e-11)
    assert bool(again.embedding) == bool(made.embedding)


@given(st.data())
@settings(max_examples=40)
def test_random_nodes_are_what_onnx_computes(tmp_path_factory, data):
    """With biases, peepholes and directions at random, and weights in the file."""
    kind = data.draw(st.sampled_from(("RNN", "LSTM", "GRU")))
    direction = data.draw(st.sampled_from(("forward", "reverse", "bidirectional")))
    size, inputs, length = (data.draw(st.integers(1, n)) for n in (4, 3, 5))
    more = {name: data.draw(st.booleans()) for name in ("biases", "zeros", "peepholes", "linear_before_reset")}
    random, ways, gates = np.random.default_rng(data.draw(st.integers(0, 999))), 1 + (direction[0] == "b"), GATES[kind]
    shapes = {"X": (length, 1, inputs), "W": (ways, gates * size, inputs), "R": (ways, gates * size, size)}
    shapes |= {"B": (ways, 2 * gates * size)} if more["biases"] else {}
    shapes |= {"P": (ways, 3 * size)} if more["peepholes"] and kind == "LSTM" else {}
    arrays = {name: random.normal(0.0, 0.7, shape).astype(np.float32) for name, shape in shapes.items()}
    arrays |= {"initial_h": np.zeros((ways, 1, size), np.float32)} if more["zeros"] else {}
    order = ["X", "W", "R", "B", "", "initial_h", "initial_c", "P"][: 8 if kind == "LSTM" else 6]
    attributes = {"linear_before_reset": int(more["linear_before_reset"])} if kind == "GRU" else {}
    made = onnx.helper.make_node(
        kind, [n if n in arrays else "" for n in order], ["Y", "Y_h"],
        hidden_size=size, direction=direction, **attributes
    )  # fmt: skip
    values = [onnx.helper.make_tensor_value_info("X", 1, [length, 1, inputs])]
    results = [onnx.helper.make_tensor_value_info(name, 1, None) for name in ("Y", "Y_h")]
    weights = [onnx.numpy_helper.from_array(array, name) for name, array in arrays.items() if name != "X"]
    model = onnx.helper.make_model(onnx.helper.make_graph([made], "one", values, results, weights))
    folder = tmp_path_factory.mktemp("onnx")
    network = exchange.read(on_disk(model, [arrays["X"]], folder), NONE)
    found = states_of(network.run([str(t) for t in range(1, length + 1)]), network, kind)
    Y, Y_h = ReferenceEvaluator(model).run(None, {"X": arrays["X"]})
    np.testing.assert_allclose(found["Y"], Y[:, :, 0], rtol=1e-5, atol=2e-6)
    np.testing.assert_allclose(found["Y_h"], Y_h[:, 0], rtol=1e-5, atol=2e-6)


@pytest.mark.parametrize("kind", ["RNN", "LSTM", "GRU"])
@pytest.mark.parametrize("both", [False, True])
def test_what_torch_exports_is_read(tmp_path, kind, both):
    """Its graph has shapes, states to begin with and matrices in a form of its own."""
    import torch
    from test_exchange_torch import INDICES, TEXT, Predictor, outputs

    module = Predictor(kind, 2, both, 3, 4, True, 7, torch.float32).eval()
    with warnings.catch_warnings(action="ignore"):
        torch.onnx.export(module, (torch.tensor([INDICES]),), tmp_path / "x.onnx", dynamo=False)
    made = exchange.read(tmp_path / "x.onnx", Options(tokens=ABC))
    np.testing.assert_allclose(made.run(TEXT)["Y"], outputs(module), rtol=1e-5, atol=1e-6)
    assert made.embedding == "trained"


def test_single_precision_is_told_apart(tmp_path):
    made = random_network("lstm", {"n_C": 2}, Vocabulary(ABC), 1)
    exchange.write(made, tmp_path / "x.onnx", single=True)
    assert {t.data_type for t in onnx.load(tmp_path / "x.onnx").graph.initializer} <= {1, 7}
    again = exchange.read(tmp_path / "x.onnx")
    np.testing.assert_array_equal(again.vector, made.vector.astype(np.float32))
    assert (again.config, again.vocabulary) == (made.config, made.vocabulary)


@pytest.mark.parametrize(
    ("kind", "attributes"),
    [("RNN", {"clip": 1.0}), ("LSTM", {"input_forget": 1}), ("RNN", {"activations": ["Softsign"]}),
     ("RNN", {"activations": ["Affine"], "activation_alpha": [2.0]}), ("GRU", {"activations": ["Tanh"]})],
)  # fmt: skip
def test_what_has_no_counterpart_is_refused(tmp_path, kind, attributes):
    weights = [np.zeros((1, GATES[kind], 1), np.float32)] * 2
    node = onnx.helper.make_node(kind, ["X", "W", "R"], ["Y"], hidden_size=1, **attributes)
    path = on_disk(model_of([node]), [np.zeros((1, 1, 1), np.float32), *weights], tmp_path)
    with pytest.raises(InputError, match=f"ONNX node {kind}"):
        exchange.read(path, NONE)


def model_of(nodes, inputs=("X", "W", "R"), outputs=("Y",)):
    values = [onnx.helper.make_tensor_value_info(name, 1, None) for name in inputs]
    results = [onnx.helper.make_tensor_value_info(name, 1, None) for name in outputs]
    return onnx.helper.make_model(onnx.helper.make_graph(nodes, "one", values, results))


def test_other_graphs_are_refused(tmp_path):
    node = onnx.helper.make_node("Relu", ["X"], ["Y"])
    onnx.save(model_of([node]), tmp_path / "x.onnx")
    with pytest.raises(InputError, match="no node RNN, LSTM or GRU"):
        exchange.read(tmp_path / "x.onnx")
    begin = onnx.helper.make_node("RNN", ["X", "W", "R", "", "", "h"], ["Y"], hidden_size=1)
    arrays = [np.ones((1, 1, 1), np.float32)] * 4
    path = on_disk(model_of([begin], ("X", "W", "R", "h")), arrays, tmp_path)
    with pytest.raises(InputError, match="begins with a state that is not zero"):
        exchange.read(path, NONE)


@pytest.mark.parametrize(
    ("name", "value"),
    [("direction", 1), ("activations", [1]), ("layout", 0.5), ("activation_alpha", [b"x"]), ("direction", b"\xff")],
)
def test_attributes_of_another_type_are_told(tmp_path, name, value):
    weights = [np.zeros((1, 1, 1), np.float32)] * 3
    node = onnx.helper.make_node("RNN", ["X", "W", "R"], ["Y"], hidden_size=1, **{name: value})
    with pytest.raises(InputError, match=r"is broken|direction .* is not known"):
        exchange.read(on_disk(model_of([node]), weights, tmp_path), NONE)


def test_a_node_without_its_inputs_is_told(tmp_path):
    turn = onnx.helper.make_node("Reshape", ["X"], ["x"])
    node = onnx.helper.make_node("RNN", ["x"], ["Y"], hidden_size=1)
    onnx.save(model_of([turn, node], ("X",)), tmp_path / "x.onnx")
    with pytest.raises(InputError, match="do not fit"):
        exchange.read(tmp_path / "x.onnx", NONE)
    onnx.save(model_of([onnx.helper.make_node("LSTM", [], ["Y"])], ("X",)), tmp_path / "x.onnx")
    with pytest.raises(InputError, match="do not fit"):
        exchange.read(tmp_path / "x.onnx", NONE)


def test_a_state_that_is_computed_is_zero_only_if_it_is(tmp_path):
    """An expanded zero is; a zero with something added to it is not; a state that is asked for may be."""
    zero, one = np.zeros((1, 1, 1), np.float32), np.ones((1, 1, 1), np.float32)
    shape = onnx.numpy_helper.from_array(np.array([1, 1, 1]), "shape")
    weights = [onnx.numpy_helper.from_array(values, name) for name, values in (("zero", zero), ("W", one))]
    for kind, inputs, good in (
        ("Expand", ["zero", "shape"], True), ("Expand", ["W", "shape"], False), ("Add", ["zero", "X"], False),
        ("ConstantOfShape", ["shape"], True), ("Identity", ["h0"], True),
    ):  # fmt: skip
        make = onnx.helper.make_node(kind, inputs, ["h"])
        node = onnx.helper.make_node("RNN", ["X", "W", "W", "", "", "h"], ["Y"], hidden_size=1)
        model = model_of([make, node], ("X", "h0"))
        model.graph.initializer.extend([*weights, shape])
        onnx.save(model, tmp_path / "x.onnx")
        if good:
            assert exchange.read(tmp_path / "x.onnx", NONE).architecture == "elman"
        else:
            with pytest.raises(InputError, match="a state that is not zero"):
                exchange.read(tmp_path / "x.onnx", NONE)


@pytest.mark.parametrize("order", [(1, 0, 2, 3), (0, 2, 3, 1)])
def test_axes_that_are_mixed_up_are_seen(tmp_path, order):
    """A graph that takes the batch for time, or the units apart."""
    made = random_network("bidirectional", {"n_X": 2}, Vocabulary(ABC), 1)
    exchange.write(made, tmp_path / "x.onnx")
    model = onnx.load(tmp_path / "x.onnx")
    (turn,) = (node for node in model.graph.node if node.op_type == "Transpose")
    turn.attribute[0].ints[:] = order
    onnx.save(model, tmp_path / "x.onnx")
    with pytest.raises(InputError, match="mixes time, directions or units"):
        exchange.read(tmp_path / "x.onnx")
