"""What stands still over the lines of a drawing: squashing functions, names of cells, layers and weights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from rnrviz.figures import diagram_marks as marks
from rnrviz.figures.diagram_block import Block, Node
from rnrviz.figures.diagram_layout import Fan, Row
from rnrviz.figures.diagram_plan import Memory
from rnrviz.figures.diagram_state import State
from rnrviz.figures.style import Style
from rnrviz.figures.symbols import draw_formula, draw_symbol, instant, set_symbol, symbol_width, without_layer

LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, eq=False)
class StillPainter:
    """Paints what does not change from instant to instant and lies over the weights and the flow."""

    painter: QPainter
    state: State
    style: Style

    def paint(self) -> None:
        """Blocks, layers, bundles."""
        memories = {memory.carousel: memory for memory in self.state.plan.memories}
        for carousel, block in self.state.layout.blocks:
            self._block(memories[carousel], block)
        for row in self.state.layout.rows:
            self._title(row)
        self._names()

    def _block(self, memory: Memory, block: Block) -> None:
        width = self.style.px(1.2)
        for c in block.columns:
            for y, activation in ((c.squash_in, memory.squash_in), (c.squash_out, memory.squash_out)):
                if activation:
                    function = self.state.functions.get(activation, activation)
                    marks.squashing(self.painter, QPointF(c.x, y), block.squash, function, self.style, width)
                    if block.gap > self.style.px(8):
                        self._beside(block, c.x + block.squash, y, activation, "")
        for node in block.nodes:
            if node.kind in ("cell", "carousel"):
                self._tag(block, node)

    def _beside(self, block: Block, x: float, y: float, identifier: str, index: str | tuple[int, ...]) -> bool:
        """A symbol at the right of a mark, if there is room for it in the frame; whether there was."""
        room = block.frame[0] + block.frame[2] - x
        fits = symbol_width(identifier, self.style, index, 0.95) + self.style.px(6) <= room
        if fits:
            area = QRectF(x + self.style.px(5), y - 10, 60, 20)
            self._symbol(area, identifier, index, 0.95, LEFT)
        return fits

    def _symbol(
        self, area: QRectF, identifier: str, index: str | tuple[int, ...], size: float, align: Qt.AlignmentFlag,
        bare: bool = False,
    ) -> None:  # fmt: skip
        """A signal's symbol in its colour, a function's in grey; `bare`, without the number of its layer."""
        style = self.style
        color = style.muted if identifier.startswith("g_") else style.signal(identifier)
        name = without_layer(identifier) if bare else identifier
        draw_symbol(self.painter, area, name, style, index, size, color=color, align=align)

    def _tag(self, block: Block, node: Node) -> None:
        """The symbol of a cell's output at its left, of the carousel at its right or, where narrow, at its corner."""
        style = self.style
        if node.kind == "cell":
            area = QRectF(node.x - node.w / 2 - style.px(64), node.y - style.px(18), style.px(60), style.px(18))
            before = [n.x + n.w / 2 for n in block.nodes if n.kind == "cell" and n.x < node.x]
            room = area.right() - max(before, default=0.0)
            tight = symbol_width(node.signal, style, node.index, 0.95) > room
            self._symbol(area, node.signal, node.index, 0.95, RIGHT, tight)
        elif node.index[-1] + 1 < len(block.columns) or not self._beside(
            block, node.x + node.w / 2, node.y, node.signal, node.index
        ):
            area = QRectF(node.x + node.w / 2 - style.px(10), node.y - node.h / 2 - style.px(15), 40, style.px(14))
            self._symbol(area, node.signal, node.index, 0.9, LEFT, bare=True)

    def _title(self, row: Row) -> None:
        """The name of a layer beside it."""
        layer, style = row.layer, self.style
        left, top, width, height = row.frame
        away, room = style.px(6), row.name - style.px(6)
        area = QRectF(left + width + away if row.mirrored else left - row.name, top, room, height)
        align = LEFT if row.mirrored else RIGHT
        color = style.signal(layer.signal)
        if layer.spelt:
            around = (("", "("), ("", f"){instant(layer.lag)}")) if layer.lag else ()
            draw_formula(self.painter, area, (*around[:1], *layer.pieces, *around[1:]), style)
        else:
            draw_symbol(self.painter, area, layer.signal, style, "", 1.1, instant(layer.lag), color, align)

    def _names(self) -> None:
        """The name of each bundle, where it does not hide another."""
        taken = [QRectF(*row.frame) for row in self.state.layout.rows]
        nets = {net for memory in self.state.plan.memories for net in memory.nets}
        for fan in self.state.layout.fans:
            if fan.bundle.net not in nets:
                free = (a for a in self._name_areas(fan) if not any(a.intersects(other) for other in taken))
                area = next(free, None)
                if area is not None:
                    taken.append(area)
                    self._name(fan.bundle.parameter, area)

    def _name_areas(self, fan: Fan) -> Iterator[QRectF]:
        """Places for the name of a bundle, the best first."""
        setting = set_symbol(fan.bundle.parameter, self.style)
        width, height = setting.width + self.style.px(8), setting.ascent + setting.descent + self.style.px(4)
        x0, y0, x1, y1 = fan.middle
        most = self.state.layout.size[0] - width / 2 - 1
        for part in (0.5, 0.4, 0.6, 0.32, 0.68):
            if fan.lane is not None:
                y = fan.clear[0] + (fan.clear[1] - fan.clear[0]) * part
                yield marks.box(min(max(fan.lane, width / 2 + 1), most), y, width, height)
            else:
                yield marks.box(x0 + (x1 - x0) * part, y0 + (y1 - y0) * part, width, height)

    def _name(self, parameter: str, area: QRectF) -> None:
        halo = QColor(self.style.paper)
        halo.setAlphaF(0.86)
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(halo)
        self.painter.drawRoundedRect(area, self.style.px(5), self.style.px(5))
        draw_symbol(self.painter, area, parameter, self.style)
