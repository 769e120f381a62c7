"""A calm frame around the part of the window that a lesson points at. It moves only when that part does."""

from __future__ import annotations

from typing import TYPE_CHECKING, final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from rnrviz.figures.style import Style
from rnrviz.views.sight import is_seen

if TYPE_CHECKING:
    from rnrviz.app.window import Window

MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.ParentChange)
# controls within a view, and where they are
OF_VIEW = {
    "fault": ("gradients", "FaultBar"),
    "descent": ("backward", "DescentBar"),
    "truth": ("prediction", "TruthChoice"),
}


@final
class Frame(QWidget):
    """Lies over the window and lets everything through."""

    def __init__(self, window: QWidget, style: Style) -> None:
        super().__init__(window)
        self._look = style
        self._target: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._place)
        self.hide()

    @property
    def target(self) -> QWidget | None:
        """What is pointed at."""
        return self._target

    def point_at(self, target: QWidget | None) -> None:
        """At this part of the window, None at none."""
        for widget in self._watched():
            widget.removeEventFilter(self)
        self._target = target
        for widget in self._watched():
            widget.installEventFilter(self)
        self._soon.start()

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self._look = style
        self._soon.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The part moved, or what it lies in."""
        if event.type() in MOVES:
            self._soon.start()
        return False

    def _watched(self) -> list[QWidget]:
        """The part and all that it lies in, up to the window."""
        found, widget = [], self.target
        while widget is not None and widget is not self.parentWidget():
            found.append(widget)
            widget = widget.parentWidget()
        return found

    def _place(self) -> None:
        target, window = self.target, self.parentWidget()
        if target is None or target.window() is not window or not is_seen(target):
            self.hide()
            return
        around = round(self._look.px(2))
        place = QRect(target.mapTo(window, QPoint()), target.size()).adjusted(-around, -around, around, around)
        self.setGeometry(place & window.rect())
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A line in the accent's colour, of one width everywhere."""
        painter, width = QPainter(self), max(2.0, self._look.px(2.5))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._look.accent, width))
        half = width / 2
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(half, half, -half, -half), self._look.px(5), self._look.px(5)
        )
        painter.end()


def target(window: Window, name: str) -> QWidget | None:
    """The widget of a name that lessons use; None for none and for what is not there."""
    if name in window.score.panes:
        return window.score.panes[name]
    if name in window.views:
        found = window.views[name]
        return found if isinstance(found, QWidget) else None
    controls: dict[str, QWidget] = {
        "model": window.top.model, "speed": window.top.speed, "readout": window.top.readout, "menu": window.menu,
        **window.top.steps, **window.top.places,
    }  # fmt: skip
    if name in OF_VIEW:
        view, kind = OF_VIEW[name]
        inside = window.views[view].findChildren(QWidget)
        return next((widget for widget in inside if type(widget).__name__ == kind), None)
    return controls.get(name)
