"""Painting the errors on their way back, and the copies of one weight, in an unrolled network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter

from rnrviz.figures.unrolled_back import copy_look, draw_copy, draw_ring
from rnrviz.figures.unrolled_geometry import Row
from rnrviz.figures.unrolled_nodes import NodePainter

if TYPE_CHECKING:
    from rnrviz.figures.unrolled import UnrolledItem


def paint_errors(item: UnrolledItem, painter: QPainter, row: Row, shown: range, vector: bool) -> None:
    """The deltas of a row, in the columns that they have reached."""
    if item.back is None or item.geometry is None or row.band.signal not in item.back.deltas:
        return
    if item.errors is None:
        item.errors = NodePainter(item.geometry, item.style, item.back.limits, item.style.signal("delta"))
    item.errors.show_at(item.nodes.ratio if item.nodes else 1.0)
    columns = range(max(shown.start, item.back.tau), min(shown.stop, item.back.reach + 1))
    values = item.back.deltas[row.band.signal][max(0, columns.start - 1) : max(0, columns.stop - 1)]
    item.errors.alive(painter, row, [item.span.x(t) for t in columns], values, vector)


def paint_copies(item: UnrolledItem, painter: QPainter) -> None:
    """The edges of the weight that is followed, in every column that is known."""
    copies = item.copies
    if copies is None or copies.link is None or not (item.content and item.edges and item.geometry):
        return
    for t in item.span.columns(item.content.length) if not item.geometry.bare else ():
        sources = item.sources(t)
        line = item.edges.line(copies.link, copies.number, sources) if sources else None
        if line is not None:
            draw_copy(painter, line, copies, t, item.back is not None and item.back.through(t), item.style)


def paint_rings(item: UnrolledItem, painter: QPainter) -> None:
    """The units of a weight that is no edge."""
    copies = item.copies
    if copies is None or copies.link is not None or item.content is None or item.geometry is None:
        return
    signal, unit = copies.unit
    row = item.geometry.places.get(signal)
    for t in item.span.columns(min(item.content.length, item.known(signal))) if row is not None else ():
        look = copy_look(copies, t, item.back is not None and item.back.through(t), item.style)
        draw_ring(painter, row, unit, item.span.x(t), look)  # type: ignore[arg-type]
