"""Where everything stands in a picture of the triangle (t, tau)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QPointF, QRectF

from rnrviz.figures.measure import wrapped_height
from rnrviz.figures.span import Span
from rnrviz.figures.style import Style
from rnrviz.figures.triangle_rows import Rows

TOP, FOOT, GAP, EDGE = 30.0, 58.0, 8.0, 10.0
TALLEST, FINE = 40.0, 7.0  # a row at most; cells are drawn one by one from here on
NOTE, WORDS = 0.92, 4.0  # the size of a note's letters; the room around them


@dataclass(frozen=True, eq=False)
class Grid:
    """Rows in a part of time: the rows as high as the table fits, then the sums of the columns, then the note."""

    rows: Rows
    span: Span
    style: Style

    @cached_property
    def shown(self) -> range:
        """The instants of which a column, and so also a row, shows."""
        return self.span.columns(len(self.rows.table))

    @cached_property
    def known(self) -> range:
        """Those of them whose error is known."""
        return range(self.shown.start, min(self.shown.stop, self.rows.cursor + 1))

    @cached_property
    def decade(self) -> int | None:
        """The exponent of the strongest colour: it follows what is in sight, in whole decades."""
        return self.rows.decade(self.shown, self.shown) if self.shown else None

    @cached_property
    def note(self) -> QRectF:
        """Where the note stands; without height where there is none."""
        px, width, bottom = self.style.px, self.span.width, self.span.height
        if not self.rows.note:
            return QRectF(0, bottom, width, 0)
        words = wrapped_height(self.rows.note, self.style.font(NOTE), width - px(2 * EDGE + WORDS))
        high = words + px(2 * WORDS)
        return QRectF(0, bottom - high, width, high)

    @property
    def foot(self) -> float:
        """Where the table's room ends and that of the sums begins."""
        return self.note.top() - self.style.px(FOOT)

    @cached_property
    def high(self) -> float:
        """The height of a row."""
        px = self.style.px
        return max(1.0, min(px(TALLEST), (self.foot - px(TOP + GAP)) / max(1, len(self.shown))))

    @property
    def fine(self) -> bool:
        """Whether every cell is drawn by itself."""
        return self.high >= FINE and self.span.column >= FINE

    def top_of(self, t: float) -> float:
        """The upper edge of row t."""
        return self.style.px(TOP) + (t - self.shown.start) * self.high

    def row_at(self, at: QPointF) -> int:
        """The row at a height, 0 where there is none."""
        t = math.floor((at.y() - self.style.px(TOP)) / self.high) + self.shown.start
        return t if t in self.shown else 0

    def cell(self, t: int, tau: int) -> QRectF:
        """Where the entry of E[t] and the copy at tau stands."""
        return QRectF(self.span.x(tau) - self.span.column / 2, self.top_of(t), self.span.column, self.high)

    def cells(self, rows: range, columns: range) -> QRectF:
        """Where a part of the table stands."""
        return self.cell(rows.start, columns.start).united(self.cell(rows.stop - 1, columns.stop - 1))
