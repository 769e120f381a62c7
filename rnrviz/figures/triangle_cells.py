"""Painting the cells of a triangle (t, tau): colours that go with the logarithm of the size, numbers where they fit."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from rnrviz.figures.heat import draw_picture, picture
from rnrviz.figures.numbers import short
from rnrviz.figures.triangle_grid import Grid
from rnrviz.figures.triangle_marks import LOST, kind_of, mark, mark_coarse

DECADES = 6  # colours go with the logarithm of the size, from so many below the strongest: fading is what is shown
PALE = 0.3


def shades(values: np.ndarray, decade: int | None) -> np.ndarray:
    """-1..1 for the colours: the logarithm of the size, from 0 at DECADES below 10**decade up to 1; the sign stays."""
    with np.errstate(all="ignore"):
        size = np.clip((np.log10(np.abs(values)) - (decade or 0)) / DECADES + 1.0, 0.0, 1.0)
    return np.where(np.isfinite(values), np.sign(values) * size, values)


def paint_table(painter: QPainter, grid: Grid) -> None:
    """The rows that are known; those of errors that are not meant are pale. What is to come is an outline."""
    if grid.fine:
        _paint_cells(painter, grid)
    else:
        for part, strong in parts(grid):
            painter.setOpacity(1.0 if strong else PALE)
            values = grid.rows.drawn[part.start - 1 : part.stop - 1, grid.shown.start - 1 : grid.shown.stop - 1]
            image = picture(shades(values, grid.decade), 1.0, grid.style)
            draw_picture(painter, grid.cells(part, grid.shown), image)
        painter.setOpacity(1.0)
        mark_coarse(painter, grid)
    painter.setOpacity(1.0)
    _paint_edge(painter, grid)
    _paint_band(painter, grid)


def parts(grid: Grid) -> list[tuple[range, bool]]:
    """The known rows in runs that count and runs that do not."""
    known, (first, last) = grid.known, grid.rows.instants
    cuts = [known.start, max(known.start, min(first, known.stop)), min(known.stop, last + 1), known.stop]
    runs = [(range(a, b), strong) for a, b, strong in zip(cuts, cuts[1:], (False, True, False), strict=False)]
    return [(run, strong) for run, strong in runs if run]


def _paint_cells(painter: QPainter, grid: Grid) -> None:
    rows, columns = grid.rows, slice(grid.shown.start - 1, grid.shown.stop - 1)
    for t in grid.known:
        painter.setOpacity(1.0 if rows.counts(t) else PALE)
        values = rows.drawn[t - 1, columns]
        colours = grid.style.diverging(shades(values, grid.decade), 1.0).tolist()
        marks = _marks(grid, t, columns)
        for tau, value, (r, g, b, _), kind in zip(grid.shown, values.tolist(), colours, marks, strict=True):
            if value != 0.0 or tau <= t:
                _paint_cell(painter, grid, grid.cell(t, tau), value, QColor(r, g, b), rows.counts(t), kind)


def _marks(grid: Grid, t: int, columns: slice) -> list[str]:
    """How every cell of a row in sight is marked."""
    departure = grid.rows.departure
    if departure is None:
        return [""] * len(grid.shown)
    off, lost = departure.off[t - 1, columns].tolist(), departure.lost[t - 1, columns].tolist()
    return [kind_of(*pair) for pair in zip(off, lost, strict=True)]


def _paint_cell(
    painter: QPainter, grid: Grid, cell: QRectF, value: float, color: QColor, counts: bool, kind: str
) -> None:
    """One entry with its mark; with its number where that has room."""
    px, box = grid.style.px, cell.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRoundedRect(box, px(2), px(2))
    if kind:
        mark(painter, box, kind, grid.style)
    if not counts or box.height() < px(13) or box.width() < px(16):
        return
    text = short(value, 2)
    painter.setFont(grid.style.font(0.85))
    wide, high = painter.fontMetrics().horizontalAdvance(text), painter.fontMetrics().height()
    if box.width() >= wide + px(6):
        if kind == LOST:
            middle = box.center()
            room = QRectF(middle.x() - wide / 2 - px(2), middle.y() - high / 2, wide + px(4), high)
            painter.fillRect(room.intersected(box), color)
        painter.setPen(grid.style.text_on(color))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _paint_edge(painter: QPainter, grid: Grid) -> None:
    """The stairs along the diagonal, as far as the text goes."""
    painter.setPen(QPen(grid.style.hairline, 1))
    for t in grid.shown if grid.high >= 3 else ():
        box = grid.cell(t, t)
        painter.drawLine(box.topLeft(), box.topRight())
        painter.drawLine(box.topRight(), box.bottomRight())


def _paint_band(painter: QPainter, grid: Grid) -> None:
    """A line along what BPTT keeps when it is cut."""
    band = grid.rows.band
    painter.setPen(QPen(grid.style.accent, grid.style.px(1.6)))
    for t in grid.known if band else ():
        if t - band >= grid.shown.start and grid.rows.counts(t):
            edge = grid.cell(t, t - band + 1)
            painter.drawLine(edge.topLeft(), edge.bottomLeft())
            painter.drawLine(edge.topLeft() - QPointF(grid.span.column, 0), edge.topLeft())
