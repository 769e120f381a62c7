"""Projector mode by real keys: what it hides, how large it writes, and that everything is as before afterwards."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from rnrviz.app import session_files, teaching
from rnrviz.app.topbar import TopBar
from rnrviz.document import edits
from rnrviz.views.sight import is_seen
from tests.pointing import press

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
KEY = Qt.Key
NONE, ALT, CONTROL, SHIFT = (
    getattr(Qt.KeyboardModifier, f"{name}Modifier") for name in ("No", "Alt", "Control", "Shift")
)


@pytest.fixture
def project(window, qtbot, monkeypatch):
    """Into the mode by F5, on a screen of this size: those of the tests are too small for a full one."""

    def go(width=1920, height=1080):
        monkeypatch.setattr(window, "showFullScreen", lambda: window.resize(width, height))
        press(window, KEY.Key_F5)
        qtbot.wait(60)
        return teaching.of(window).projector

    yield go
    teaching.of(window).projector.leave()
    assert QApplication.overrideCursor() is None


def texts(style):
    return [style.font(size).pixelSize() for size in (0.5, 0.7, 0.85, 1.0)]


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720), (3840, 2160)])
def test_the_smallest_text_is_a_fiftyfourth_of_the_height(window, project, size):
    project(*size)
    assert window.height() == size[1]
    assert min(texts(window.look.style)) * 54 >= size[1]
    assert QApplication.font().pixelSize() * 54 >= size[1]
    assert window.look.style.px(1.0) * 11 * 54 >= size[1] * 0.99  # lines grow with the text


def test_nothing_but_the_views_is_seen(window, project):
    project()
    assert not window.menu.isVisible() and not window.statusBar().isVisible()
    assert not window.findChild(TopBar).isVisible()
    assert not any(pane.grip.isVisible() for pane in window.score.panes.values())
    assert window.views["tape"].isVisible() and window.views["network"].isVisible()


@pytest.mark.parametrize("out", [KEY.Key_F5, KEY.Key_Escape])
def test_everything_is_as_before(window, qtbot, project, out):
    window.set_theme("dark")
    press(window, KEY.Key_Plus, CONTROL)
    press(window, KEY.Key_Up, CONTROL)
    window.inspector.docks["gradients"].close()
    window.score.toggle("triangle")
    press(window, KEY.Key_3, CONTROL)
    qtbot.wait(60)
    before = state(window)
    projector = project()
    window.set_theme("light")
    press(window, KEY.Key_Plus, CONTROL)
    press(window, KEY.Key_4, ALT)
    qtbot.wait(30)
    press(window, out)
    qtbot.wait(60)
    assert not projector.active and state(window) == before
    assert window.settings.text("theme") == "dark" and window.settings.text("perspective") in ("", "step")


def state(window):
    axis, style = window.axis, window.look.style
    seen = {name: dock.geometry() for name, dock in window.inspector.docks.items() if is_seen(dock)}
    return (
        window.size(), window.windowState(), window.arrangement.perspective.name, window.score.shown,
        window.score.sizes(), seen,
        style, window.look.theme, window.menu.isVisible(), window.statusBar().isVisible(), window.focusWidget(),
        (axis.zoomed, axis.first, axis.chosen), window.arrangement.borrowed, window.settings.scale,
    )  # fmt: skip


def test_a_clicker_steps_and_b_does_not_black_out(window, project):
    project()
    press(window, KEY.Key_PageDown)
    press(window, KEY.Key_PageDown)
    assert window.session.document.cursor == 2
    press(window, KEY.Key_PageUp)
    assert window.session.document.cursor == 1
    press(window, KEY.Key_B)
    press(window, KEY.Key_Period)
    assert window.session.document.back == 1 and window.views["tape"].isVisible()


@pytest.mark.parametrize("number, name", [(KEY.Key_4, "network"), (KEY.Key_3, "staves")])
def test_one_view_alone_by_key_and_back(window, qtbot, project, number, name):
    project()
    shown, docks = window.score.shown, window.inspector.save()
    press(window, number, CONTROL)
    press(window, KEY.Key_F5, SHIFT)
    qtbot.wait(30)
    view = window.views[name]
    assert view.width() > 0.97 * window.width() and view.height() > 0.9 * window.height()
    assert view.canvas().hasFocus() and window.commands["spotlight"].isChecked()
    assert [each for each, other in window.views.items() if other.isVisible()] == [name]
    press(window, KEY.Key_Escape)
    qtbot.wait(30)
    assert window.score.shown == shown and window.inspector.save() == docks
    assert teaching.of(window).projector.active and view.canvas().hasFocus()


def test_one_view_alone_by_a_click_on_its_title(window, qtbot, project):
    project()
    bar = window.inspector.docks["network"].titleBarWidget()
    for wanted in ("network", ""):
        QTest.mouseClick(bar, Qt.MouseButton.LeftButton, NONE, QPoint(20, bar.height() // 2))
        qtbot.wait(30)
        assert teaching.of(window).projector.spotlight.name == wanted


def test_the_ring_while_ctrl_is_held_and_by_its_switch(window, project):
    ring = project().ring
    assert not ring.shown
    QTest.keyPress(window.focusWidget(), KEY.Key_Control)
    assert ring.shown and QApplication.overrideCursor().pixmap().width() > 80
    QTest.keyRelease(window.focusWidget(), KEY.Key_Control)
    assert not ring.shown
    press(window, KEY.Key_F6)
    assert ring.shown and window.commands["ring"].isChecked()
    press(window, KEY.Key_F6)
    assert not ring.shown


def test_what_is_brushed_is_let_go_of_before_the_mode_is_left(window, project):
    projector = project()
    window.session.apply(edits.move_cursor(window.session.document, 3))
    press(window, KEY.Key_Right, SHIFT)
    assert window.session.document.stretch
    press(window, KEY.Key_Escape)
    assert projector.active and not window.session.document.stretch


def test_closing_in_the_mode_remembers_the_window_of_before(window, qtbot, project):
    size = window.size()
    project()
    press(window, KEY.Key_F5, SHIFT)
    window.setWindowModified(False)
    window.close()
    assert window.size() == size
    assert window.settings.text("step/panes").split() == list(window.score.shown)


def test_a_session_saved_in_the_mode_has_the_places_of_before(window, project):
    before = session_files.look(window)
    project()
    press(window, KEY.Key_F5, SHIFT)
    assert {name: session_files.look(window)[name] for name in ("docks", "score", "panes")} == {
        name: before[name] for name in ("docks", "score", "panes")
    }
