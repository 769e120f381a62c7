"""The equations taken literally give the kernels' signals; the complex step gives their gradients, to rounding."""

import numpy as np
import pytest
from gallery import ABC, IDS, KINDS, LOSSES, gap, network, trace
from hypothesis import assume, given, settings
from strategies import runs

import rnrviz
from rnrviz.network.literal import Literal
from rnrviz.network.network import random_network
from rnrviz.network.problems import Cancelled, InputError
from rnrviz.network.vocabulary import Vocabulary


def literal(trace, dtype=np.float64):
    return Literal(trace.network, trace, trace.network.vector[None].astype(dtype))


@pytest.mark.parametrize("kind", KINDS, ids=IDS)
@pytest.mark.parametrize("loss", LOSSES)
def test_signals_and_errors_are_what_the_equations_say(kind, loss):
    run = trace(kind, loss, begun=True)
    said, exact = literal(run), literal(run, np.longdouble)
    for t in range(1, len(run) + 1):
        for name, signal in run.network.program.signals.items():
            ours = run.rows()[t - 1, signal.slice]
            np.testing.assert_allclose(said.signal(name, t)[0], ours, rtol=1e-12, atol=1e-14)
            np.testing.assert_allclose(exact.signal(name, t)[0].astype(float), ours, rtol=1e-12, atol=1e-14)
        if run.counts[t - 1]:
            assert float(exact.error(t)[0]) == pytest.approx(run["E"][t - 1], rel=1e-12, abs=1e-14)


@pytest.mark.parametrize("kind", KINDS, ids=IDS)
@pytest.mark.parametrize("loss", LOSSES)
def test_complex_step_equals_bptt_to_rounding(kind, loss):
    run = trace(kind, loss, begun=True)
    bptt, found = rnrviz.bptt(run, per_step=True), rnrviz.complex_step(run.network, run, per_step=True)
    assert found.method == "complex" and found.names == bptt.names
    assert gap(found.steps, bptt.steps) <= 1e-13
    assert gap(rnrviz.complex_step(run.network, run).vector, bptt.vector) <= 1e-13
    part = rnrviz.complex_step(run.network, run, (3, 7))
    assert gap(part.vector, rnrviz.bptt(run, (3, 7)).vector) <= 1e-13


@given(runs(longest=12))
@settings(max_examples=150)
def test_complex_step_equals_bptt_of_random_networks(given_run):
    network, sequence = given_run
    run = network.run(sequence)
    assume(np.abs(run.record).max(initial=0.0) < 30.0)
    bptt, found = rnrviz.bptt(run), rnrviz.complex_step(network, run)
    size = max(1e-3, float(np.linalg.norm(bptt.vector)))
    assert np.linalg.norm(found.vector - bptt.vector) <= 1e-13 * size


def test_given_targets_count_as_in_bptt():
    made = random_network("lstm", {"g_Y": "logistic"}, ABC, 4)
    run = made.run("abc", np.array([[1.0, 1.0, 0.0], [np.nan, 0.0, 0.0], [0.0, 1.0, 1.0]]))
    assert gap(rnrviz.complex_step(made, run).vector, rnrviz.bptt(run).vector) <= 1e-14


def test_saturated_units_lose_no_digits():
    """1 - y^2 of a saturated unit cancels; the complex step does not: it is the sharper judge of the two."""
    made = network(("elman", {}, "")).with_value("W_x", (0,), 15.0)
    run = made.run("abca")
    slope = 4.0 * np.exp(-2.0 * run["X"][:, 0])  # of tanh, where it is nearly 1
    found = rnrviz.complex_step(made, run, (1, 1))["W_x"][0]
    back = (made.parameters["W_y_x"].T @ (run["y"][0] - run["d"][0]))[0]
    assert found == pytest.approx(slope[0] * back, rel=1e-9)


def test_long_strings_and_many_parameters_are_done_in_parts(monkeypatch):
    from rnrviz.network import complex_step as module

    made = network(KINDS[3])
    run, told = made.run("abc" * 30), []
    whole = rnrviz.complex_step(made, run).vector
    monkeypatch.setattr(module, "ROOM", 300_000)
    parts = rnrviz.complex_step(made, run, progress=told.append).vector
    np.testing.assert_allclose(parts, whole, rtol=1e-12, atol=1e-15)
    assert told == sorted(told) and told[-1] == pytest.approx(1.0)


@pytest.mark.parametrize("kind", [KINDS[0], KINDS[12]], ids=["forward", "both ways"])
def test_no_string_is_too_long_to_be_asked_at_once(kind):
    run = network(kind).run("abc" * 1500)
    assert float(literal(run).error(2000)[0]) == pytest.approx(run["E"][1999], rel=1e-12)


def test_it_can_be_cancelled_and_refuses_foreign_traces():
    def stop(fraction):
        raise Cancelled

    made = network(KINDS[0])
    with pytest.raises(Cancelled):
        rnrviz.complex_step(made, "abcabc", progress=stop)
    with pytest.raises(InputError, match="another network"):
        rnrviz.complex_step(made, network(KINDS[3]).run("abc"))


@pytest.mark.parametrize("text", ["", "a"])
def test_nothing_to_predict_gives_zeros(text):
    found = rnrviz.complex_step(network(KINDS[0]), text, per_step=True)
    assert not found.vector.any() and found.steps.shape == (len(text), found.vector.size)


@pytest.mark.parametrize("scale", [20.0, 150.0, 400.0])
def test_a_network_that_is_sure_keeps_its_digits(scale):
    """Where y is nearly 1, y - 1 has few digits left; the sum of the other outputs has them all."""
    network = random_network("elman", {"n_X": 4}, Vocabulary(tuple("abcd")), 1)
    vector = network.vector.copy()
    for name in ("W_y_x", "W_y"):
        vector[network.program.parameters[name].slice] *= scale
    sure, text = network.with_vector(vector), "a"
    for _ in range(12):
        text += "abcd"[int(sure.run(text)["y"][-1].argmax())]
    trace = sure.run(text)
    others = [sum(y[j] for j in range(4) if "abcd"[j] != after) for y, after in zip(trace["y"], text[1:], strict=False)]
    np.testing.assert_allclose(trace["E"][:-1], -np.log1p(-np.array(others)), rtol=1e-13)
    exact = rnrviz.complex_step(sure, trace)
    for gradients in (rnrviz.bptt(trace), rnrviz.rtrl(trace)):
        assert rnrviz.compare(gradients, exact).relative <= 1e-13
