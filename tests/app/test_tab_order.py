"""The key Tab goes through all that is seen, in both directions, and through nothing else."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTabBar

MOST = 200  # the units of a network are stops of their own
KEY = Qt.Key


def way(window, key, modifier=Qt.KeyboardModifier.NoModifier):
    """All that gets the keyboard until it is where it began, each once."""
    found = []
    start = QApplication.focusWidget()
    for _ in range(MOST):
        QTest.keyClick(QApplication.focusWidget(), key, modifier)
        now = QApplication.focusWidget()
        if not found or now is not found[-1]:
            found.append(now)
        if now is start and len(found) > 3:
            return found
    raise AssertionError("Tab did not come round")


def seen(widget, window):
    found = window.childAt(widget.mapTo(window, widget.rect().center()))
    return found is widget or widget.isAncestorOf(found)


def told(widget):
    return type(widget).__name__, widget.accessibleName(), widget.geometry().getRect()


@pytest.mark.parametrize("perspective", ["step", "unroll", "gradients", "memory", "compare", "predict", "learn"])
def test_tab_goes_where_something_is_seen_and_round(window, qtbot, perspective):
    window.choose_perspective(perspective)
    window.commands["forward"].trigger()
    window.hub.flush()
    window.session.wait()
    qtbot.wait(80)
    canvas = window.views["tape"].canvas()
    canvas.setFocus()
    forth = way(window, KEY.Key_Tab)
    assert [told(widget) for widget in forth if not seen(widget, window)] == []
    assert any(isinstance(widget, QTabBar) for widget in forth) or perspective in ("predict", "learn")
    docks = [dock for dock in window.inspector.docks.values() if dock.isVisible() and dock.x() >= 0]
    for dock in docks:
        assert any(dock.isAncestorOf(widget) for widget in forth), dock.objectName()
        more, close = dock.titleBarWidget().buttons
        assert more in forth and close in forth
    canvas.setFocus()
    back = way(window, KEY.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert {id(widget) for widget in back} == {id(widget) for widget in forth}
