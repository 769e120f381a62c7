"""Going through the nodes of the drawing, and enlarging it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGraphicsView

from rnrviz.figures.diagram_block import Node
from rnrviz.figures.diagram_layout import Layout

MOST_ZOOM = 8.0


def enlarge(canvas: QGraphicsView, zoom: float) -> float:
    """Show the drawing so many times larger than it fits the view, as far as that goes; returns how many."""
    zoom = min(MOST_ZOOM, max(1.0, zoom))
    shown = Qt.ScrollBarPolicy.ScrollBarAsNeeded if zoom > 1 else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    canvas.setHorizontalScrollBarPolicy(shown)
    canvas.resetTransform()
    canvas.scale(zoom, zoom)
    return zoom


def zooms(event: QKeyEvent) -> bool:
    """Whether this is + or -, as typed."""
    plain = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
    return event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Minus) and plain == Qt.KeyboardModifier.NoModifier


def reading_order(layout: Layout) -> list[Node]:
    """From the bottom row upwards, left to right; the strip last."""
    return sorted(layout.nodes, key=lambda n: (-round(n.y), n.x)) + list(layout.strip)


def same(node: Node | None, layout: Layout) -> Node | None:
    """The node that shows the same in another layout."""
    if node is None:
        return None

    def key(n: Node) -> tuple[object, ...]:
        return n.signal, n.lag, n.index, n.kind

    return next((n for n in layout.nodes + layout.strip if key(n) == key(node)), None)
