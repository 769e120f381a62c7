"""Scales of a plot: from numbers to pixels, and the round numbers at which an axis is marked."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnrviz.figures.numbers import raised

Numbers = NDArray[np.float64]
LOWEST, HIGHEST = -16, 16  # decades beyond which nothing is drawn
BEYOND = 3.0  # decades by which a curve that leaves goes on, out of sight
STEPS = (1, 2, 4, 5, 8, 10, 16)


@dataclass(frozen=True)
class Scale:
    """`low` at pixel `begin`, `high` at pixel `end`, straight in between."""

    low: float
    high: float
    begin: float
    end: float

    def at(self, values: Numbers | float) -> Numbers:
        """The pixels of these numbers; what is not finite stays so."""
        with np.errstate(all="ignore"):
            part = (np.asarray(values, np.float64) - self.low) / (self.high - self.low)
            return np.asarray(self.begin + part * (self.end - self.begin))

    def place(self, value: float) -> float:
        """The pixel of one number."""
        return float(self.at(value))

    def number(self, pixel: float) -> float:
        """The number at a pixel."""
        return self.low + (pixel - self.begin) / (self.end - self.begin) * (self.high - self.low)

    def ticks(self, apart: float, whole: bool = False) -> list[float]:
        """Round numbers on the scale, at least so many pixels apart; `whole` ones only."""
        per = abs(self.high - self.low) / max(1.0, abs(self.end - self.begin))
        step = nice_step(per * apart)
        step = max(1.0, step) if whole else step
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        return [k * step for k in range(first, last + 1)]


@dataclass(frozen=True)
class LogScale:
    """Whole decades, the exponents `low` at pixel `begin` and `high` at pixel `end`."""

    low: int
    high: int
    begin: float
    end: float

    def at(self, values: Numbers) -> Numbers:
        """The pixels of these numbers: far outside where they are zero or infinite, NaN where they are NaN."""
        with np.errstate(all="ignore"):
            logs = np.clip(np.log10(values), self.low - BEYOND, self.high + BEYOND)
        return Scale(self.low, self.high, self.begin, self.end).at(logs)

    def ticks(self, apart: float) -> list[tuple[float, str]]:
        """Pixels of decades at least so far apart, and what is written there."""
        decade = abs(self.end - self.begin) / (self.high - self.low)
        step = next((s for s in STEPS if s * decade >= apart), 32)
        scale = Scale(self.low, self.high, self.begin, self.end)
        exponents = range(math.ceil(self.low / step) * step, self.high + 1, step)
        return [(scale.place(e), "1" if e == 0 else f"10{raised(str(e))}") for e in exponents]

    def leaves(self, values: Numbers) -> tuple[int, str] | None:
        """Where a curve is outside for good, and how: above, below, broken (NaN), or zero all along."""
        with np.errstate(all="ignore"):
            logs = np.log10(values)
        outside = ~((logs >= self.low - 1e-9) & (logs <= self.high + 1e-9))
        if not len(values) or not outside[-1]:
            return None
        if not values.any():
            return 0, "zero"
        inside = np.flatnonzero(~outside)
        first = int(inside[-1]) + 1 if len(inside) else 0
        value = values[first]
        return first, "broken" if math.isnan(value) else "above" if value > 1.0 else "below"


def decades(curves: Iterable[Numbers]) -> tuple[int, int]:
    """The whole decades that hold all finite positive numbers, within LOWEST and HIGHEST, three at least."""
    logs = [np.log10(c[np.isfinite(c) & (c > 0)]) for c in curves]
    known = np.concatenate([np.zeros(0), *logs])
    if not len(known):
        return -3, 0
    low = min(HIGHEST - 3, max(LOWEST, math.floor(known.min())))
    high = max(LOWEST + 3, min(HIGHEST, math.ceil(known.max())))
    return (low, high) if high - low >= 3 else (high - 3, high)


def nice_step(least: float) -> float:
    """The smallest of 1, 2, 5 times a power of ten that is not below this."""
    if not math.isfinite(least) or least <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(least))
    return next(f * power for f in (1.0, 2.0, 5.0, 10.0) if f * power >= least * (1 - 1e-9))
