"""What a hand does: drags with the buttons down, as they come from the system, and keys."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def move(widget, at, modifiers=NONE):
    """The pointer moves over a widget with the left button down."""
    where, everywhere = QPointF(at), QPointF(widget.mapToGlobal(at))
    kind, nothing = QEvent.Type.MouseMove, Qt.MouseButton.NoButton
    QApplication.sendEvent(widget, QMouseEvent(kind, where, everywhere, nothing, LEFT, modifiers))


def drag(widget, places, modifiers=NONE):
    """Press at the first place, go through the others, let go at the last."""
    places = [QPoint(round(x), round(y)) for x, y in places]
    QTest.mousePress(widget, LEFT, modifiers, places[0])
    for at in places[1:]:
        move(widget, at, modifiers)
    QTest.mouseRelease(widget, LEFT, modifiers, places[-1])


def press(window, key, modifier=NONE, times=1):
    """A key, where the focus is, so many times."""
    for _ in range(times):
        QTest.keyClick(window.focusWidget() or window, key, modifier)
        window.hub.flush()
