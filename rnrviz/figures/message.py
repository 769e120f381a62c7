"""What a figure says where it has nothing to draw: in the middle, in lines of about one length."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from rnrviz.figures.measure import wrapped_height
from rnrviz.figures.style import Style

FLAGS = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap


def draw_message(painter: QPainter, area: QRectF, text: str, style: Style, edge: float = 0.0) -> None:
    """In an area of which `edge` is left free at either side, in pixels at text size 1."""
    painter.setFont(style.font())
    painter.setPen(style.muted)
    room = area.width() - 2 * style.px(edge)
    free = (area.width() - balanced_width(text, style.font(), room)) / 2
    painter.drawText(area.adjusted(free, 0, -free, 0), FLAGS, text)


@lru_cache(maxsize=256)
def balanced_width(text: str, font: QFont, width: float) -> float:
    """The least width, to a pixel, in which a text takes no more lines than in this one: no word is left alone."""
    high = wrapped_height(text, font, width)
    narrow, wide = width / 2, width
    while wide - narrow > 1:
        middle = (narrow + wide) / 2
        if wrapped_height(text, font, middle) > high:
            narrow = middle
        else:
            wide = middle
    return wide
