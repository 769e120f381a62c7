"""The network at the cursor, drawn as in the chapter; its weights can be changed in place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, final

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QGraphicsView, QToolTip, QVBoxLayout, QWidget

from rnrviz.document import edits
from rnrviz.document.session import BESIDE
from rnrviz.figures import diagram_words as words
from rnrviz.figures.diagram import Diagram
from rnrviz.figures.diagram_block import Node
from rnrviz.figures.diagram_state import State
from rnrviz.figures.diagram_weights import Weight, arriving, nearest
from rnrviz.figures.style import Style
from rnrviz.figures.symbols import of_units
from rnrviz.language import tr
from rnrviz.network.notation import spoken
from rnrviz.views.axis import TimeAxis
from rnrviz.views.canvas import Canvas
from rnrviz.views.judgement import units
from rnrviz.views.network_blocks import Blocks, MenuEntry
from rnrviz.views.network_editor import Choice, EdgeEditor
from rnrviz.views.network_nodes import enlarge, reading_order, same, zooms
from rnrviz.views.network_reader import NetworkReader
from rnrviz.views.questions import ask, of_node, of_weight

if TYPE_CHECKING:
    from rnrviz.document.session import Session

NEAR = 5.0
ZOOM = 1.2
PLAIN, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


@final
class NetworkView(QWidget):
    """Every unit, gate and cell with its value at the cursor.

    Tab goes from node to node, Enter edits the weights that arrive there (or draws a block of the strip in full), a
    click on a weight's line edits that weight. A double click in a memory block, or M, draws it alone; M goes on to the
    next one. Ctrl+wheel, + and - zoom; 0 fits the whole drawing again.
    """

    name = "network"

    def __init__(self, session: Session, style: Style, axis: TimeAxis | None = None) -> None:
        super().__init__()
        self.session, self.style_ = session, style
        self._zoom = 1.0
        self._reader = NetworkReader(session)
        self._blocks = Blocks(self._reader)
        self._state: State | None = None
        self._canvas = Canvas(style, self)
        self._canvas.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self._item = Diagram(style)
        self._canvas.scene().addItem(self._item)
        self._editor = EdgeEditor(style, self._canvas.viewport())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._canvas)
        self._listen()

    def _listen(self) -> None:
        canvas = self._canvas
        canvas.on_resize, canvas.on_hover = self._draw, self._hover
        canvas.on_press, canvas.on_double = self._press, self._double
        canvas.on_wheel, canvas.on_key, self._editor.on_value = self._wheel, self._key, self._set_weight
        canvas.installEventFilter(self)
        self._editor.on_leave = lambda: self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def title(self) -> str:
        """What the dock says."""
        return tr("Network")

    def refresh(self, changed: frozenset[str]) -> None:
        """Draw the instant at the cursor; read the equations again only for another network."""
        if changed <= BESIDE:
            return
        self._canvas.setAccessibleName(self.title())
        self._draw()

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self.style_ = style
        self._canvas.set_style(style)
        self._editor.set_style(style)
        self._draw()

    def canvas(self) -> QGraphicsView:
        """What is saved as a picture."""
        return self._canvas

    def data(self) -> dict[str, np.ndarray]:
        """Every signal at the cursor's instant, the bottom row's of the instant before, and every parameter."""
        state = self._state or self._make_state()
        late = {
            f"{la.signal}[t{-la.lag:+d}]": state.late[la.lag][la.signal]
            for la in state.plan.layers
            if la.lag in state.late
        }
        return dict(state.now or {}) | late | dict(state.parameters)

    def shown(self) -> State | None:
        """What is drawn."""
        return self._state

    def editor(self) -> EdgeEditor:
        """The panel in which a weight is typed."""
        return self._editor

    def description(self) -> str:
        """The state at the cursor in words, for a screen reader."""
        return words.describe(self._state, self._roles()) if self._state else ""

    def choose_block(self, carousel: str, block: int) -> None:
        """Draw this block (0-based) of a layer of blocks in full where there is room for one only."""
        self._reader.chosen[carousel] = block
        self._item.focus = None
        self._draw()

    def show_block(self, number: int | None) -> None:
        """Draw this memory block (0-based, all layers counted) alone, the whole network for None.

        Raises InputError if there is no such block.
        """
        self._blocks.choose(number)
        self._item.focus = None
        self._draw()

    def menu_entries(self) -> list[MenuEntry]:
        """What the menu offers besides saving."""
        return self._blocks.entries(self.show_block)

    def _double(self, at: QPointF) -> None:
        """In a block, beside its nodes and weights, or on a block of the strip: that block alone; when it is, all."""
        assert self._state is not None
        block = self._blocks.at(self._state.layout, at) if self._weight_at(at) is None else None
        if block is None:
            self._press(at)
        else:
            self.show_block(None if self._reader.alone else block)

    def _roles(self) -> dict[str, str]:
        signals = self.session.document.network.program.signals.values()
        return {signal.name: signal.role for signal in signals}

    def _draw(self) -> None:
        self._state = self._make_state()
        self._item.show_state(self._state, replace(self.style_, scale=self._state.layout.scale))
        self._canvas.setSceneRect(QRectF(0, 0, *self._state.layout.size))
        self._canvas.setAccessibleDescription(self.description())

    def _make_state(self) -> State:
        size, scale = self._canvas.maximumViewportSize(), self.style_.scale
        width, height = max(200, size.width()), max(160.0, float(size.height()), self._reader.least_height(scale))
        if height > size.height() and self._zoom == 1.0:
            width -= self._canvas.verticalScrollBar().sizeHint().width()
        before, state = self._state, self._reader.state((float(width), height), scale)
        if before is None or state.layout is not before.layout:
            self._item.focus, self._item.hover = same(self._item.focus, state.layout), None
        return state

    def _hover(self, at: QPointF | None) -> None:
        layout = self._state.layout if self._state else None
        node = layout.at(at.x(), at.y()) if at is not None and layout else None
        if node is not self._item.hover:
            self._item.hover = node
            self._item.update()
        text = self._told(node, at) if at is not None else ""
        if at is None or not text:
            QToolTip.hideText()
        else:
            QToolTip.showText(self._canvas.viewport().mapToGlobal(self._canvas.mapFromScene(at)), text, self._canvas)

    def _told(self, node: Node | None, at: QPointF) -> str:
        if self._state is None:
            return ""
        if node is not None:
            told = words.node_words(self._state, node, self.session.document.network.equations, self._roles())
            hint = tr("click it, then Enter: change the weights that arrive here")
            return f"{told}<br><i>{hint}</i>" if self._arriving(node) else told
        weight = self._weight_at(at)
        if weight is None:
            return ""
        value = words.value_words(float(self._state.parameters[weight[0]][weight[1]]))
        hint, name = tr("click: change this weight"), words.weight_name(*weight, self._axes(weight))
        return f"<b>{name} = {value}</b><br>{spoken(weight[0])}<br><i>{hint}</i>"

    def _arriving(self, node: Node) -> tuple[Weight, ...]:
        """The weights of the lines that end at a node."""
        if self._state is None or node.kind == "mini":
            return ()
        return arriving(self._state.plan, node, self._state.layout.shapes)

    def _weight_at(self, at: QPointF) -> Weight | None:
        return nearest(self._item.strands(), at.x(), at.y(), self.style_.px(NEAR))

    def _press(self, at: QPointF) -> None:
        assert self._state is not None
        node = self._state.layout.at(at.x(), at.y())
        weight = None if node else self._weight_at(at)
        if node is not None and node.kind == "mini":
            self.choose_block(node.signal, node.index[0])
        elif weight is not None:
            self._edit((weight,), at)
            ask(self.session, of_weight(self.session.document, *weight))
        else:
            self._focus(node)
            ask(self.session, of_node(self.session.document, node))

    def _edit(self, weights: tuple[Weight, ...], at: QPointF) -> None:
        parameters = self.session.document.network.parameters
        choices = tuple(Choice(w, float(parameters[w[0]][w[1]]), of_units(w[1], self._axes(w))) for w in weights)
        if choices:
            self._editor.open(choices, 0, self._canvas.mapFromScene(at))

    def _edit_arriving(self, node: Node) -> None:
        at, weights = QPointF(node.x + node.w / 2, node.y), self._arriving(node)
        if weights:
            self._edit(weights, at)
            return
        sentence = tr("No weights arrive here.")
        self._canvas.setAccessibleDescription(sentence)
        QToolTip.showText(self._canvas.viewport().mapToGlobal(self._canvas.mapFromScene(at)), sentence, self._canvas)

    def _axes(self, weight: Weight) -> tuple[tuple[int, ...], ...]:
        """The shapes of the units that a weight's indices count."""
        network = self.session.document.network
        return units(network, weight[0]) or tuple((size,) for size in network.parameters[weight[0]].shape)

    def _set_weight(self, weight: Weight, value: float) -> None:
        self.session.apply(edits.set_weight(self.session.document, *weight, value))

    def _focus(self, node: Node | None) -> None:
        self._item.focus = node
        self._item.update()
        if node is not None and self._state is not None:
            value = words.value_words(self._state.node_value(node)) if node.kind != "mini" else ""
            name = words.node_name(self._state, node)
            said = f"{words.what(self._state, node, self._roles())}: {name} = {value}"
            said += ". " + tr("Enter: change the weights that arrive here.") if self._arriving(node) else ""
            self._canvas.setAccessibleDescription(said)
            self._canvas.ensureVisible(QRectF(node.x - 20, node.y - 20, 40, 40))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tab goes through the nodes before it leaves the drawing; + and - are the drawing's, not the player's."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and zooms(event):
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}.get(Qt.Key(event.key()), 0)
            if step and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                return self._step_focus(step)
        return super().eventFilter(watched, event)

    def _step_focus(self, step: int) -> bool:
        """Move the focus among the nodes; false at either end, where Tab goes on."""
        if self._state is None:
            return False
        nodes = reading_order(self._state.layout)
        at = next((i for i, n in enumerate(nodes) if n == self._item.focus), -1 if step > 0 else len(nodes))
        self._focus(nodes[at + step] if 0 <= at + step < len(nodes) else None)
        return self._item.focus is not None

    def _key(self, event: QKeyEvent) -> bool:
        node, key = self._item.focus, event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and node is not None and self._state is not None:
            if node.kind == "mini":
                self.choose_block(node.signal, node.index[0])
            else:
                self._edit_arriving(node)
        elif zooms(event):
            self._zoom_to(self._zoom * (ZOOM if key == Qt.Key.Key_Plus else 1 / ZOOM))
        elif key == Qt.Key.Key_0 and not event.modifiers():
            self._zoom_to(1.0)
        elif key == Qt.Key.Key_Escape and (node is not None or self._reader.alone):
            self._focus(None) if node is not None else self.show_block(None)
        elif key == Qt.Key.Key_M and event.modifiers() in (PLAIN, SHIFT) and self._reader.blocks():
            step = -1 if event.modifiers() else 1
            self.show_block(self._blocks.following(step, node, self._make_state().plan))
        else:
            return False
        return True

    def _wheel(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom_to(self._zoom * ZOOM ** (event.angleDelta().y() / 120))
            event.accept()
        else:
            QGraphicsView.wheelEvent(self._canvas, event)

    def _zoom_to(self, zoom: float) -> None:
        """Enlarge the drawing; 1 fits it to the view."""
        self._zoom = enlarge(self._canvas, zoom)
