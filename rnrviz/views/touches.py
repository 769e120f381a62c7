"""Fingers on a touch screen: one is a mouse with its left button down, two are none, so that a pinch moves nothing.

Left to itself Qt makes a mouse of the first finger even while two of them pinch.
"""

from __future__ import annotations

import time
from typing import final

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent, QTouchEvent
from PySide6.QtWidgets import QApplication, QWidget

Type, NONE, LEFT = QEvent.Type, Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
NEAR = 24.0  # pixels between two taps that are a double one


@final
class Touches:
    """Of one widget, which passes its events on."""

    def __init__(self, widget: QWidget) -> None:
        self._widget = widget
        self._start, self._pressed, self._many = QPointF(), False, False
        self._last = (float("-inf"), QPointF())

    def told(self, event: QEvent) -> bool:
        """Whether it was a touch, which is then dealt with."""
        if not isinstance(event, QTouchEvent):
            return False
        points = event.points()
        at = points[0].position() if points else self._start
        if event.type() == Type.TouchBegin:
            self._start, self._pressed, self._many = at, False, len(points) > 1
        elif event.type() == Type.TouchUpdate:
            self._moved(at, len(points))
        else:
            self._lifted(at, event.type() == Type.TouchCancel)
        event.accept()
        return True

    def _moved(self, at: QPointF, fingers: int) -> None:
        """A drag begins where the finger was put down."""
        self._many = self._many or fingers > 1
        far = (at - self._start).manhattanLength() >= QApplication.startDragDistance()
        if self._many:
            self._release(at)
        elif self._pressed or far:
            if not self._pressed:
                self._press()
            self._send(Type.MouseMove, at, NONE, LEFT)

    def _lifted(self, at: QPointF, cancelled: bool) -> None:
        """Without a drag it was a tap."""
        if not self._many and not self._pressed and not cancelled:
            self._press()
        self._release(at)

    def _press(self) -> None:
        moment, at = time.monotonic(), self._start
        soon = 1000 * (moment - self._last[0]) < QGuiApplication.styleHints().mouseDoubleClickInterval()
        twice = soon and (at - self._last[1]).manhattanLength() < NEAR
        self._last = (float("-inf") if twice else moment, at)
        self._pressed = True
        self._send(Type.MouseButtonDblClick if twice else Type.MouseButtonPress, at, LEFT, LEFT)

    def _release(self, at: QPointF) -> None:
        if self._pressed:
            self._pressed = False
            self._send(Type.MouseButtonRelease, at, LEFT, NONE)

    def _send(self, kind: QEvent.Type, at: QPointF, button: Qt.MouseButton, down: Qt.MouseButton) -> None:
        keys = QGuiApplication.keyboardModifiers()
        QApplication.sendEvent(
            self._widget, QMouseEvent(kind, at, QPointF(self._widget.mapToGlobal(at)), button, down, keys)
        )
