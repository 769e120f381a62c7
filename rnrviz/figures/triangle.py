"""The triangle (t, tau): what every error says of every copy of one weight, with what RTRL and BPTT make of it.

Columns stand on the time axis: they are the copies, tau. Rows are the errors, t, from top to bottom; their sums, which
RTRL delivers going forward, stand in the gutter. The sums of the columns, which BPTT adds up going back, stand below as
bars. Both grand totals stand in the corner. With a fault a note below says how far they are off.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from rnrviz.figures.cursor import draw_band
from rnrviz.figures.message import draw_message
from rnrviz.figures.span import Span
from rnrviz.figures.style import Style
from rnrviz.figures.triangle_cells import paint_table
from rnrviz.figures.triangle_grid import Grid
from rnrviz.figures.triangle_legend import paint_legend
from rnrviz.figures.triangle_rows import Rows
from rnrviz.figures.triangle_sums import paint_labels, paint_note, paint_sums, paint_totals, paint_way_back

__all__ = ["Rows", "TriangleItem"]


class TriangleItem(QGraphicsItem):
    """Paints Rows in a Span."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.style, self.grid, self.span, self.message = style, None, Span(1, 1, 0, 1, 0, 0), ""

    grid: Grid | None

    def show_rows(self, rows: Rows | None, span: Span, style: Style, message: str = "") -> None:
        """Another table, part of time or style; without a table a message."""
        self.prepareGeometryChange()
        self.grid = Grid(rows, span, style) if rows is not None else None
        self.span, self.style, self.message = span, style, message
        self.update()

    @property
    def rows(self) -> Rows | None:
        """What is drawn."""
        return self.grid.rows if self.grid is not None else None

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, self.span.width, self.span.height)

    def row_at(self, at: QPointF) -> int:
        """The row at a height, 0 where there is none."""
        return self.grid.row_at(at) if self.grid is not None else 0

    def cell(self, t: int, tau: int) -> QRectF:
        """Where the entry of E[t] and the copy at tau stands."""
        return self.grid.cell(t, tau) if self.grid is not None else QRectF()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        grid, span = self.grid, self.span
        if grid is None:
            draw_message(painter, self.boundingRect(), self.message, self.style)
            return
        painter.save()
        painter.setClipRect(QRectF(span.gutter, 0, span.width - span.gutter, grid.note.top()))
        draw_band(painter, span.place(span.cursor), 0, grid.note.top(), self.style, span.gutter)
        for part in (paint_table, paint_way_back, paint_sums, paint_legend):
            part(painter, grid)
        painter.restore()
        for part in (paint_labels, paint_totals, paint_note):
            part(painter, grid)
