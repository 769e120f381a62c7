"""Cells over a long stream, one network below the other: never reset, and thin, reset at every string."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from rnrviz.figures.curves import draw_curve
from rnrviz.figures.lanes import nice_range
from rnrviz.figures.measure import WRAPPED, wrapped_height
from rnrviz.figures.staves import stride
from rnrviz.figures.staves_lane import tick
from rnrviz.figures.style import Style
from rnrviz.figures.symbols import draw_symbol
from rnrviz.language import tr

EDGE, LEFT, HEAD, FOOT, RUG = 14.0, 46.0, 42.0, 24.0, 7.0
LOWEST = 44.0  # of a plot
LEFTWARDS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHTWARDS = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
Numbers = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Stretch:
    """One network: ``cells`` and ``reset`` (L, n), ``right`` (L,), what it is called and how it fared in words."""

    title: str
    words: str
    cells: Numbers
    reset: Numbers
    right: NDArray[np.bool_]


class DriftItem(QGraphicsItem):
    """Draws stretches one below the other, then a caption; a message alone while there is none."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.style, self.area = style, QRectF(0, 0, 100, 100)
        self.stretches: tuple[Stretch, ...] = ()
        self.caption = ""

    def show_stretches(self, stretches: tuple[Stretch, ...], caption: str, area: QRectF, style: Style) -> None:
        """Draw these from now on."""
        if area != self.area:
            self.prepareGeometryChange()
        self.stretches, self.caption, self.area, self.style = stretches, caption, area, style
        self.update()

    def boundingRect(self) -> QRectF:
        """The whole area."""
        return self.area

    def needed(self, count: int, caption: str, width: float, style: Style) -> float:
        """The least height for so many stretches and a caption."""
        return count * style.px(HEAD + LOWEST + FOOT) + _height(caption, width, style) + style.px(2 * EDGE)

    def boxes(self) -> list[QRectF]:
        """The rectangle between the axes of every stretch."""
        px, count = self.style.px, max(1, len(self.stretches))
        each = (self.area.height() - _height(self.caption, self.area.width(), self.style) - px(2 * EDGE)) / count
        width = max(1.0, self.area.width() - px(LEFT + EDGE))
        return [
            QRectF(px(LEFT), self.area.top() + k * each + px(HEAD), width, max(px(20), each - px(HEAD + FOOT)))
            for k in range(len(self.stretches))
        ]

    def instant_at(self, at: QPointF) -> tuple[int, int] | None:
        """Number of the stretch and instant (1-based) at a place."""
        for k, box in enumerate(self.boxes()):
            if box.adjusted(-2, -4, 2, self.style.px(FOOT)).contains(at):
                length = len(self.stretches[k].cells)
                return k, min(length, max(1, round((at.x() - box.left()) / box.width() * (length - 1)) + 1))
        return None

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Every stretch, then the caption."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top, px = self.area.top() + self.style.px(EDGE) / 2, self.style.px
        for stretch, box in zip(self.stretches, self.boxes(), strict=True):
            self._heading(painter, stretch, box)
            self._plot(painter, stretch, box)
            top = box.bottom() + px(FOOT + 6)
        painter.setFont(self.style.font(0.92))
        painter.setPen(self.style.muted)
        room = QRectF(px(EDGE), top, self.area.width() - 2 * px(EDGE), self.area.bottom() - top)
        painter.drawText(room, WRAPPED, self.caption)

    def _heading(self, painter: QPainter, stretch: Stretch, box: QRectF) -> None:
        style, px = self.style, self.style.px
        top = box.top() - px(HEAD - 4)
        painter.setFont(style.font(bold=True))
        painter.setPen(style.ink)
        width = self.area.width() - 2 * px(EDGE)
        painter.drawText(QRectF(px(EDGE), top, width, px(18)), LEFTWARDS, stretch.title)
        painter.setFont(style.font(0.92))
        painter.setPen(style.muted)
        words = QFontMetricsF(painter.font()).elidedText(stretch.words, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRectF(px(EDGE), top + px(18), width, px(18)), LEFTWARDS, words)

    def _plot(self, painter: QPainter, stretch: Stretch, box: QRectF) -> None:
        style = self.style
        low, high = nice_range(np.concatenate([stretch.cells, stretch.reset]))
        self._axes(painter, box, low, high, len(stretch.cells))
        place = QPointF(style.px(10), box.center().y() + style.px(5))
        draw_symbol(painter, place, "x", style, size=1.25, color=style.signal("x"))
        length = len(stretch.cells)
        x = box.left() + np.arange(length) / max(1, length - 1) * box.width()
        for unit in range(stretch.cells.shape[1]):
            for values, colour, width in (
                (stretch.cells, style.signal("x"), 1.6),
                (stretch.reset, style.tint(style.ink, 0.75), 0.8),
            ):
                y = box.bottom() - (values[:, unit] - low) / (high - low) * box.height()
                draw_curve(painter, x, y, colour, style.px(width), unit)
        self._wrong(painter, stretch, box, x)

    def _axes(self, painter: QPainter, box: QRectF, low: float, high: float, length: int) -> None:
        style, px = self.style, self.style.px
        painter.setFont(style.font(0.85))
        for value in sorted({low, 0.0, high}):
            y = box.bottom() - (value - low) / (high - low) * box.height()
            painter.setPen(QPen(style.muted if value == 0 else style.hairline, 1.0))
            painter.drawLine(QLineF(box.left(), y, box.right(), y))
            painter.setPen(style.muted)
            if value == 0 or abs(y - (box.bottom() + low / (high - low) * box.height())) > px(12):
                painter.drawText(QRectF(0, y - 10, box.left() - px(5), 20), RIGHTWARDS, tick(value))
        wide = QFontMetricsF(painter.font()).horizontalAdvance(str(length)) + px(26)
        every = stride(wide / box.width() * length)
        for t in (1, *range(every, length + 1, every)):
            place = box.left() + (t - 1) / max(1, length - 1) * box.width()
            room = QRectF(place - 40, box.bottom() + px(RUG), 80, px(FOOT - RUG))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, f"t = {t}" if t == 1 else str(t))

    def _wrong(self, painter: QPainter, stretch: Stretch, box: QRectF, x: Numbers) -> None:
        """A stroke below the axis for every wrong prediction; the first one marked through the plot."""
        wrong = np.flatnonzero(~stretch.right)
        if not len(wrong):
            return
        style, px = self.style, self.style.px
        painter.setPen(QPen(style.cursor, max(1.0, box.width() / len(x))))
        for k in wrong.tolist():
            painter.drawLine(QLineF(x[k], box.bottom() + px(2), x[k], box.bottom() + px(RUG)))
        first = float(x[wrong[0]])
        painter.setPen(QPen(style.cursor, px(1.2), Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(first, box.top() - px(2), first, box.bottom() + px(RUG)))
        words = tr("first wrong: t = {t}").format(t=int(wrong[0]) + 1)
        painter.setFont(style.font(0.85, bold=True))
        metrics = QFontMetricsF(painter.font())
        wide = metrics.horizontalAdvance(words) + px(6)
        left = first + px(3) if first + px(3) + wide < box.right() else first - px(3) - wide
        label = QRectF(left, box.top(), wide, px(17))
        veil = QColor(style.paper)
        veil.setAlpha(225)
        painter.fillRect(label, veil)
        painter.setPen(style.cursor)
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, words)


def _height(text: str, width: float, style: Style) -> float:
    return wrapped_height(text, style.font(0.92), max(40.0, width - 2 * style.px(EDGE)))
