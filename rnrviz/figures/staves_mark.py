"""The unit that is pointed out in the staves: its curve over the whole text, or its row, above all others."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from rnrviz.figures.curves import draw_curve, draw_points
from rnrviz.figures.ends import unit_colour
from rnrviz.figures.lane_heights import heights_of
from rnrviz.figures.lanes import Columns, Lane
from rnrviz.figures.style import Style
from rnrviz.figures.symbols import draw_symbol, symbol_width

FADED, COMING = 0.35, 0.55  # how much is left of the other curves, and of this one's colour ahead of the cursor
THICK, THIN, DOT = 3.2, 1.6, 3.4
MARKED_FROM = 13.0
TAG, AWAY, ROW, BESIDE = 1.15, 6.0, 20.0, 40.0
FRAME = 2.0
Sight = tuple[Columns, float, int, int]  # the columns, where they end at the right, the cursor, the length


def draw_marked(painter: QPainter, lane: Lane, unit: int, box: QRectF, sight: Sight, style: Style) -> None:
    """Over a lane that is drawn without this curve, or with this row."""
    if lane.raster:
        _row(painter, lane, unit, box, style)
    else:
        painter.save()
        painter.setClipRect(box.adjusted(0, -style.px(5), 0, style.px(5)))
        _curve(painter, lane, unit, box, sight, style)
        painter.restore()
    _tag(painter, lane, unit, box, style)


def _curve(painter: QPainter, lane: Lane, unit: int, box: QRectF, sight: Sight, style: Style) -> None:
    """Thick as far as the text is read, thin from there on."""
    columns, right, cursor, length = sight
    shown = columns.visible(right, length)
    instants = range(max(1, shown.start - 1), min(length, shown.stop) + 1)
    x = columns.centres(instants)
    y = heights_of(lane.values[instants.start - 1 : instants.stop - 1, unit], lane, box)
    read, colour = max(0, cursor - instants.start + 1), unit_colour(lane, unit, style)
    ahead = slice(max(0, read - 1), None)
    draw_curve(painter, x[ahead], y[ahead], style.tint(colour, COMING), style.px(THIN), unit)
    draw_curve(painter, x[:read], y[:read], colour, style.px(THICK), unit)
    if columns.width >= MARKED_FROM * style.scale:
        painter.setBrush(colour if unit % 4 == 0 else style.paper)
        painter.setPen(QPen(colour, style.px(1.5)))
        draw_points(painter, x[:read], y[:read], unit, style.px(DOT))


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
        _arrow(painter, QPointF(box.left() - style.px(BESIDE), box.top() + (unit + 0.5) * height), style)


def _arrow(painter: QPainter, at: QPointF, style: Style) -> None:
    """Pointing to the right from a point."""
    painter.setBrush(style.accent)
    painter.setPen(QPen(style.accent, 1.0))
    r = style.px(4)
    painter.drawPolygon([QPointF(at.x(), at.y() - r), QPointF(at.x() + 1.6 * r, at.y()), QPointF(at.x(), at.y() + r)])
