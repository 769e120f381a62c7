"""The unrolled network: one column of units per instant, grown up to the cursor, aligned with the tape.

What runs from right to left has read the whole text before the cursor's instant can be computed: it is filled to the
end of the text from the first step on.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from rnrviz.figures.cursor import draw_band, draw_line
from rnrviz.figures.kept import sharpness
from rnrviz.figures.span import Span
from rnrviz.figures.style import Style
from rnrviz.figures.unrolled_back import Copies, WayBack
from rnrviz.figures.unrolled_back_paint import paint_copies, paint_errors, paint_rings
from rnrviz.figures.unrolled_columns import FARTHEST, Sources
from rnrviz.figures.unrolled_content import Content
from rnrviz.figures.unrolled_edges import Bundle, EdgePainter, bundles
from rnrviz.figures.unrolled_geometry import Geometry, Row, place
from rnrviz.figures.unrolled_labels import LABELS, label_heights, labelled, paint_labels
from rnrviz.figures.unrolled_nodes import NodePainter
from rnrviz.figures.unrolled_pictures import Pictures
from rnrviz.figures.unrolled_tiles import Tiles

MARGIN = 10.0


def _same_edges(a: Content | None, b: Content) -> bool:
    """Whether both have the same weights and the same kind of input."""
    return a is not None and a.parameters is b.parameters and (a.active is None) == (b.active is None)


def _body(row: Row, geometry: Geometry) -> float:
    """The width of one unit."""
    return (geometry.pill or 2 * row.radius) if row.nodes else min(geometry.cell, geometry.column)


class UnrolledItem(QGraphicsItem):
    """Paints the network of a Content in a Span; edges come from tiles on the screen and are lines on paper."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.style = style
        self.content: Content | None = None
        self.span = Span(1, 1, 0, 1, 0, 0)
        self.geometry: Geometry | None = None
        self._bundles: tuple[Bundle, ...] = ()
        self.edges: EdgePainter | None = None
        self._tiles: Tiles | None = None
        self.nodes: NodePainter | None = None
        self.errors: NodePainter | None = None
        self.back: WayBack | None = None
        self.copies: Copies | None = None
        self._pictures = Pictures()

    def show_back(self, back: WayBack | None, copies: Copies | None) -> None:
        """Errors on their way back instead of values, and one weight whose copies are lit."""
        if back is None or self.back is None or back.limits != self.back.limits:
            self.errors = None
        self.back, self.copies = back, copies
        self.update()

    def show_content(self, content: Content | None) -> None:
        """Another network or other values."""
        kept = self.content
        self.content = content
        if content and not _same_edges(kept, content):
            self._bundles = bundles(content.structure, content.parameters)
            self.edges = None
        self._arrange()

    def show_span(self, span: Span) -> None:
        """Another part of time, another size or another cursor."""
        old = self.span
        self.span = span
        self.prepareGeometryChange()
        if (old.height, old.column) != (span.height, span.column):
            self.edges = None
            self._arrange()
        self.update()

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self.style = style
        self.edges = None
        self._arrange()

    @property
    def reached(self) -> int:
        """The last instant whose units are filled: the cursor's, 0 while nothing has been computed."""
        return min(self.span.cursor, self.content.length) if self.content and self.content.computed else 0

    def known(self, signal: str) -> int:
        """The last instant at which a signal is filled: what runs backwards has been through the whole text."""
        if not self.content or not self.reached:
            return 0
        return int(min(self.content.length, self.reached + self.content.structure.ahead[signal]))

    def unit_at(self, at: QPointF) -> tuple[Row, int, int] | None:
        """The unit at a place: its row, its number and its instant; t = 0 is the column before the first."""
        if self.content is None or self.geometry is None:
            return None
        span = self.span
        origin, squeeze = self._origin()
        if at.x() < span.gutter and span.begins:
            found = self.geometry.nearest((at.x() - origin) / max(squeeze, 0.1), at.y())
            remembered = found is not None and found[0].band.signal in self.content.structure.remembered
            near = abs(at.x() - origin) <= span.place(0)[1] / 2
            return (*found, 0) if found and remembered and near else None
        t = int(np.floor((at.x() - span.gutter) / span.column + span.first)) + 1
        if at.x() < span.gutter or not 1 <= t <= self.content.length:
            return None
        found = self.geometry.nearest(at.x() - span.x(t), at.y())
        return (*found, t) if found else None

    def label_at(self, at: QPointF) -> Row | None:
        """The row whose label stands at a place."""
        if self.geometry is None or at.x() > self.style.px(LABELS):
            return None
        rows = labelled(self)
        heights = label_heights(self, rows)
        nearest = min(range(len(heights)), key=lambda k: abs(heights[k] - at.y()))
        return rows[nearest] if abs(heights[nearest] - at.y()) <= self.style.px(10) else None

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, self.span.width, self.span.height)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if self.content is None or self.geometry is None or self.edges is None or self.nodes is None:
            return
        span = self.span
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.save()
        left = self.style.px(LABELS) if span.begins else span.gutter
        painter.setClipRect(QRectF(left, 0, span.width - left, span.height))
        edge = span.gutter if span.cursor else left
        draw_band(painter, span.place(span.cursor), 0, span.height, self.style, edge)
        screen = widget if sharpness(painter) is not None else None  # a widget may be drawn into a file, too
        self._paint_edges(painter, screen)
        if span.cursor and not self.geometry.bare:
            draw_line(painter, span.x(span.cursor), 0, span.height, self.style)
        self.nodes.show_at(screen.devicePixelRatioF() if screen else 1.0)
        paint_copies(self, painter)
        self._paint_units(painter, screen is None)
        paint_rings(self, painter)
        self._paint_frame(painter)
        painter.restore()
        paint_labels(self, painter)

    def _arrange(self) -> None:
        self.update()
        if self.content is None:
            self.geometry = None
            return
        margin = self.style.px(MARGIN)
        size = (margin, self.span.height - margin, self.span.column, self.style.scale)
        self.geometry = place(self.content.structure, *size)
        if self.edges is None:
            one_hot = None if self.content.active is None else self.content.structure.bands[0].signal
            self.edges = EdgePainter(self._bundles, self.geometry, self.style, one_hot)
        self.nodes, self.errors = NodePainter(self.geometry, self.style, self.content.limits), None

    def _origin(self) -> tuple[float, float]:
        """Where the column of t = 0 stands, and by how much it is narrowed to fit into the gutter."""
        assert self.content and self.geometry
        span = self.span
        rows = [self.geometry.places[name] for name in self.content.structure.remembered]
        body = max((_body(row, self.geometry) for row in rows), default=0.0)
        wide = max((float(np.ptp(row.dx)) for row in rows if row.nodes), default=0.0)
        centre, width = span.place(0)
        return centre, min(1.0, max(0.0, width - self.style.px(4) - body) / wide) if wide else 1.0

    def _end_fits(self) -> bool:
        """Whether there is room for a column after the last, all of zeros, from which what runs backwards begins."""
        assert self.content and self.geometry
        rows = [self.geometry.places[name] for name in self.content.structure.awaited]
        reach = [float(np.abs(row.dx).max()) * row.nodes + _body(row, self.geometry) / 2 for row in rows]
        return bool(reach) and self.span.x(self.content.length + 1) + max(reach) <= self.span.width

    def _paint_frame(self, painter: QPainter) -> None:
        """Where cells cover the cursor's column, its edges say which it is."""
        assert self.content and self.geometry
        span = self.span
        if not self.geometry.bare or not span.cursor or self.style.figure:
            return
        painter.setPen(QPen(self.style.cursor, self.style.px(1.5)))
        for side in (-0.5, 0.5):
            x = span.x(span.cursor + side)
            painter.drawLine(QLineF(x, 0, x, span.height))

    def _paint_edges(self, painter: QPainter, widget: QWidget | None) -> None:
        assert self.content and self.geometry and self.edges
        if self.geometry.bare:
            return
        span, tiles = self.span, self._tiles_for(widget)
        shown, structure = span.columns(self.content.length), self.content.structure
        before, after = max(0, *structure.lags), max(0, -min(structure.lags, default=0))
        first = max(1, shown.start - min(after, FARTHEST))
        for t in range(first, min(shown.stop + min(before, FARTHEST), self.content.length + 1)):
            sources = self.sources(t)
            if sources is None:
                break
            if tiles is not None:
                tiles.lay(painter, sources)
            else:
                self.edges.base(painter, sources)
                self.edges.symbols(painter, sources)

    def sources(self, t: int) -> Sources | None:
        """Where the edges into column t come from; None where nothing is known yet."""
        assert self.content
        content, span, targets = self.content, self.span, None
        if t > self.reached:
            targets = frozenset(b.signal for b in content.structure.bands if t <= self.known(b.signal))
            if not any(link.target in targets for link in content.structure.links):
                return None
        columns: dict[int, tuple[float, float]] = {}
        for lag in (k for k in content.structure.lags if abs(k) <= FARTHEST):
            if 1 <= t - lag <= content.length:
                columns[lag] = (span.x(t - lag), 1.0)
            elif t - lag == 0:
                columns[lag] = self._origin()
            elif t - lag == content.length + 1 and self._end_fits():
                columns[lag] = (span.x(t - lag), 1.0)
        ends = frozenset(lag for lag in columns if not 1 <= t - lag <= content.length)
        if content.active is None:
            return Sources(span.x(t), columns, targets, {}, ends)
        symbols = {k: int(content.active[t - k - 1]) for k in columns if 1 <= t - k <= content.length}
        inputs = {link.lag for link in content.structure.links if link.source == content.structure.bands[0].signal}
        return Sources(span.x(t), columns, targets, {k: n for k, n in symbols.items() if k in inputs}, ends)

    def _tiles_for(self, widget: QWidget | None) -> Tiles | None:
        """On the screen the tiles; on paper none."""
        assert self.edges
        if widget is None:
            return None
        key = (self.edges, self.span.height, widget.devicePixelRatioF())
        if self._tiles is None or (self._tiles.edges, self._tiles.height, self._tiles.ratio) != key:
            self._tiles = Tiles(*key)
        return self._tiles

    def _paint_units(self, painter: QPainter, vector: bool) -> None:
        assert self.content and self.geometry and self.nodes
        shown, pictured = self.span.columns(self.content.length), self._pictures.serve(self, painter)
        if pictured:
            self._pictures.lay(self, painter)
        for row in (row for row in self.geometry.rows if not (pictured and row.nodes)):
            known = min(shown.stop - 1, self.known(row.band.signal))
            self.paint_coming(painter, row, range(max(shown.start, known + 1), shown.stop), vector)
            alive = range(shown.start, known + 1)
            if self.back is not None and row.band.signal in self.back.deltas:
                hidden = [self.span.x(t) for t in alive if not self.back.through(t)]
                self.nodes.outlines(painter, row, hidden, vector, True)
                paint_errors(self, painter, row, shown, vector)
            else:
                self.paint_alive(painter, row, alive, vector)
        if self.span.begins:
            self._paint_origin(painter, vector)
        if self.reached and self._end_fits():
            for name in self.content.structure.awaited:
                row = self.geometry.places[name]
                self.nodes.alive(
                    painter, row, [self.span.x(self.content.length + 1)], np.zeros((1, row.band.size)), vector
                )

    def paint_alive(self, painter: QPainter, row: Row, instants: range, vector: bool) -> None:
        """The units of a row with their values, where there are any."""
        assert self.content and self.nodes
        values = self.content.values.get(row.band.signal)
        if values is not None and instants:
            here = [self.span.x(t) for t in instants]
            self.nodes.alive(painter, row, here, values[instants.start - 1 : instants.stop - 1], vector)

    def paint_coming(self, painter: QPainter, row: Row, instants: range, vector: bool) -> None:
        """The units of a row before they are computed."""
        assert self.nodes
        self.nodes.outlines(painter, row, [self.span.x(t) for t in instants], vector)

    def _paint_origin(self, painter: QPainter, vector: bool) -> None:
        """The remembered signals at [0], all zero."""
        assert self.content and self.geometry and self.nodes
        origin, squeeze = self._origin()
        for name in self.content.structure.remembered:
            row = self.geometry.places[name]
            narrowed = Row(row.band, row.y, row.dx * squeeze, row.pitch, row.radius, row.nodes)
            self.nodes.alive(painter, narrowed, [origin], np.zeros((1, row.band.size)), vector)
