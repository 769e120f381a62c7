"""The perspective Learn: clicks and keys train the network of the window; undo takes back all of it."""

import threading

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from rnrviz.document import edits
from rnrviz.network.network import random_network
from rnrviz.network.training.descent import Learner
from rnrviz.network.vocabulary import Vocabulary
from tests.learning import click, settle, type_into, vector
from tests.pointing import LEFT, press


def test_a_string_an_epoch_and_undo(window, qtbot, learn):
    before = vector(window)
    click(qtbot, learn, learn.bar.one, 1)
    one = vector(window)
    assert np.abs(one - before).max() > 0
    np.testing.assert_array_equal(one, learn.training.standing.progress.state.vector)
    click(qtbot, learn, learn.bar.epoch, 11)
    assert "11 strings" in learn.said()
    data = learn.data()
    assert data["strings"].tolist() == [0, 1, 11] and np.isfinite(data["loss"]).all() and len(data) == 8
    assert not np.array_equal(vector(window), one)
    window.session.undo()
    window.hub.flush()
    np.testing.assert_array_equal(vector(window), before)
    assert learn.training is None and learn.said() == "" and len(window.session.runs.all) == 1


def test_all_that_was_learned_is_one_edit(window, qtbot, learn):
    before = vector(window)
    for strings in (1, 2, 3):
        click(qtbot, learn, learn.bar.one, strings)
    learned = vector(window)
    window.session.undo()
    np.testing.assert_array_equal(vector(window), before)
    assert not window.session.can_undo
    window.session.redo()
    np.testing.assert_array_equal(vector(window), learned)


def test_undo_while_it_learns_is_not_overridden(window, qtbot, learn):
    before = vector(window)
    click(qtbot, learn, learn.bar.one, 1)
    QTest.mouseClick(learn.bar.run, LEFT)
    qtbot.wait(200)
    window.session.undo()
    learn._follow()
    np.testing.assert_array_equal(vector(window), before)
    qtbot.wait(100)
    np.testing.assert_array_equal(vector(window), before)
    assert learn.training is None and len(window.session.runs.all) == 1


def test_a_text_that_is_undone_while_it_learns_leaves_the_weights_alone(window, qtbot, learn):
    first, text = vector(window), window.session.document.text
    QTest.mouseClick(learn.bar.run, LEFT)
    qtbot.waitUntil(lambda: not np.array_equal(vector(window), first), timeout=30_000)
    edited = vector(window)
    window.session.apply(edits.set_text(window.session.document, "aabbccT"))
    qtbot.waitUntil(lambda: not np.array_equal(vector(window), edited), timeout=30_000)
    for deed, expected in ((window.session.undo, text), (window.session.redo, "aabbccT")):
        now = vector(window)
        deed()
        window.hub.flush()
        np.testing.assert_array_equal(vector(window), now)
        assert window.session.document.text == expected and learn.training.standing.running
        qtbot.waitUntil(lambda now=now: not np.array_equal(vector(window), now), timeout=30_000)
    QTest.mouseClick(learn.bar.run, LEFT)
    settle(qtbot, learn)
    for expected in ("aabbccT", text):
        window.session.undo()
        np.testing.assert_array_equal(vector(window), first)
        assert window.session.document.text == expected
    assert not window.session.can_undo


@pytest.mark.parametrize("deed", ["remove", "task", "fresh", "anew", "alpha", "another network", "wait"])
def test_undo_finds_the_first_weights_however_learning_ended(window, qtbot, learn, deed):
    first, document = vector(window), window.session.document
    other = random_network("elman", {}, document.network.vocabulary, 1)
    QTest.mouseClick(learn.bar.run, LEFT)
    qtbot.waitUntil(lambda: not np.array_equal(vector(window), first), timeout=30_000)
    {
        "remove": lambda: learn.runs.on_remove(1),
        "task": lambda: learn.bar.task.setCurrentText("anbncn-elman"),
        "fresh": lambda: QTest.mouseClick(learn.bar.fresh, LEFT),
        "anew": lambda: QTest.mouseClick(learn.bar.anew, LEFT),
        "alpha": lambda: learn._change({"alpha": 0.01}),
        "another network": lambda: window.session.apply(edits.set_network(document, other, "x", None, "x")),
        "wait": lambda: (QTest.mouseClick(learn.bar.run, LEFT), settle(qtbot, learn)),
    }[deed]()
    window.hub.flush()
    names = []
    while window.session.can_undo:
        names.append(window.session.undo_name)
        window.session.undo()
        window.hub.flush()
    np.testing.assert_array_equal(vector(window), first)
    assert names[-1] == "update the weights" and len(names) == (1 if deed in ("remove", "task", "wait") else 2)


def test_it_runs_while_the_views_follow_waits_and_begins_anew(window, qtbot, learn):
    before = vector(window)
    QTest.mouseClick(learn.bar.run, LEFT)
    assert learn.bar.run.text() == "Wait"
    qtbot.waitUntil(lambda: len(learn.data().get("strings", ())) > 3, timeout=30_000)
    qtbot.waitUntil(lambda: not np.array_equal(vector(window), before), timeout=30_000)
    assert window.session.trace.network is window.session.document.network
    assert window.session.document.cursor == window.session.length
    QTest.mouseClick(learn.bar.run, LEFT)
    settle(qtbot, learn)
    learned = vector(window)
    assert learn.bar.run.text() == "Learn"
    np.testing.assert_array_equal(learned, learn.training.standing.progress.last.vector)
    assert window.session.undo_name
    QTest.mouseClick(learn.bar.anew, LEFT)
    window.hub.flush()
    np.testing.assert_array_equal(vector(window), before)
    assert learn.data() == {} and len(window.session.runs.all) == 1
    window.session.undo()
    np.testing.assert_array_equal(vector(window), learned)


def test_nothing_in_the_windows_thread_waits_for_a_long_piece(window, qtbot, learn, monkeypatch):
    click(qtbot, learn, learn.bar.one, 1)
    learn_piece, leave, ended = Learner.learn, threading.Event(), []

    def slow(self, *arguments):
        ended.append(leave.wait(20))  # not before all is done in the window
        return learn_piece(self, *arguments)

    monkeypatch.setattr(Learner, "learn", slow)
    deeds = (
        learn.bar.run.click, learn.bar.epoch.click, learn.bar.anew.click, learn.bar.run.click, learn.bar.run.click,
        learn.bar.fresh.click, learn.bar.run.click, lambda: learn.bar.task.setCurrentText("xor-elman"),
        lambda: learn.bar.task.setCurrentText("anbncn-lstm"),
    )  # fmt: skip
    for deed in deeds:
        deed()
        qtbot.wait(60)
    leave.set()
    qtbot.waitUntil(lambda: bool(ended), timeout=5000)
    assert all(ended), "it waited for the piece"


def test_a_text_that_one_token_replaces_can_be_had_back(window, qtbot, learn):
    window.session.apply(edits.set_text(window.session.document, "aabbccT"))
    window.hub.flush()
    for _ in range(12):
        QTest.mouseClick(learn.bar.token, LEFT)
        settle(qtbot, learn)
    assert window.session.document.text != "aabbccT"
    texts = []
    while window.session.undo_name and "aabbccT" not in texts:
        window.session.undo()
        texts.append(window.session.document.text)
    assert texts[-1:] == ["aabbccT"] and len(texts) <= 2


def test_one_token_after_another_and_the_update_after_the_last(window, qtbot, learn):
    before, network = vector(window), window.session.document.network
    QTest.mouseClick(learn.bar.token, LEFT)
    document = window.session.document
    letters, length = document.text.rstrip("T"), document.text.count("a") * 3
    assert len(letters) == length and document.text.endswith("T") and document.cursor == 1
    learn.bar.token.setFocus()
    for cursor in range(2, length):
        press(window, Qt.Key.Key_Space)
        assert window.session.document.cursor == cursor
        assert window.session.document.network is network and learn.training.standing.progress.strings == 0
    press(window, Qt.Key.Key_Space)
    settle(qtbot, learn, 1)
    assert window.session.document.cursor == length and not np.array_equal(vector(window), before)
    learner = Learner(network, learn.training.recipe.strings, learn.training.recipe.settings)
    state, _ = learner.learn(learn.training._begun.state, 0, 1)
    np.testing.assert_array_equal(vector(window), state.vector)
    press(window, Qt.Key.Key_Space)
    assert window.session.document.cursor == 1, "the next string begins"


def test_a_task_of_other_symbols_brings_its_network(window, qtbot, learn):
    before = window.session.document
    learn.bar.task.setCurrentText("anbn-stream-lstm")
    click(qtbot, learn, learn.bar.one, 1)
    document = window.session.document
    assert document.network.vocabulary.tokens == ("a", "b", "T") and document.text.startswith("a")
    while window.session.can_undo:
        window.session.undo()
    assert window.session.document.network is before.network


def test_another_network_ends_the_training(window, qtbot, learn):
    QTest.mouseClick(learn.bar.run, LEFT)
    qtbot.waitUntil(lambda: learn.training.standing.progress.strings > 0, timeout=30_000)
    thread = learn.training._thread
    other = random_network("elman", {"n_X": 3}, Vocabulary(("a", "b", "c", "T")), 1)
    window.session.apply(edits.set_network(window.session.document, other, "other"))
    window.hub.flush()
    thread.join(10)
    assert learn.training is None and not thread.is_alive()
    assert window.session.document.network is other
    click(qtbot, learn, learn.bar.one, 1)
    assert window.session.document.network.architecture == "elman"


def test_divergence_is_said_and_the_last_good_weights_are_kept(window, qtbot, learn):
    wild = window.session.document.network
    wild = wild.with_vector(np.full_like(wild.vector, 1e308))
    window.session.apply(edits.set_network(window.session.document, wild, "wild"))
    window.hub.flush()
    QTest.mouseClick(learn.bar.run, LEFT)
    settle(qtbot, learn)
    assert "no longer a finite number" in learn.said() and not learn.bar.run.isEnabled()
    assert np.isfinite(vector(window)).all()


def test_an_explosion_by_a_large_alpha_is_said_and_good_weights_stay(window, qtbot, learn):
    QTest.mouseClick(learn.bar.fresh, LEFT)
    first = vector(window)
    learn.bar.settings.click()
    learn.form.rule.setCurrentIndex(learn.form.rule.findData("descent"))
    learn.form.rule.activated.emit(learn.form.rule.currentIndex())
    type_into(learn.form.fields["alpha"], "100")
    QTest.mouseClick(learn.bar.run, LEFT)
    qtbot.waitUntil(lambda: learn.training.standing.finished, timeout=30_000)
    settle(qtbot, learn)
    said = learn.said()
    assert "exploded" in said and "smaller α" in said and "last good weights are kept" in said
    assert np.abs(vector(window)).max() < 50 and np.isfinite(vector(window)).all()
    assert not learn.bar.run.isEnabled() and learn.bar.anew.isEnabled()
    type_into(learn.form.fields["alpha"], "0.01")
    np.testing.assert_array_equal(vector(window), first)
    click(qtbot, learn, learn.bar.one, 1)
    assert [bool(run.standing.fault) for run in window.session.runs.all] == [True, False]


def test_settings_begin_anew_with_the_same_weights_and_wrong_ones_get_a_sentence(window, qtbot, learn):
    before, form = vector(window), learn.form
    assert not form.isVisible()
    QTest.mouseClick(learn.bar.settings, LEFT)
    assert form.isVisible()
    click(qtbot, learn, learn.bar.epoch, 10)
    type_into(form.fields["alpha"], "0,5")
    np.testing.assert_array_equal(vector(window), before)
    assert learn.room.recipe.settings.alpha == 0.5 and learn.training is None and "α 0.5" in learn.bar.settings.text()
    for key, text, sentence in (
        ("alpha", "abc", "α is 'abc'; expected a finite number above 0."),
        ("alpha", "-3", "α is -3.0; expected a finite number above 0."),
        ("batch", "x", "Strings an update is 'x'; expected a whole number from 1 to 1000000000."),
        ("seed", "-1", "Seed is -1; expected a whole number, 0 or more."),
    ):
        type_into(form.fields[key], text)
        assert form.problem.isVisible() and form.problem.text() == sentence
        assert learn.room.recipe.settings.alpha == 0.5
    type_into(form.fields["seed"], "12")
    assert not form.problem.isVisible() and learn.room.recipe.settings.seed == 12
    like = window.session.document.network
    again = random_network(like.architecture, like.config, like.vocabulary, 12, like.loss)
    np.testing.assert_array_equal(vector(window), again.vector)
    QTest.mouseClick(form.epoch, LEFT)
    settings = learn.room.recipe.settings
    assert (settings.batch, settings.draw) == (10, "epoch")
    form.gradient.setCurrentIndex(1)
    form.gradient.activated.emit(1)
    assert form.fields["back"].isVisible() and learn.room.recipe.settings.every == 10
    type_into(form.fields["back"], "5")
    assert form.problem.text() == "BPTT(h; h') needs h ≥ h' ≥ 1; it is h = 5, h' = 10."


def test_the_same_seed_learns_the_same(window, qtbot, learn):
    found = []
    for _ in range(2):
        learn._change({"seed": 33})
        click(qtbot, learn, learn.bar.epoch, 10)
        found.append(vector(window))
        learn._change({"seed": 34})
    np.testing.assert_array_equal(*found)
