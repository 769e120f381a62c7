"""Painting the net inputs where they enter a memory block."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from rnrviz.figures import diagram_marks as marks
from rnrviz.figures.diagram_block import Block, Node
from rnrviz.figures.diagram_plan import Memory
from rnrviz.figures.diagram_state import State
from rnrviz.figures.style import Style
from rnrviz.figures.symbols import draw_symbol

LEFT, RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight


def paint_port(painter: QPainter, state: State, memory: Memory, block: Block, node: Node, style: Style) -> None:
    """A small disc; beside it the symbol, if there is room, and the value if the block stands alone."""
    value = state.node_value(node)
    fill = state.fill(node.signal, value, style)
    marks.unit(painter, marks.box(node.x, node.y, node.w, node.h), fill, marks.pen(style.muted, style.px(1)))
    if block.gap <= style.px(8):
        return
    inner = node.signal == memory.net
    align, area = port_name(block, node, inner, style)
    color = style.signal(node.signal)
    wide = draw_symbol(painter, area, node.signal, style, "", 0.9, color=color, align=align)
    if block.alone and value is not None:
        area.translate(*((-wide - style.px(5), 0.0) if inner else (0.0, -style.px(15))))
        marks.number(painter, area, value, style, style.ink, align, fit=True)


def port_name(block: Block, node: Node, inner: bool, style: Style) -> tuple[Qt.AlignmentFlag, QRectF]:
    """Where the symbol stands: at the right; of the cell's own input at the left, clear of its function."""
    beside, wide = node.w / 2 + style.px(3), style.px(40)
    left = -max(beside, block.squash + style.px(2)) - wide if inner else beside
    return LEFT if not inner else RIGHT, QRectF(node.x + left, node.y - style.px(20), wide, style.px(18))
