"""Derivatives through time, against complex steps and differences of the equations themselves."""

import numpy as np
import pytest
from gallery import ABC, IDS, KINDS, gap, recurrent, state, trace

import rnrviz
from rnrviz.network import flow
from rnrviz.network.contributions import contributions, norms_of_errors
from rnrviz.network.gradients import deltas
from rnrviz.network.literal import Literal
from rnrviz.network.network import random_network
from rnrviz.network.problems import InputError

kinds = pytest.mark.parametrize("kind", KINDS, ids=IDS)
H = 1e-30


def changed(run, name, t):
    """y at every instant for a complex step in every component of a signal at t, (n, L, n_Y)."""
    signal = run.network.program.signals[name]
    literal = Literal(run.network, run, np.tile(run.network.vector.astype(complex), (signal.size, 1)))
    literal.known[name, t] = literal.signal(name, t) + 1j * H * np.eye(signal.size)
    kept = literal.known[name, t]
    literal.known.clear()
    literal.known[name, t] = kept
    return np.array([literal.signal("y", at).imag / H for at in range(1, len(run) + 1)]).transpose(1, 0, 2)


@kinds
def test_flow_equals_a_complex_step_in_the_signal(kind):
    run = trace(kind, begun=True)
    for t in (1, 6, len(run)):
        name = state(run.network)
        expected = changed(run, name, t).transpose(1, 2, 0)
        assert gap(rnrviz.flow_from(run, t, name), expected) <= 1e-13


@kinds
def test_from_and_to_are_the_same_derivatives(kind):
    run = trace(kind)
    name, length = state(run.network), len(run)
    table = np.array([rnrviz.flow_from(run, t, name) for t in range(1, length + 1)])
    for t in (1, 8, length):
        np.testing.assert_allclose(rnrviz.flow_to(run, t, name), table[:, t - 1], rtol=1e-12, atol=1e-16)
        delta = deltas(run, (t, t))
        errors = np.einsum("i,tij->tj", delta["y"][t - 1], table[:, t - 1])
        np.testing.assert_allclose(errors, delta[name].reshape(length, -1), rtol=1e-9, atol=1e-13)


@kinds
def test_flow_from_a_weight_is_its_contribution(kind):
    run = trace(kind)
    name = next(name for name in rnrviz.bptt(run).names if name.endswith("_u"))
    for t in (2, 7):
        found = flow.flow_from_weight(run, t, name)
        for at in (t, 9):
            delta = deltas(run, (at, at))["y"][at - 1]
            expected = contributions(run, name)[at - 1, t - 1]
            np.testing.assert_allclose(np.einsum("i,i...->...", delta, found[at - 1]), expected, atol=1e-14)
    assert flow.norms(found).shape == (len(run),)


@kinds
def test_the_jacobian_of_the_state_carries_a_change_of_it(kind):
    """From the state at t - 1 to that at t, signal by signal, by complex steps."""
    run = trace(kind, begun=True)
    names = flow.state_signals(run)
    assert {name for name, _ in names} == {
        s.signal for e in run.network.equations for term in e.terms for s in term.sources if s.lag > 0
    } - {"u"}
    signals = run.network.program.signals
    size = sum(signals[name].size * lags for name, lags in names)
    found = flow.state_jacobians(run)
    assert found.shape == (len(run), size, size)
    for t in (2, 5, len(run)):
        literal = Literal(run.network, run, np.tile(run.network.vector.astype(complex), (size, 1)))
        step, row = 1j * H * np.eye(size), 0
        places = [(name, t - back) for name, lags in names for back in range(1, lags + 1)]
        values = [literal.signal(*place) for place in places]
        for (name, at), value in zip(places, values, strict=True):
            literal.known[name, at] = value + step[:, row : row + signals[name].size]
            row += signals[name].size
        for at in [at for at in literal.known if at[1] == t]:
            del literal.known[at]
        parts = [literal.signal(name, t - k).imag / H for name, lags in names for k in range(lags)]
        expected = np.concatenate(parts, axis=1).T if parts else np.zeros((0, 0))
        np.testing.assert_allclose(found[t - 1], expected, rtol=1e-12, atol=1e-15)


def test_the_jacobian_of_an_elman_network_is_that_of_the_formula():
    run = trace(KINDS[0])
    expected = (1.0 - run["x"] ** 2)[:, :, None] * run.network.parameters["W_x_x"]
    np.testing.assert_allclose(flow.state_jacobians(run), expected, rtol=1e-13, atol=1e-16)
    radius = rnrviz.spectral_radius(run)
    np.testing.assert_allclose(radius, [np.abs(np.linalg.eigvals(J)).max() for J in expected], rtol=1e-10)
    product = expected[4] @ expected[3]
    np.testing.assert_allclose(flow.flow_from(run, 3, "x", "x")[4], product, rtol=1e-12, atol=1e-15)


def test_the_radius_tells_its_progress_to_the_end():
    told: list[float] = []
    rnrviz.spectral_radius(trace(KINDS[0]), progress=told.append)
    assert told == sorted(told) and told[0] < 0.5 < told[-2] < told[-1] == 1.0


def test_both_ways_of_a_bidirectional_network_have_a_state():
    run = trace(KINDS[12])
    assert flow.state_signals(run) == (("f", 1),) and flow.state_signals(run, backward=True) == (("b", 1),)
    expected = (1.0 - run["b"] ** 2)[:, :, None] * run.network.parameters["W_b_b"]
    np.testing.assert_allclose(flow.state_jacobians(run, backward=True), expected, rtol=1e-13, atol=1e-16)
    assert (rnrviz.spectral_radius(run, True) > 0.0).all()


def test_gradients_vanish_in_a_small_net_and_not_in_a_carousel():
    elman = random_network("elman", {"n_X": 4}, ABC, 1)
    elman = elman.with_vector(0.5 * elman.vector)
    small = flow.norms(rnrviz.flow_from(elman.run("abc" * 20), 1, "x", "x"))
    assert small[0] == 2.0 and small[-1] < 1e-12
    lstm = random_network("lstm", {"n_M": 2}, ABC, 1)  # 1997: no forget gate
    kept = flow.norms(rnrviz.flow_from(lstm.run("abc" * 20), 1, "x", "x"))
    assert kept[-1] > 0.1


@kinds
def test_without_a_state_the_radius_is_zero(kind):
    run = trace(kind)
    radius = rnrviz.spectral_radius(run)
    assert radius.shape == (len(run),)
    assert (not radius.any()) == (not recurrent(run.network) - {"u"})


def test_what_does_not_exist_or_fit_is_refused(monkeypatch):
    run = trace(KINDS[0])
    for t in (0, 14, -1):
        with pytest.raises(InputError, match="no instant"):
            rnrviz.flow_from(run, t)
        with pytest.raises(InputError, match="no instant"):
            rnrviz.flow_to(run, t)
    with pytest.raises(InputError, match="no signal"):
        rnrviz.flow_to(run, 3, "z")
    with pytest.raises(InputError, match="no trained parameter"):
        flow.flow_from_weight(run, 3, "W_z")
    monkeypatch.setattr(flow, "LARGEST", 1000)
    with pytest.raises(InputError, match="GB"):
        rnrviz.flow_from(run, 3)


def test_what_is_not_finite_has_no_radius():
    huge = random_network("elman", {"g_X": "identity"}, ABC, 1)
    run = huge.with_vector(huge.vector * 1e200).run("abcab")
    rnrviz.spectral_radius(run)
    run = random_network("gru", {"g_X": "identity"}, ABC, 1)
    run = run.with_vector(run.vector * 1e300).run("abcab")
    assert np.isnan(rnrviz.spectral_radius(run)).any()


@kinds
def test_a_one_hot_input_has_derivatives_too(kind):
    run = trace(kind)
    for t in (1, 6, len(run)):
        expected = changed(run, "u", t).transpose(1, 2, 0)
        assert gap(rnrviz.flow_from(run, t, "u"), expected) <= 1e-13 and (
            kind[1].get("g_X") == "relu" or np.abs(expected).max() > 1e-5
        )
        to = changed(run, "u", 6).transpose(1, 2, 0)[t - 1]
        assert gap(rnrviz.flow_to(run, t, "u")[5], to) <= 1e-13


@kinds
def test_errors_reach_a_one_hot_input(kind):
    run = trace(kind)
    table = norms_of_errors(run, "u")
    for t in (3, len(run) - 1):
        alone = deltas(run, (t, t))["u"].reshape(len(run), -1)
        slope = deltas(run, (t, t))["y"].reshape(len(run), -1)[t - 1]
        assert (
            gap(alone[:t], np.array([slope @ rnrviz.flow_from(run, tau, "u")[t - 1] for tau in range(1, t + 1)]))
            <= 1e-12
        )
        assert gap(table[t - 1], np.linalg.norm(alone, axis=1)) <= 1e-12


@pytest.mark.parametrize("length", range(1, 7))
def test_a_string_may_be_shorter_than_the_window(length):
    run = random_network("window", {"p": 5, "around": True}, ABC, 1).run("abcabc"[:length])
    for t in range(1, length + 1):
        expected = changed(run, "u", t).transpose(1, 2, 0)
        assert gap(rnrviz.flow_from(run, t, "u"), expected) <= 1e-13
        for tau in range(1, length + 1):
            slope = deltas(run, (tau, tau))["y"].reshape(length, -1)[tau - 1]
            assert gap(deltas(run, (tau, tau))["u"][t - 1], slope @ expected[tau - 1]) <= 1e-13
