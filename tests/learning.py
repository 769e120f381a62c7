"""What a student does in the perspective Learn: press, wait, type."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.pointing import LEFT


def click(qtbot, view, button, strings):
    """Press a button of the view, and wait until so many strings are learned and shown."""
    QTest.mouseClick(button, LEFT)
    settle(qtbot, view, strings)


def settle(qtbot, view, strings=None):
    """Wait until nothing is learned any more and all is shown."""
    qtbot.waitUntil(lambda: _there(view, strings), timeout=30_000)
    view.session.wait()
    qtbot.wait(40)


def _there(view, strings):
    standing = view.training.standing
    return not standing.running and strings in (None, standing.progress.strings)


def vector(window):
    """The weights of now."""
    return window.session.document.network.vector


def type_into(field, text):
    """Type this in place of what is there, and Enter."""
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)
