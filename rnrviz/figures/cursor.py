"""The cursor: one instant, drawn alike in every view on the time axis."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from rnrviz.figures.style import Style

BAND = 34
LINE = 1.5


def draw_band(
    painter: QPainter, place: tuple[float, float], top: float, bottom: float, style: Style, edge: float = 0.0
) -> None:
    """Only the band, for views that lay it under what they draw; on whole pixels, which is quick to paint.

    `place` is the column's centre and width; nothing is painted left of `edge`.
    """
    if style.figure:
        return
    x, width = place
    soft = QColor(style.cursor)
    soft.setAlpha(BAND)
    left, right = round(max(edge, x - width / 2)), round(x + width / 2)
    if right > left:
        painter.fillRect(QRect(left, round(top), right - left, round(bottom) - round(top)), soft)


def draw_line(painter: QPainter, x: float, top: float, bottom: float, style: Style) -> None:
    """Only the line, for views that lay it over what they draw."""
    if style.figure:
        return
    painter.save()
    painter.setPen(QPen(style.cursor, style.px(LINE), Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawLine(QLineF(x, top, x, bottom))
    painter.restore()
