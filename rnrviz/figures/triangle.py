"""The triangle (t, tau): what every error says of every copy of one weight, with what RTRL and BPTT make of it.

Columns stand on the time axis: they are the copies, tau. Rows are the errors, t, from top to bottom; their sums, which
RTRL delivers going forward, stand in the gutter. The sums of the columns, which BPTT adds up going back, stand below as
bars. Both grand totals stand in the corner.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from rnrviz.figures.cursor import draw_band
from rnrviz.figures.heat import draw_picture, largest, picture
from rnrviz.figures.numbers import short
from rnrviz.figures.span import Span
from rnrviz.figures.style import Style
from rnrviz.figures.symbols import draw_symbol

TOP, FOOT, GAP = 30.0, 58.0, 8.0
TALLEST, FINE = 40.0, 7.0  # a row at most; cells are drawn one by one from here on
DECADES = 6.0  # colours go with the logarithm of the size, from so many below the largest: fading is what is shown
ROOT = 0.5  # bars go with this power of the size: else all but the largest would look like 0
PALE = 0.3


@dataclass(frozen=True, eq=False)
class Rows:
    """What is known: rows 1..`cursor` of `table` (L, L), of which `instants` count; columns from `tau` on are summed.

    `ahead` says that errors depend on later copies too: then RTRL does not apply. BPTT that is cut at t_0 keeps only
    the copies of a `band` of that width along the diagonal.
    """

    table: np.ndarray
    weight: str
    index: str
    cursor: int
    instants: tuple[int, int]
    tau: int
    ahead: bool = False
    band: int = 0

    def kept(self, t: int, tau: int) -> bool:
        """Whether the entry lies in the band."""
        return not self.band or abs(t - tau) < self.band

    @cached_property
    def cut(self) -> np.ndarray:
        """The table as BPTT has it, zeros outside the band."""
        apart = np.abs(np.subtract.outer(np.arange(len(self.table)), np.arange(len(self.table))))
        return np.where(apart < self.band, self.table, 0.0) if self.band else self.table

    @property
    def reach(self) -> int:
        """The last copy on which the known errors depend."""
        return len(self.table) if self.ahead else self.cursor

    @cached_property
    def limit(self) -> float:
        """The largest entry that is known, which has the strongest colour."""
        return largest(self.table[: self.cursor]) or 1.0

    @cached_property
    def of_errors(self) -> np.ndarray:
        """(L,): the sum of every row, dE[t]/dW."""
        return np.asarray(self.table.sum(1))

    @cached_property
    def of_copies(self) -> np.ndarray:
        """(L,): the sum of every column over the errors that count."""
        return np.asarray(self.cut[self.instants[0] - 1 : self.instants[1]].sum(0))

    @property
    def totals(self) -> tuple[float, float]:
        """What RTRL has, and what BPTT has so far."""
        first, last = self.instants
        return float(self.of_errors[first - 1 : last].sum()), float(self.of_copies[self.tau - 1 :].sum())

    def counts(self, t: int) -> bool:
        """Whether E[t] is one of the errors meant."""
        return self.instants[0] <= t <= self.instants[1]


class TriangleItem(QGraphicsItem):
    """Paints Rows in a Span."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.style, self.rows, self.span, self.message = style, None, Span(1, 1, 0, 1, 0, 0), ""

    rows: Rows | None

    def show_rows(self, rows: Rows | None, span: Span, style: Style, message: str = "") -> None:
        """Another table, part of time or style; without a table a message."""
        self.prepareGeometryChange()
        self.rows, self.span, self.style, self.message = rows, span, style, message
        self.update()

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, self.span.width, self.span.height)

    @property
    def shown(self) -> range:
        """The instants of which a column, and so also a row, shows."""
        return self.span.columns(len(self.rows.table) if self.rows is not None else 0)

    @property
    def high(self) -> float:
        """The height of a row."""
        px = self.style.px
        room = self.span.height - px(TOP + FOOT + GAP)
        return max(1.0, min(px(TALLEST), room / max(1, len(self.shown))))

    def top_of(self, t: float) -> float:
        """The upper edge of row t."""
        return self.style.px(TOP) + (t - self.shown.start) * self.high

    def row_at(self, at: QPointF) -> int:
        """The row at a height, 0 where there is none."""
        t = math.floor((at.y() - self.style.px(TOP)) / self.high) + self.shown.start
        return t if t in self.shown else 0

    def cell(self, t: int, tau: int) -> QRectF:
        """Where the entry of E[t] and the copy at tau stands."""
        span = self.span
        return QRectF(span.x(tau) - span.column / 2, self.top_of(t), span.column, self.high)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.rows is None:
            painter.setFont(self.style.font(1.0))
            painter.setPen(self.style.muted)
            painter.drawText(self.boundingRect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.message)
            return
        painter.save()
        span = self.span
        painter.setClipRect(QRectF(span.gutter, 0, span.width - span.gutter, span.height))
        draw_band(painter, span.place(span.cursor), 0, span.height, self.style, span.gutter)
        self._paint_table(painter, self.rows)
        self._paint_way_back(painter, self.rows)
        self._paint_sums(painter, self.rows)
        painter.restore()
        self._paint_labels(painter, self.rows)
        self._paint_totals(painter, self.rows)

    def _paint_table(self, painter: QPainter, rows: Rows) -> None:
        """The rows that are known; those of errors that are not meant are pale. What is to come is an outline."""
        known = range(self.shown.start, min(self.shown.stop, rows.cursor + 1))
        columns = slice(self.shown.start - 1, self.shown.stop - 1)
        for t in known if self.high >= FINE and self.span.column >= FINE else ():
            painter.setOpacity(1.0 if rows.counts(t) else PALE)
            values = rows.table[t - 1, columns]
            colours = self.style.diverging(self._shade(rows, values), 1.0).tolist()
            for tau, value, (r, g, b, _) in zip(self.shown, values.tolist(), colours, strict=True):
                if value != 0.0 or tau <= t:
                    self._paint_cell(painter, self.cell(t, tau), value, QColor(r, g, b), rows.counts(t))
        if not (self.high >= FINE and self.span.column >= FINE):
            for part, strong in self._parts(known, rows):
                painter.setOpacity(1.0 if strong else PALE)
                shades = self._shade(rows, rows.table[part.start - 1 : part.stop - 1, columns])
                box = self.cell(part.start, self.shown.start).united(self.cell(part.stop - 1, self.shown.stop - 1))
                draw_picture(painter, box, picture(shades, 1.0, self.style))
        painter.setOpacity(1.0)
        self._paint_edge(painter)
        self._paint_band(painter, rows)

    def _parts(self, known: range, rows: Rows) -> list[tuple[range, bool]]:
        """The known rows in runs that count and runs that do not."""
        first, last = rows.instants
        cuts = [known.start, max(known.start, min(first, known.stop)), min(known.stop, last + 1), known.stop]
        runs = [(range(a, b), strong) for a, b, strong in zip(cuts, cuts[1:], (False, True, False), strict=False)]
        return [(run, strong) for run, strong in runs if run]

    def _shade(self, rows: Rows, values: np.ndarray) -> np.ndarray:
        with np.errstate(all="ignore"):
            size = np.maximum(0.0, 1.0 + np.log10(np.abs(values) / rows.limit) / DECADES)
        return np.where(np.isfinite(values), np.sign(values) * size, values)

    def _paint_cell(self, painter: QPainter, cell: QRectF, value: float, color: QColor, counts: bool) -> None:
        """One entry; with its number where that has room."""
        box = cell.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawRoundedRect(box, self.style.px(2), self.style.px(2))
        if not counts or box.height() < self.style.px(13) or box.width() < self.style.px(16):
            return
        text = short(value, 2)
        painter.setFont(self.style.font(0.85))
        if box.width() >= painter.fontMetrics().horizontalAdvance(text) + self.style.px(6):
            painter.setPen(self.style.text_on(color))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_edge(self, painter: QPainter) -> None:
        """The stairs along the diagonal, as far as the text goes."""
        painter.setPen(QPen(self.style.hairline, 1))
        for t in self.shown:
            box = self.cell(t, t)
            if self.high >= 3:
                painter.drawLine(box.topLeft(), box.topRight())
                painter.drawLine(box.topRight(), box.bottomRight())

    def _paint_band(self, painter: QPainter, rows: Rows) -> None:
        """What BPTT leaves out when it is cut: hatched, with a line along the band."""
        if not rows.band:
            return
        pen = QPen(self.style.accent, self.style.px(1.6))
        for t in range(self.shown.start, min(self.shown.stop, rows.cursor + 1)):
            edge = self.cell(t, t - rows.band + 1)
            lost = self.cell(t, self.shown.start).united(self.cell(t, max(self.shown.start, t - rows.band)))
            if t - rows.band >= self.shown.start and rows.counts(t):
                painter.fillRect(lost, QBrush(self.style.paper, Qt.BrushStyle.BDiagPattern))
                painter.setPen(pen)
                painter.drawLine(edge.topLeft(), edge.bottomLeft())
                painter.drawLine(edge.topLeft() - QPointF(self.span.column, 0), edge.topLeft())

    def _paint_way_back(self, painter: QPainter, rows: Rows) -> None:
        """A frame around what BPTT has been through."""
        if rows.tau > rows.cursor:
            return
        first = max(rows.instants[0], self.shown.start)
        box = self.cell(first, rows.tau).united(self.cell(rows.cursor, rows.reach))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.style.signal("delta"), self.style.px(1.8)))
        painter.drawRoundedRect(box, self.style.px(3), self.style.px(3))

    def _paint_sums(self, painter: QPainter, rows: Rows) -> None:
        """The sum of every column as a bar, up or down from a line, as far as BPTT has come."""
        px = self.style.px
        middle, reach = self.span.height - px(FOOT) / 2, px(FOOT / 2 - 14)
        painter.setPen(QPen(self.style.hairline, 1))
        painter.drawLine(QPointF(self.span.gutter, middle), QPointF(self.span.width, middle))
        limit = largest(rows.of_copies) or 1.0
        for tau in range(max(self.shown.start, rows.tau), min(self.shown.stop, rows.reach + 1)):
            value = float(rows.of_copies[tau - 1])
            size = reach * min(1.0, abs(value) / limit) ** ROOT if np.isfinite(value) else reach
            wide = max(2.0, min(px(22), 0.6 * self.span.column))
            top = middle - size if value >= 0 else middle
            painter.fillRect(QRectF(self.span.x(tau) - wide / 2, top, wide, size), self._bar(value))
            self._paint_sum(painter, value, tau, middle, size)

    def _bar(self, value: float) -> QColor:
        return self.style.diverging_color(0.8 if value >= 0 else -0.8, 1.0) if np.isfinite(value) else self.style.marked

    def _paint_sum(self, painter: QPainter, value: float, tau: int, middle: float, size: float) -> None:
        painter.setFont(self.style.font(0.85))
        painter.setPen(self.style.ink)
        if painter.fontMetrics().horizontalAdvance(short(value, 2)) > self.span.column - self.style.px(4):
            return
        high = self.style.px(14)
        y = middle - size - high if value >= 0 else middle + size
        area = QRectF(self.span.x(tau) - self.span.column / 2, y, self.span.column, high)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, short(value, 2))

    def _paint_labels(self, painter: QPainter, rows: Rows) -> None:
        """The weight, and left of every known row its t and its sum, as many as there is room for."""
        px, right = self.style.px, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        head, left = QRectF(px(10), px(6), px(90), px(20)), Qt.AlignmentFlag.AlignLeft
        draw_symbol(painter, head, rows.weight, self.style, rows.index, 1.15, align=left)
        every = max(1, math.ceil(px(13) / self.high))
        painter.setFont(self.style.font(0.85))
        for t in range(self.shown.start, min(self.shown.stop, rows.cursor + 1)):
            if (rows.cursor - t) % every:
                continue
            middle = self.top_of(t) + self.high / 2
            painter.setPen(self.style.ink if rows.counts(t) else self.style.muted)
            painter.drawText(QRectF(px(10), middle - px(8), px(30), px(16)), Qt.AlignmentFlag.AlignVCenter, str(t))
            value = short(float(rows.of_errors[t - 1]), 2)
            painter.drawText(QRectF(px(30), middle - px(8), self.span.gutter - px(36), px(16)), right, value)

    def _paint_totals(self, painter: QPainter, rows: Rows) -> None:
        """Both grand totals, and whether they have met."""
        px, (forward, back) = self.style.px, rows.totals
        top = self.span.height - px(FOOT) + px(6)
        gone = rows.tau <= rows.cursor
        lines = (("Σ" if rows.ahead else "RTRL", short(forward), True), ("BPTT", short(back) if gone else "…", gone))
        for k, (word, value, known) in enumerate(lines):
            area = QRectF(px(10), top + k * px(18), self.span.gutter - px(16), px(18))
            painter.setFont(self.style.font(0.85, bold=known and rows.tau == 1))
            painter.setPen(self.style.ink if known else self.style.muted)
            painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, word)
            painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, value)
        painter.setPen(QPen(self.style.hairline, 1))
        painter.drawLine(QPointF(px(10), top - px(3)), QPointF(self.span.gutter - px(6), top - px(3)))
