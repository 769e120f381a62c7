"""RTRL in panels: many of them, one after the other, kept from call to call, in little memory."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import runs

import rnrviz
from rnrviz.kernels import panels
from rnrviz.network import carried, folded, workspace
from rnrviz.network.network import Network, random_network
from rnrviz.network.prepared import Prepared
from rnrviz.network.problems import InputError
from rnrviz.network.trace import Trace
from rnrviz.network.vocabulary import Vocabulary

ABC = Vocabulary(("a", "b", "c"))
TEXT = "abcbacabccbabca"
HEAD = "n_U = n_V\nn_a = 3\nn_b = 2\nn_Y = n_V\n"
JORDAN = HEAD + "A: n_a = W_a_u @ u[t] + W_a_y @ y[t-1] + W_a\na = tanh(A[t])\nY = W_y_a @ a[t] + W_y\ny = {g}(Y[t])\n"
SOFT = HEAD + (
    "A: n_a = W_a_a @ a[t-1] + W_a_u @ u[t-2] + W_a\na = softmax(A[t])\nY = W_y_a @ a[t] + W_y\ny = softmax(Y[t])\n"
)
FAR = HEAD + (
    "A: n_a = W_a_a @ a[t-3] + W_a_u @ u[t] + W_a\na = tanh(A[t])\n"
    "B: n_b = W_b_a @ a[t-1] + W_b_b @ b[t-2] + W_b\nb = logistic(B[t])\n"
    "Y = W_y_b @ b[t-1] + W_y_a @ a[t] + W_y_A @ A[t] + W_y\ny = softmax(Y[t])\n"
)
NET = HEAD + (
    "A: n_a = W_a_u @ u[t] + W_a_A @ A[t-1] + W_a_a @ a[t-1] + W_a_c @ (a[t-1] * A[t-2])\na = tanh(A[t])\n"
    "c = a[t] * a[t-1] + 0.5 * A[t-2] + W_c_a * a[t-1] + (1 - a[t]) * c[t-1]\n"
    "Y = W_y_c @ c[t] + W_y_u @ u[t-1] + W_y\ny = softmax(Y[t])\n"
)
OWN = [JORDAN.format(g=g) for g in ("softmax", "logistic", "tanh")] + [SOFT, FAR, NET]


def gap(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.linalg.norm(a - b) / max(np.linalg.norm(a), np.linalg.norm(b), 1e-3))


def by_parts(trace: Trace, ends: list[int]) -> np.ndarray:
    """dE[t]/dW of every t, carried on from call to call."""
    out = np.zeros((len(trace), trace.network.program.size))
    network, tokens = trace.network, trace.sequence.indices
    ready = Prepared(network, network.weights, trace.record, tokens, trace.targets, trace.counts, out, keep=True)
    for first, last in zip([0, *ends], [*ends, len(trace)], strict=True):
        ready.carry(first, last)
    return out


@given(runs(longest=9), st.data())
@settings(max_examples=40)
def test_calls_for_parts_of_the_string_equal_one_call(given_run, data):
    network, sequence = given_run
    trace = network.run(sequence)
    assume(np.abs(trace.record).max(initial=0.0) < 30.0 and not network.program.leads)
    ends = sorted(data.draw(st.lists(st.integers(0, len(trace)), max_size=9)))
    assert gap(by_parts(trace, ends), rnrviz.rtrl(trace, per_step=True).steps) <= 1e-14


@pytest.mark.parametrize("embedding", ["", "trained", "fixed"])
@pytest.mark.parametrize("text", OWN)
@pytest.mark.parametrize("loss", ["cross_entropy", "quadratic"])
def test_equations_of_ones_own(text, loss, embedding):
    if loss == "cross_entropy" and "y = tanh" in text:
        loss = "quadratic"
    network = random_network("custom", {}, ABC, 3, loss, embedding, text)
    trace = network.run(TEXT)
    whole, bptt = rnrviz.rtrl(trace, per_step=True), rnrviz.bptt(trace, per_step=True)
    assert gap(whole.steps, bptt.steps) <= 1e-13 and np.abs(bptt.steps).max() > 1e-3
    assert gap(rnrviz.rtrl(trace).vector, bptt.vector) <= 1e-13
    assert gap(by_parts(trace, list(range(1, len(trace)))), whole.steps) <= 1e-14


@pytest.mark.parametrize(
    ("architecture", "config"),
    [
        ("elman", {"n_X": 21}),
        ("stacked_elman", {"n_X": 5, "n_L": 3}),
        ("lstm", {"n_M": 5, "n_C": 2, "forget": True, "peephole": True}),
        ("gru", {"n_X": 9}),
        ("gru", {"n_X": 7, "reset_after": True}),
    ],
)
@pytest.mark.parametrize("embedding", ["", "trained"])
def test_many_panels_equal_bptt(monkeypatch, architecture, config, embedding):
    monkeypatch.setattr(carried, "NEAR", 1)  # the narrowest there are
    network = random_network(architecture, config, ABC, 2, embedding=embedding)
    assert network.program.carried.panels > 4
    told: list[float] = []
    trace = network.run(TEXT)
    assert gap(rnrviz.rtrl(trace, progress=told.append).vector, rnrviz.bptt(trace).vector) <= 1e-13
    assert told and told[-1] == 1.0
    assert gap(by_parts(trace, [1, 2, 7]), rnrviz.bptt(trace, per_step=True).steps) <= 1e-13


FOLDING = [
    ("elman", {"n_X": 5}),
    ("stacked_elman", {"n_X": 5, "n_L": 3}),
    ("lstm", {"n_M": 3, "n_C": 2, "forget": True}),
    ("lstm", {"n_M": 3, "n_C": 2, "forget": True, "peephole": True}),
    ("stacked_lstm", {"n_M": 3, "n_L": 2}),
    ("gru", {"n_X": 4}),
    ("gru", {"n_X": 4, "reset_after": True}),
]


@pytest.mark.parametrize("embedding", ["", "trained", "fixed"])
@pytest.mark.parametrize(("architecture", "config"), [*FOLDING, *(("custom", {"text": text}) for text in OWN)])
def test_folded_instants_equal_bptt(monkeypatch, architecture, config, embedding):
    """Whatever it costs, folded three instants at a time, and one panel after the other."""
    monkeypatch.setattr(folded, "WORTH", np.inf)
    monkeypatch.setattr(folded, "OVERHEAD", -np.inf)
    monkeypatch.setattr(workspace, "LEAST", 3)
    monkeypatch.setattr(workspace, "FOLDED", 1)
    monkeypatch.setattr(carried, "NEAR", 1)
    text = config.get("text")
    network = random_network(architecture, {} if text else config, ABC, 2, "quadratic", embedding, text)
    many = int(network.program.carried.plan[panels.FOLDS])
    assert many or text or embedding == "trained"
    trace = network.run(TEXT)
    bptt = rnrviz.bptt(trace, per_step=True)
    assert gap(rnrviz.rtrl(trace, per_step=True).steps, bptt.steps) <= 1e-13
    assert gap(rnrviz.rtrl(trace, progress=lambda fraction: None).vector, bptt.vector) <= 1e-13
    assert gap(by_parts(trace, [1, 2, 7]), bptt.steps) <= 1e-13


@pytest.mark.parametrize("size", [1, 2, 3, 4, 8, 9])
@pytest.mark.parametrize("embedding", ["", "trained", "fixed"])
@pytest.mark.parametrize(("some", "architecture"), [(1, "elman"), (4, "elman"), (1, "gru"), (3, "window")])
def test_a_few_instants_at_a_time(monkeypatch, some, architecture, embedding, size):
    """As on a long string, in whose place two tables are small."""
    monkeypatch.setattr(workspace, "LIMIT", 0.0)
    monkeypatch.setattr(workspace, "LEAST", some)
    network = random_network(architecture, {"n_X": size}, ABC, 2, embedding=embedding)
    trace = network.run(TEXT)
    bptt = rnrviz.bptt(trace, per_step=True)
    assert gap(rnrviz.rtrl(trace, per_step=True).steps, bptt.steps) <= 1e-13
    assert gap(rnrviz.rtrl(trace).vector, bptt.vector) <= 1e-13
    assert gap(rnrviz.rtrl(trace, (3, 11)).vector, rnrviz.bptt(trace, (3, 11)).vector) <= 1e-13
    assert gap(by_parts(trace, [1, 2, 7]), bptt.steps) <= 1e-13


@pytest.mark.parametrize("text", OWN)
@pytest.mark.parametrize("embedding", ["", "trained", "fixed"])
def test_equations_of_ones_own_a_few_instants_at_a_time(monkeypatch, text, embedding):
    monkeypatch.setattr(workspace, "LIMIT", 0.0)
    monkeypatch.setattr(carried, "SHARE", 0.0)
    trace = random_network("custom", {}, ABC, 3, "quadratic", embedding, text).run(TEXT)
    bptt = rnrviz.bptt(trace, per_step=True)
    assert gap(rnrviz.rtrl(trace, per_step=True).steps, bptt.steps) <= 1e-13
    assert gap(rnrviz.rtrl(trace).vector, bptt.vector) <= 1e-13


@pytest.mark.parametrize(
    ("architecture", "config", "pays"),
    [
        ("elman", {"n_X": 40}, False),
        ("stacked_elman", {"n_X": 16, "n_L": 2}, False),
        ("lstm", {"n_M": 2, "n_C": 2}, False),
        ("lstm", {"n_M": 16}, True),
        ("stacked_lstm", {"n_M": 16}, True),
        ("gru", {"n_X": 20}, True),
    ],
)
def test_instants_are_folded_where_that_pays(architecture, config, pays):
    network = random_network(architecture, config, ABC, 2)
    assert (network.program.carried.plan[panels.FOLDS] > 0) == pays


def ring(network: Network) -> int:
    """Bytes of the tables of the tangents of the states at t-1 and at t."""
    plan = network.program.carried.plan
    return 8 * 2 * int(plan[panels.KEPT]) * int(plan[panels.END] - plan[panels.BEGIN])


@pytest.mark.parametrize(("architecture", "config"), [("elman", {"n_X": 40}), ("lstm", {"n_M": 24, "forget": True})])
def test_memory_is_within_the_two_tables_of_tangents(architecture, config):
    network = random_network(architecture, config, ABC, 2)
    trace = network.run(TEXT)
    rnrviz.rtrl(trace)
    for work in (lambda: rnrviz.rtrl(trace), lambda: by_parts(trace, [5])):
        tracemalloc.start()
        work()
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak <= 1.2 * ring(network)


def test_what_only_the_output_needs_is_not_carried():
    network = random_network("elman", {"n_X": 3}, ABC, 1)
    plan, parameters = network.program.carried.plan, network.program.parameters
    # x of two instants, X in its place, and a row for the gradient
    assert int(plan[panels.KEPT]) == 3 and int(plan[panels.ROWS]) == 7
    assert int(plan[panels.END]) == parameters["W_y_x"].offset


def test_what_is_not_finite_stays_so():
    network = random_network("elman", {"g_X": "identity", "g_Y": "identity"}, ABC, 1, "quadratic")
    trace = network.with_vector(network.vector * 1e120).run(TEXT)
    assert not np.isfinite(rnrviz.rtrl(trace).vector).all()
    assert not np.isfinite(by_parts(trace, [3])).all()


def test_a_network_that_looks_ahead_has_no_rtrl():
    for text in ("", "abc"):
        with pytest.raises(InputError, match="RTRL does not apply"):
            rnrviz.rtrl(random_network("bidirectional", {}, ABC, 1).run(text))
