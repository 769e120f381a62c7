"""Parameter matrices side by side: W and its gradient by each method, one row of pictures per parameter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF

from rnrviz.figures.heat import largest
from rnrviz.figures.style import Style
from rnrviz.figures.symbols import of_units

CELL, FINE, TALL = 20.0, 3.0, 120.0
EDGE, GAP, NAME = 14.0, 10.0, 62.0
ABOVE, BELOW = 10.0, 20.0
SHORTEST = 40.0
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Block:
    """One parameter: W, dE/dW by each method (None while unknown), and the difference of two of them.

    Each picture is (rows, columns), rows being destinations and columns sources; a bias is one column.
    `relative` is the relative difference of these two, NaN where unknown. `shape` is the parameter's own;
    `units` the shapes of the signals that its axes stand for, such as (n_M, n_C) for the cells. What is `fixed` has
    no gradient.
    """

    name: str
    shape: tuple[int, ...]
    pictures: tuple[Matrix | None, ...]
    relative: float
    units: tuple[tuple[int, ...], ...] = ()
    fixed: bool = False

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns."""
        first = next(p for p in self.pictures if p is not None)
        return first.shape[0], first.shape[1]

    def limits(self) -> tuple[float, float, float]:
        """The scales of W, of the three gradients together, and of the difference; NaN where no entry is finite."""
        weights, *methods, gap = self.pictures
        known = [m for m in methods if m is not None]
        return (
            _limit(weights) if weights is not None else 0.0,
            _limit(*known),
            _limit(gap) if gap is not None else 0.0,
        )

    def index(self, row: int, column: int) -> tuple[int, ...]:
        """The parameter's index of an entry of the pictures."""
        return (row,) if len(self.shape) == 1 else (row, column)

    def subscript(self, row: int, column: int) -> str:
        """The entry's subscript in the chapter: `12`, or `1,2 1` where a source is cell 1 of block 2."""
        return of_units(self.index(row, column), self.units or tuple((size,) for size in self.shape))


def _limit(*arrays: Matrix) -> float:
    known = any(np.isfinite(a).any() for a in arrays) or not any(a.size for a in arrays)
    return largest(*arrays) if known else np.nan


@dataclass(frozen=True)
class Entry:
    """One entry of one parameter: which block, row and column."""

    block: int
    row: int
    column: int


@dataclass(frozen=True)
class Place:
    """Where a block stands: its whole row, and the rectangle of each picture."""

    row: QRectF
    pictures: tuple[QRectF, ...]


def slots(width: float, count: int, style: Style) -> list[tuple[float, float]]:
    """Left edge and width of the columns of pictures."""
    left = style.px(EDGE + NAME)
    each = max(8.0, (width - left - style.px(EDGE)) / count)
    return [(left + i * each, each - style.px(GAP)) for i in range(count)]


def cell(size: tuple[int, int], room: float, style: Style) -> tuple[float, float]:
    """Width and height of a cell: square, unless the matrix is too large for that."""
    rows, columns = size
    side = min(style.px(CELL), room / columns, style.px(TALL) / rows)
    if side >= FINE:
        return side, side
    return min(style.px(CELL), room / columns), min(style.px(CELL), style.px(TALL) / rows)


def arrange(blocks: tuple[Block, ...], width: float, style: Style) -> list[Place]:
    """The places of all blocks from y = 0 downwards."""
    top, places = 0.0, []
    for block in blocks:
        columns = slots(width, len(block.pictures), style)
        wide, high = cell(block.size, columns[0][1], style)
        tall = max(style.px(SHORTEST), block.size[0] * high + style.px(BELOW))
        y = top + style.px(ABOVE)
        drawn = block.size[1] * wide, block.size[0] * high
        pictures = tuple(QRectF(x + (room - drawn[0]) / 2, y, *drawn) for x, room in columns)
        height = style.px(ABOVE) + tall
        places.append(Place(QRectF(0, top, width, height), pictures))
        top += height
    return places


def entry_at(blocks: tuple[Block, ...], places: list[Place], at: QPointF) -> Entry | None:
    """The entry whose cell is there in any of the pictures."""
    for number, (block, place) in enumerate(zip(blocks, places, strict=True)):
        for box in place.pictures if place.row.contains(at) else ():
            if box.contains(at):
                rows, columns = block.size
                row = int((at.y() - box.top()) / box.height() * rows)
                column = int((at.x() - box.left()) / box.width() * columns)
                return Entry(number, min(row, rows - 1), min(column, columns - 1))
    return None


def cell_box(block: Block, box: QRectF, entry: Entry) -> QRectF:
    """The rectangle of an entry in a picture."""
    rows, columns = block.size
    wide, high = box.width() / columns, box.height() / rows
    return QRectF(box.left() + entry.column * wide, box.top() + entry.row * high, wide, high)


def moved(blocks: tuple[Block, ...], entry: Entry, down: int, right: int) -> Entry:
    """The neighbour of an entry; above the first row comes the parameter before, below the last one the next."""
    rows, columns = blocks[entry.block].size
    row, column = entry.row + down, min(max(entry.column + right, 0), columns - 1)
    if 0 <= row < rows:
        return Entry(entry.block, row, column)
    number = entry.block + (1 if row >= rows else -1)
    if not 0 <= number < len(blocks):
        return Entry(entry.block, min(max(row, 0), rows - 1), column)
    rows, columns = blocks[number].size
    return Entry(number, 0 if down > 0 else rows - 1, min(column, columns - 1))
