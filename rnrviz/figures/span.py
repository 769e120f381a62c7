"""The part of time that a figure shows, and where its columns stand: the same in every view."""

from __future__ import annotations

import math
from dataclasses import dataclass

SLIM, ROOM = 0.22, 0.35  # of the gutter's width: the least and the most that the column of t = 0 takes


def before_first(gutter: float, column: float) -> tuple[float, float]:
    """Centre and width of the column of t = 0, which stands in the gutter, right of the labels."""
    width = min(ROOM * gutter, max(SLIM * gutter, column))
    return gutter - width / 2, width


@dataclass(frozen=True)
class Span:
    """Which part of time shows where, in pixels; `first` is the 0-based column at the gutter's edge."""

    width: float
    height: float
    gutter: float
    column: float
    first: float
    cursor: int

    @property
    def begins(self) -> bool:
        """Whether the column of t = 0 shows: only while nothing is scrolled."""
        return self.first <= 0

    def frame(self) -> tuple[float, ...]:
        """All but the cursor: what stays the same from step to step."""
        return self.width, self.height, self.gutter, self.column, float(self.first)

    def x(self, t: float) -> float:
        """The centre of column t."""
        return self.gutter + (t - 0.5 - self.first) * self.column

    def place(self, t: int) -> tuple[float, float]:
        """Centre and width of column t, 0 included."""
        if t:
            return self.x(t), self.column
        centre, width = before_first(self.gutter, self.column)
        return centre - self.first * self.column, width

    def columns(self, length: int) -> range:
        """The columns of which something shows."""
        last = math.ceil(self.first + (self.width - self.gutter) / self.column)
        return range(max(1, int(self.first) + 1), min(length, last) + 1)
