"""One weight: its symbol, its value to be changed in place, and its gradient by every method in full."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from rnrviz.figures.numbers import full
from rnrviz.figures.style import Style
from rnrviz.figures.symbols import draw_symbol, set_symbol
from rnrviz.language import tr
from rnrviz.network.notation import symbol


def number(text: str) -> float:
    """The number typed, with a point or a comma, any minus sign. Raises ValueError with a sentence."""
    plain = text.strip().replace("−", "-").replace(",", ".").replace("·10^", "e")
    try:
        value = float(plain)
    except ValueError:
        raise ValueError(tr("“{text}” is not a number.").format(text=text.strip())) from None
    if not math.isfinite(value):
        raise ValueError(tr("A weight has to be a finite number."))
    return value


def aligned(value: float) -> str:
    """In full, with room for a minus sign, so that digits stand under digits."""
    text = full(value)
    return text if text.startswith("−") else f"\u2007{text}"


@final
class SymbolLabel(QWidget):
    """The chapter's symbol of one weight, set in type."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style, self._name, self._index = style, "", ""

    def show_symbol(self, name: str, index: str, style: Style) -> None:
        """Show this from now on."""
        self._style, self._name, self._index = style, name, index
        self.setAccessibleName(f"{symbol(name).unicode} {self._index}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the symbol and an equals sign."""
        if not self._name:
            return QSize(1, 1)
        setting = set_symbol(self._name, self._style, self._index, 1.3)
        return QSize(round(setting.width + self._style.px(22)), round(self._style.px(30)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The symbol, then the equals sign."""
        if not self._name:
            return
        painter = QPainter(self)
        box = QRectF(self.rect())
        left = Qt.AlignmentFlag.AlignLeft
        used = draw_symbol(painter, box, self._name, self._style, self._index, 1.3, align=left)
        painter.setFont(self._style.font(1.1))
        painter.drawText(box.adjusted(used + self._style.px(7), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, "=")
        painter.end()


@final
class WeightEditor(QWidget):
    """Enter applies what was typed, Escape abandons it. `on_value` gets the number, `on_leave` the focus back."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.on_value: Callable[[float], None] = lambda value: None
        self.on_leave: Callable[[], None] = lambda: None
        self._value, self._low = 0.0, False
        self._symbol = SymbolLabel(style)
        self._hint, self._problem = QLabel(self), QLabel(self)
        self._field = QLineEdit(self)
        self._names = tuple(QLabel(self) for _ in range(4))
        self._numbers = tuple(QLabel(self) for _ in range(4))
        self._lay_out()
        self._field.returnPressed.connect(self.commit)
        self._field.textEdited.connect(lambda _: self._problem.clear())
        self.set_style(style)
        self.show_nothing()

    def _lay_out(self) -> None:
        column = self._column = QVBoxLayout(self)
        column.setSpacing(2)
        column.addWidget(self._hint)
        row = QHBoxLayout()
        row.addWidget(self._symbol)
        row.addWidget(self._field)
        row.addWidget(self._problem, 1)
        column.addLayout(row)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        for i, (name, value) in enumerate(zip(self._names, self._numbers, strict=True)):
            grid.addWidget(name, i, 0)
            grid.addWidget(value, i, 1)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addLayout(grid)
        column.addStretch(1)
        for label in (self._problem, self._hint):
            label.setWordWrap(True)
        self._symbol.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self._style = style
        self._column.setContentsMargins(*(round(style.px(n)) for n in (14, 4, 14, 6)))
        for label in (*self._names, self._hint, self._problem):
            label.setFont(style.font(0.9))
        for label in self._numbers:
            label.setFont(style.font(0.9))
        self._field.setFont(style.font())
        self._field.setFixedWidth(round(style.px(190)))
        muted = f"color: {style.muted.name()}; background: transparent"
        for label in (*self._names, self._hint):
            label.setStyleSheet(muted)
        self._problem.setStyleSheet(f"color: {style.signal('gamma').name()}; background: transparent")
        self._fit()

    def set_low(self, low: bool) -> None:
        """Where the view is low, the pictures need the room of the hint more."""
        if low != self._low:
            self._low = low
            self._fit()

    def show_nothing(self) -> None:
        """No entry is chosen."""
        self._hint.setText(tr("Click a cell, or use ↑ ↓ and Shift+← →, to see its numbers and change the weight."))
        self._set_visible(False)

    def show_weight(
        self, name: str, index: str, value: float, rows: tuple[tuple[str, float | None], ...], none: str = "…"
    ) -> None:
        """Show this weight and up to four named numbers, `none` for None; what is being typed is left alone."""
        self._set_visible(True)
        self._symbol.show_symbol(name, index, self._style)
        same = value == self._value and self._field.hasFocus()
        self._value = value
        if not same:
            self._field.setText(repr(value))
            self._field.setCursorPosition(0)
            self._problem.clear()
        self._field.setAccessibleName(tr("value of {weight}").format(weight=self._symbol.accessibleName()))
        for i, (label, shown) in enumerate(zip(self._names, self._numbers, strict=True)):
            title, entry = rows[i] if i < len(rows) else ("", 0.0)
            label.setText(title)
            shown.setText("" if not title else f"\u2007{none}" if entry is None else aligned(entry))
            shown.setAccessibleName(title)

    def edit(self) -> None:
        """Put the keyboard into the field."""
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._field.selectAll()

    def commit(self) -> None:
        """Apply what is in the field, or say why it cannot be."""
        try:
            value = number(self._field.text())
        except ValueError as error:
            self._problem.setText(f"▲ {error}")
            return
        self._problem.clear()
        self.on_leave()
        if value != self._value:
            self.on_value(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape abandons."""
        if event.key() == Qt.Key.Key_Escape:
            self._field.setText(repr(self._value))
            self._problem.clear()
            self.on_leave()
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        """The same height for every entry, so that choosing another moves nothing."""
        hint = 0 if self._low else 40
        self.setFixedHeight(round(self._style.px(hint if self._hint.isVisibleTo(self) else 108)))

    def _set_visible(self, visible: bool) -> None:
        if visible != self._hint.isHidden():
            self._hint.setVisible(not visible)
            self._fit()
        for widget in (self._symbol, self._field, self._problem, *self._names, *self._numbers):
            widget.setVisible(visible)
