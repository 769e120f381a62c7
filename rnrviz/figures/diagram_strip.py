"""All memory blocks at a glance, when only one is drawn in full: state as colour, gates as bars."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from rnrviz.figures import diagram_marks as marks
from rnrviz.figures.diagram_block import Node
from rnrviz.figures.diagram_plan import Memory
from rnrviz.figures.diagram_state import State
from rnrviz.figures.style import Style
from rnrviz.language import tr


def paint_strip(painter: QPainter, state: State, memory: Memory, style: Style) -> None:
    """Every block of a layer small, where they do not all have room; the one drawn in full is ringed."""
    strip = [node for node in state.layout.strip if node.signal == memory.carousel]
    if not strip:
        return
    chosen = next((b.number for carousel, b in state.layout.blocks if carousel == memory.carousel), -1)
    first = strip[0]
    left, right = first.x - first.w / 2, state.layout.size[0] - style.px(38)
    if marks.width(tr("all blocks"), style) <= right - left:
        area = QRectF(left, first.y - first.h / 2 - style.px(18), right - left, style.px(16))
        marks.label(painter, area, tr("all blocks"), style, style.muted, Qt.AlignmentFlag.AlignLeft)
    for node in strip:
        _mini(painter, state, memory, node, node.index[0] == chosen, style)


def _mini(painter: QPainter, state: State, memory: Memory, node: Node, chosen: bool, style: Style) -> None:
    area = marks.box(node.x, node.y, node.w - style.px(3), node.h - style.px(3))
    painter.setPen(marks.pen(style.accent if chosen else style.hairline, style.px(1.8 if chosen else 1)))
    painter.setBrush(style.panel)
    painter.drawRoundedRect(area, style.px(4), style.px(4))
    pad = style.px(3)
    inner = area.adjusted(pad, pad, -pad, -pad)
    label = style.px(12) if inner.height() > style.px(36) and inner.width() > style.px(14) else 0.0
    if label:
        where = QRectF(inner.left(), inner.bottom() - label, inner.width(), label)
        marks.label(painter, where, str(node.index[0] + 1), style, style.ink if chosen else style.muted)
    cells = memory.shape[1]
    half = (inner.height() - label) * 0.5
    for c in range(cells):
        value = state.value(memory.carousel, (node.index[0], c))
        cell = QRectF(inner.left() + inner.width() * c / cells, inner.top(), inner.width() / cells, half)
        painter.fillRect(cell, state.fill(memory.carousel, value, style))
    _bars(painter, state, memory, node, QRectF(inner.left(), inner.top() + half, inner.width(), half), style)


def _bars(painter: QPainter, state: State, memory: Memory, node: Node, area: QRectF, style: Style) -> None:
    """One bar a gate, as high as it is open."""
    step = area.width() / len(memory.gates)
    for i, gate in enumerate(memory.gates):
        value = state.value(gate.signal, node.index)
        level = min(1.0, max(0.0, value)) if value is not None and math.isfinite(value) else 0.0
        height = (area.height() - style.px(2)) * level
        bar = QRectF(area.left() + step * i + 1, area.bottom() - height, max(1.0, step - 2), height)
        painter.fillRect(bar, style.signal(gate.signal))
