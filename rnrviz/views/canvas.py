"""The canvas of a view: a frameless QGraphicsView that tells its view about size, pointer and keys."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import final

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QWidget

from rnrviz.figures.style import Style
from rnrviz.views import pinches
from rnrviz.views.touches import Touches

SHIFT = Qt.KeyboardModifier.ShiftModifier
NEVER = Qt.ScrollBarPolicy.ScrollBarAlwaysOff


@final
class Canvas(QGraphicsView):
    """Shows its own scene at one pixel per unit. Set the callbacks that are wanted; each may stay None."""

    on_pinch: Callable[[float, QPointF], None] | None = None  # of the class: events come before the rest is made
    _touches: Touches | None = None

    def __init__(self, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setScene(QGraphicsScene(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setHorizontalScrollBarPolicy(NEVER)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setMouseTracking(True)
        for part in (self, self.viewport()):  # what is dropped is for the window; a scene would take it and refuse it
            part.setAcceptDrops(False)
        self.on_resize: Callable[[], None] | None = None
        self.on_press: Callable[[QPointF], None] | None = None
        self.on_drag: Callable[[QPointF], None] | None = None
        self.on_hover: Callable[[QPointF | None], None] | None = None
        self.on_double: Callable[[QPointF], None] | None = None
        self.on_wheel: Callable[[QWheelEvent], None] | None = None
        self.on_brush: Callable[[QPointF, QPointF], None] | None = None
        self._brushed_from: QPointF | None = None
        self._touches = Touches(self.viewport())
        self.on_key: Callable[[QKeyEvent], bool] | None = None
        self.set_style(style)

    def set_least(self, style: Style, high: float) -> None:
        """At least so many pixels high, no more with larger text: what does not fit is scrolled."""
        self.setMinimumHeight(round(min(high, style.px(high))))

    def set_style(self, style: Style) -> None:
        """Another background."""
        self.style_ = style
        self.setBackgroundBrush(style.paper)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell the view. What goes wrong there is said at once: passed on through Qt it would end the program."""
        super().resizeEvent(event)
        try:
            if self.on_resize:
                self.on_resize()
        except Exception:
            sys.excepthook(*sys.exc_info())

    def viewportEvent(self, event: QEvent) -> bool:
        """Two fingers, on a touchpad or on the screen, are the view's where it wants them."""
        if self.on_pinch and pinches.told(event, self.viewport(), self.on_pinch):
            return True
        if self.on_pinch and self._touches and self._touches.told(event):
            return True
        try:
            return super().viewportEvent(event)
        except Exception:  # painting, mostly: as above
            sys.excepthook(*sys.exc_info())
            return True

    def wheelEvent(self, event: QWheelEvent) -> None:
        """To the view, else scroll."""
        if self.on_wheel:
            self.on_wheel(event)
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Only the left button presses; with Shift it brushes."""
        at, brushes = self.mapToScene(event.position().toPoint()), event.modifiers() & SHIFT
        self._brushed_from = None
        if event.button() == Qt.MouseButton.LeftButton and brushes and self.on_brush:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._brushed_from = at
            self.on_brush(at, at)
            event.accept()
        elif event.button() == Qt.MouseButton.LeftButton and self.on_press:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.on_press(at)
            event.accept()
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Only the left button; a second press where nothing else is wanted."""
        at = self.mapToScene(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and (self.on_double or self.on_press):
            (self.on_double or self.on_press)(at)  # type: ignore[misc]
            event.accept()
        else:
            super().mouseDoubleClickEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A drag with the left button down, else a hover."""
        at = self.mapToScene(event.position().toPoint())
        if event.buttons() & Qt.MouseButton.LeftButton and self._brushed_from is not None and self.on_brush:
            self.on_brush(self._brushed_from, at)
        elif event.buttons() & Qt.MouseButton.LeftButton and self.on_drag:
            self.on_drag(at)
        elif self.on_hover:
            self.on_hover(at)

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is elsewhere."""
        if self.on_hover:
            self.on_hover(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that the view does not want go on to the window."""
        if self.on_key and self.on_key(event):
            event.accept()
        else:
            event.ignore()
