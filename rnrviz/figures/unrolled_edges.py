"""The edges of the unrolled network: colour and dash say a weight's sign, width and strength its size.

Of a one-hot input only the weights of the symbol that is read stand out: the others do nothing at that instant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from rnrviz.figures.network_layout import Edges, Link, Structure, edges
from rnrviz.figures.style import Style
from rnrviz.figures.unrolled_columns import Sources
from rnrviz.figures.unrolled_geometry import Geometry, Row

MOST = 640
SHADES = 8
THIN, THICK = 0.5, 2.6
FAINT, FULL = 36, 225
STANDARD, FAR = 0.98, 8.0
QUIET = 0.16
DEEP, DEEP_DARK = 0.76, 0.95  # how far along the diverging map an edge's colour lies
CROWDED = 72
SPARSE = 6.0  # so many lines without weights are drawn in full, more are fainter
DASH, PAUSE = 6.0, 3.0


@dataclass(frozen=True, eq=False)
class Bundle:
    """A link with its edges."""

    link: Link
    edges: Edges
    typed: bool = False
    """Whether it comes from the input."""


def bundles(structure: Structure, parameters: Mapping[str, NDArray[Any]]) -> tuple[Bundle, ...]:
    """Every link of the structure with its edges, the unweighed ones first, so that weights lie over them."""
    made = [
        Bundle(
            link,
            edges(link, structure.band(link.source), structure.band(link.target), parameters),
            structure.band(link.source).role == "input",
        )
        for link in structure.links
    ]
    return tuple(sorted(made, key=lambda bundle: bundle.edges.weighed))


def reference(made: tuple[Bundle, ...]) -> float:
    """The weight that is drawn thickest: few are larger, and none that is not finite counts."""
    sizes = [np.abs(b.edges.weight[np.isfinite(b.edges.weight)]) for b in made if b.edges.weighed]
    every = np.concatenate([np.zeros(0), *sizes])
    every = every[every > 0]
    if not len(every):
        return 1.0
    most, half = (float(q) for q in np.quantile(every, [STANDARD, 0.5], method="lower"))
    return min(most, FAR * half)


def pieces(ends: NDArray[np.float64], step: float, ink: float) -> NDArray[np.float64]:
    """Lines (n, 4) cut into pieces of length `ink` that begin every `step`; ink = step leaves no gap."""
    length = np.maximum(np.hypot(ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1]), 1e-9)
    count = np.ceil(length / step).astype(int)
    line = np.repeat(np.arange(len(ends)), count)
    number = np.arange(len(line)) - np.repeat(np.cumsum(count) - count, count)
    start = number * step / length[line]
    stop = np.minimum(start + ink / length[line], 1.0)
    origin, way = ends[line, :2], (ends[:, 2:] - ends[:, :2])[line]
    return np.hstack([origin + start[:, None] * way, origin + stop[:, None] * way])


class EdgePainter:
    """Draws the edges that end in one column, for one geometry and one style.

    `base` draws all, those of the one-hot input faint; `symbols` draws those of what is read over them. With `cut`
    lines are drawn in pieces, which Qt paints several times faster than long ones; on paper they stay whole.
    """

    def __init__(self, made: tuple[Bundle, ...], geometry: Geometry, style: Style, one_hot: str | None) -> None:
        self.bundles = made
        self.geometry = geometry
        self.style = style
        self.one_hot = one_hot
        self.limit = reference(made)

    def base(self, painter: QPainter, sources: Sources, cut: bool = False) -> None:
        """All edges into a column, from the columns that it reads."""
        for bundle in self._known(sources):
            link = bundle.link
            source, target = self.geometry.places[link.source], self.geometry.places[link.target]
            start, squeeze = sources.columns[link.lag]
            if not (source.nodes or target.nodes):
                self._band(painter, source, target, start, sources.x, bundle)
                continue
            narrowed = replace(source, dx=source.dx * squeeze) if link.lag else source
            of, to, weight = _strongest(bundle.edges)
            ends = self._ends(narrowed, target, of, to, start, sources.x)
            if not bundle.edges.weighed:
                color = QColor(self.style.muted)
                color.setAlphaF(min(1.0, SPARSE / max(1, len(of))))
                painter.setPen(QPen(color, self.style.px(0.9)))
                painter.drawLines([QLineF(*end) for end in ends.tolist()])
            else:
                strength = _strength(bundle) * (QUIET if link.source == self.one_hot else 1.0)
                self._weighed(painter, ends, weight, strength, cut)

    def symbols(self, painter: QPainter, sources: Sources, cut: bool = False) -> None:
        """The edges from the units of the one-hot inputs that are read."""
        for bundle in self._known(sources):
            link, made = bundle.link, bundle.edges
            chosen = made.source == sources.symbols.get(link.lag, -1)
            source, target = self.geometry.places[link.source], self.geometry.places[link.target]
            if (
                link.source != self.one_hot
                or not made.weighed
                or not chosen.any()
                or not (source.nodes or target.nodes)
            ):
                continue
            start, _ = sources.columns[link.lag]
            ends = self._ends(source, target, made.source[chosen], made.target[chosen], start, sources.x)
            self._weighed(painter, ends, made.weight[chosen], 1.0, cut)

    def line(self, link: Link, number: int, sources: Sources) -> QLineF | None:
        """One edge of a link into a column; None where it reads nothing that is drawn."""
        for bundle in self._known(sources):
            if bundle.link == link:
                source, target = self.geometry.places[link.source], self.geometry.places[link.target]
                start, squeeze = sources.columns[link.lag]
                narrowed = replace(source, dx=source.dx * squeeze) if link.lag else source
                of, to = bundle.edges.source[number : number + 1], bundle.edges.target[number : number + 1]
                return QLineF(*self._ends(narrowed, target, of, to, start, sources.x)[0].tolist())
        return None

    def _known(self, sources: Sources) -> Iterator[Bundle]:
        """The bundles whose ends are both there."""
        for bundle in self.bundles:
            alive = sources.targets is None or bundle.link.target in sources.targets
            nothing = bundle.typed and bundle.link.lag in sources.ends
            if alive and not nothing and bundle.link.lag in sources.columns:
                yield bundle

    def _ends(
        self, source: Row, target: Row, of: NDArray[Any], to: NDArray[Any], x0: float, x1: float
    ) -> NDArray[np.float64]:
        """Lines (n, 4); those of a crowd start and end at the side of its strip."""
        side = self.geometry.cell / 2 * (float(x0 < x1) - float(x0 > x1))
        begin = x0 + (source.dx[of] if source.nodes else np.full(len(of), side))
        end = x1 + (target.dx[to] if target.nodes else np.full(len(to), -side))
        return np.stack([begin, source.y[of], end, target.y[to]], axis=1)

    def _band(self, painter: QPainter, source: Row, target: Row, x0: float, x1: float, bundle: Bundle) -> None:
        """Between two crowds: one band, as strong as its weights are large."""
        finite = bundle.edges.weight[np.isfinite(bundle.edges.weight)]
        size = float(np.sqrt(np.mean(np.square(np.minimum(np.abs(finite) / self.limit, 1.0))))) if len(finite) else 1.0
        color = QColor(self.style.muted)
        color.setAlpha(round(8 + 22 * min(1.0, size)) if bundle.edges.weighed else 10)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawPolygon(_band_shape(source, target, x0, x1, self.geometry.cell / 2))

    def _weighed(
        self, painter: QPainter, ends: NDArray[np.float64], weight: NDArray[np.float64], strength: float, cut: bool
    ) -> None:
        """Lines in a few shades, the small ones first; what is not finite is dotted and marked."""
        finite = np.isfinite(weight)
        size = np.minimum(np.abs(np.where(finite, weight, 0.0)) / self.limit, 1.0)
        shade = np.rint(size * (SHADES - 1)).astype(int)
        for step in range(SHADES):
            for sign in (-1, 1):
                chosen = (shade == step) & finite & (np.sign(weight) == sign)
                if chosen.any():
                    painter.setPen(self._pen(sign, step / (SHADES - 1), strength, cut))
                    painter.drawLines(self._strokes(ends[chosen], sign, cut))
        if not finite.all():
            painter.setPen(QPen(self.style.marked, self.style.px(THICK), Qt.PenStyle.DotLine))
            painter.drawLines([QLineF(*end) for end in ends[~finite].tolist()])

    def _strokes(self, ends: NDArray[np.float64], sign: int, cut: bool) -> list[QLineF]:
        if cut:
            step = self.style.px(DASH + PAUSE)
            ends = pieces(ends, step, self.style.px(DASH) if sign < 0 else step)
        return [QLineF(*end) for end in ends.tolist()]

    def _pen(self, sign: int, size: float, strength: float, cut: bool) -> QPen:
        color = self.style.diverging_color((DEEP_DARK if self.style.dark else DEEP) * sign, 1.0)
        color.setAlphaF((FAINT + (FULL - FAINT) * size**0.8) / 255 * strength)
        width = self.style.px(THIN + (THICK - THIN) * size * max(strength, 0.4))
        pen = QPen(color, width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if sign < 0 and not cut:
            pen.setDashPattern([self.style.px(DASH) / width, self.style.px(PAUSE) / width])
        return pen


def _strongest(made: Edges) -> tuple[NDArray[Any], NDArray[Any], NDArray[np.float64]]:
    """Of a crowd of edges only the largest, so that it stays a picture."""
    if len(made.weight) <= MOST:
        return made.source, made.target, made.weight
    keep = np.argsort(-np.nan_to_num(np.abs(made.weight), nan=np.inf))[:MOST]
    return made.source[keep], made.target[keep], made.weight[keep]


def _strength(bundle: Bundle) -> float:
    """How strongly the edges of a bundle are drawn: many together are fainter."""
    return min(1.0, float(np.sqrt(CROWDED / len(bundle.edges.weight))))


def _band_shape(source: Row, target: Row, x0: float, x1: float, half: float) -> QPolygonF:
    if x0 != x1:
        away = half if x0 < x1 else -half
        return QPolygonF(
            [
                QPointF(x0 + away, source.top),
                QPointF(x1 - away, target.top),
                QPointF(x1 - away, target.bottom),
                QPointF(x0 + away, source.bottom),
            ]
        )
    return QPolygonF(
        [
            QPointF(x0 - half, source.top),
            QPointF(x1 - half, target.bottom),
            QPointF(x1 + half, target.bottom),
            QPointF(x0 + half, source.top),
        ]
    )
