"""The unit that is pointed out in the staves: its curve over the whole text, or its row, above all others."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from rnrviz.figures.curves import Points, draw_curve
from rnrviz.figures.ends import unit_colour
from rnrviz.figures.lanes import Lane
from rnrviz.figures.style import Style
from rnrviz.figures.symbols import draw_symbol, symbol_width

VEIL, COMING = 150, 0.55  # how much of the others is hidden, of 255; how much of the curve's colour is left ahead
THICK, THIN = 3.2, 1.6
TAG, AWAY, ROW = 1.15, 6.0, 20.0
FRAME = 2.0


def draw_marked(
    painter: QPainter, lane: Lane, unit: int, box: QRectF, x: Points, y: Points, read: int, style: Style
) -> None:
    """Over a lane that is drawn. `x`, `y` of the instants that show, the first `read` of which have been read."""
    painter.save()
    painter.setClipRect(box.adjusted(-style.px(ROW), -style.px(ROW), 0, style.px(4)))
    if lane.raster:
        _row(painter, lane, unit, box, style)
    else:
        veil = QColor(style.paper)
        veil.setAlpha(VEIL)
        painter.fillRect(box.adjusted(0, -style.px(4), 0, style.px(4)), veil)
        colour = unit_colour(lane, unit, style)
        ahead = slice(max(0, read - 1), None)
        draw_curve(painter, x[ahead], y[ahead], style.tint(colour, COMING), style.px(THIN), unit)
        draw_curve(painter, x[:read], y[:read], colour, style.px(THICK), unit)
    _tag(painter, lane, unit, box, style)
    painter.restore()


def _row(painter: QPainter, lane: Lane, unit: int, box: QRectF, style: Style) -> None:
    """A frame around the unit's row, never so low that it would hide the row."""
    height = box.height() / len(lane.indices)
    row = QRectF(box.left(), box.top() + unit * height, box.width(), height)
    wide = style.px(FRAME)
    for colour, out in ((style.paper, 1.5 * wide), (style.ink, 0.5 * wide)):
        painter.setPen(QPen(colour, wide))
        for edge in (row.top() - out, row.bottom() + out):
            painter.drawLine(QLineF(row.left(), edge, row.right(), edge))


def _tag(painter: QPainter, lane: Lane, unit: int, box: QRectF, style: Style) -> None:
    """Whose curve it is, above the lane's left end; its row has an arrow besides."""
    index = lane.indices[unit]
    width = symbol_width(lane.name, style, index, TAG) + style.px(3 * AWAY + 9)
    area = QRectF(box.left(), box.top() - style.px(ROW) + style.px(2), width, style.px(ROW) - style.px(3))
    painter.fillRect(area, style.tint(style.accent, 0.16))
    painter.setPen(style.accent)
    _arrow(painter, QPointF(area.left() + style.px(AWAY), area.center().y()), style)
    start = area.adjusted(style.px(2 * AWAY + 5), 0, 0, 0)
    draw_symbol(painter, QPointF(start.left(), area.center().y() + style.px(4)), lane.name, style, index, TAG)
    if lane.raster:
        height = box.height() / len(lane.indices)
        _arrow(painter, QPointF(box.left() - style.px(AWAY + 4), box.top() + (unit + 0.5) * height), style)


def _arrow(painter: QPainter, at: QPointF, style: Style) -> None:
    """Pointing to the right from a point."""
    painter.setBrush(style.accent)
    painter.setPen(QPen(style.accent, 1.0))
    r = style.px(4)
    painter.drawPolygon([QPointF(at.x(), at.y() - r), QPointF(at.x() + 1.6 * r, at.y()), QPointF(at.x(), at.y() + r)])
