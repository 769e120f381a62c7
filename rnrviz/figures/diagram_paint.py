"""Painting the network at one instant: weights, frames, units, copies, names."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from rnrviz.figures import diagram_marks as marks
from rnrviz.figures.diagram_block import Node
from rnrviz.figures.diagram_edges import Strands, paint_ground, paint_live
from rnrviz.figures.diagram_layout import Row
from rnrviz.figures.diagram_memory import BlockPainter
from rnrviz.figures.diagram_operations import paint_marks, paint_wires
from rnrviz.figures.diagram_state import State
from rnrviz.figures.diagram_still import StillPainter
from rnrviz.figures.diagram_strip import paint_strip
from rnrviz.figures.measure import elided_text, text_width
from rnrviz.figures.style import Style
from rnrviz.language import tr

RIGHT = Qt.AlignmentFlag.AlignRight
AROUND = 40.0  # what stands just outside a frame: titles, tokens, loops


class StatePainter:
    """Paints one state in layers: `ground` and `still` do not change from instant to instant, `lines` and `live` do."""

    def __init__(
        self,
        painter: QPainter,
        state: State,
        style: Style,
        made: tuple[Strands, ...],
        focus: Node | None,
        hover: Node | None,
    ) -> None:
        self.painter, self.state, self.style, self.made = painter, state, style, made
        self.focus, self.hover, self.seen = focus, hover, QRectF()

    def ground(self) -> None:
        """Frames, copies and every weight, faintly."""
        layout = self.state.layout
        paint_wires(self.painter, layout, self.style)
        for row in layout.rows:
            self._frame(row)
        self._copies()
        for made in self.made:
            paint_ground(self.painter, made, self.style, self.state.now is None)

    def lines(self, seen: QRectF) -> None:
        """The weights in use and what runs through the blocks, of what is `seen`."""
        self._see(seen)
        self._instant()
        self._weights()
        for block in self._blocks():
            block.lines()

    def still(self) -> None:
        """What lies over the lines and stays the same."""
        paint_marks(self.painter, self.state, self.style)
        StillPainter(self.painter, self.state, self.style).paint()

    def live(self, seen: QRectF) -> None:
        """Units, gates, tokens, and where the keyboard is, of what is `seen`."""
        self._see(seen)
        for block in self._blocks():
            block.live()
        for memory in self.state.plan.memories:
            paint_strip(self.painter, self.state, memory, self.style)
        for row in self.state.layout.rows:
            if self.seen.intersects(QRectF(*row.whole)):
                self._row(row)
        self._ring()

    def _see(self, seen: QRectF) -> None:
        around = self.style.px(AROUND)
        self.seen = seen.adjusted(-around, -around, around, around)

    def _blocks(self) -> list[BlockPainter]:
        memories = {memory.carousel: memory for memory in self.state.plan.memories}
        return [
            BlockPainter(self.painter, self.state, memories[carousel], block, self.style)
            for carousel, block in self.state.layout.blocks
            if self.seen.intersects(QRectF(*block.frame))
        ]

    def _weights(self) -> None:
        for made in self.made:
            if not self.seen.intersects(made.area):
                continue
            bundle, chosen = made.fan.bundle, self._chosen(made)
            flow = self.state.flow(bundle.source, bundle.lag)
            if flow is None and chosen is not None:
                flow = np.zeros(int(made.sources.max(initial=0)) + 1)
            if flow is not None:
                paint_live(self.painter, made, flow, self.style, chosen)

    def _instant(self) -> None:
        if self.state.instant and not any(block.alone for _, block in self.state.layout.blocks):
            area = QRectF(self.style.px(10), self.style.px(8), self.style.px(90), self.style.px(16))
            text = f"t = {self.state.instant}"
            marks.label(self.painter, area, text, self.style, self.style.muted, Qt.AlignmentFlag.AlignLeft)

    def _chosen(self, made: Strands) -> NDArray[np.bool_] | None:
        """The edges at the node that is looked at; None when none is."""
        node = self.hover or self.focus
        if node is None or node.kind == "mini":
            return None
        bundle, which = made.fan.bundle, made.which
        flat = self.state.layout.flat(node)
        at_source = (bundle.source, bundle.lag) == (node.signal, node.lag)
        at_target = node.lag == 0 and node.signal in (bundle.net, self._owner(bundle.net))
        return np.asarray((at_source & (made.sources == flat)) | (at_target & (which[:, 0] == flat)))

    def _owner(self, net: str) -> str:
        gates = (g for m in self.state.plan.memories for g in m.gates)
        return {g.net: g.signal for g in gates}.get(net) or self.state.plan.owner(net)

    def _frame(self, row: Row) -> None:
        area = QRectF(*row.frame)
        radius = min(area.height() / 2, self.style.px(14))
        self.painter.setPen(marks.pen(self.style.hairline, self.style.px(1.2)))
        self.painter.setBrush(self.style.panel)
        if row.look != "cell":
            self.painter.drawRoundedRect(area, radius, radius)

    def _row(self, row: Row) -> None:
        layer = row.layer
        nodes = [n for n in self.state.layout.nodes if (n.signal, n.lag) == (layer.signal, layer.lag)]
        if row.look == "cell":
            self._cells(row, nodes)
        else:
            for node in nodes:
                self._unit(node)
        labels = self.state.labels.get(layer.signal)
        if labels and (layer.lag == 0 or layer.row == 0):
            self._labels(row, nodes, labels)

    def _unit(self, node: Node) -> None:
        style = self.style
        value = self.state.node_value(node)
        fill = self.state.fill(node.signal, value, style)
        color = style.signal(node.signal) if value is not None else style.muted
        area = marks.box(node.x, node.y, node.w, node.h)
        marks.unit(self.painter, area, fill, marks.pen(color, style.px(1.4)))
        if value is not None and (node.kind == "number" or node.w >= style.px(36)):
            marks.number(self.painter, area, value, style, style.text_on(fill), fit=True)

    def _cells(self, row: Row, nodes: list[Node]) -> None:
        """Very many units: a heat map of one line in a hairline frame."""
        self.painter.setPen(Qt.PenStyle.NoPen)
        for node in nodes:
            self.painter.fillRect(
                QRectF(node.x - node.w / 2, node.y - node.h / 2, node.w + 0.4, node.h),
                self.state.fill(node.signal, self.state.node_value(node), self.style),
            )
        self.painter.setPen(marks.pen(self.style.muted, self.style.px(1)))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawRect(QRectF(*row.frame))

    def _labels(self, row: Row, nodes: list[Node], labels: tuple[str, ...]) -> None:
        """The tokens of the units: under the bottom row, else above."""
        style, below = self.style, row.layer.row == 0
        font = style.font(0.9)
        live = self.state.layer(row.layer.signal, row.layer.lag)
        top = row.frame[1] + row.frame[3] if below else row.frame[1] - style.px(17)
        widest = max((text_width(text, font) for text in labels), default=0.0)
        step = max(1, int(np.ceil(min(widest, style.px(30)) / row.pitch))) if row.pitch < widest else 1
        strongest = int(np.argmax(live)) if live is not None and np.isfinite(live).all() and live.any() else -1
        for node, text in zip(nodes, labels, strict=False):
            lit = node.index[0] == strongest
            near = step > 1 and abs(node.index[0] - strongest) < step and strongest >= 0
            if lit or (node.index[0] % step == 0 and not near):
                room = max(row.pitch * step - style.px(2), style.px(12))
                shown = elided_text(text, font, room)
                area = QRectF(node.x - room / 2, top + style.px(1), room, style.px(16))
                self.painter.setFont(style.font(0.9, bold=lit))
                self.painter.setPen(style.ink if lit or live is None else style.muted)
                flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip
                self.painter.drawText(area, int(flags), shown)

    def _copies(self) -> None:
        """The arrows first, then what they say, where two do not say it in the same place."""
        style, said = self.style, [QRectF(*row.whole) for row in self.state.layout.rows]
        for copy in self.state.layout.copies:
            points = [QPointF(*p) for p in copy.points]
            self.painter.setPen(marks.pen(style.muted, style.px(1.3)))
            self.painter.setBrush(Qt.BrushStyle.NoBrush)
            self.painter.drawPath(marks.elbows(points, style.px(9)))
            end, before = points[-1], points[-2]
            marks.head(self.painter, end, end.x() - before.x(), end.y() - before.y(), style.px(8), style.muted)
        text = tr("copy")
        width = marks.width(text, style) + style.px(4)
        for copy in self.state.layout.copies:
            ys = [y for x, y in copy.points if x == copy.lane]
            area = marks.box(copy.lane, (min(ys) + max(ys)) / 2, width, style.px(18))
            area.moveRight(min(area.right(), self.state.layout.size[0] - 1))
            area.moveLeft(max(area.left(), 1.0))
            if not any(area.intersects(other) for other in said):
                said.append(area)
                self.painter.fillRect(area, style.paper)
                marks.label(self.painter, area, text, style, style.muted)

    def _ring(self) -> None:
        if self.focus is not None:
            node, grow = self.focus, self.style.px(7)
            area = marks.box(node.x, node.y, node.w + grow, node.h + grow)
            marks.unit(self.painter, area, QColor(0, 0, 0, 0), marks.pen(self.style.accent, self.style.px(2.2)))
