"""The core against torch's automatic differentiation, float64, on every kind of network."""

import numpy as np
import oracles
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from strategies import runs

import rnrviz
from rnrviz.network.architectures import ARCHITECTURES
from rnrviz.network.gradients import deltas
from rnrviz.network.network import Network, network, random_network
from rnrviz.network.problems import InputError
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


def rows(trace: Trace, contributions: dict[str, np.ndarray]) -> np.ndarray:
    """Named contributions (L, *shape) as the program lays parameters out, (L, P)."""
    program = trace.network.program
    assert set(contributions) == {p.name for p in program.parameters.values() if p.trained}
    found = np.zeros((len(trace), program.size))
    for name, each in contributions.items():
        found[:, program.parameters[name].slice] = each.reshape(len(trace), program.parameters[name].size)
    return found


def table(trace: Trace, torch_run: oracles.Run) -> np.ndarray:
    """What torch says of E[t] by the weights as used at tau, (t, tau, P)."""
    none = np.zeros((len(trace), trace.network.program.size))
    each = [none if e is None else rows(trace, torch_run.contributions(e)) for e in torch_run.E]
    return np.array(each).reshape(len(trace), *none.shape)


def assert_rows(ours: np.ndarray, theirs: np.ndarray) -> None:
    assert ours.shape == theirs.shape
    assert all(gap(a, b) <= 1e-10 for a, b in zip(ours, theirs, strict=True))


def assert_copies(trace: Trace, theirs: np.ndarray) -> None:
    """The table (t, tau) of every parameter, (L, L, P) in all."""
    for p in (p for p in trace.network.program.parameters.values() if p.trained):
        found = rnrviz.contributions(trace, p.name)
        assert_rows(found.reshape(len(trace), len(trace), p.size), theirs[:, :, p.slice])


@pytest.mark.parametrize("architecture", ARCHITECTURES)
@given(data=st.data())
@settings(max_examples=500)
def test_signals_errors_and_all_gradients_equal_autograd(architecture, data):
    given_run = data.draw(runs(longest=8, architectures=(architecture,)))
    network, sequence = given_run
    trace, torch_run = recorded(given_run), oracles.run(network, sequence.indices)
    assert not len(trace) or set(torch_run.signals[0]) == set(trace.names) - {"d", "E"}
    for name in trace.names[:-2] if len(trace) else ():
        assert gap(trace[name], torch_run.values(name)) <= 1e-12, name
    errors = np.array([np.nan if e is None else e.item() for e in torch_run.E])
    np.testing.assert_allclose(trace["E"], errors, rtol=1e-10, atol=1e-12)
    theirs, truncate = table(trace, torch_run), data.draw(st.integers(1, 9))
    near = np.abs(np.subtract.outer(range(len(trace)), range(len(trace)))) < truncate
    for limit, each in ((None, theirs.sum(1)), (truncate, (theirs * near[:, :, None]).sum(1))):
        assert_rows(rnrviz.bptt(trace, truncate=limit, per_step=True).steps, each)
        assert gap(rnrviz.bptt(trace, truncate=limit).vector, each.sum(0)) <= 1e-10
    assert_copies(trace, theirs)
    if network.program.leads:
        with pytest.raises(InputError, match=r"RTRL does not apply .* tokens that come after t\."):
            rnrviz.rtrl(trace)
    else:
        assert_rows(rnrviz.rtrl(trace, per_step=True).steps, theirs.sum(1))
        assert gap(rnrviz.rtrl(trace).vector, theirs.sum((0, 1))) <= 1e-10


@given(runs(longest=40))
@settings(max_examples=160)
def test_rtrl_equals_bptt(given_run):
    trace = recorded(given_run)
    assume(not trace.network.program.leads)
    bptt, rtrl = rnrviz.bptt(trace), rnrviz.rtrl(trace)
    assert gap(bptt.vector, rtrl.vector) <= 1e-12
    steps = rnrviz.rtrl(trace, per_step=True)
    assert gap(steps.vector, rtrl.vector) <= 1e-12
    assert gap(rnrviz.bptt(trace, per_step=True).steps, steps.steps) <= 1e-12


@given(runs(longest=8), st.integers(1, 9))
@settings(max_examples=100)
def test_a_long_truncation_is_none_and_steps_add_up(given_run, truncate):
    trace = recorded(given_run)
    whole = rnrviz.bptt(trace, truncate=truncate)
    assert gap(whole.vector, rnrviz.bptt(trace, truncate=truncate, per_step=True).steps.sum(0)) <= 1e-13
    if truncate >= len(trace):
        assert gap(whole.vector, rnrviz.bptt(trace).vector) <= 1e-13


@given(runs(longest=8), st.data())
@settings(max_examples=150)
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


@pytest.mark.parametrize("text", ["a", "ab", "aba", "abac", "abacb"])
@pytest.mark.parametrize("around", [False, True])
def test_a_text_shorter_than_the_window_reaches_the_input(around, text):
    """A one-hot input against one looked up in the identity: the same numbers, by the sweep itself."""
    config = {"p": 4, "around": around}
    one_hot = random_network("window", config, ABC, 1)
    looked_up = network("window", config, {**one_hot.parameters, "embedding": np.eye(3)}, ABC)
    ours, theirs = (deltas(each.run(text), (1, len(text)))["u"] for each in (one_hot, looked_up))
    assert ours.shape == (len(text), 3) and gap(ours, theirs) <= 1e-13


@given(runs(longest=6), st.data())
@settings(max_examples=60)
def test_instants_choose_which_errors_are_summed(given_run, data):
    sequence = given_run[1]
    assume(len(sequence))
    trace = recorded(given_run)
    each = rnrviz.bptt(trace, per_step=True)
    first = data.draw(st.integers(1, len(sequence)))
    last = data.draw(st.integers(first, len(sequence)))
    wanted = each.steps[first - 1 : last].sum(0)
    assert gap(rnrviz.bptt(trace, (first, last)).vector, wanted) <= 1e-11
    if not trace.network.program.leads:
        assert gap(rnrviz.rtrl(trace, (first, last)).vector, wanted) <= 1e-11


@given(runs(longest=6))
@settings(max_examples=70)
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


@pytest.mark.parametrize("architecture", ARCHITECTURES)
@pytest.mark.parametrize("tokens", ["", "a"])
def test_nothing_to_predict_gives_zero_gradients(architecture, tokens):
    network = random_network(architecture, {}, ABC, 0)
    trace = network.run(tokens)
    assert len(trace) == len(tokens)
    for name in trace.names:
        assert trace[name].shape[0] == len(tokens)
    assert np.isnan(trace["E"]).all()
    found = [rnrviz.bptt(trace), rnrviz.differences(network, tokens), rnrviz.bptt(trace, truncate=2)]
    each = [rnrviz.bptt(trace, per_step=True)]
    if not network.program.leads:
        found, each = [*found, rnrviz.rtrl(trace)], [*each, rnrviz.rtrl(trace, per_step=True)]
    assert not any(gradients.vector.any() for gradients in found)
    assert all(gradients.steps.shape == (len(tokens), network.program.size) for gradients in each)
    assert each[0].each("W_y").shape == (len(tokens), 3)
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
