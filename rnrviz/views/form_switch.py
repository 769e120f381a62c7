"""The switch of the equations: every component with its sums, or whole vectors and matrices."""

from __future__ import annotations

from collections.abc import Callable
from typing import final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QWidget

from rnrviz.figures.style import Style
from rnrviz.language import tr


@final
class FormSwitch(QWidget):
    """`components` says which; `on_choice` is called with it when a person chose."""

    def __init__(self, style: Style, components: bool, on_choice: Callable[[bool], None]) -> None:
        super().__init__()
        self.buttons = (QRadioButton(), QRadioButton())
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        for number, button in enumerate(self.buttons):
            self._group.addButton(button, number)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self._row.addWidget(button)
        self._row.addStretch(1)
        self.buttons[0 if components else 1].setChecked(True)
        self._group.idClicked.connect(lambda number: on_choice(number == 0))
        self.set_style(style)
        self.retranslate()

    @property
    def components(self) -> bool:
        """Whether the components are chosen."""
        return self.buttons[0].isChecked()

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self._row.setContentsMargins(*(round(style.px(n)) for n in (14, 6, 14, 2)))
        self._row.setSpacing(round(style.px(14)))

    def retranslate(self) -> None:
        """Words in the language of now."""
        for button, text in zip(self.buttons, (tr("Components"), tr("Vectors")), strict=True):
            button.setText(text)
