"""The equations of the network, set in type as the chapter sets them."""

from __future__ import annotations

from typing import TYPE_CHECKING, final

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QGraphicsView, QVBoxLayout, QWidget

from rnrviz.figures.equation_notes import notes
from rnrviz.figures.equation_rows import EquationsItem, error_row
from rnrviz.figures.formulas import Setter
from rnrviz.figures.style import Style
from rnrviz.language import tr
from rnrviz.views.axis import TimeAxis
from rnrviz.views.canvas import Canvas
from rnrviz.views.form_switch import FormSwitch

if TYPE_CHECKING:
    from rnrviz.document.session import Session
    from rnrviz.network.equations import Config, Equation
    from rnrviz.network.program import Shape

STEP, MOST, LOWEST = 40, 120, 80
USUAL, SMALLEST = 1.2, 0.8  # sizes of the formulas


@final
class EquationSheet(QWidget):
    """A switch between components and vectors, and the sheet below; for a network or for a text being written."""

    def __init__(self, style: Style, components: bool = True) -> None:
        super().__init__()
        self.style_ = style
        self._shown: tuple[tuple[Equation, ...], dict[str, Shape], Config, str, str] | None = None
        self.switch = FormSwitch(style, components, lambda _components: self.draw())
        self.canvas = Canvas(style, self)
        self._item = EquationsItem(style)
        self.canvas.scene().addItem(self._item)
        self.canvas.setMinimumHeight(round(style.px(LOWEST)))
        self.canvas.on_resize, self.canvas.on_key = self._resized, self._key
        self._width = 0
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.switch)
        layout.addWidget(self.canvas, 1)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops, in order."""
        return (*self.switch.buttons, self.canvas)

    def show_equations(
        self, equations: tuple[Equation, ...], shapes: dict[str, Shape], config: Config, loss: str, embedding: str
    ) -> None:
        """Show these from now on."""
        self._shown = equations, shapes, config, loss, embedding
        self._item.pale = False
        self.draw()

    def fade(self) -> None:
        """What is shown belongs to a text that has changed and cannot be read just now."""
        self._item.pale = True
        self._item.update()

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self.style_ = style
        self.canvas.set_style(style)
        self.canvas.setMinimumHeight(round(style.px(LOWEST)))
        self.switch.set_style(style)
        self.draw()

    def draw(self) -> None:
        """Set it in the width of now."""
        self.switch.retranslate()
        if self._shown is None:
            return
        equations, shapes, config, loss, embedding = self._shown
        last = next((e.terms[0].activation for e in equations if e.target == "y"), None)
        function = str(config.get(str(last), last))
        left = sum(not equation.hidden for equation in equations) - MOST
        small = notes(config, embedding, left, self.style_)
        room, size = self.canvas.viewport().width(), USUAL
        self._width = room
        for _ in range(2):  # once more, smaller, where a part is too wide; a bar for it would change the docks' heights
            setter = Setter(equations, shapes, self.style_, self.switch.components, size)
            self._item.show_rows([*setter.rows(MOST), error_row(setter, loss, function)], small, room, self.style_)
            bounds = self._item.boundingRect()
            if bounds.width() <= room:
                break
            size = max(SMALLEST, 0.97 * USUAL * room / bounds.width())
        self.canvas.scene().setSceneRect(0, 0, max(bounds.width(), room, 1.0), bounds.height())

    def _resized(self) -> None:
        """Another width wants other lines; unseen, they are set when they show."""
        if self.isVisible() and self.canvas.viewport().width() != self._width:
            self.draw()

    def showEvent(self, event: QShowEvent) -> None:
        """The width may be another one than when it was last seen."""
        super().showEvent(event)
        self._resized()

    def _key(self, event: QKeyEvent) -> bool:
        """Up and down scroll; everything else belongs to the window."""
        by = {Qt.Key.Key_Up: -STEP, Qt.Key.Key_Down: STEP}.get(Qt.Key(event.key()))
        if by is None:
            return False
        bar = self.canvas.verticalScrollBar()
        bar.setValue(bar.value() + round(self.style_.px(by)))
        return True


@final
class EquationsView(QWidget):
    """The equations of the session's network."""

    name = "equations"

    def __init__(self, session: Session, style: Style, axis: TimeAxis | None) -> None:
        super().__init__()
        self.session = session
        self._sheet = EquationSheet(style)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._sheet)

    def title(self) -> str:
        """What the dock says."""
        return tr("Equations")

    def refresh(self, changed: frozenset[str]) -> None:
        """Only another network has other equations; other weights have not."""
        if not changed & {"all", "network", "language"}:
            return
        network = self.session.document.network
        shapes = {signal.name: signal.shape for signal in network.program.signals.values()}
        self._sheet.canvas.setAccessibleName(self.title())
        self._sheet.canvas.setAccessibleDescription(network.text)
        self._sheet.show_equations(network.equations, shapes, network.config, network.loss, network.embedding)

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self._sheet.set_style(style)

    def canvas(self) -> QGraphicsView:
        """What is saved as a picture."""
        return self._sheet.canvas

    def data(self) -> dict[str, np.ndarray]:
        """The numbers in the equations: every parameter by name."""
        return dict(self.session.document.network.parameters)
