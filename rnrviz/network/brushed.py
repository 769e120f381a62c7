"""Which units follow a brushed stretch of the string: who is on there, and who counts there.

Two correlations (Pearson's) say how well a unit x follows the stretch, both with the indicator I[t], which is 1 inside
and 0 outside of it, over the whole string:

on      of x[t] with I[t]: the unit has one level inside and another outside;
counts  of its increments x[t] - x[t-1] with I[t]: each token inside adds about the same, each token outside adds
        something else. The increments of a counter of the stretch are I[t] itself, wherever it began to count.

The larger of the two magnitudes is how well the unit follows. What is read from right to left has the increments
x[t] - x[t+1]. Where all of the string is brushed there is no outside: then the second is the correlation of x[t] with
the counter t, and the first is not defined.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rnrviz.network.program import Signal
from rnrviz.network.trace import Trace

REMEMBERS = ("carousel", "state")
LEFT_OUT = ("input", "hidden")
STILL = 1e-9  # what varies by less than this share of its size is constant
FEWEST = 3  # instants: any two points lie on a line
Stretch = tuple[int, int]
Index = tuple[int, ...]


@dataclass(frozen=True)
class Follower:
    """One unit. ``on`` and ``counts`` are correlations in [-1, 1], NaN where there is none (a constant unit).

    ``levels`` are the means of x[t] inside and outside, ``steps`` those of the increments.
    """

    signal: str
    index: Index
    remembers: bool
    on: float
    counts: float
    levels: tuple[float, float]
    steps: tuple[float, float]

    @property
    def way(self) -> str:
        """How it follows best: "on", "counts", or "" for not at all."""
        on, counts = (abs(value) if value == value else -1.0 for value in (self.on, self.counts))
        return "" if max(on, counts) < 0 else "counts" if counts > on else "on"

    @property
    def measure(self) -> float:
        """The correlation of that way, with its sign; NaN where there is none."""
        return {"on": self.on, "counts": self.counts}.get(self.way, np.nan)


def followers(trace: Trace, stretch: Stretch, progress: Callable[[float], None] | None = None) -> tuple[Follower, ...]:
    """Every unit of the equations: first what remembers (CECs and states), then the others, the best of each first.

    ``stretch`` is first and last instant, 1-based, inclusive. The inputs are left out: they are the string itself.
    ``progress`` is told the fraction done and may raise Cancelled.
    """
    if len(trace) < FEWEST:
        return ()
    program = trace.network.program
    chosen = [signal for signal in program.signals.values() if signal.role not in LEFT_OUT]
    found: list[Follower] = []
    for number, signal in enumerate(chosen):
        found += _of(trace, signal, stretch)
        if progress:
            progress((number + 1) / len(chosen))
    return tuple(sorted(found, key=_order))


def indicator(length: int, stretch: Stretch) -> np.ndarray:
    """I[t], (L,): 1 inside the stretch, 0 outside."""
    found = np.zeros(length)
    found[stretch[0] - 1 : stretch[1]] = 1.0
    return found


def correlations(values: np.ndarray, other: np.ndarray, size: np.ndarray | None = None) -> np.ndarray:
    """Pearson's correlation of each column of (L, n) with (L,); NaN where either is constant or not finite.

    A column is constant when it varies by less than rounding does at its ``size`` (n,), its largest magnitude if not
    given.
    """
    with np.errstate(all="ignore"):
        largest = np.abs(values).max(axis=0, initial=0.0)
        scaled = values / np.where(largest > 0, largest, 1.0)
        deviations, wanted = scaled - scaled.mean(axis=0), other - other.mean()
        spread = np.sqrt((deviations**2).sum(axis=0) * (wanted**2).sum())
        found = np.clip(wanted @ deviations / spread, -1.0, 1.0)
        varies = np.ptp(scaled, axis=0) * largest > STILL * (largest if size is None else size)
    return np.where(varies & np.isfinite(found), found, np.nan) if len(values) else np.full(values.shape[1], np.nan)


def _of(trace: Trace, signal: Signal, stretch: Stretch) -> list[Follower]:
    """The units of one signal."""
    values, inside = trace[signal.name].reshape(len(trace), -1), indicator(len(trace), stretch)
    steps, known = _increments(trace, signal)
    with np.errstate(all="ignore"):
        size = np.abs(values).max(axis=0, initial=0.0)
        on = correlations(values, inside)
        counts = correlations(steps[known], inside[known], size)
        if inside.all():
            counts = correlations(values, np.arange(1.0, len(trace) + 1))
        levels, slopes = _means(values, inside), _means(steps[known], inside[known])
    indices = [tuple(int(i) for i in index) for index in np.ndindex(signal.shape)]
    remembers = signal.role in REMEMBERS
    return [
        Follower(signal.name, index, remembers, float(on[k]), float(counts[k]), _pair(levels, k), _pair(slopes, k))
        for k, index in enumerate(indices)
    ]


def _increments(trace: Trace, signal: Signal) -> tuple[np.ndarray, np.ndarray]:
    """x[t] - x[t-1], (L, n), and at which t there is one: what nobody reads later has no value before the first token.

    From right to left it is x[t] - x[t+1].
    """
    lags = {s.lag for e in trace.network.equations for term in e.terms for s in term.sources if s.signal == signal.name}
    back = min(lags, default=0) < 0 and max(lags, default=0) <= 0
    values, known = trace[signal.name].reshape(len(trace), -1), np.ones(len(trace), bool)
    before = np.roll(values, -1 if back else 1, axis=0)
    edge = -1 if back else 0
    if back or max(lags, default=0) > 0:
        before[edge] = trace.before(signal.name, -1 if back else 1)[edge].ravel()
    else:
        known[edge] = False
    with np.errstate(all="ignore"):
        return values - before, known


def _means(values: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """The mean of each column inside and outside, (2, n); NaN where there is nothing."""
    sides = (inside > 0, inside == 0)
    return np.array([values[side].mean(axis=0) if side.any() else np.full(values.shape[1], np.nan) for side in sides])


def _pair(means: np.ndarray, unit: int) -> tuple[float, float]:
    return float(means[0, unit]), float(means[1, unit])


def _order(unit: Follower) -> tuple[bool, float]:
    return not unit.remembers, -abs(unit.measure) if unit.way else np.inf
