"""What a larger text displaces comes back with the usual size; the user's own changes stay."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from rnrviz.app.settings import Settings
from rnrviz.app.window import Window
from rnrviz.document import edits
from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.network import files

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


def press(qtbot, window, key):
    QTest.keyClick(window.focusWidget() or window, key, CONTROL)
    window.hub.flush()
    qtbot.wait(20)


def places(window):
    """Where everything is, to the pixel."""
    docks = {n: d.geometry().getRect() for n, d in window.inspector.docks.items() if d.x() >= 0}
    panes = {name: pane.geometry().getRect() for name, pane in window.score.panes.items()}
    return window.size(), docks, panes, window.axis.column, window.axis.gutter


@pytest.mark.parametrize("size", [(1280, 720), (1600, 1000)])
@pytest.mark.parametrize("steps", [1, 4, 8])
def test_the_usual_text_size_brings_everything_back(qtbot, window, size, steps):
    window.resize(*size)
    window.arrangement.reset()
    qtbot.wait(30)
    before = places(window)
    for _ in range(steps):
        press(qtbot, window, KEY.Key_Plus)
    assert window.look.style.scale > 1
    press(qtbot, window, KEY.Key_0)
    assert places(window) == before
    press(qtbot, window, KEY.Key_Minus)
    press(qtbot, window, KEY.Key_0)
    assert places(window) == before


def test_a_dock_closed_at_another_size_stays_closed(qtbot, window):
    press(qtbot, window, KEY.Key_Plus)
    window.inspector.docks["prediction"].close()
    press(qtbot, window, KEY.Key_0)
    assert window.inspector.docks["prediction"].isHidden()


def test_columns_are_fitted_again_unless_the_user_zoomed(qtbot, window):
    column = window.axis.column
    press(qtbot, window, KEY.Key_Plus)
    press(qtbot, window, KEY.Key_0)
    assert window.axis.column == column
    press(qtbot, window, KEY.Key_Up)
    chosen = window.axis.column
    assert chosen > column
    press(qtbot, window, KEY.Key_Plus)
    press(qtbot, window, KEY.Key_0)
    assert window.axis.column == pytest.approx(chosen)


def test_undoing_a_large_paste_gives_the_columns_back(qtbot, window):
    window.session.apply(edits.set_text(window.session.document, "ab" * 6))
    window.hub.flush()
    column = window.axis.column
    window.session.apply(edits.set_network(window.session.document, window.session.document.network, "", "ab" * 500))
    window.session.wait()
    window.hub.flush()
    assert window.axis.column < column
    press(qtbot, window, KEY.Key_Z)
    window.session.wait()
    window.hub.flush()
    assert window.axis.column == column


def test_the_usual_places_outlive_the_program(qtbot, window, settings, model):
    window.resize(1280, 720)
    window.arrangement.reset()
    tabs = {name: len(window.tabifiedDockWidgets(dock)) for name, dock in window.inspector.docks.items()}
    for _ in range(6):
        press(qtbot, window, KEY.Key_Plus)
    window.close()
    again = Window(Settings(settings.path))
    qtbot.addWidget(again)
    again.show()
    again.begin(Session(Document(files.load(model), "aaabbbcccT", 0, source=str(model))))
    again.resize(1280, 720)
    again.activateWindow()
    qtbot.wait(30)
    press(qtbot, again, KEY.Key_0)
    assert {name: len(again.tabifiedDockWidgets(dock)) for name, dock in again.inspector.docks.items()} == tabs
    again.close()


@pytest.mark.parametrize("text", ["aaabbbcccT" * 20, "a", ""])
def test_another_text_and_another_perspective_at_once(qtbot, window, text):
    for name in ("memory", "step", "predict", "unroll", "gradients", "compare", "learn"):
        window.choose_perspective(name)
        qtbot.wait(20)
        window.session.apply(edits.set_text(window.session.document, "abc"))
        window.session.apply(edits.move_cursor(window.session.document, 3))
        window.hub.flush()
        qtbot.wait(20)
        window.session.apply(edits.set_text(window.session.document, text))
        window.session.apply(edits.move_cursor(window.session.document, 150))
        window.choose_perspective("step")
        window.grab()
        qtbot.wait(20)
