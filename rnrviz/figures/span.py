"""The part of time that a figure shows."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """Which part of time shows where, in pixels; `first` is the 0-based column at the gutter's edge."""

    width: float
    height: float
    gutter: float
    column: float
    first: float
    cursor: int

    def x(self, t: float) -> float:
        """The centre of column t."""
        return self.gutter + (t - 0.5 - self.first) * self.column

    def columns(self, length: int) -> range:
        """The columns of which something shows."""
        last = math.ceil(self.first + (self.width - self.gutter) / self.column)
        return range(max(1, int(self.first) + 1), min(length, last) + 1)
