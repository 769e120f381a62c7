"""Painting a memory block: the flow upwards through valves, the carousel with its loop, the gates on their stair."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from rnrviz.figures import diagram_marks as marks
from rnrviz.figures.diagram_block import Block, Column, Node
from rnrviz.figures.diagram_edges import sign_color
from rnrviz.figures.diagram_flow import Flow, flow_of
from rnrviz.figures.diagram_plan import Gate, Memory
from rnrviz.figures.diagram_ports import paint_port
from rnrviz.figures.diagram_state import State
from rnrviz.figures.numbers import short
from rnrviz.figures.style import Style
from rnrviz.figures.symbols import draw_symbol, symbol_width, without_layer
from rnrviz.language import tr

LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight
SYMBOL = 24.0  # pixels left of the output of a cell, where its name stands


def _between(a: QColor, b: QColor, part: float) -> QColor:
    """The colour at `part` (0 to 1) of the way from a to b."""
    red, green, blue = a.redF() + part * (b.redF() - a.redF()), a.greenF(), a.blueF()
    return QColor.fromRgbF(red, green + part * (b.greenF() - green), blue + part * (b.blueF() - blue))


@dataclass(frozen=True, eq=False)
class BlockPainter:
    """Paints one block of a state."""

    painter: QPainter
    state: State
    memory: Memory
    block: Block
    style: Style

    def lines(self) -> None:
        """The frame and all that runs in it; over it lies what stands still."""
        self._frame()
        self._peepholes()
        for column, flow in self._flows():
            self._chain(column, flow)
        for gate in self.memory.gates:
            self._gate_lines(gate)

    def live(self) -> None:
        """What shows a value: dots on the functions' curves, valves, units, gates, ports."""
        for column, flow in self._flows():
            self._marks(column, flow)
        for gate in self.memory.gates:
            self._gate(gate, self.block.gates[gate.place])
        for node in self.block.nodes:
            if node.kind == "port":
                paint_port(self.painter, self.state, self.memory, self.block, node, self.style)

    def _flows(self) -> list[tuple[Column, Flow]]:
        columns = self.block.columns
        return [(c, flow_of(self.state, self.memory, (self.block.number, c.cell))) for c in columns]

    def _frame(self) -> None:
        left, top, width, height = self.block.frame
        self.painter.setPen(marks.pen(self.style.hairline, self.style.px(1.2)))
        self.painter.setBrush(self.style.panel)
        radius = self.style.px(12)
        self.painter.drawRoundedRect(QRectF(left, top, width, height), radius, radius)
        if not self.block.captioned:
            return
        text = tr("block {n}").format(n=self.block.number + 1)
        if self.block.alone and self.state.instant:
            text += f", t = {self.state.instant}"
        first, px = self.block.columns[0], self.style.px
        room = first.x - self._node("cell", first).w / 2 - px(SYMBOL) - left - px(6)
        if marks.width(text, self.style) > room:  # the name of the cell's output stands there
            text = str(self.block.number + 1)
        area = QRectF(left + self.style.px(6), top - self.style.px(17), width, self.style.px(15))
        marks.label(self.painter, area, text, self.style, self.style.muted, LEFT)

    def _line(self, points: list[QPointF], share: float, known: bool, strength: float = 3.4) -> None:
        """A line of the flow: width and colour by what runs through it (share of -1 to 1)."""
        color = self._flow_color(share) if known else self.style.hairline
        self.painter.setPen(marks.pen(color, self.style.px(1.1 + strength * abs(share))))
        marks.polyline(self.painter, points, self.style.px(7))
        end, before = points[-1], points[-2]
        size = self.style.px(5 + 4 * abs(share))
        if QLineF(before, end).length() > size:
            marks.head(self.painter, end, end.x() - before.x(), end.y() - before.y(), size, color)

    def _flow_color(self, share: float) -> QColor:
        part = min(1.0, 0.25 + abs(share)) if abs(share) > 0.02 else 0.0
        return _between(self.style.muted, sign_color(share, self.style), part)

    def _chain(self, c: Column, flow: Flow) -> None:
        times, squash = self.block.times, self.block.squash
        half = self._carousel(c).h / 2
        cell = self._node("cell", c)
        steps = (
            (c.ports, c.squash_in + squash, flow.net, self.memory.net or ""),
            (c.squash_in - squash, c.times_in + times, flow.squashed, ""),
            (c.times_in - times, c.carousel + half, flow.written, ""),
            (c.carousel - half, c.squash_out + squash, flow.kept, self.memory.carousel),
            (c.squash_out - squash, c.times_out + times, flow.shown, ""),
            (c.times_out - times, c.top + cell.h / 2, flow.out, ""),
        )
        for start, end, value, signal in steps:
            share = self.state.share(signal, value)
            self._line([QPointF(c.x, start), QPointF(c.x, end)], share, value is not None)
        self._loop(c, flow)

    def _loop(self, c: Column, flow: Flow) -> None:
        """The carousel's loop: out at the top, back in from the left, through the forget gate when there is one."""
        name, times = self.memory.carousel, self.block.times
        node = self._carousel(c)
        x, top = c.x - c.keep, c.carousel - node.h / 2
        rise = max(self.style.px(9), min(self.block.gap * 1.4, self.style.px(20)))
        share = self.state.share(name, flow.before)
        color = self._flow_color(share) if flow.before is not None else self.style.hairline
        path = QPainterPath(QPointF(c.x - node.w * 0.22, top + self.style.px(1)))
        path.cubicTo(c.x - node.w * 0.34, top - rise, x, top - rise, x, c.carousel - times)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.setPen(marks.pen(color, self.style.px(1.1 + 3.4 * abs(share))))
        self.painter.drawPath(path)
        if "forget" not in self.block.gates:
            path = QPainterPath(QPointF(x, c.carousel - times))
            path.quadTo(x, c.carousel, x + times, c.carousel)
            self.painter.drawPath(path)
        carried = self.state.share(name, flow.carried)
        ends = [QPointF(x + times, c.carousel), QPointF(c.x - node.w / 2, c.carousel)]
        self._line(ends, carried, flow.carried is not None)

    def _marks(self, c: Column, flow: Flow) -> None:
        for y, activation, value, name in (
            (c.squash_in, self.memory.squash_in, flow.net, self.memory.net or ""),
            (c.squash_out, self.memory.squash_out, flow.kept, self.memory.carousel),
        ):
            if activation and value is not None:
                function = self.state.functions.get(activation, activation)
                color = self.style.signal(name)
                marks.rider(self.painter, QPointF(c.x, y), self.block.squash, function, value, color, self.style)
        for place, centre in self._valves(c):
            gate = next((g for g in self.memory.gates if g.place == place), None)
            if gate is not None:
                open_ = self.state.value(gate.signal, (self.block.number,))
                color = self.style.signal(gate.signal)
                marks.valve(self.painter, centre, self.block.times, open_, color, self.style, self.style.px(1.3))
            elif place == "forget":
                area = marks.box(centre.x() - self.style.px(8), centre.y(), self.style.px(12), self.style.px(14))
                marks.label(self.painter, area, "1", self.style, self.style.muted, RIGHT)
        self._unit(self._carousel(c), self.style.px(1.8), self.style.signal(self.memory.carousel))
        self._unit(self._node("cell", c), self.style.px(1.4), self.style.signal(self.memory.cell))

    def _valves(self, c: Column) -> tuple[tuple[str, QPointF], ...]:
        return (
            ("input", QPointF(c.x, c.times_in)),
            ("forget", QPointF(c.x - c.keep, c.carousel)),
            ("output", QPointF(c.x, c.times_out)),
        )

    def _unit(self, node: Node, line: float, color: QColor) -> None:
        value = self.state.node_value(node)
        area = marks.box(node.x, node.y, node.w, node.h)
        fill = self.state.fill(node.signal, value, self.style)
        marks.unit(self.painter, area, fill, marks.pen(color, line))
        if value is not None:
            marks.number(self.painter, area, value, self.style, self.style.text_on(fill), fit=True)

    def _gate(self, gate: Gate, node: Node) -> None:
        style, area = self.style, marks.box(node.x, node.y, node.w, node.h)
        value = self.state.value(gate.signal, node.index)
        color = style.signal(gate.signal)
        marks.gauge(self.painter, area, value, color, style, style.px(1.5))
        fits = symbol_width(gate.signal, style, size=1.05) <= node.w - style.px(3)
        draw_symbol(self.painter, area, gate.signal if fits else without_layer(gate.signal), style, size=1.05)
        where = self._number_area(gate, node, value) if value is not None else None
        if value is not None and where is not None:
            if any(b.kind == "peephole" for b in self.state.plan.bundles):
                marks.halo(self.painter, where, short(value), style)
            marks.number(self.painter, where, value, style, style.ink, LEFT, fit=True)

    def _number_area(self, gate: Gate, node: Node, value: float) -> QRectF | None:
        """On the gate's own line where that is long enough, below it where the carousel leaves too little room.

        Where the line is short, above the gate, or nowhere: the level tells it.
        """
        style, block = self.style, self.block
        first = next(v for v in self._valves(block.columns[0]) if v[0] == gate.place)[1]
        start, width, height = node.x + node.w / 2 + style.px(2), style.px(34), style.px(14)
        corner = style.px(8) if len(block.columns) > 1 else 0.0
        if first.x() - block.times - corner - start >= width:
            top, kept = node.y - height - style.px(2), self._carousel(block.columns[0])
            meets = kept.y - kept.h / 2 < top + height and top < kept.y + kept.h / 2
            room = min(kept.x - kept.w / 2 - start, width + style.px(5)) if meets else width + style.px(5)
            below = marks.width(short(value, 1), style) > room - style.px(3)
            return QRectF(start, node.y + style.px(3) if below else top, width + style.px(5) if below else room, height)
        nearest = min((node.y - g.y for g in block.gates.values() if g.y < node.y), default=1e3)
        if nearest < node.h / 2 + height:
            return None
        return QRectF(node.x - node.w * 0.3, node.y - node.h / 2 - height, width + style.px(5), height)

    def _gate_lines(self, gate: Gate) -> None:
        """Net input from the port below; the gate's value to every × that it serves."""
        node = self.block.gates[gate.place]
        style = self.style
        value = self.state.value(gate.signal, node.index)
        known = value is not None and math.isfinite(value)
        color = style.tint(style.signal(gate.signal), 0.9 if known else 0.35)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        net = self.state.value(gate.net, node.index) if gate.net else None
        self._line([QPointF(node.x, self.block.columns[0].ports), QPointF(node.x, node.y + node.h / 2)],
                   self.state.share(gate.net or "", net), net is not None, strength=1.6)  # fmt: skip
        width = style.px(1.1 + 2.4 * min(1.0, abs(value))) if known and value is not None else style.px(1.1)
        for _, centre in (v for c in self.block.columns for v in self._valves(c) if v[0] == gate.place):
            x = centre.x() - self.block.times
            start = QPointF(node.x + node.w / 2, node.y)
            bend = [start, QPointF(x, centre.y())] if centre.y() == node.y else self._bus(start, x, centre.y())
            halo = ((width + style.px(3), style.panel),) if len(bend) > 2 else ()
            for pass_width, pass_color in (*halo, (width, color)):
                self.painter.setPen(marks.pen(pass_color, pass_width))
                marks.polyline(self.painter, bend, style.px(5))
            marks.head(self.painter, bend[-1], 1.0, 0.0, style.px(5.5), color)

    def _bus(self, start: QPointF, x: float, y: float) -> list[QPointF]:
        """A shared gate's line runs below the marks and turns up to each."""
        corner = x - self.style.px(8)
        return [start, QPointF(corner, start.y()), QPointF(corner, y), QPointF(x, y)]

    def _peepholes(self) -> None:
        """Dotted, from the carousel to the gates that look at it."""
        nets: Mapping[str, Gate] = {g.net: g for g in self.memory.gates if g.net}
        for bundle in self.state.plan.bundles:
            if bundle.kind == "peephole" and bundle.net in nets:
                gate = self.block.gates[nets[bundle.net].place]
                for c in self.block.columns:
                    weight = float(self.state.parameters[bundle.parameter][self.block.number, c.cell])
                    self._peephole(c, gate, weight)

    def _peephole(self, c: Column, gate: Node, weight: float) -> None:
        node = self._carousel(c)
        above, px = gate.y < c.carousel - node.h / 2, self.style.px
        start = QPointF(c.x - node.w * 0.38, c.carousel + node.h * (-0.36 if above else 0.36))
        end = QPointF(gate.x + gate.w * 0.38, gate.y + gate.h * 0.36)  # under the gate's line: its number is above
        path = QPainterPath(start)
        away = -abs(start.y() - end.y()) * 0.5 if above else px(14)
        path.cubicTo(start.x() - px(22), start.y() + away, end.x() + px(26), end.y() + px(4 if above else 11),
                     end.x(), end.y())  # fmt: skip
        color = sign_color(weight, self.style)
        line = marks.pen(color, self.style.px(1.6), Qt.PenStyle.DotLine)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.setPen(line)
        self.painter.drawPath(path)

    def _carousel(self, c: Column) -> Node:
        return self._node("carousel", c)

    def _node(self, kind: str, c: Column) -> Node:
        return next(n for n in self.block.nodes if n.kind == kind and n.index[-1] == c.cell)
