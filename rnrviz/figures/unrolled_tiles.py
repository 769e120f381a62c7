"""The edges of the unrolled network on the screen: painted once, then laid down in every column.

All columns have the same weights. One tile holds all edges that end in a column; from it a tile is made for each
symbol of a one-hot input. So a repaint costs one picture per column, however many weights there are.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPixmap

from rnrviz.figures.unrolled_edges import EdgePainter

WHOLE = -1


class Tiles:
    """The tiles of one EdgePainter for columns of this height, on a screen of `ratio` pixels per point."""

    def __init__(self, edges: EdgePainter, height: float, ratio: float) -> None:
        self.edges, self.height, self.ratio = edges, height, ratio
        self._made: dict[tuple[int, float, float], QPixmap] = {}

    def lay(self, painter: QPainter, x: float, before: float, squeeze: float, symbol: int) -> None:
        """Lay the edges into the column at x; the earlier column is at `before`, narrowed by `squeeze`."""
        back = round(x - before, 3)
        left = x - back - self.edges.geometry.column / 2
        at = QPointF(round(left * self.ratio) / self.ratio, 0)
        painter.drawPixmap(at, self._tile(symbol, back, squeeze))

    def _tile(self, symbol: int, back: float, squeeze: float) -> QPixmap:
        key = (symbol, back, squeeze)
        if key not in self._made:
            self._made[key] = self._new(back, squeeze) if symbol == WHOLE else self._with(symbol, back, squeeze)
        return self._made[key]

    def _new(self, back: float, squeeze: float) -> QPixmap:
        column = self.edges.geometry.column
        size = (math.ceil((column + back) * self.ratio) + 1, math.ceil(self.height * self.ratio))
        tile = QPixmap(*size)
        tile.setDevicePixelRatio(self.ratio)
        tile.fill(Qt.GlobalColor.transparent)
        painter = QPainter(tile)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.edges.base(painter, column / 2 + back, column / 2, squeeze, cut=True)
        painter.end()
        return tile

    def _with(self, symbol: int, back: float, squeeze: float) -> QPixmap:
        tile = self._tile(WHOLE, back, squeeze).copy()
        painter = QPainter(tile)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.edges.symbol(painter, self.edges.geometry.column / 2 + back, symbol, cut=True)
        painter.end()
        return tile
