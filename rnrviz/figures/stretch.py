"""The brushed stretch of the text: on the tape between brackets, and faint over the other tracks."""

from __future__ import annotations

from collections.abc import Callable
from typing import final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from rnrviz.figures.style import Style

CLEAR, FAINT = 44, 12  # how much of the colour is laid over the tape and over the others, of 255
HOOK, EDGE, LINE = 7.0, 1.5, 2.0


@final
class StretchItem(QGraphicsItem):
    """Lies over all that a track draws, in the style that it has then; paints nothing in a figure for print."""

    def __init__(self, style: Callable[[], Style], bracketed: bool) -> None:
        super().__init__()
        self.setZValue(1.0)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self._style, self._bracketed, self._area = style, bracketed, QRectF()

    def show_stretch(self, area: QRectF) -> None:
        """The columns of the stretch as far as they are seen, over the whole height; empty for none."""
        self.prepareGeometryChange()
        self._area = area
        self.update()

    def area(self) -> QRectF:
        """Where it lies."""
        return self._area

    def boundingRect(self) -> QRectF:
        """The columns."""
        return self._area.adjusted(-LINE, 0, LINE, 0)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """A veil; brackets over it on the tape, dotted edges elsewhere."""
        style, area = self._style(), self._area
        if style.figure or area.isEmpty():
            return
        veil = QColor(style.accent)
        veil.setAlpha(CLEAR if self._bracketed else FAINT)
        painter.fillRect(area, veil)
        if self._bracketed:
            self._brackets(painter)
            return
        painter.setPen(QPen(style.accent, style.px(1.0), Qt.PenStyle.DotLine))
        for x in (area.left(), area.right()):
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))

    def _brackets(self, painter: QPainter) -> None:
        """Above and below, hooked at both ends."""
        style, area = self._style(), self._area.adjusted(1, EDGE, -1, -EDGE)
        painter.setPen(QPen(style.accent, style.px(LINE)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for y, hook in ((area.top(), style.px(HOOK)), (area.bottom(), -style.px(HOOK))):
            corners = ((area.left(), y + hook), (area.left(), y), (area.right(), y), (area.right(), y + hook))
            painter.drawPolyline(QPolygonF([QPointF(*corner) for corner in corners]))
