"""What is measured while a network learns, against plain counts and differences; the theorem of n/N."""

import numpy as np
import pytest

from rnrviz.network.network import random_network
from rnrviz.network.tasks.corpus import corpus
from rnrviz.network.tasks.counting import anbncn
from rnrviz.network.training.acceptance import mean_loss
from rnrviz.network.training.descent import Learner, Settings
from rnrviz.network.training.gauge import MOST_TOKENS, Gauge
from rnrviz.network.training.limits import limits
from rnrviz.network.training.state import begun

TEXT = "the cat sees the dog\nthe cat sees a mouse\nthe dog sleeps\na mouse sleeps\nthe cat sleeps"


def counted(strings):
    """n/N by comparing every prefix with every other."""
    ends = [(k, t) for k in range(len(strings)) for t in range(strings.part(k).start, strings.part(k).stop)]
    prefix = {t: tuple(strings.tokens[strings.part(k).start : t + 1]) for k, t in ends}
    rows = []
    for _, t in ends:
        same = [s for _, s in ends if prefix[s] == prefix[t] and strings.counts[s]]
        rows.append(strings.targets[same].mean(0) if strings.counts[t] else np.full(strings.targets.shape[1], np.nan))
    return np.array(rows)


@pytest.mark.parametrize(
    "strings", [corpus(TEXT), corpus(TEXT, cut="pieces", length=4), anbncn(longest=4)], ids=["lines", "pieces", "abc"]
)
def test_limits_are_counted(strings):
    chosen = np.arange(len(strings.tokens))
    np.testing.assert_allclose(limits(strings, chosen), counted(strings), atol=1e-15)
    some = chosen[::3]
    np.testing.assert_allclose(limits(strings, some), counted(strings)[some], atol=1e-15)


def test_limits_are_the_truth_of_a_corpus():
    strings = corpus(TEXT)
    np.testing.assert_allclose(limits(strings, np.arange(len(strings.tokens))), strings.truth.rows(), atol=1e-15)


def test_outputs_approach_n_of_n_while_cross_entropy_falls():
    strings = corpus(TEXT)
    network = random_network("elman", {"n_X": 12}, strings.vocabulary, 1)
    settings, gauge = Settings(strings=6000, alpha=0.02, decay=0.95, batch=5, draw="epoch"), Gauge(strings)
    learner, state = Learner(network, strings, settings), begun(network, 1).state
    readings = [gauge.read(network)]
    for done in range(0, 6000, 1000):
        state, _ = learner.learn(state, done, 1000)
        readings.append(gauge.read(network.with_vector(state.vector)))
    distance = [reading.distance for reading in readings]
    assert distance[0] > 0.3 and distance[-1] < 0.02 and readings[-1].farthest < 0.1
    assert distance[1] < 0.3 * distance[0] and distance[-1] < 0.3 * distance[1], distance
    assert readings[-1].loss < readings[0].loss and readings[-1].right > readings[0].right
    least = -np.nansum(strings.targets * np.log(np.where(strings.truth.rows() > 0, strings.truth.rows(), 1.0)))
    assert readings[-1].loss == pytest.approx(least / len(strings), abs=0.05), "the entropy of n/N is the least loss"


def test_loss_and_gradient_are_those_of_the_task():
    strings = anbncn(longest=5)
    network = random_network("lstm", {"n_M": 2, "n_C": 1}, strings.vocabulary, 3)
    reading = Gauge(strings).read(network)
    assert reading.loss == pytest.approx(mean_loss(network, strings), rel=1e-12)
    assert reading.weights == pytest.approx(np.sqrt((network.vector**2).sum()), rel=1e-12)
    slope, step = 0.0, 1e-6
    for i in range(network.program.size):
        each = []
        for sign in (1, -1):
            vector = network.vector.copy()
            vector[i] += sign * step
            each.append(mean_loss(network.with_vector(vector), strings))
        slope += ((each[0] - each[1]) / (2 * step)) ** 2
    assert reading.gradient == pytest.approx(np.sqrt(slope), rel=1e-5)


def test_many_strings_are_measured_in_part_and_what_is_not_finite_is_not_hidden():
    strings = anbncn(longest=100)
    gauge = Gauge(strings)
    assert not gauge.all and gauge.chosen[0] == 0 and sum(3 * (k + 1) for k in gauge.chosen) <= MOST_TOKENS
    network = random_network("lstm", {"n_M": 1, "n_C": 1}, strings.vocabulary, 1)
    reading = gauge.read(network.with_vector(np.full_like(network.vector, 1e308)))
    assert not np.isfinite(reading.weights) and not reading.right > 1


def test_a_network_that_looks_ahead_has_no_limit():
    strings = anbncn(longest=3)
    network = random_network("bidirectional", {}, strings.vocabulary, 1)
    reading = Gauge(strings).read(network)
    assert np.isnan(reading.distance) and np.isnan(reading.farthest) and np.isfinite(reading.loss)
