"""The perspective Learn: a click trains the network of the window; undo takes back all of it."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from rnrviz.document import edits
from rnrviz.network.network import random_network
from rnrviz.network.vocabulary import Vocabulary
from tests.pointing import LEFT, press


@pytest.fixture
def learn(window, qtbot):
    press(window, Qt.Key.Key_7, Qt.KeyboardModifier.AltModifier)
    qtbot.wait(30)
    view = window.views["learn"]
    view.task.setCurrentText("anbncn-lstm")
    yield view
    view.close_training()


def click(qtbot, view, button, strings):
    QTest.mouseClick(button, LEFT)
    qtbot.waitUntil(lambda: _there(view, strings), timeout=30_000)
    view.session.wait()
    qtbot.wait(40)


def _there(view, strings):
    standing = view.training.standing
    return not standing.running and standing.progress.strings == strings


def test_a_string_an_epoch_and_anew(window, qtbot, learn):
    before = window.session.document.network
    click(qtbot, learn, learn.one, 1)
    one = window.session.document.network.vector
    assert np.abs(one - before.vector).max() > 0
    np.testing.assert_array_equal(one, learn.training.standing.progress.state.vector)
    click(qtbot, learn, learn.epoch, 11)
    assert "11 strings" in learn.said() and learn.data()["strings"].tolist() == [1, 11]
    assert not np.array_equal(window.session.document.network.vector, one)
    window.session.undo()
    window.hub.flush()
    np.testing.assert_array_equal(window.session.document.network.vector, before.vector)
    assert learn.training is None and learn.said() == ""


def test_it_runs_while_the_views_follow_and_waits(window, qtbot, learn):
    before = window.session.document.network.vector
    QTest.mouseClick(learn.run, LEFT)
    assert learn.run.text() == "Wait"
    qtbot.waitUntil(lambda: len(learn.data().get("strings", ())) > 1, timeout=30_000)
    assert not np.array_equal(window.session.document.network.vector, before)
    assert window.session.trace.network is window.session.document.network
    QTest.mouseClick(learn.run, LEFT)
    qtbot.waitUntil(lambda: not learn.training.standing.running, timeout=30_000)
    qtbot.wait(60)
    assert learn.run.text() == "Learn"
    np.testing.assert_array_equal(window.session.document.network.vector, learn.training.standing.progress.last.vector)
    assert window.session.undo_name
    QTest.mouseClick(learn.anew, LEFT)
    window.hub.flush()
    np.testing.assert_array_equal(window.session.document.network.vector, before)
    assert len(learn.data()) == 0


def test_a_task_of_other_symbols_brings_its_network(window, qtbot, learn):
    before = window.session.document
    learn.task.setCurrentText("anbn-stream-lstm")
    click(qtbot, learn, learn.one, 1)
    document = window.session.document
    assert document.network.vocabulary.tokens == ("a", "b", "T") and document.text.startswith("a")
    while window.session.can_undo:
        window.session.undo()
    assert window.session.document.network is before.network


def test_another_network_ends_the_training(window, qtbot, learn):
    QTest.mouseClick(learn.run, LEFT)
    qtbot.waitUntil(lambda: learn.training.standing.progress.strings > 0, timeout=30_000)
    thread = learn.training._thread
    other = random_network("elman", {"n_X": 3}, Vocabulary(("a", "b", "c", "T")), 1)
    window.session.apply(edits.set_network(window.session.document, other, "other"))
    window.hub.flush()
    thread.join(10)
    assert learn.training is None and not thread.is_alive()
    assert window.session.document.network is other
    click(qtbot, learn, learn.one, 1)
    assert window.session.document.network.architecture == "elman"


def test_divergence_is_said_and_the_last_good_weights_are_kept(window, qtbot, learn):
    wild = window.session.document.network
    wild = wild.with_vector(np.full_like(wild.vector, 1e308))
    window.session.apply(edits.set_network(window.session.document, wild, "wild"))
    window.hub.flush()
    QTest.mouseClick(learn.run, LEFT)
    qtbot.waitUntil(lambda: learn.training.standing.finished and not learn.training.standing.running, timeout=30_000)
    qtbot.wait(60)
    assert "no longer finite" in learn.said() and not learn.run.isEnabled()
    assert np.isfinite(window.session.document.network.vector).all()
