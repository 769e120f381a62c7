"""Where the units of an unrolled network stand: every unit has its own height, through all columns.

So the weights of a recurrent link are straight lines from a column to the next, a unit can be followed through time,
and in narrow columns the same heights hold the rows of a heat map. The units of a level descend from left to right.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnrviz.figures.network_layout import Band, Structure

NODES = 16
CROWD = 9.0
TALLEST, LOWEST = 27.0, 6.0  # the lowest pitch holds at every text size: nodes need not grow with the text
COMFORT = 9.0
NARROW = 30.0
WIDE = 92.0
RADIUS = 10.5
ALIKE = 1.5  # the largest node beside the smallest
BETWEEN = 0.6
GAP = (6.0, 16.0, 64.0)  # between levels: where room is scarce, as is usual, at most
SPREAD = 0.5


@dataclass(frozen=True)
class Row:
    """One band in place: `y` (n,) heights of its units, `dx` (n,) their offsets from the column's centre."""

    band: Band
    y: NDArray[Any]
    dx: NDArray[Any]
    pitch: float
    radius: float
    nodes: bool

    @property
    def top(self) -> float:
        """The upper edge of the first unit."""
        return float(self.y[0]) - self.pitch / 2

    @property
    def bottom(self) -> float:
        """The lower edge of the last unit."""
        return float(self.y[-1]) + self.pitch / 2


@dataclass(frozen=True)
class Geometry:
    """All rows of a structure for a height, a column width and a text size.

    `pill` is the width of nodes that hold their number (0: plain nodes), `cell` that of the strips of crowds; `bare`
    says that there is no room for edges.
    """

    rows: tuple[Row, ...]
    column: float
    pill: float
    cell: float
    bare: bool
    places: dict[str, Row] = field(default_factory=dict, repr=False)

    def nearest(self, offset: float, y: float) -> tuple[Row, int] | None:
        """The unit at this height, as near as the offset from the column's centre allows."""
        best, far = None, max(self.column * 0.5, 12.0)
        for row in self.rows:
            across = np.abs(row.dx - offset) if row.nodes else np.zeros(len(row.y))
            reach = max(row.radius, row.pitch / 2) + 1.5
            away = np.where(np.abs(row.y - y) <= reach, np.abs(row.y - y) + 0.2 * across, np.inf)
            k = int(np.argmin(away))
            if away[k] < far:
                best, far = (row, k), float(away[k])
        return best


def place(structure: Structure, top: float, bottom: float, column: float, scale: float) -> Geometry:
    """Lay the rows between top and bottom (pixels), level 0 lowest."""
    units, gaps = _whole(structure)
    room = max(1.0, bottom - top)
    least = min(GAP[1] * scale, max(GAP[0] * scale, (room - COMFORT * units) / gaps))
    pitch = min(TALLEST * scale, max(1.0, (room - gaps * least) / units))
    gap = min(GAP[2] * scale, (room - pitch * units) / gaps)
    floor = bottom - (room - gap * gaps - pitch * units) / 2
    pill = 44.0 * scale if column >= WIDE * scale and pitch >= 17 * scale else 0.0
    rows: list[Row] = []
    for level in range(structure.levels):
        bands = [band for band in structure.bands if band.level == level]
        rows += _level(bands, floor, pitch, gap, column, scale, pill)
        floor = min(row.top for row in rows) - gap
    bare = column < NARROW * scale or (column < 1.8 * NARROW * scale and not any(row.nodes for row in rows))
    cell = column if bare else max(12.0, 0.42 * column)
    most = ALIKE * min((row.radius for row in rows if row.nodes), default=RADIUS)
    rows = [replace(row, radius=min(row.radius, most)) for row in rows]
    return Geometry(tuple(rows), column, pill, cell, bare, {row.band.signal: row for row in rows})


def least_height(structure: Structure, scale: float) -> float:
    """The height below which rows become strips."""
    units, gaps = _whole(structure)
    return LOWEST * units + GAP[0] * scale * gaps + 1


def _whole(structure: Structure) -> tuple[float, int]:
    """The heights of all rows together, in units, and how many gaps lie between the levels."""
    between = BETWEEN * (len(structure.bands) - structure.levels)
    return sum(_units(band) for band in structure.bands) + between, max(1, structure.levels - 1)


def _units(band: Band) -> float:
    """How many units' height a band gets: a crowd is drawn as a compact strip."""
    return float(band.size) if band.size <= NODES else CROWD


def _level(
    bands: list[Band], floor: float, pitch: float, gap: float, column: float, scale: float, pill: float
) -> list[Row]:
    heights = [_units(band) * pitch for band in bands]
    y = floor - sum(heights) - BETWEEN * pitch * (len(bands) - 1)
    total = sum(band.size for band in bands)
    spread = max(0.0, column - pill - 8 * scale) * (0.62 if pill else SPREAD)
    rows: list[Row] = []
    before = 0
    for band, height in zip(bands, heights, strict=True):
        own = height / band.size
        step = spread / max(1, total - 1)
        dx = (np.arange(before, before + band.size) - (total - 1) / 2) * step
        nodes = band.size <= NODES and column >= NARROW * scale and own >= LOWEST - 1e-6
        radius = min(RADIUS * scale, 0.3 * column, 0.47 * (height + gap))
        radius = min(radius, 0.43 * float(np.hypot(own, step))) if total > 1 else radius
        rows.append(Row(band, y + own * (np.arange(band.size) + 0.5), dx, own, radius, nodes))
        y += height + BETWEEN * pitch
        before += band.size
    return rows
