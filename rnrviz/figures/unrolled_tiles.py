"""The edges of the unrolled network on the screen: painted once, then laid down in every column.

All columns have the same weights. One tile holds all edges that end in a column; from it a tile is made for each
symbol of a one-hot input. So a repaint costs one picture per column, however many weights there are.
"""

from __future__ import annotations

import math
from dataclasses import replace

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPixmap

from rnrviz.figures.unrolled_columns import Sources
from rnrviz.figures.unrolled_edges import EdgePainter

NONE: dict[int, int] = {}


class Tiles:
    """The tiles of one EdgePainter for columns of this height, on a screen of `ratio` pixels per point."""

    def __init__(self, edges: EdgePainter, height: float, ratio: float) -> None:
        self.edges, self.height, self.ratio = edges, height, ratio
        self._made: dict[tuple[object, ...], QPixmap] = {}

    def lay(self, painter: QPainter, sources: Sources) -> None:
        """Lay the edges into a column: those of all, with those of the input of the instant; then of other inputs."""
        left, _ = sources.reach(self.edges.geometry.column)
        at = QPointF(round(left * self.ratio) / self.ratio, 0)
        key: tuple[object, ...] = sources.key()
        now: dict[int, int] = {lag: number for lag, number in sources.symbols.items() if not lag}
        painter.drawPixmap(at, self._tile((key, *now.values()), replace(sources, symbols=now), True))
        for lag, number in sources.symbols.items():
            if lag:
                only = replace(sources, symbols={lag: number})
                painter.drawPixmap(at, self._tile((key, lag, number), only, False))

    def _tile(self, key: tuple[object, ...], sources: Sources, whole: bool) -> QPixmap:
        if key not in self._made:
            self._made[key] = self._new(sources, whole)
        return self._made[key]

    def _new(self, sources: Sources, whole: bool) -> QPixmap:
        """All edges (`whole`; they are painted once for all symbols) and, over them, those of the symbols."""
        if whole and sources.symbols:
            tile = self._tile((sources.key(),), replace(sources, symbols=NONE), True).copy()
        else:
            tile = self._empty(sources)
        left, _ = sources.reach(self.edges.geometry.column)
        painter = QPainter(tile)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if whole and not sources.symbols:
            self.edges.base(painter, sources.moved(-left), cut=True)
        self.edges.symbols(painter, sources.moved(-left), cut=True)
        painter.end()
        return tile

    def _empty(self, sources: Sources) -> QPixmap:
        left, right = sources.reach(self.edges.geometry.column)
        tile = QPixmap(math.ceil((right - left) * self.ratio) + 1, math.ceil(self.height * self.ratio))
        tile.setDevicePixelRatio(self.ratio)
        tile.fill(Qt.GlobalColor.transparent)
        return tile
