"""The bars above and below the views: nothing that is read there is cut, at any width and text size."""

import pytest
from PySide6.QtWidgets import QWidget

from rnrviz.app.actions import COMMANDS, Actions
from rnrviz.app.messages import MessageLine
from rnrviz.app.topbar import TopBar
from rnrviz.figures.style import Style

NAME = "“/home/somebody/" + "folder/" * 20 + "model.safetensors”"
LONG = NAME + ": the parameter W_phi_z has the shape (2, 4); expected (2, 2)."


@pytest.fixture
def bar(qtbot):
    owner = QWidget()
    qtbot.addWidget(owner)
    made = TopBar(Actions(owner, {command.name: lambda: None for command in COMMANDS}), Style())
    qtbot.addWidget(made)
    made.set_models((("one", "a model with a rather long name"),), "a model with a rather long name", "one")
    made.set_place(5, 30)
    made.show()
    return made


@pytest.mark.parametrize("scale", [1.0, 1.6, 2.4])
@pytest.mark.parametrize("width", [700, 1280, 1920])
def test_the_place_is_never_cut(qtbot, bar, scale, width):
    bar.set_style(Style(scale=scale))
    bar.resize(max(width, bar.minimumSizeHint().width()), bar.sizeHint().height())
    qtbot.wait(10)
    needed = bar.readout.fontMetrics().horizontalAdvance(bar.readout.text())
    assert bar.readout.contentsRect().width() >= needed
    assert bar.readout.geometry().right() <= bar.width()
    assert bar.steps["play"].isVisible()
    assert bar.minimumSizeHint().width() < 1280


def test_what_left_the_bar_comes_back(qtbot, bar):
    bar.resize(bar.minimumSizeHint().width(), 50)
    qtbot.wait(10)
    assert not bar.steps["back_ten"].isVisible()
    bar.resize(1600, 50)
    qtbot.wait(10)
    assert all(button.isVisible() for button in bar.steps.values()) and bar.speed.isVisible()


def test_the_perspectives_stay_while_errors_go_back(qtbot, window):
    window.set_language("es")
    window.resize(1280, 720)
    qtbot.wait(30)
    for length, cursor, back in ((12, 11, 0), (12, 11, 2), (200, 150, 50)):
        window.top.set_place(cursor, length, back)
        assert all(button.isVisible() for button in window.top.places.values()), (length, back)
    window.set_language("en")


@pytest.fixture
def line(qtbot):
    made = MessageLine(Style())
    qtbot.addWidget(made)
    made.resize(800, 30)
    made.show()
    return made


def test_a_long_name_is_cut_and_the_end_of_the_sentence_is_not(qtbot, line):
    calm = line.height()
    line.set_problem(LONG)
    qtbot.wait(10)
    shown = line._label.text()
    assert shown.endswith("expected (2, 2).") and "model.safetensors" in shown and "…" in shown
    assert line.text == LONG == line._label.toolTip()
    assert line.height() > calm
    line.dismiss()
    assert line.height() == calm


def test_an_endless_sentence_leaves_room_for_the_views(qtbot, line):
    line.set_problem("word " * 500)
    qtbot.wait(10)
    assert line.height() < 100 and line._label.text().endswith("…")
