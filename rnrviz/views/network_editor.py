"""One weight changed in place on the drawing of the network: a small panel with the symbol and a field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLineEdit, QWidget

from rnrviz.figures.style import Style
from rnrviz.language import tr
from rnrviz.views.weights import SymbolLabel, number

Weight = tuple[str, tuple[int, ...]]

LONG = 212  # for a number with all its digits, its sign and an exponent


@dataclass(frozen=True)
class Choice:
    """A weight that can be edited, its value, and its subscript as it is written."""

    weight: Weight
    value: float
    written: str


@final
class EdgeEditor(QFrame):
    """Enter applies, Escape leaves, Up and Down go to the other weights that arrive at the same place."""

    def __init__(self, style: Style, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self.on_value: Callable[[Weight, float], None] = lambda weight, value: None
        self.on_leave: Callable[[], None] = lambda: None
        self._choices: tuple[Choice, ...] = ()
        self._at = 0
        self._symbol = SymbolLabel(style)
        self._field = QLineEdit()
        self._hint = QLabel()
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 4, 8, 6)
        grid.setSpacing(2)
        grid.addWidget(self._symbol, 0, 0)
        grid.addWidget(self._field, 0, 1)
        grid.addWidget(self._hint, 1, 0, 1, 2)
        self._field.returnPressed.connect(self.commit)
        self._field.textEdited.connect(lambda _: self._show_hint())
        self.set_style(style)
        self.hide()

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self._style = style
        self._field.setFont(style.font())
        self._field.setFixedWidth(round(style.px(LONG)))
        self._hint.setFont(style.font(0.85))
        self._hint.setStyleSheet(f"color: {style.muted.name()}; background: transparent; border: none")
        frame = f"background: {style.panel.name()}; border: 1px solid {style.accent.name()}; border-radius: 6px"
        self.setStyleSheet(f"EdgeEditor {{ {frame} }}")

    def open(self, choices: tuple[Choice, ...], at: int, where: QPoint) -> None:
        """Edit one of these weights, beside `where` in the parent."""
        self._choices = choices
        self._select(at)
        self.adjustSize()
        room = self._parent.size() - self.size()
        x = min(max(0, where.x() + 12), max(0, room.width()))
        y = min(max(0, where.y() - self.height() - 6), max(0, room.height()))
        self.move(x, y)
        self.show()
        self.raise_()
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def weight(self) -> Weight:
        """What is being edited."""
        return self._choices[self._at].weight

    def field(self) -> QLineEdit:
        """Where the value is typed."""
        return self._field

    def commit(self) -> None:
        """Apply what was typed, or say why it cannot be."""
        try:
            value = number(self._field.text())
        except ValueError as error:
            self._hint.setText(f"▲ {error}")
            self.adjustSize()
            return
        weight, before = self._choices[self._at].weight, self._choices[self._at].value
        self.leave()
        if value != before:
            self.on_value(weight, value)

    def leave(self) -> None:
        """Close and give the focus back."""
        self.hide()
        self.on_leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape, Up and Down."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and len(self._choices) > 1:
            self._select((self._at + (1 if event.key() == Qt.Key.Key_Down else -1)) % len(self._choices))
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def _select(self, at: int) -> None:
        self._at = at
        name, _ = self._choices[at].weight
        self._symbol.show_symbol(name, self._choices[at].written, self._style)
        self._field.setText(repr(self._choices[at].value))
        self._field.selectAll()
        self._field.setAccessibleName(tr("value of {weight}").format(weight=self._symbol.accessibleName()))
        self._show_hint()
        self.adjustSize()

    def _show_hint(self) -> None:
        hint = tr("Enter to apply, Esc to cancel")
        if len(self._choices) > 1:
            place = tr("{n} of {m}").format(n=self._at + 1, m=len(self._choices))
            hint = f"{hint} · ↑ ↓ {place}"
        self._hint.setText(hint)
