"""A training in the background: the same to the bit however it is stopped and gone on with."""

import threading
import time

import numpy as np
import pytest

from rnrviz.document import lesson
from rnrviz.document import stint as stints
from rnrviz.document import training as trainings
from rnrviz.document.standing import EXPLODED, NOT_FINITE
from rnrviz.document.training import Training
from rnrviz.network.training import recipe as recipes
from rnrviz.network.training.acceptance import mean_loss
from rnrviz.network.training.descent import Learner
from rnrviz.network.training.gauge import Gauge
from rnrviz.network.training.state import begun
from rnrviz.paths import resource


@pytest.fixture
def recipe():
    return recipes.read(resource("tasks", "anbncn-lstm.toml"))


@pytest.fixture
def started(recipe):
    made = []

    def start(network=None, news=lambda: None):
        made.append(Training(recipe, network or recipe.network, news))
        return made[-1]

    yield start
    for training in made:
        training.close()


def pieces(training, begin, strings):
    done = begin
    while done < begin + strings:
        yield min(training.ahead(done), begin + strings - done)
        done += min(training.ahead(done), begin + strings - done)


def settled(training, strings=None, seconds=60):
    end = time.monotonic() + seconds
    while training.standing.running or (strings is not None and training.standing.progress.strings < strings):
        assert time.monotonic() < end and not training.standing.finished
        time.sleep(0.005)
    return training.standing.progress


def test_strings_are_those_of_the_loop(recipe, started):
    training = started()
    for more in (1, 10, 489):
        before = training.standing.progress.strings
        training.go(more)
        settled(training, before + more)
    learner, state, strings = (
        Learner(recipe.network, recipe.strings, recipe.settings),
        begun(recipe.network, recipe.settings.seed).state,
        0,
    )
    for piece in (1, 10, *pieces(training, 11, 489)):
        state, done = learner.learn(state, strings, piece)
        strings += done
    progress = training.standing.progress
    assert progress.strings == strings == 500 and len(progress.curve) >= 3
    np.testing.assert_array_equal(progress.state.vector, state.vector)


def test_it_waits_goes_on_and_begins_anew(recipe, started):
    training = started()
    training.run()
    while training.standing.progress.strings < 400:
        time.sleep(0.005)
    assert training.standing.running and training.standing.speed > 0
    training.pause()
    there = settled(training)
    time.sleep(0.05)
    assert not training.standing.running and training.standing.progress is there
    assert there.curve[-1][0] == there.strings, "where it waits, it is judged"
    training.run()
    while training.standing.progress.strings == there.strings:
        time.sleep(0.005)
    training.rewind()
    assert training.standing.progress.strings == 0 and training.standing.progress.curve == ()
    np.testing.assert_array_equal(training.standing.progress.last.vector, recipe.network.vector)


def test_told_to_wait_before_it_began_it_waits_and_can_go_on(started):
    heard = threading.Event()
    training = started(news=heard.set)
    for strings in (0, 3):
        heard.clear()
        with training._condition:  # the thread that learns cannot begin in between
            training.run()
            training.pause()
        assert heard.wait(30) and settled(training).strings == strings
        training.go(3)
        settled(training, strings + 3)


def test_the_same_pieces_give_the_same_weights(started):
    found = []
    for _ in range(2):
        training = started()
        for _ in range(3):
            before = training.standing.progress.strings
            training.go(40)
            settled(training, before + 40)
        found.append(training.standing.progress.state.vector)
    np.testing.assert_array_equal(*found)


def test_a_loss_that_is_not_finite_ends_it_with_the_last_good_weights(recipe, started):
    wild = recipe.network.with_vector(recipe.network.vector * np.nan)
    training = started(wild)
    training.run()
    end = time.monotonic() + 60
    while not training.standing.finished or training.standing.running:
        assert time.monotonic() < end
        time.sleep(0.005)
    assert training.standing.progress.strings == 0 and training.standing.fault == NOT_FINITE
    training.run()
    assert not training.standing.running


@pytest.mark.parametrize("rule", ["descent", "adam"])
def test_an_explosion_is_caught_and_the_last_good_weights_are_kept(recipe, rule):
    wild = lesson.with_settings(recipe, {"rule": rule, "alpha": 100.0})
    training = Training(wild, recipe.network, lambda: None)
    training.run()
    end = time.monotonic() + 60
    while not training.standing.finished or training.standing.running:
        assert time.monotonic() < end
        time.sleep(0.005)
    standing = training.standing
    assert standing.fault == EXPLODED
    gauge = Gauge(recipe.strings)
    limit = stints.WORSE * max(gauge.guessing, gauge.read(recipe.network).loss)
    assert standing.rows[-1, 1] > limit and (standing.rows[:-1, 1] <= limit).all()
    assert mean_loss(standing.progress.last, recipe.strings) <= limit
    assert standing.progress.strings < standing.rows[-1, 0]
    training.run()
    assert not training.standing.running
    training.close()


def test_orders_take_effect_at_once_though_a_long_piece_is_under_way(recipe, monkeypatch):
    entered, leave = threading.Event(), threading.Event()
    learn = Learner.learn

    def slow(self, state, strings, number):
        entered.set()
        assert leave.wait(30)
        return learn(self, state, strings, number)

    monkeypatch.setattr(Learner, "learn", slow)
    training = Training(recipe, recipe.network, lambda: None)
    training.run()
    assert entered.wait(30)
    training.pause()
    training.go(3)
    training.rewind()
    assert training.standing.progress.strings == 0 and not training.standing.running
    training.go(2)
    leave.set()
    assert settled(training, 2).strings == 2, "what was under way when it was rewound is dropped"
    leave.clear()
    entered.clear()
    training.go(1)
    assert entered.wait(30)
    training.close()
    assert not training.standing.running
    leave.set()
    training._thread.join(10)
    assert not training._thread.is_alive() and training.standing.progress.strings == 2


def test_want_of_memory_is_said_and_it_can_be_tried_again(recipe, started, monkeypatch):
    def none(*_arguments):
        raise MemoryError

    news = []
    training = started(news=lambda: news.append(1))
    with monkeypatch.context() as patch:
        patch.setattr(trainings, "Gauge", none)
        training.go(5)
        settled(training)
    assert "not enough memory" in str(training.standing.problem) and news
    training.go(5)
    assert settled(training, 5).strings == 5 and training.standing.problem is None


def test_curves_begin_before_the_first_string_and_end_at_the_last(started):
    training = started()
    training.go(300)
    progress = settled(training, 300)
    rows = training.standing.rows
    assert rows[0, 0] == 0 and np.isnan(rows[0, -1]) and rows[-1, 0] == 300 and rows[-1, -1] == progress.accepted
    reading = Gauge(training.recipe.strings).read(progress.last)
    np.testing.assert_array_equal(rows[-1, 1:-1], reading)
    judged = [strings for strings, _, _ in progress.curve]
    assert len(judged) >= 5 and judged[0] < 50, "what is accepted is a curve, however soon a network has learned"


def test_it_goes_on_from_a_standing_as_if_it_had_never_stopped(recipe, started):
    one, two = started(), started()
    for training in (one, two):
        training.go(40)
        settled(training, 40)
    again = Training(recipe, recipe.network, lambda: None, two.standing)
    for training in (one, again):
        training.go(40)
        settled(training, 80)
    np.testing.assert_array_equal(one.standing.progress.state.vector, again.standing.progress.state.vector)
    assert len(again.standing.rows) > len(two.standing.rows)
    again.rewind()
    assert again.standing.progress.strings == 0
    again.close()


def test_news_come_from_the_thread_that_learns_and_it_ends(started, monkeypatch):
    monkeypatch.setattr(stints, "NEWS", 0.0)
    heard = []
    training = started(news=lambda: heard.append(threading.current_thread().name))
    training.go(1000)
    settled(training, 1000)
    assert len(heard) > 2 and set(heard) == {"learning"}
    training.close()
    training._thread.join(10)
    assert not training._thread.is_alive()
