"""The states of the present string and of kept ones, and the directions in which they spread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rnrviz.document.reading import read
from rnrviz.figures.numbers import percent
from rnrviz.figures.symbols import subscript
from rnrviz.figures.trajectory import AxisName, Path
from rnrviz.language import tr
from rnrviz.network.components import Components, components
from rnrviz.network.notation import symbol

if TYPE_CHECKING:
    from rnrviz.network.network import Network
    from rnrviz.network.program import Signal
    from rnrviz.network.trace import Trace

ROLES = ("carousel", "state", "cell")
LOWERED = str.maketrans("0123456789,", "₀₁₂₃₄₅₆₇₈₉‚")
Choice = tuple[str, int]  # "unit" and its number, "component" and its number, or "time" and 0


@dataclass(frozen=True, eq=False)
class Way:
    """States (L+1, n) of t = 0 to L, and what was read."""

    states: NDArray[np.float64]
    symbols: NDArray[np.int64]
    tokens: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Ways:
    """The present string's way first, then those of the kept ones; the components of all of them together."""

    ways: tuple[Way, ...]
    components: Components


def signals(network: Network) -> tuple[Signal, ...]:
    """The signals whose space can be looked at: carousels first, then states and cells; y where there are none."""
    known = [s for s in network.program.signals.values() if s.role in ROLES]
    return tuple(sorted(known, key=lambda s: s.role != "carousel")) or (network.program.signals["y"],)


def find(trace: Trace, signal: str, kept: tuple[str, ...], progress: Callable[[float], None]) -> Ways:
    """Run the kept strings through the network of the trace and take the signal out of all runs."""
    ways = [_way(trace, signal)]
    for k, text in enumerate(kept):
        progress(k / len(kept))
        ways.append(_way(trace.network.run(read(trace.network, text).sequence), signal))
    return Ways(tuple(ways), components(np.concatenate([way.states for way in ways])))


def _way(trace: Trace, signal: str) -> Way:
    states = np.asarray(trace[signal]).reshape(len(trace), -1)
    start = np.full((1, states.shape[1]), np.nan)
    lagged = any(s.signal == signal and s.lag > 0 for e in trace.network.equations for t in e.terms for s in t.sources)
    if lagged and len(trace):
        start = trace.before(signal, 1)[:1].reshape(1, -1)
    return Way(np.concatenate([start, states]), trace.sequence.indices, trace.sequence.tokens)


def seconds(trace: Trace, signal: str, kept: tuple[str, ...]) -> float:
    """Roughly how long `find` takes."""
    n, points = trace.network.program.signals[signal].size, len(trace) + 1 + sum(map(len, kept))
    run = sum(map(len, kept)) * (5e-7 + trace.network.program.size / 4e8)
    return run + points * n * min(points, n) * 6e-9 + 3e-4 * (1 + len(kept))


def choices(signal: Signal) -> tuple[tuple[Choice, str], ...]:
    """What an axis can show, and how that is written in a list."""
    name = symbol(signal.name).unicode
    units = [
        (("unit", k), name + subscript(index).translate(LOWERED))
        for k, index in enumerate(product(*map(range, signal.shape)))
    ]
    extra = [(("component", k), tr("PC {n}").format(n=k + 1)) for k in range(2)] if signal.size > 1 else []
    return (*units, *extra, (("time", 0), "t"))


def usual(signal: Signal) -> tuple[Choice, Choice]:
    """The axes at first: both units of two, the components of more, time and the unit of a single one."""
    if signal.size == 1:
        return ("time", 0), ("unit", 0)
    kind = "unit" if signal.size == 2 else "component"
    return (kind, 0), (kind, 1)


def path(way: Way, found: Components, axes: tuple[Choice, Choice]) -> Path:
    """The points of a way on these axes."""
    placed, times = found.project(way.states), np.arange(len(way.states), dtype=np.float64)[:, None]
    sources = {"unit": way.states, "component": placed, "time": times}
    return Path(np.stack([sources[kind][:, k] for kind, k in axes], axis=1), way.symbols, way.tokens)


def axis_name(choice: Choice, signal: Signal, found: Components) -> AxisName:
    """What stands at an axis."""
    kind, k = choice
    if kind == "time":
        return AxisName("t")
    if kind == "component":
        note = tr("{share} of the variance").format(share=percent(float(found.shares[k])))
        return AxisName(words=tr("PC {n}").format(n=k + 1), note=note)
    index = tuple(int(i) for i in np.unravel_index(k, signal.shape))
    return AxisName(signal.name, subscript(index))
