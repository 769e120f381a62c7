"""The core against torch's automatic differentiation, float64, on every kind of network."""

import numpy as np
import oracles
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from strategies import runs

import rnrviz
from rnrviz.network.gradients import Gradients, deltas
from rnrviz.network.network import Network, random_network
from rnrviz.network.trace import Trace
from rnrviz.network.vocabulary import Sequence, Vocabulary

ABC = Vocabulary(("a", "b", "c"))
ALL_OF_IT = {"n_M": 2, "n_C": 2, "forget": True, "peephole": True}


def gap(a: np.ndarray, b: np.ndarray) -> float:
    """Relative difference, Euclidean; of what is smaller than 1e-3, in that unit (saturated units lose digits)."""
    return float(np.linalg.norm(a - b) / max(np.linalg.norm(a), np.linalg.norm(b), 1e-3))


def recorded(given_run: tuple[Network, Sequence]) -> Trace:
    """The run, if it does not explode: networks of identities and relus may, and rounding with them."""
    trace = given_run[0].run(given_run[1])
    assume(np.abs(trace.record).max(initial=0.0) < 30.0)
    return trace


def assert_gradients(ours: Gradients, theirs: dict[str, np.ndarray], tolerance: float = 1e-10) -> None:
    assert set(ours.names) == set(theirs)
    whole = np.concatenate([theirs[name].ravel() for name in ours.names])
    assert gap(np.concatenate([ours[name].ravel() for name in ours.names]), whole) <= tolerance
    for name in ours.names:
        assert ours[name].shape == theirs[name].shape
        assert np.abs(ours[name] - theirs[name]).max(initial=0.0) <= tolerance * max(1e-3, np.abs(whole).max())


@given(runs(longest=12))
@settings(max_examples=120)
def test_signals_errors_and_all_gradients_equal_autograd(given_run):
    network, sequence = given_run
    trace, torch_run = recorded(given_run), oracles.run(network, sequence.indices)
    for name in trace.names[:-2] if len(sequence) else ():
        assert gap(trace[name], torch_run.values(name)) <= 1e-12, name
    errors = np.array([np.nan if e is None else e.item() for e in torch_run.E])
    np.testing.assert_allclose(trace["E"], errors, rtol=1e-10, atol=1e-12)
    bptt, rtrl = rnrviz.bptt(trace, per_step=True), rnrviz.rtrl(trace, per_step=True)
    assert_gradients(rnrviz.bptt(trace), torch_run.gradient(torch_run.total()))
    for t, error in enumerate(torch_run.E):
        theirs = torch_run.gradient(error if error is not None else torch_run.total() * 0.0)
        for ours in (bptt, rtrl):
            alone = Gradients(ours.method, ours.program, ours.E, ours.steps[t])
            assert_gradients(alone, theirs)


@given(runs(longest=40))
@settings(max_examples=80)
def test_rtrl_equals_bptt(given_run):
    trace = recorded(given_run)
    bptt, rtrl = rnrviz.bptt(trace), rnrviz.rtrl(trace)
    assert gap(bptt.vector, rtrl.vector) <= 1e-12
    steps = rnrviz.rtrl(trace, per_step=True)
    assert gap(steps.vector, rtrl.vector) <= 1e-12
    assert gap(rnrviz.bptt(trace, per_step=True).steps, steps.steps) <= 1e-12


@given(runs(longest=8), st.integers(1, 9))
@settings(max_examples=50)
def test_truncation_equals_autograd_with_a_detached_state(given_run, truncate):
    network, sequence = given_run
    trace = recorded(given_run)
    ours = rnrviz.bptt(trace, truncate=truncate, per_step=True)
    whole = rnrviz.bptt(trace, truncate=truncate)
    assert gap(whole.vector, ours.steps.sum(0)) <= 1e-13
    for t in range(1, len(sequence)):
        torch_run = oracles.run(network, sequence.indices, forget_before=max(0, t - truncate))
        assert_gradients(
            Gradients("bptt", ours.program, ours.E, ours.steps[t - 1]), torch_run.gradient(torch_run.E[t - 1])
        )
    if truncate >= len(sequence):
        assert gap(whole.vector, rnrviz.bptt(trace).vector) <= 1e-13


@given(runs(longest=8), st.data())
@settings(max_examples=50)
def test_deltas_are_the_derivatives_by_every_signal(given_run, data):
    network, sequence = given_run
    trace = recorded(given_run)
    assume(len(sequence) > 1 and np.abs(trace["Y"]).max() < 10)
    first = data.draw(st.integers(1, len(sequence)))
    last = data.draw(st.integers(first, len(sequence)))
    torch_run = oracles.run(network, sequence.indices, through_y=True)
    for step in torch_run.signals:
        for signal in step.values():
            signal.retain_grad()
    chosen = [e for e in torch_run.E[first - 1 : last] if e is not None]
    for error in chosen:
        error.backward(retain_graph=True)
    ours = deltas(trace, (first, last))
    for name in torch_run.signals[0]:
        if name == "u" and not network.embedding:
            continue  # a one-hot input takes no derivative
        theirs = [np.zeros(s[name].shape) if s[name].grad is None else s[name].grad.numpy() for s in torch_run.signals]
        assert gap(ours[name], np.array(theirs)) <= 1e-10, name


@given(runs(longest=6), st.data())
@settings(max_examples=30)
def test_instants_choose_which_errors_are_summed(given_run, data):
    sequence = given_run[1]
    trace = recorded(given_run)
    each = rnrviz.bptt(trace, per_step=True)
    first = data.draw(st.integers(1, max(1, len(sequence))))
    last = data.draw(st.integers(first, max(1, len(sequence))))
    wanted = each.steps[first - 1 : last].sum(0)
    for ours in (rnrviz.bptt(trace, (first, last)), rnrviz.rtrl(trace, (first, last))):
        assert gap(ours.vector, wanted) <= 1e-11


@given(runs(longest=6))
@settings(max_examples=25)
@example((random_network("lstm", ALL_OF_IT, ABC, 3), ABC.encode("abcabc")))
def test_finite_differences_agree_within_their_own_uncertainty(given_run):
    network, sequence = given_run
    smooth = "relu" not in network.config.values()
    bptt, found = rnrviz.bptt(recorded(given_run)), rnrviz.differences(network, sequence)
    size = max(1e-3, np.abs(bptt.vector).max(initial=0.0))
    if smooth:  # a relu has corners, where there is no derivative to find
        assert np.abs(found.vector - bptt.vector).max(initial=0.0) <= 1e-7 * size
        near = np.abs(found.vector - bptt.vector) <= 20 * found.uncertainty + 1e-13 * size
        assert near.mean() >= 0.75
    steps = rnrviz.differences(network, sequence, per_step=True)
    assert gap(steps.steps.sum(0), found.vector) <= 1e-12


@pytest.mark.parametrize("architecture", ["elman", "lstm"])
@pytest.mark.parametrize("tokens", ["", "a"])
def test_nothing_to_predict_gives_zero_gradients(architecture, tokens):
    network = random_network(architecture, {}, ABC, 0)
    trace = network.run(tokens)
    assert len(trace) == len(tokens)
    for name in trace.names:
        assert trace[name].shape[0] == len(tokens)
    assert np.isnan(trace["E"]).all()
    for gradients in (
        rnrviz.bptt(trace),
        rnrviz.rtrl(trace),
        rnrviz.differences(network, tokens),
        rnrviz.bptt(trace, truncate=2),
    ):
        assert not gradients.vector.any()
    assert rnrviz.bptt(trace, per_step=True).each("W_y").shape == (len(tokens), 3)
    assert rnrviz.rtrl(trace, per_step=True).steps.shape == (len(tokens), network.program.size)
    assert {name: rows.shape[0] for name, rows in deltas(trace).items()} == dict.fromkeys(
        network.program.signals, len(tokens)
    )


def test_given_targets_replace_the_next_symbols():
    """The set of legal next symbols as target; rows of NaN have none."""
    network = random_network("lstm", {"g_Y": "logistic"}, ABC, 4)
    targets = np.array([[1.0, 1.0, 0.0], [np.nan, 0.0, 0.0], [0.0, 1.0, 1.0]])
    trace = network.run("abc", targets)
    np.testing.assert_array_equal(trace.counts, [1, 0, 1])
    assert np.isnan(trace["d"][1]).all() and np.isnan(trace["E"][1])
    y, d = trace["y"][[0, 2]], targets[[0, 2]]
    np.testing.assert_allclose(trace["E"][[0, 2]], -(d * np.log(y) + (1 - d) * np.log(1 - y)).sum(1), rtol=1e-12)
    assert gap(rnrviz.bptt(trace).vector, rnrviz.rtrl(trace).vector) <= 1e-12
    assert gap(rnrviz.bptt(trace).vector, rnrviz.differences(network, trace).vector) <= 1e-9
