"""Painting what has no weights: wires with rounded corners, and the marks of the operations that they join."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QPainter

from rnrviz.figures import diagram_marks as marks
from rnrviz.figures.diagram_layout import Layout
from rnrviz.figures.diagram_state import State
from rnrviz.figures.diagram_wires import RADIUS
from rnrviz.figures.style import Style


def paint_wires(painter: QPainter, layout: Layout, style: Style) -> None:
    """Wires in the colour of their signal, dots where one parts."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for wire in layout.wires:
        color = style.signal(wire.signal) if wire.signal else style.muted
        points = [QPointF(*p) for p in wire.points]
        painter.setPen(marks.pen(color, style.px(1.3)))
        marks.polyline(painter, points, style.px(7))
        if wire.head:
            end, before = points[-1], points[-2]
            marks.head(painter, end, end.x() - before.x(), end.y() - before.y(), style.px(7), color)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(style.muted)
    for x, y in layout.dots:
        painter.drawEllipse(QPointF(x, y), style.px(2.6), style.px(2.6))


def paint_marks(painter: QPainter, state: State, style: Style) -> None:
    """A small circle for each operation; seams where signals stand side by side in a layer."""
    radius, line = style.px(RADIUS), style.px(1.2)
    for mark in state.layout.marks:
        at = QPointF(mark.x, mark.y)
        if mark.sign == "g":
            function = state.functions.get(mark.activation, mark.activation)
            marks.squashing(painter, at, radius * 1.15, function, style, line)
        elif mark.sign in "×+":
            marks.operator(painter, at, radius, mark.sign, style, line)
        else:
            marks.factor(painter, at, radius, mark.sign, style, line)
    painter.setPen(marks.pen(style.muted, style.px(1.6)))
    for x, top, bottom in state.layout.seams:
        painter.drawLine(QLineF(x, top - style.px(4), x, bottom + style.px(4)))
