"""Who follows a brushed stretch: equal to numpy's correlation, and sound where there is none."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rnrviz.network import files
from rnrviz.network.brushed import REMEMBERS, correlations, followers, indicator
from rnrviz.network.network import random_network
from rnrviz.network.vocabulary import Vocabulary
from rnrviz.paths import resource
from tests.strategies import runs

LARGE = 1e100  # numpy squares what it correlates
FINE = 1e-6  # below this share of its size a unit's variation is rounding to one of the two and not to the other


@st.composite
def brushed(draw):
    """A run and a stretch of its string."""
    network, sequence = draw(runs(longest=12))
    assume(len(sequence) >= 3)
    first = draw(st.integers(1, len(sequence)))
    return network.run(sequence), (first, draw(st.integers(first, len(sequence))))


def expected(values, other, size):
    """numpy's own correlation, NaN for what is constant."""
    if len(values) < 2 or np.ptp(other) == 0 or np.ptp(values) <= FINE * size:
        return np.nan
    return np.corrcoef(values, other)[0, 1]


def column(trace, unit):
    return trace[unit.signal].reshape(len(trace), *np.shape(trace[unit.signal])[1:])[(slice(None), *unit.index)]


@given(brushed())
def test_the_measures_are_numpys_correlations(case):
    trace, stretch = case
    inside = indicator(len(trace), stretch)
    found = followers(trace, stretch)
    assert inside.sum() == stretch[1] - stretch[0] + 1
    later = {s.signal for e in trace.network.equations for t in e.terms for s in t.sources if s.lag > 0}
    ahead = {s.signal for e in trace.network.equations for t in e.terms for s in t.sources if s.lag < 0} - later
    for unit in found:
        values = column(trace, unit)
        size = np.abs(values).max()
        if not size < LARGE:
            continue
        if unit.signal in ahead:
            steps, there = values - np.append(values[1:], 0.0), inside
        elif unit.signal in later:
            steps, there = np.diff(values, prepend=0.0), inside
        else:
            steps, there = np.diff(values), inside[1:]
        if np.ptp(values) > FINE * size:
            assert unit.on == pytest.approx(expected(values, inside, size), abs=1e-6, nan_ok=True)
        if inside.all():
            steps, there = values, np.arange(len(values))
        if np.ptp(steps) > FINE * size:
            assert unit.counts == pytest.approx(expected(steps, there, size), abs=1e-6, nan_ok=True)
        assert unit.way == "" or abs(unit.measure) == pytest.approx(np.nanmax(np.abs([unit.on, unit.counts])))


@given(brushed())
def test_every_unit_is_ranked_once_what_remembers_first(case):
    trace, stretch = case
    found = followers(trace, stretch)
    signals = [s for s in trace.network.program.signals.values() if s.role not in ("input", "hidden")]
    assert {(unit.signal, unit.index) for unit in found} == {
        (signal.name, index) for signal in signals for index in np.ndindex(signal.shape)
    }
    assert len(found) == sum(signal.size for signal in signals)
    for group in (True, False):
        sizes = [abs(unit.measure) if unit.way else -1.0 for unit in found if unit.remembers == group]
        assert sizes == sorted(sizes, reverse=True)
    assert sorted(not unit.remembers for unit in found) == [not unit.remembers for unit in found]
    roles = {signal.name: signal.role for signal in signals}
    assert all(unit.remembers == (roles[unit.signal] in REMEMBERS) for unit in found)


finite = st.floats(-1e3, 1e3).map(lambda x: round(x, 3))


@given(st.lists(st.tuples(finite, finite), min_size=3, max_size=30), st.floats(0.1, 1e6), st.floats(-50, 50))
def test_a_correlation_does_not_know_scale_and_offset_but_the_sign(pairs, factor, offset):
    values, other = np.array(pairs).T
    assume(np.ptp(values) > 0.01 and np.ptp(other) > 0.01)
    plain = correlations(values[:, None], other)[0]
    assert plain == pytest.approx(np.corrcoef(values, other)[0, 1], abs=1e-9)
    assert correlations((factor * values + offset)[:, None], other)[0] == pytest.approx(plain, abs=1e-6)
    assert correlations((-values)[:, None], other)[0] == pytest.approx(-plain, abs=1e-12)


@pytest.mark.parametrize("value", [0.0, 0.1, -3.0, 1e300])
def test_what_stays_the_same_follows_nothing(value):
    assert np.isnan(correlations(np.full((7, 1), value), np.arange(7.0)))
    assert np.isnan(correlations(np.full((7, 1), value) * (1 + 1e-15 * np.arange(7)[:, None]), np.arange(7.0)))


def test_what_is_not_finite_follows_nothing_and_the_rest_does():
    values = np.arange(8.0)[:, None] * np.array([1.0, 1.0, -1e300, 1e-300])
    values[2, 0] = np.nan
    values[4, 1] = np.inf
    found = correlations(values, np.arange(8.0))
    assert np.isnan(found[:2]).all()
    assert found[2:].tolist() == pytest.approx([-1.0, 1.0])


def test_a_switch_is_on_and_a_counter_counts():
    inside = indicator(12, (4, 8))
    switch, counter, steady = 2 * inside - 5, 7 - 0.5 * np.cumsum(inside), np.arange(12.0)
    assert correlations(switch[:, None], inside)[0] == pytest.approx(1)
    assert correlations(np.diff(counter, prepend=7.0)[:, None], inside)[0] == pytest.approx(-1)
    assert np.isnan(correlations(np.diff(steady, prepend=-1.0)[:, None], inside)[0])


def counting(text, stretch, name="anbncn-lstm"):
    return followers(files.load(resource("models", f"{name}.safetensors")).run(text), stretch)


@pytest.mark.parametrize("n", [3, 5, 8, 12])
@pytest.mark.parametrize(("name", "cell"), [("anbncn-lstm", (1, 0)), ("anbncn-lstm-forget", None)])
def test_the_counter_of_the_letters_a_is_found(n, name, cell):
    """Whichever cell is first, it adds a fixed amount with every a and none, or the opposite, with the rest."""
    best = counting("a" * n + "b" * n + "c" * n + "T", (1, n), name)[0]
    assert best.signal == "x" and best.way == "counts" and abs(best.measure) > 0.7
    assert cell is None or best.index == cell
    inside, outside = best.steps
    assert abs(inside) > 0.3 and inside * outside <= 0.05


def test_all_of_the_text_is_compared_with_the_counter_itself():
    found = counting("aaaaaa", (1, 6))
    assert all(np.isnan(unit.on) for unit in found)
    best = found[0]
    assert best.signal == "x" and best.way == "counts" and abs(best.measure) > 0.97
    assert np.isnan(best.levels[1]) and np.isnan(best.steps[1])


@pytest.mark.parametrize("stretch", [(1, 1), (2, 2), (10, 10)])
def test_one_token_can_be_brushed(stretch):
    found = counting("aaabbbcccT", stretch)
    assert found[0].way and all(-1 <= unit.measure <= 1 for unit in found if unit.way)


@pytest.mark.parametrize("text", ["", "a", "ab"])
def test_two_points_say_nothing(text):
    assert counting(text, (1, max(1, len(text)))) == ()


def test_overflow_is_no_measure():
    network = random_network("elman", {"g_X": "identity"}, Vocabulary(tuple("ab")), 2)
    for i in range(network.parameters["W_x_x"].shape[0]):
        network = network.with_value("W_x_x", (i, i), 1e300)
    found = followers(network.run("aababab"), (2, 4))
    assert {unit.way for unit in found if unit.signal == "x"} == {""}
    assert found
