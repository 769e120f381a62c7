"""The menu and the cross of a dock: in the row of its tabs where there is room, else in a row of its own."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QTabBar

from rnrviz.app.title_bar import in_front

LEFT = Qt.MouseButton.LeftButton
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # what a test's screen cannot do


def bar_of(window, name):
    return window.inspector.docks[name].titleBarWidget()


def seen(window):
    """The docks whose buttons are seen."""
    bars = {name: dock.titleBarWidget() for name, dock in window.inspector.docks.items()}
    return {name for name, bar in bars.items() if bar.corner.isVisible() and not bar.corner.visibleRegion().isEmpty()}


def tabs_above(window, name):
    dock = window.inspector.docks[name]
    bars = (bar for bar in window.findChildren(QTabBar) if bar.isVisible())
    return next(bar for bar in bars if bar.geometry().bottom() + 1 == dock.y() and bar.x() == dock.x())


def settled(qtbot, window):
    window.hub.flush()
    qtbot.wait(60)


@pytest.mark.parametrize("code", ["en", "es"])
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_they_stand_at_the_end_of_the_tabs_and_cover_none(window, qtbot, size, code):
    window.resize(*size)
    window.set_language(code)
    for perspective in ("step", "memory", "gradients", "unroll"):
        window.choose_perspective(perspective)
        settled(qtbot, window)
        first = window.arrangement.perspective.docks[0][0]
        tabs, corner = tabs_above(window, first), bar_of(window, first).corner
        last = tabs.tabRect(tabs.count() - 1).translated(tabs.pos())
        place = corner.geometry()
        assert corner.parent() is window and bar_of(window, first).height() == 0
        assert tabs.geometry().contains(place) and tabs.geometry().right() - place.right() <= 12
        assert last.right() < place.left()
        assert first in seen(window)
    window.set_language("en")


def test_every_group_has_one_pair_of_them(window, qtbot):
    for perspective in ("step", "unroll", "gradients", "memory", "compare", "predict", "learn", "step"):
        window.choose_perspective(perspective)
        settled(qtbot, window)
        assert seen(window) == {name for name, dock in window.inspector.docks.items() if in_front(dock)}


def test_where_the_tabs_need_the_room_they_have_a_row_of_their_own(window, qtbot):
    window.resize(1280, 720)
    window.set_language("es")
    window.choose_perspective("compare")
    settled(qtbot, window)
    bar = bar_of(window, "network")
    assert bar.corner.parent() is bar and bar.height() > 15
    assert bar.corner.geometry().right() >= bar.width() - 12
    window.resizeDocks([window.inspector.docks["network"]], [640], Qt.Orientation.Horizontal)
    settled(qtbot, window)
    assert bar.corner.parent() is window and bar.height() == 0
    window.set_language("en")


def test_a_name_that_no_tab_says_has_its_row(window, qtbot):
    window.choose_perspective("predict")
    settled(qtbot, window)
    bar = bar_of(window, "prediction")
    assert bar.corner.parent() is bar and bar.height() > 15
    assert bar.corner.geometry().right() >= bar.width() - 12


def test_another_tab_has_its_own(window, qtbot):
    window.choose_perspective("step")
    settled(qtbot, window)
    tabs = tabs_above(window, "network")
    QTest.mouseClick(tabs, LEFT, pos=tabs.tabRect(1).center())
    settled(qtbot, window)
    assert "network" not in seen(window) and "equations" in seen(window)
    more, close = bar_of(window, "equations").buttons
    QTest.mouseClick(more, LEFT)
    menu = window.views["equations"].findChild(QMenu)
    assert menu.isVisible()
    menu.close()
    QTest.mouseClick(close, LEFT)
    settled(qtbot, window)
    assert not window.inspector.docks["equations"].isVisible() and "equations" not in seen(window)
    assert len(seen(window) & {"network", "explain", "gradients"}) >= 1


def test_it_floats_with_its_name_and_comes_back(window, qtbot):
    window.choose_perspective("step")
    settled(qtbot, window)
    dock, bar = window.inspector.docks["network"], bar_of(window, "network")
    dock.setFloating(True)
    settled(qtbot, window)
    assert bar.corner.parent() is bar and bar.height() > 15 and bar._name.isVisible()
    dock.setFloating(False)
    settled(qtbot, window)
    assert bar.corner.parent() is window and bar.height() == 0


def test_hidden_on_a_stage_they_need_no_room(window, qtbot):
    window.resize(1280, 720)
    window.choose_perspective("unroll")
    settled(qtbot, window)
    before = window.inspector._wide()
    window.teaching.stage.show_only(["corners"])
    settled(qtbot, window)
    assert seen(window) == set() or all(not b.isVisible() for n in seen(window) for b in bar_of(window, n).buttons)
    assert window.inspector._wide() < before
