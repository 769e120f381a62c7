"""A large pointer: a soft ring around it, while Ctrl is held in projector mode or as long as it is switched on."""

from __future__ import annotations

from typing import TYPE_CHECKING, final

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QColor, QCursor, QGuiApplication, QKeyEvent, QPainter, QPen, QPixmap, QPolygonF

from rnrviz.figures.style import Style

if TYPE_CHECKING:
    from rnrviz.app.window import Window

RADIUS, LINE, SOFT = 26.0, 4.0, 56  # at text size 1; the disk's opacity of 255
ARROW = ((0, 0), (0, 17), (4, 13.4), (6.8, 19.6), (9.4, 18.4), (6.7, 12.4), (12, 12))


@final
class Ring(QObject):
    """It is the pointer itself, so that it is never behind: nothing is painted over the window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.switched = False
        self._shown = False
        window.installEventFilter(self)

    @property
    def shown(self) -> bool:
        """Whether the pointer is large now."""
        return self._shown

    def toggle(self) -> None:
        """On until it is switched off."""
        self.switched = not self.switched
        self._show(self.switched)

    def end(self) -> None:
        """The usual pointer."""
        self.switched = False
        self._show(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl is held, or no longer; another window has the keys; another style."""
        kind = event.type()
        if kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease) and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Control and self._window.look.projected:
                self._show(self.switched or kind == QEvent.Type.KeyPress)
        elif kind == QEvent.Type.WindowDeactivate:
            self._show(False)
        elif kind == QEvent.Type.WindowActivate:
            self._show(self.switched)
        return False

    def _show(self, large: bool) -> None:
        self._window.commands["ring"].setChecked(self.switched)
        if large and not self._shown:
            ratio = self._window.devicePixelRatioF()
            QGuiApplication.setOverrideCursor(pointer(self._window.look.style, ratio))
        elif self._shown and not large:
            QGuiApplication.restoreOverrideCursor()
        self._shown = large


def pointer(style: Style, ratio: float = 1.0) -> QCursor:
    """An arrow whose tip is the middle of a ring."""
    middle = round(style.px(RADIUS + LINE))
    picture = QPixmap(round(2 * middle * ratio), round(2 * middle * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(middle, middle)
    disk = QColor(style.cursor)
    disk.setAlpha(SOFT)
    painter.setPen(QPen(style.cursor, style.px(LINE)))
    painter.setBrush(disk)
    painter.drawEllipse(QPointF(), style.px(RADIUS), style.px(RADIUS))
    painter.setPen(QPen(style.paper, style.px(1)))
    painter.setBrush(style.ink)
    painter.drawPolygon(QPolygonF([QPointF(style.px(x), style.px(y)) for x, y in ARROW]))
    painter.end()
    return QCursor(picture, middle, middle)
