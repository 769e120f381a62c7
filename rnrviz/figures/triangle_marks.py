"""Marks on the cells of a triangle that a fault changes: hatched where left out, a corner or a frame where other."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from rnrviz.figures.style import Style
from rnrviz.figures.triangle_grid import Grid

MUCH = 0.01  # from this part of the exact number on a cell has a frame too
CORNER, FRAME = 7.0, 1.6
VEIL = 90
LOST, OFF, MUCH_OFF = "lost", "off", "much off"


def kind_of(off: float, lost: bool) -> str:
    """How a cell is marked, from how far it is off; empty where it is not."""
    return LOST if lost else "" if off == 0 else OFF if off < MUCH else MUCH_OFF


def kinds_in(grid: Grid) -> tuple[str, ...]:
    """The marks that can be seen."""
    off, lost = _known(grid)
    found = {LOST: lost.any(), OFF: ((off > 0) & (off < MUCH) & ~lost).any(), MUCH_OFF: ((off >= MUCH) & ~lost).any()}
    return tuple(kind for kind, there in found.items() if there and (grid.fine or kind != OFF))


def mark(painter: QPainter, box: QRectF, kind: str, style: Style) -> None:
    """One cell's mark, over its colour."""
    if kind == LOST:
        painter.fillRect(box, hatch(kind, style))
        return
    if kind == MUCH_OFF:
        inner = style.px(FRAME) / 2 + 0.5
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(style.ink, style.px(FRAME)))
        painter.drawRect(box.adjusted(inner, inner, -inner, -inner))
    if kind:
        corner(painter, box.topRight(), min(style.px(CORNER), box.height() / 2, box.width() / 2), style)


def corner(painter: QPainter, at: QPointF, size: float, style: Style) -> None:
    """A small triangle in the upper right corner."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(style.ink)
    painter.drawPolygon(QPolygonF([at, at - QPointF(size, 0), at + QPointF(0, size)]))


def mark_coarse(painter: QPainter, grid: Grid) -> None:
    """Where cells are too small for marks of their own: what is left out, and what is off by much, hatched."""
    if grid.rows.departure is None or not grid.known:
        return
    off, lost = _known(grid)
    for wanted, kind in ((lost, LOST), ((off >= MUCH) & ~lost, MUCH_OFF)):
        brush = hatch(kind, grid.style)
        for row, begin, end in runs(wanted):
            t = grid.shown.start + row
            columns = range(grid.shown.start + begin, grid.shown.start + end)
            painter.fillRect(grid.cells(range(t, t + 1), columns), brush)


def hatch(kind: str, style: Style) -> QBrush:
    """What lies over many small cells."""
    if kind == LOST:
        return QBrush(style.paper, Qt.BrushStyle.BDiagPattern)
    veil = QColor(style.ink)
    veil.setAlpha(VEIL)
    return QBrush(veil, Qt.BrushStyle.FDiagPattern)


def swatch(painter: QPainter, box: QRectF, kind: str, grid: Grid) -> None:
    """A mark as it is drawn on the cells of now."""
    if grid.fine:
        mark(painter, box, kind, grid.style)
    else:
        painter.fillRect(box, hatch(kind, grid.style))


def runs(wanted: np.ndarray) -> Iterator[tuple[int, int, int]]:
    """Row, begin and end of the true entries that stand side by side."""
    edged = np.pad(wanted, ((0, 0), (1, 1))).astype(np.int8)
    steps = np.diff(edged, axis=1)
    begins, ends = np.argwhere(steps == 1), np.argwhere(steps == -1)
    for (row, begin), (_, end) in zip(begins.tolist(), ends.tolist(), strict=True):
        yield row, begin, end


def _known(grid: Grid) -> tuple[np.ndarray, np.ndarray]:
    """How far the known cells in sight are off, and which of them are left out."""
    departure = grid.rows.departure
    if departure is None or not grid.known:
        return np.zeros((0, 0)), np.zeros((0, 0), bool)
    part = slice(grid.known.start - 1, grid.known.stop - 1), slice(grid.shown.start - 1, grid.shown.stop - 1)
    return departure.off[part], departure.lost[part]
