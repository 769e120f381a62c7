"""One row of a ranked list of units."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from rnrviz.figures.curves import draw_curve
from rnrviz.figures.numbers import MINUS, NOT_A_NUMBER
from rnrviz.figures.style import Style
from rnrviz.figures.symbols import draw_symbol

if TYPE_CHECKING:
    from rnrviz.figures.ranking import Row

ROW = 44.0
LEFT, RANK, SYMBOL, WORDS, RIGHT = 14.0, 22.0, 54.0, 178.0, 12.0
SLIMMEST, LINE = 40.0, 1.6
BAR, BAR_HEIGHT = 60.0, 5.0
LEAN = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class RowPainter:
    """Draws rows on a painter."""

    def __init__(self, painter: QPainter, style: Style, stretch: tuple[int, int], length: int) -> None:
        self._painter, self._style = painter, style
        self._stretch, self._length = stretch, length

    def draw(self, row: Row, area: QRectF, marked: bool, focused: bool) -> None:
        """Rank, symbol, curve, measure; what is pointed out has a ground and an arrow, the focus a frame."""
        painter, style = self._painter, self._style
        if not style.figure:
            self._ground(area, marked, focused)
        painter.setFont(style.font(0.92, bold=marked))
        painter.setPen(style.muted)
        left = area.left() + style.px(LEFT)
        rank = QRectF(left, area.top(), style.px(RANK - 6), area.height())
        painter.drawText(rank, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(row.rank))
        name = QRectF(left + style.px(RANK), area.top(), style.px(SYMBOL), area.height())
        draw_symbol(painter, name, row.name, style, row.index, 1.25, "", style.signal(row.name), LEAN)
        words = area.right() - style.px(RIGHT + WORDS)
        self._measure(row, QRectF(words, area.top(), style.px(WORDS), area.height()))
        plot = QRectF(name.right(), area.top() + style.px(7), words - name.right() - style.px(12), area.height())
        plot.setHeight(area.height() - style.px(14))
        if plot.width() >= style.px(SLIMMEST) and self._length:
            self._curve(row, plot)

    def _ground(self, area: QRectF, marked: bool, focused: bool) -> None:
        painter, style = self._painter, self._style
        inner = area.adjusted(style.px(6), 1, -style.px(6), -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if marked:
            painter.setBrush(style.tint(style.accent, 0.16))
            painter.drawRoundedRect(inner, style.px(5), style.px(5))
            painter.setBrush(style.accent)
            x, y, r = inner.left() + style.px(3), area.center().y(), style.px(4)
            painter.drawPolygon([QPointF(x, y - r), QPointF(x + 1.6 * r, y), QPointF(x, y + r)])
        if focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(style.accent, style.px(1.6)))
            painter.drawRoundedRect(inner, style.px(5), style.px(5))

    def _measure(self, row: Row, area: QRectF) -> None:
        """The correlation with its sign, its kind, and what that means in numbers; a bar as long as it is strong."""
        painter, style = self._painter, self._style
        upper = QRectF(area.left(), area.top() + style.px(4), area.width(), style.px(18))
        bold = style.font(1.0, bold=True)
        number = signed(row.measure)
        painter.setFont(bold)
        painter.setPen(style.ink)
        painter.drawText(upper, LEAN, number)
        after = QFontMetricsF(bold).horizontalAdvance(signed(-1.0)) + style.px(8)
        painter.setFont(style.font(0.92))
        painter.drawText(upper.adjusted(after, 0, 0, 0), LEAN, row.kind)
        bar = QRectF(upper.right() - style.px(BAR), upper.center().y() - style.px(BAR_HEIGHT) / 2, style.px(BAR), 0)
        bar.setHeight(style.px(BAR_HEIGHT))
        painter.fillRect(bar, style.hairline)
        share = abs(row.measure) if row.measure == row.measure else 0.0
        painter.fillRect(QRectF(bar.left(), bar.top(), bar.width() * share, bar.height()), style.accent)
        painter.setFont(style.font(0.85))
        painter.setPen(style.muted)
        lower = QRectF(area.left(), upper.bottom(), area.width() + style.px(RIGHT - 2), style.px(17))
        fitted = QFontMetricsF(painter.font()).elidedText(row.words, Qt.TextElideMode.ElideRight, lower.width())
        painter.drawText(lower, LEAN, fitted)

    def _curve(self, row: Row, plot: QRectF) -> None:
        """The unit over the whole text, the stretch behind it, and zero where it is in reach."""
        painter, style = self._painter, self._style
        each, (first, last) = plot.width() / self._length, self._stretch
        band = QRectF(plot.left() + (first - 1) * each, plot.top(), max(1.0, (last - first + 1) * each), plot.height())
        painter.fillRect(band.adjusted(0, -style.px(3), 0, style.px(3)), style.tint(style.accent, 0.36))
        instants, heights, zero = sampled(row.values, plot)
        if zero is not None:
            painter.setPen(QPen(style.hairline, 1.0))
            painter.drawLine(QLineF(plot.left(), zero, plot.right(), zero))
        x = plot.left() + (instants.astype(np.float64) + 0.5) * each
        draw_curve(painter, x, heights, style.signal(row.name), style.px(LINE), 0)


def sampled(values: NDArray[np.float64], plot: QRectF) -> tuple[NDArray[np.int64], NDArray[np.float64], float | None]:
    """0-based instants, not more than pixels, the heights of their values, and that of zero if it is among them."""
    most = max(2, round(plot.width()))
    instants = np.unique(np.linspace(0, len(values) - 1, min(most, len(values))).round().astype(np.int64))
    chosen, finite = values[instants], values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 0.0)
    span = high / 2 - low / 2  # halved, so that it does not overflow
    if not span > 0:
        return instants, np.where(np.isfinite(chosen), plot.center().y(), np.nan), None
    with np.errstate(all="ignore"):
        heights = plot.bottom() - (chosen / 2 - low / 2) / span * plot.height()
    return instants, heights, plot.bottom() + low / 2 / span * plot.height() if low <= 0 <= high else None


def signed(value: float) -> str:
    """Two decimals and, unless they are zeros, a sign."""
    if value != value:
        return NOT_A_NUMBER
    return "0.00" if abs(value) < 0.005 else f"{value:+.2f}".replace("-", MINUS)
