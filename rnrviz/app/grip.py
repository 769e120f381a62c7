"""The button in the corner of a track: a click opens its menu, a drag moves the track up or down."""

from __future__ import annotations

from collections.abc import Callable
from typing import final

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QToolButton, QWidget


@final
class Grip(QToolButton):
    """`on_drag` is called with the pointer's height on the screen while it is dragged; that is no click."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.on_drag: Callable[[int], None] = lambda y: None
        self._from = 0
        self._dragged = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click or a drag may begin."""
        self._from, self._dragged = round(event.globalPosition().y()), False
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Far enough up or down it is a drag."""
        y = round(event.globalPosition().y())
        if not event.buttons() & Qt.MouseButton.LeftButton:
            return
        if abs(y - self._from) >= QApplication.startDragDistance():
            self._dragged = True
            self.setCursor(Qt.CursorShape.SizeVerCursor)
        if self._dragged:
            self.on_drag(y)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """After a drag nothing is clicked."""
        self.unsetCursor()
        if self._dragged:
            self.setDown(False)
            event.accept()
        else:
            super().mouseReleaseEvent(event)
