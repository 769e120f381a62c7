"""What the staves show: lanes of one shared time axis, each with its own steady range."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnrviz.figures.numbers import short
from rnrviz.figures.span import before_first

FORMS = AUTOMATIC, LINES, RASTER = "automatic", "curves", "raster"
CURVES = 6
NICE = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
GAP = 18.0
RULER = 20.0
LOWEST = 26.0
PER_CURVE = 13.0
PER_ROW = 4.0


@dataclass(frozen=True)
class Columns:
    """Where instants stand: the gutter, the width of a column and the first column's offset, in pixels."""

    gutter: float
    width: float
    first: float

    def x(self, t: float) -> float:
        """The centre of column t, 1-based."""
        return self.gutter + (t - 0.5 - self.first) * self.width

    def instant(self, x: float) -> int:
        """The number of the column at an x; below 1 there is none."""
        return math.floor((x - self.gutter) / self.width + self.first) + 1

    @property
    def begins(self) -> bool:
        """Whether the column of t = 0 shows: only while nothing is scrolled."""
        return self.first <= 0

    def place(self, t: int) -> tuple[float, float]:
        """Centre and width of column t, 0 included."""
        if t:
            return self.x(t), self.width
        centre, width = before_first(self.gutter, self.width)
        return centre - self.first * self.width, width

    def centres(self, instants: range) -> NDArray[np.float64]:
        """The centres of these columns."""
        numbers = np.arange(instants.start, instants.stop, dtype=np.float64)
        return self.gutter + (numbers - 0.5 - self.first) * self.width

    def visible(self, right: float, length: int) -> range:
        """The instants of which something shows left of `right`."""
        last = math.ceil(self.first + max(0.0, right - self.gutter) / self.width)
        return range(max(1, math.floor(self.first) + 1), min(length, last) + 1)


@dataclass(frozen=True)
class Lane:
    """One signal against time: `values` (L, n), one curve (or row) per unit.

    `indices` are the units' subscripts. `low` and `high` hold for the whole string, so that stepping moves
    nothing. `broken` is the first instant (1-based) of an overflow, 0 when there is none; with `gaps` a NaN is
    no fault (E[t] without a target). `ahead`: how many instants after the cursor it is known. `form` is one of FORMS.
    """

    name: str
    caption: str
    values: NDArray[np.float64]
    indices: tuple[str, ...]
    low: float
    high: float
    weight: float = 1.0
    broken: int = 0
    gaps: bool = False
    ahead: float = 0.0
    form: str = AUTOMATIC

    @property
    def raster(self) -> bool:
        """A row of colour for each unit instead of a curve: as chosen, else where they are too many for curves."""
        return self.form == RASTER or (self.form == AUTOMATIC and len(self.indices) > CURVES)

    @property
    def lowest(self) -> float:
        """The least height at which it can be read, at text size 1."""
        units = len(self.indices)
        return max(LOWEST, min(160.0, PER_ROW * units) if self.raster else PER_CURVE * units)

    @property
    def limit(self) -> float:
        """The largest magnitude, for the colours of a raster."""
        return max(abs(self.low), abs(self.high))

    def spoken_at(self, t: int) -> str:
        """Name and values at instant t, for a screen reader."""
        row = self.values[t - 1, :CURVES]
        named = (f"{self.name}{index} {short(float(v))}" for index, v in zip(self.indices, row, strict=False))
        return f"{self.caption}: {', '.join(named)}"


def nice_range(values: NDArray[np.float64]) -> tuple[float, float]:
    """A round range that holds every finite value and zero."""
    finite = values[np.isfinite(values)]
    if finite.size == 0:
        return 0.0, 1.0
    low, high = nice(float(finite.min())), nice(float(finite.max()))
    low, high = min(low, 0.0), max(high, 0.0)
    return (0.0, 1.0) if low == high else (low, high)


def first_broken(values: NDArray[np.float64], gaps: bool = False) -> int:
    """The first instant (1-based) with an infinity or, unless gaps are meant, a NaN; 0 when all is well."""
    wrong = np.isinf(values) if gaps else ~np.isfinite(values)
    found = np.flatnonzero(wrong.any(axis=1))
    return int(found[0]) + 1 if len(found) else 0


def gate_range(values: NDArray[np.float64]) -> tuple[float, float]:
    """From 0 to 1, unless a gate leaves that interval."""
    low, high = nice_range(values)
    return min(0.0, low), max(1.0, high)


def nice(value: float) -> float:
    """The next round number away from zero."""
    size = abs(value)
    if size < 1e-300:
        return 0.0
    exponent = math.floor(math.log10(size))
    step = next((n for n in NICE if n >= size / 10.0**exponent * (1 - 1e-9)), 10.0)
    rounded = float(f"{step}e{exponent}")
    return math.copysign(rounded if math.isfinite(rounded) else size, value)


def heights(lanes: tuple[Lane, ...], room: float, scale: float) -> list[float]:
    """Heights of the lanes in a stack `room` pixels high: by weight, never below what each needs."""
    least = [lane.lowest * scale for lane in lanes]
    spare = room - sum(least) - (len(lanes) * GAP + RULER) * scale
    if spare <= 0 or not lanes:
        return least
    total = sum(lane.weight for lane in lanes)
    return [low + spare * lane.weight / total for low, lane in zip(least, lanes, strict=True)]


def needed(lanes: tuple[Lane, ...], scale: float) -> float:
    """The least height of the whole stack, in pixels."""
    return (sum(lane.lowest + GAP for lane in lanes) + RULER) * scale
