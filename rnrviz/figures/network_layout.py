"""What an unrolled network consists of, read off its equations: bands of units, their levels, and the links between.

Net inputs and the hidden parts of longer equations have no units of their own: what they read is drawn into the
signal that they end in, as the chapter's figures do.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from rnrviz.network.equations import Equation, Source
    from rnrviz.network.network import Network
    from rnrviz.network.program import Signal

SHOWN = ("input", "state", "gate", "carousel", "cell", "output")


@dataclass(frozen=True)
class Band:
    """The units of one signal; `level` counts from the input upwards, `shape` as the signal's."""

    signal: str
    role: str
    level: int
    shape: tuple[int, ...]

    @property
    def size(self) -> int:
        """The number of units."""
        return prod(self.shape)

    def index(self, unit: int) -> tuple[int, ...]:
        """The index of a unit, 0-based, as the chapter counts it: (i,) or (i, j)."""
        return tuple(int(i) for i in np.unravel_index(unit, self.shape))


@dataclass(frozen=True)
class Link:
    """Units of `source` at [t-lag] feed units of `target` at [t]; without `parameter` nothing is weighed.

    `start` is where the source begins among signals that stand one below the other (concat), 0 where it is alone.
    """

    source: str
    target: str
    lag: int
    parameter: str | None
    kind: str
    start: int = 0


@dataclass(frozen=True)
class Structure:
    """Bands in the order of computation and the links between them."""

    bands: tuple[Band, ...]
    links: tuple[Link, ...]

    @property
    def levels(self) -> int:
        """How many levels lie one above the other."""
        return 1 + max(band.level for band in self.bands)

    def band(self, signal: str) -> Band:
        """The band of a signal."""
        return next(band for band in self.bands if band.signal == signal)

    @property
    def remembered(self) -> tuple[str, ...]:
        """The signals that are read at an earlier instant: those with a value at [0]; the input has none."""
        late = {link.source for link in self.links if link.lag > 0}
        return tuple(band.signal for band in self.bands if band.signal in late and band.role != "input")

    @property
    def awaited(self) -> tuple[str, ...]:
        """The signals that are read at a later instant: those with a value after the last token."""
        early = {link.source for link in self.links if link.lag < 0}
        return tuple(band.signal for band in self.bands if band.signal in early and band.role != "input")

    @cached_property
    def lags(self) -> tuple[int, ...]:
        """How many instants earlier anything is read; negative ones are later."""
        return tuple(sorted({link.lag for link in self.links}))

    @cached_property
    def ahead(self) -> Mapping[str, float]:
        """How many instants after t a signal is needed for y[t]: 0, a few, or without end where it runs backwards."""
        found = dict.fromkeys((band.signal for band in self.bands), 0.0)
        if not any(lag < 0 for lag in self.lags):
            return found
        for turn in range(2 * len(self.bands) + 2):
            for link in self.links:
                far = max(0.0, found[link.target] - link.lag)
                if far > found[link.source]:
                    found[link.source] = far if turn <= len(self.bands) else math.inf
        return found


def structure(network: Network) -> Structure:
    """The bands and links of a network."""
    return arrange(network.equations, network.program.signals)


def arrange(equations: Iterable[Equation], signals: Mapping[str, Signal]) -> Structure:
    """The bands and links of these equations; `signals` gives roles and shapes."""
    by_name = {equation.target: equation for equation in equations}
    shown = [name for name, signal in signals.items() if signal.role in SHOWN]
    links = tuple(dict.fromkeys(link for e in by_name.values() for link in _links(e, by_name, signals, shown)))
    level = _levels(shown, signals, links)
    bands = [Band(name, signals[name].role, level[name], signals[name].shape) for name in shown]
    return Structure(tuple(sorted(bands, key=lambda band: band.level)), links)


def _links(
    equation: Equation, by_name: Mapping[str, Equation], signals: Mapping[str, Signal], shown: list[str]
) -> Iterator[Link]:
    if equation.hidden and not any(term.parameter for term in equation.terms):
        return  # seen through by whoever reads it
    for target in _ends(equation.target, tuple(by_name.values()), shown):
        for term in equation.terms:
            before = 0
            for source in term.sources:
                for seen, start in _seen(source, by_name, signals, before):
                    if seen.signal in shown:
                        gate = term.kind == "product" and seen is not source and signals[seen.signal].role == "gate"
                        kind = "gate" if gate else term.kind
                        yield Link(seen.signal, target, seen.lag, None if gate else term.parameter, kind, start)
                before += signals[source.signal].size if term.kind == "concat" else 0


def _seen(
    source: Source, by_name: Mapping[str, Equation], signals: Mapping[str, Signal], start: int
) -> Iterator[tuple[Source, int]]:
    """A source, or the signals that a part of an equation without weights reads, and where each begins."""
    inner = by_name.get(source.signal)
    if inner is None or not inner.hidden or source.lag or any(term.parameter for term in inner.terms):
        yield source, start
        return
    for term in inner.terms:
        before = start
        for part in term.sources:
            yield from _seen(part, by_name, signals, before)
            before += signals[part.signal].size if term.kind == "concat" else 0


def _ends(signal: str, equations: tuple[Equation, ...], shown: list[str]) -> list[str]:
    """The shown signals in which a signal ends at the same instant; a shown one is its own end."""
    if signal in shown:
        return [signal]
    readers = [e.target for e in equations if any((s.signal, s.lag) == (signal, 0) for t in e.terms for s in t.sources)]
    return list(dict.fromkeys(end for reader in readers for end in _ends(reader, equations, shown)))


def _levels(shown: list[str], signals: Mapping[str, Signal], links: tuple[Link, ...]) -> dict[str, int]:
    """Each signal one level above all that it reads at the same instant; a gate also above what it multiplies."""
    now = [link for link in links if link.lag == 0]
    level: dict[str, int] = {}
    for name in shown:  # in the order of computation, so that what is read is placed already
        below = {link.source for link in now if link.target == name}
        if signals[name].role == "gate":
            readers = {link.target for link in now if link.source == name}
            below |= {link.source for link in now if link.target in readers and signals[link.source].role != "gate"}
        known = [level[source] for source in below if source in level]
        level[name] = 1 + max(known) if known else int(any(link.target == name for link in links))
    return level


@dataclass(frozen=True, eq=False)
class Edges:
    """Edge k runs from unit source[k] to unit target[k]; weight[k] is NaN-free only where `weighed`."""

    source: NDArray[Any]
    target: NDArray[Any]
    weight: NDArray[np.float64]
    weighed: bool


def edges(link: Link, source: Band, target: Band, parameters: Mapping[str, NDArray[Any]]) -> Edges:
    """Every single connection of a link; those without weight join units of one block, weight 1."""
    if link.parameter is not None and link.kind == "product":
        whole = np.asarray(parameters[link.parameter], dtype=np.float64)
        weight = whole[:, link.start : link.start + source.size]
        to, of = (np.ravel(side) for side in np.indices(weight.shape))
        return Edges(of, to, weight.ravel(), True)
    if link.start or link.kind == "concat":
        unit = np.arange(source.size)
        return Edges(unit, np.minimum(unit + link.start, target.size - 1), np.ones(source.size), False)
    most = max(source.size, target.size)
    unit = np.arange(most)
    of, to = np.floor_divide(unit * source.size, most), np.floor_divide(unit * target.size, most)
    if link.parameter is None:
        return Edges(of, to, np.ones(most), False)
    return Edges(of, to, np.asarray(parameters[link.parameter], dtype=np.float64).ravel(), True)
