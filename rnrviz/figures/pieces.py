"""A line of symbols and signs, as in ∂E[t]/∂x[t−k]: pairs of a symbol (or none) and the text that follows it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from rnrviz.figures.style import Style
from rnrviz.figures.symbols import draw_symbol, symbol_width

Pieces = Sequence[tuple[str, str]]


def pieces_width(pieces: Pieces, style: Style, size: float = 1.05) -> float:
    """How wide the line is set, in pixels."""
    return sum(_width(name, text, style, size) for name, text in pieces)


def draw_pieces(
    painter: QPainter, start: QPointF, pieces: Pieces, style: Style, color: QColor, size: float = 1.05
) -> float:
    """Draw the line from this place of the baseline on; returns its width."""
    x = start.x()
    for name, text in pieces:
        if name:
            draw_symbol(painter, QPointF(x, start.y()), name, style, "", size, text, color)
        else:
            painter.setFont(style.font(size, maths=True))
            painter.setPen(color)
            painter.drawText(QPointF(x, start.y()), text)
        x += _width(name, text, style, size)
    return x - start.x()


def _width(name: str, text: str, style: Style, size: float) -> float:
    if name:
        return symbol_width(name, style, "", size, text)
    return QFontMetricsF(style.font(size, maths=True)).horizontalAdvance(text)
