"""The edges of the unrolled network: colour and dash say a weight's sign, width and strength its size.

All columns have the same weights, so the edges that end in a column are painted once into a tile, which is then
laid wherever it belongs; on paper they are drawn as lines. One-hot inputs have a tile each, in which only the
weights of the symbol that is read stand out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from rnrviz.figures.network_layout import Edges, Link, Structure, edges
from rnrviz.figures.style import Style
from rnrviz.figures.unrolled_geometry import Geometry, Row

MOST = 640
SHADES = 8
THIN, THICK = 0.5, 2.6
FAINT, FULL = 36, 225
STANDARD = 0.98
QUIET = 0.16
DEEP, DEEP_DARK = 0.62, 0.95  # how far along the diverging map an edge's colour lies
CROWDED = 72
DASH, PAUSE = 6.0, 3.0


@dataclass(frozen=True, eq=False)
class Bundle:
    """A link with its edges."""

    link: Link
    edges: Edges


def bundles(structure: Structure, parameters: Mapping[str, NDArray[Any]]) -> tuple[Bundle, ...]:
    """Every link of the structure with its edges, the unweighed ones first, so that weights lie over them."""
    made = [
        Bundle(link, edges(link, structure.band(link.source), structure.band(link.target), parameters))
        for link in structure.links
    ]
    return tuple(sorted(made, key=lambda bundle: bundle.edges.weighed))


def reference(made: tuple[Bundle, ...]) -> float:
    """The weight that is drawn thickest: few are larger, and none that is not finite counts."""
    sizes = [np.abs(b.edges.weight[np.isfinite(b.edges.weight)]) for b in made if b.edges.weighed]
    every = np.concatenate([np.zeros(1), *sizes])
    limit = float(np.quantile(every, STANDARD)) or float(every.max())
    return limit if limit > 0 else 1.0


class EdgePainter:
    """Draws the edges that end in one column, for one geometry and one style; keeps the tiles."""

    def __init__(self, made: tuple[Bundle, ...], geometry: Geometry, style: Style, one_hot: str | None) -> None:
        self.bundles = made
        self.geometry = geometry
        self.style = style
        self.one_hot = one_hot
        self.limit = reference(made)
        self.tiles: dict[tuple[int, float, float], QPixmap] = {}

    def blit(self, painter: QPainter, x: float, active: int, area: QRectF, ratio: float) -> None:
        """Lay the tile of a column whose centre is at x; `active` is the symbol that is read, -1 for none."""
        column = self.geometry.column
        self._lay(painter, (active, ratio, 0.0), x, column, 1.0, area)

    def blit_from(
        self, painter: QPainter, x: float, before: float, squeeze: float, active: int, area: QRectF, ratio: float
    ) -> None:
        """The same where the earlier column stands elsewhere, at `before`, narrowed by `squeeze`."""
        self._lay(painter, (active, ratio, squeeze), x, x - before, squeeze, area)

    def _lay(
        self, painter: QPainter, key: tuple[int, float, float], x: float, back: float, squeeze: float, area: QRectF
    ) -> None:
        half = self.geometry.column / 2
        if key not in self.tiles:
            self.tiles[key] = self._tile(key, 2 * half + back, back, squeeze, area)
        painter.drawPixmap(QPointF(round((x - back - half) * key[1]) / key[1], area.top()), self.tiles[key])

    def draw(self, painter: QPainter, x: float, before: float, active: int, squeeze: float = 1.0) -> None:
        """Draw the edges that end in the column at x; those with a lag come from the column at `before`.

        `squeeze` narrows that earlier column, which may stand in the gutter.
        """
        for bundle in self.bundles:
            link, lag = bundle.link, bundle.link.lag
            source, target = self.geometry.places[link.source], self.geometry.places[link.target]
            start = x if lag == 0 else before - (lag - 1) * self.geometry.column
            if not (source.nodes or target.nodes):
                self._band(painter, source, target, start, x, bundle)
            else:
                narrowed = replace(source, dx=source.dx * squeeze) if lag else source
                self._lines(painter, bundle, narrowed, target, start, x, active)

    def _tile(self, key: tuple[int, float, float], wide: float, back: float, squeeze: float, area: QRectF) -> QPixmap:
        active, ratio, _ = key
        tile = QPixmap(int(np.ceil(wide * ratio)) + 1, int(np.ceil(area.height() * ratio)))
        tile.setDevicePixelRatio(ratio)
        tile.fill(Qt.GlobalColor.transparent)
        painter = QPainter(tile)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(0, -area.top())
        half = self.geometry.column / 2
        self.draw(painter, half + back, half, active, squeeze)
        painter.end()
        return tile

    def _band(self, painter: QPainter, source: Row, target: Row, x0: float, x1: float, bundle: Bundle) -> None:
        """Between two crowds: one band, as strong as its weights are large."""
        half = self.geometry.cell / 2
        finite = bundle.edges.weight[np.isfinite(bundle.edges.weight)]
        size = float(np.sqrt(np.mean(np.square(np.minimum(np.abs(finite) / self.limit, 1.0))))) if len(finite) else 1.0
        color = QColor(self.style.muted)
        color.setAlpha(round(14 + 60 * min(1.0, size)) if bundle.edges.weighed else 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawPolygon(_band_shape(source, target, x0, x1, half))

    def _lines(
        self, painter: QPainter, bundle: Bundle, source: Row, target: Row, x0: float, x1: float, active: int
    ) -> None:
        made = bundle.edges
        of, to, weight = made.source, made.target, made.weight
        if len(weight) > MOST:  # only the largest, so that a crowd stays a picture
            keep = np.argsort(-np.nan_to_num(np.abs(weight), nan=np.inf))[:MOST]
            of, to, weight = of[keep], to[keep], weight[keep]
        half = self.geometry.cell / 2
        xs = x0 + (source.dx[of] if source.nodes else np.full(len(of), half if x0 < x1 else 0.0))
        xe = x1 + (target.dx[to] if target.nodes else np.full(len(to), -half if x0 < x1 else 0.0))
        ends = np.stack([xs, source.y[of], xe, target.y[to]], axis=1)
        silent = (of != active) & (bundle.link.source == self.one_hot) & (active >= 0)
        if not made.weighed:
            painter.setPen(QPen(self.style.muted, self.style.px(0.9)))
            painter.drawLines([QLineF(*map(float, end)) for end in ends])
            return
        self._weighed(painter, ends, weight, silent, min(1.0, float(np.sqrt(CROWDED / len(weight)))))

    def _weighed(
        self,
        painter: QPainter,
        ends: NDArray[np.float64],
        weight: NDArray[np.float64],
        silent: NDArray[np.bool_],
        thin: float,
    ) -> None:
        """Lines in a few shades, the small ones first; silent ones, whose input is 0, stay faint, and so do crowds."""
        finite = np.isfinite(weight)
        size = np.where(finite, np.minimum(np.abs(weight) / self.limit, 1.0), 1.0)
        shade = np.rint(size * (SHADES - 1)).astype(int)
        for quiet in (True, False):
            for step in range(SHADES):
                for sign in (-1, 1):
                    of_sign = (weight < 0) if sign < 0 else (weight > 0)
                    chosen = (silent == quiet) & (shade == step) & finite & of_sign
                    if chosen.any():
                        painter.setPen(self._pen(sign, step / (SHADES - 1), thin * (QUIET if quiet else 1.0)))
                        painter.drawLines([QLineF(*map(float, end)) for end in ends[chosen]])
        if not finite.all():
            painter.setPen(QPen(self.style.marked, self.style.px(THICK), Qt.PenStyle.DotLine))
            painter.drawLines([QLineF(*map(float, end)) for end in ends[~finite]])

    def _pen(self, sign: int, size: float, strength: float) -> QPen:
        color = self.style.diverging_color((DEEP_DARK if self.style.dark else DEEP) * sign, 1.0)
        alpha = FAINT + (FULL - FAINT) * size**0.8
        color.setAlphaF(alpha / 255 * strength)
        width = self.style.px(THIN + (THICK - THIN) * size * max(strength, 0.4))
        pen = QPen(color, width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if sign < 0:
            pen.setDashPattern([self.style.px(DASH) / width, self.style.px(PAUSE) / width])
        return pen


def _band_shape(source: Row, target: Row, x0: float, x1: float, half: float) -> QPolygonF:
    if x0 < x1:
        return QPolygonF(
            [
                QPointF(x0 + half, source.top),
                QPointF(x1 - half, target.top),
                QPointF(x1 - half, target.bottom),
                QPointF(x0 + half, source.bottom),
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
