"""Painting the network at one instant: weights, frames, units, copies, names."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from rnrviz.figures import diagram_marks as marks
from rnrviz.figures.diagram_block import Node
from rnrviz.figures.diagram_edges import Strands, paint_ground, paint_live
from rnrviz.figures.diagram_layout import Copy, Fan, Row
from rnrviz.figures.diagram_memory import BlockPainter
from rnrviz.figures.diagram_state import State
from rnrviz.figures.diagram_strip import paint_strip
from rnrviz.figures.style import Style
from rnrviz.figures.symbols import draw_symbol, instant, set_symbol
from rnrviz.language import tr

RIGHT = Qt.AlignmentFlag.AlignRight


class StatePainter:
    """Paints one state: `ground` what does not change from instant to instant, `live` the rest."""

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
        self.focus, self.hover = focus, hover

    def ground(self) -> None:
        """Frames, copies and every weight, faintly."""
        layout = self.state.layout
        self._links()
        for row in layout.rows:
            self._frame(row)
        for copy in layout.copies:
            self._copy(copy)
        for made in self.made:
            paint_ground(self.painter, made, self.style, self.state.now is None)

    def live(self) -> None:
        """The weights in use, blocks, units, names, and where the keyboard is."""
        layout, memory = self.state.layout, self.state.plan.memory
        self._instant()
        self._weights()
        for block in layout.blocks:
            assert memory is not None
            BlockPainter(self.painter, self.state, memory, block, self.style).paint()
        if memory is not None and layout.strip:
            paint_strip(self.painter, self.state, memory, self.style)
        for row in layout.rows:
            self._row(row)
        self._names()
        self._ring()

    def _weights(self) -> None:
        for made in self.made:
            bundle, chosen = made.fan.bundle, self._chosen(made)
            flow = self.state.flow(bundle.source, bundle.lag)
            if flow is None and chosen is not None:
                flow = np.zeros(int(made.which[:, 1].max(initial=0)) + 1)
            if flow is not None:
                paint_live(self.painter, made, flow, self.style, chosen)

    def _instant(self) -> None:
        if self.state.instant:
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
        return np.asarray((at_source & (which[:, 1] == flat)) | (at_target & (which[:, 0] == flat)))

    def _owner(self, net: str) -> str:
        plan = self.state.plan
        gates = plan.memory.gates if plan.memory else ()
        owners = {la.net: la.signal for la in plan.layers} | {g.net: g.signal for g in gates}
        return owners.get(net, net)

    def _frame(self, row: Row) -> None:
        area = QRectF(*row.frame)
        radius = min(area.height() / 2, self.style.px(14))
        self.painter.setPen(marks.pen(self.style.hairline, self.style.px(1.2)))
        self.painter.setBrush(self.style.panel)
        if row.look != "cell":
            self.painter.drawRoundedRect(area, radius, radius)

    def _row(self, row: Row) -> None:
        layer, style = row.layer, self.style
        nodes = [n for n in self.state.layout.nodes if (n.signal, n.lag) == (layer.signal, layer.lag)]
        if row.look == "cell":
            self._cells(row, nodes)
        else:
            for node in nodes:
                self._unit(node)
        left, top, _, height = row.frame
        area = QRectF(left - style.px(90), top, style.px(84), height)
        draw_symbol(
            self.painter, area, layer.signal, style, "", 1.1, instant(layer.lag), style.signal(layer.signal), RIGHT
        )
        labels = self.state.labels.get(layer.signal)
        if labels and layer.lag == 0:
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
        metrics = QFontMetricsF(style.font(0.9))
        live = self.state.layer(row.layer.signal)
        top = row.frame[1] + row.frame[3] if below else row.frame[1] - style.px(17)
        widest = max((metrics.horizontalAdvance(text) for text in labels), default=0.0)
        step = max(1, int(np.ceil(min(widest, style.px(30)) / row.pitch))) if row.pitch < widest else 1
        strongest = int(np.argmax(live)) if live is not None and np.isfinite(live).all() else -1
        for node, text in zip(nodes, labels, strict=False):
            lit = node.index[0] == strongest
            near = step > 1 and abs(node.index[0] - strongest) < step and strongest >= 0
            if lit or (node.index[0] % step == 0 and not near):
                room = max(row.pitch * step - style.px(2), style.px(12))
                shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
                area = QRectF(node.x - room / 2, top + style.px(1), room, style.px(16))
                self.painter.setFont(style.font(0.9, bold=lit))
                self.painter.setPen(style.ink if lit or live is None else style.muted)
                flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip
                self.painter.drawText(area, int(flags), shown)

    def _copy(self, copy: Copy) -> None:
        style = self.style
        (x0, y0), (x1, y1) = copy.start, copy.end
        points = [QPointF(x0, y0), QPointF(copy.lane, y0), QPointF(copy.lane, y1), QPointF(x1 + style.px(1), y1)]
        self.painter.setPen(marks.pen(style.muted, style.px(1.3)))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawPath(marks.elbows(points, style.px(12)))
        marks.head(self.painter, points[-1], -1, 0, style.px(8), style.muted)
        middle = QRectF(copy.lane - style.px(20), (y0 + y1) / 2 - style.px(9), style.px(40), style.px(18))
        text = tr("copy")
        width = QFontMetricsF(style.font(0.85)).horizontalAdvance(text) + style.px(4)
        self.painter.fillRect(marks.box(middle.center().x(), middle.center().y(), width, middle.height()), style.paper)
        marks.label(self.painter, middle, text, style, style.muted)

    def _names(self) -> None:
        """The name of each bundle, where it does not hide another."""
        taken: list[QRectF] = []
        memory = self.state.plan.memory
        nets = {memory.net, *(g.net for g in memory.gates)} if memory else set()
        for fan in self.state.layout.fans:
            if fan.bundle.net not in nets:
                area = self._name_area(fan)
                if not any(area.intersects(other) for other in taken):
                    taken.append(area)
                    self._name(fan.bundle.parameter, area)

    def _links(self) -> None:
        """Arrows without weights, through × where signals are multiplied; a plain network has none."""
        for place in self.state.layout.links:
            style, tip, at = self.style, QPointF(*place.tip), QPointF(*place.operator)
            self.painter.setPen(marks.pen(style.muted, style.px(1.2)))
            for x, y in place.starts:
                self.painter.drawLine(QLineF(x, y, at.x(), at.y()))
            self.painter.drawLine(QLineF(at, tip))
            marks.head(self.painter, tip, 0, -1, style.px(7), style.muted)
            if len(place.starts) > 1:
                marks.operator(self.painter, at, style.px(7), place.link.operator, style, style.px(1.2))

    def _name_area(self, fan: Fan) -> QRectF:
        setting = set_symbol(fan.bundle.parameter, self.style)
        width, height = setting.width + self.style.px(8), setting.ascent + setting.descent + self.style.px(4)
        x0, y0, x1, y1 = fan.ends.mean(axis=0)
        if fan.lane is not None:
            return marks.box(max(fan.lane, width / 2 + 1), sum(fan.clear) / 2, width, height)
        return marks.box((x0 + x1) / 2, (y0 + y1) / 2, width, height)

    def _name(self, parameter: str, area: QRectF) -> None:
        halo = QColor(self.style.paper)
        halo.setAlphaF(0.86)
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(halo)
        self.painter.drawRoundedRect(area, self.style.px(5), self.style.px(5))
        draw_symbol(self.painter, area, parameter, self.style)

    def _ring(self) -> None:
        if self.focus is not None:
            node, grow = self.focus, self.style.px(7)
            area = marks.box(node.x, node.y, node.w + grow, node.h + grow)
            marks.unit(self.painter, area, QColor(0, 0, 0, 0), marks.pen(self.style.accent, self.style.px(2.2)))
