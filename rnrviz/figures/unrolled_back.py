"""The errors on their way back through the unrolled network, and the copies of one weight that light up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from rnrviz.figures.heat import largest
from rnrviz.figures.network_layout import Edges, Link
from rnrviz.figures.style import Style
from rnrviz.figures.unrolled_geometry import Row

THIN, WIDE, HALO = 2.0, 5.0, 2.6
ROOT = 0.5


@dataclass(frozen=True, eq=False)
class Copies:
    """One weight in every column: the edge `number` of its link, or a unit that it belongs to (a bias).

    `terms` (L,) is what each copy adds to the gradient of the errors that are carried back.
    """

    link: Link | None
    number: int
    unit: tuple[str, int]
    terms: NDArray[np.float64]

    @cached_property
    def limit(self) -> float:
        """The largest term, which is drawn widest."""
        return largest(self.terms) or 1.0


@dataclass(frozen=True, eq=False)
class WayBack:
    """`deltas` (L, units) by the signal of a band, shown from column `tau` to `reach`; `names` is what each is of."""

    deltas: Mapping[str, NDArray[np.float64]]
    names: Mapping[str, str]
    tau: int
    reach: int

    @cached_property
    def limits(self) -> dict[str, float]:
        """The largest delta of each band, which has the strongest colour."""
        return {name: largest(values) or 1.0 for name, values in self.deltas.items()}

    def through(self, t: int) -> bool:
        """Whether the errors have reached the column."""
        return self.tau <= t <= self.reach


def edge_number(link: Link, edges: Edges, index: tuple[int, ...], shape: tuple[int, ...], units: int) -> int | None:
    """Which of a link's edges an entry of its parameter is; `units` are those of the link's source."""
    if link.kind != "product":
        return int(np.ravel_multi_index(index, shape))
    column = index[1] - link.start
    return index[0] * units + column if 0 <= column < units and len(edges.weight) > index[0] * units + column else None


def draw_copy(painter: QPainter, line: QLineF, copies: Copies, t: int, through: bool, style: Style) -> None:
    """One copy: wide and in the colour of its term where the errors have been, else in the accent's."""
    color, width = copy_look(copies, t, through, style)
    for pen in (QPen(style.paper, width + style.px(HALO)), QPen(color, width)):
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(line)


def draw_ring(painter: QPainter, row: Row, unit: int, x: float, look: tuple[QColor, float]) -> None:
    """The unit that a bias belongs to."""
    painter.setPen(QPen(*look))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = (row.radius if row.nodes else row.pitch / 2) + look[1]
    painter.drawEllipse(QPointF(x + (float(row.dx[unit]) if row.nodes else 0.0), float(row.y[unit])), radius, radius)


def copy_look(copies: Copies, t: int, through: bool, style: Style) -> tuple[QColor, float]:
    """Colour and width of the copy in column t."""
    if not through:
        return style.accent, style.px(THIN)
    value = float(copies.terms[t - 1])
    if not np.isfinite(value):
        return style.marked, style.px(WIDE)
    size = (abs(value) / copies.limit) ** ROOT
    return style.diverging_color(_signed(value, size), 1.0), style.px(THIN + (WIDE - THIN) * size)


def _signed(value: float, size: float) -> float:
    """Where on the diverging map: no copy is so pale that it cannot be seen."""
    return float(np.sign(value)) * (0.45 + 0.5 * size)


def flat(values: Any, size: int) -> NDArray[np.float64]:
    """A signal's values at every instant as (L, units)."""
    return np.asarray(values, dtype=np.float64).reshape(-1, size)
