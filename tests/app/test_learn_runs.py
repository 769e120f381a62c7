"""The runs of the perspective Learn: kept, compared, resumed, exported, deleted; the plots; Spanish."""

import csv
import json

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest

from rnrviz import language
from rnrviz.app import deeds
from rnrviz.document.training import Training
from rnrviz.views import asking, saving
from tests.learning import click, settle, type_into, vector
from tests.pointing import LEFT, press


def test_runs_are_kept_compared_resumed_and_deleted_by_keys(window, qtbot, learn):
    click(qtbot, learn, learn.bar.epoch, 10)
    first = vector(window)
    QTest.mouseClick(learn.bar.fresh, LEFT)
    click(qtbot, learn, learn.bar.epoch, 10)
    runs, tree = window.session.runs, learn.runs.tree
    assert [run.number for run in runs.all] == [1, 2] and tree.topLevelItemCount() == 2
    tree.setFocus()
    press(window, Qt.Key.Key_Home)
    press(window, Qt.Key.Key_Down)
    assert learn.runs.chosen() == [1] and learn.runs.marks() == {1: 1}
    assert learn.data()["run"].tolist() == [2, 2, 1, 1]
    assert [shown.mark for shown in learn._item.content.runs] == [0, 1]
    press(window, Qt.Key.Key_Return)
    qtbot.wait(30)
    np.testing.assert_array_equal(vector(window), first)
    assert learn.room.number == 1 and learn.training.standing.progress.strings == 10
    click(qtbot, learn, learn.bar.epoch, 20)
    assert learn.data()["strings"].tolist()[-1] == 20 and len(runs.all) == 2
    tree.setFocus()
    press(window, Qt.Key.Key_Home)
    press(window, Qt.Key.Key_Delete)
    assert [run.number for run in runs.all] == [1] and learn.training is not None


def test_a_resumed_run_learns_what_it_would_have_learned(window, qtbot, learn):
    click(qtbot, learn, learn.bar.epoch, 10)
    click(qtbot, learn, learn.bar.epoch, 20)
    straight = vector(window)
    QTest.mouseClick(learn.bar.anew, LEFT)
    click(qtbot, learn, learn.bar.epoch, 10)
    learn.bar.task.setCurrentText("xor-elman")
    click(qtbot, learn, learn.bar.one, 1)
    learn.room.resume(2)
    learn._draw()
    assert learn.bar.task.currentText() in ("anbncn-lstm", "xor-elman")
    click(qtbot, learn, learn.bar.epoch, 20)
    np.testing.assert_array_equal(vector(window), straight)
    assert window.session.document.network.vocabulary.tokens == ("a", "b", "c", "T")


@pytest.mark.parametrize("suffix", [".csv", ".toml", ".json"])
def test_a_run_is_exported(window, qtbot, learn, tmp_path, monkeypatch, suffix):
    click(qtbot, learn, learn.bar.epoch, 10)
    path = tmp_path / f"run{suffix}"
    monkeypatch.setattr(asking, "ask_save", lambda *_arguments: path)
    learn.runs.tree.topLevelItem(0).setSelected(True)
    assert learn.runs.export.isEnabled()
    menu = learn.runs.export_menu(1)
    menu.actions()[(".csv", ".toml", ".json").index(suffix)].trigger()
    written = path.read_text("utf-8")
    if suffix == ".csv":
        assert list(csv.DictReader(written.splitlines()))[-1]["strings"] == "10"
    else:
        assert "anbncn" in written and (suffix == ".toml" or json.loads(written)["strings"] == 10)
    assert learn._state.text() == f"Saved: run{suffix}"
    monkeypatch.setattr(asking, "ask_save", lambda *_arguments: tmp_path / "none" / f"run{suffix}")
    learn.write(1, suffix)
    assert "could not be written: there is no such file or folder" in learn._state.text()


def test_plots_can_be_hidden_from_the_menu_and_one_stays(window, qtbot, learn):
    click(qtbot, learn, learn.bar.one, 1)
    assert [panel.key for panel in learn._item.content.panels] == ["loss", "right", "accepted", "norms", "distance"]
    *plots, (text, logarithmic, switch) = learn.menu_entries()
    assert text == "Logarithmic axis of strings" and logarithmic
    switch()
    assert learn._item.content.even and not learn.menu_entries()[-1][1]
    for _text, shown, deed in plots:
        assert shown
        deed()
    assert len(learn._item.content.panels) == 1
    for box in learn._item.boxes():
        assert box.height() > 50 and learn._item.area.contains(box)


@pytest.mark.parametrize("width", [300, 420, 900])
def test_plots_have_room_and_do_not_overlap(window, qtbot, learn, width):
    click(qtbot, learn, learn.bar.one, 1)
    learn.resize(width, 600)
    learn._canvas.resize(width, 300)
    learn._draw()
    boxes = learn._item.boxes()
    assert len(boxes) == 5
    for k, box in enumerate(boxes):
        assert learn._item.area.contains(box) and box.height() >= 50
        assert not any(box.adjusted(-40, -20, 0, 15).intersects(other) for other in boxes[k + 1 :])


def test_the_distance_to_n_of_n_is_a_curve_that_falls(window, qtbot, learn):
    learn.bar.task.setCurrentText("corpus-spanish")
    learn.room.go(3000)
    settle(qtbot, learn, 3000)
    distance = learn.data()["distance"]
    assert distance[-1] < 0.5 * distance[0]
    assert learn._item.content.panels[-1].title == "Distance to n/N"


def test_what_is_judged_symbol_by_symbol_is_right_not_accepted(window, qtbot, learn):
    for task, title, word in (("xor-elman", "Right of", "right "), ("reber-elman", "Accepted of", "accepted ")):
        learn.bar.task.setCurrentText(task)
        click(qtbot, learn, learn.bar.one, 1)
        assert learn._item.content.panels[2].title.startswith(title) and f"· {word}" in learn.said()


def test_it_speaks_spanish(window, qtbot, learn):
    window.set_language("es")
    try:
        click(qtbot, learn, learn.bar.one, 1)
        words = [button.text() for button in learn.bar.buttons()]
        assert words == ["Aprender", "Un token", "Una cadena", "Una época", "De nuevo", "Otros pesos"]
        assert "1 cadena" in learn.said()
        type_into_form = learn.form
        learn.bar.settings.click()
        type_into(type_into_form.fields["alpha"], "x")
        assert type_into_form.problem.text() == "α es 'x'; se esperaba un número finito mayor que 0."
    finally:
        language.set_language("en")


def test_the_window_answers_while_it_learns(window, qtbot, learn):
    QTest.mouseClick(learn.bar.run, LEFT)
    qtbot.wait(200)
    beats, timer = [], QTimer()
    timer.timeout.connect(lambda: beats.append(learn.training.standing.running))
    timer.start(2)
    qtbot.waitUntil(lambda: len(beats) > 20, timeout=10_000)
    assert isinstance(learn.training, Training) and learn.training.standing.running
    assert all(beats)


@pytest.mark.parametrize("suffix", saving.FORMATS)
@pytest.mark.parametrize("figure", [False, True])
def test_curves_are_saved_as_pictures_and_tables(window, qtbot, learn, tmp_path, suffix, figure):
    click(qtbot, learn, learn.bar.epoch, 10)
    QTest.mouseClick(learn.bar.fresh, LEFT)
    click(qtbot, learn, learn.bar.epoch, 10)
    learn.runs.tree.topLevelItem(1).setSelected(True)
    path = tmp_path / f"curves{suffix}"
    saving.save(learn, path, figure)
    if suffix == ".csv":
        rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
        assert [(row["point"], row["run"], row["strings"]) for row in rows] == [
            ("1", "2", "0.0"), ("2", "2", "10.0"), ("3", "1", "0.0"), ("4", "1", "10.0"),
        ]  # fmt: skip
    assert path.stat().st_size > 200
    if suffix == ".svg":
        assert path.read_text("utf-8").count("<polyline") + path.read_text("utf-8").count("<path") > 14, "the curves"


def test_runs_are_in_the_session_and_go_on_from_there(window, qtbot, learn, tmp_path, monkeypatch):
    click(qtbot, learn, learn.bar.epoch, 10)
    click(qtbot, learn, learn.bar.epoch, 20)
    straight = vector(window)
    QTest.mouseClick(learn.bar.anew, LEFT)
    click(qtbot, learn, learn.bar.epoch, 10)
    monkeypatch.setattr(asking, "ask_save", lambda *_: tmp_path / "class.rnrviz")
    press(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    window.session.runs.remove(1)
    window.session.runs.remove(2)
    learn.room.let_go()
    window.session.runs.remove(2)
    learn._draw()
    assert not window.session.runs.all
    window.files.open(tmp_path / "class.rnrviz")
    window.hub.flush()
    qtbot.wait(30)
    assert learn.runs.tree.topLevelItemCount() == 2 and learn.runs.isVisible()
    window.files.open(tmp_path / "class.rnrviz")  # the same runs are not there twice
    window.hub.flush()
    assert [run.strings for run in window.session.runs.all] == [20, 10]
    learn.runs.tree.setFocus()
    press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_Home)
    press(window, Qt.Key.Key_Return)
    qtbot.wait(30)
    assert learn.room.number == 2
    click(qtbot, learn, learn.bar.epoch, 20)
    np.testing.assert_array_equal(vector(window), straight)


def test_a_run_that_another_network_ended_does_not_seem_to_go_on(window, qtbot, learn, model):
    qtbot.mouseClick(learn.bar.run, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: learn.room.standing is not None and learn.room.standing.progress.strings > 0)
    deeds.open_model(window, model)
    window.hub.flush()
    assert learn.room.training is None
    assert [run.standing.running for run in window.session.runs.all] == [False]
