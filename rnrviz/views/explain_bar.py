"""The buttons over an explanation: back, pin, and copying as TeX and as text."""

from __future__ import annotations

from collections.abc import Callable
from typing import final

from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from rnrviz.figures.style import Style
from rnrviz.language import tr


@final
class ExplainBar(QWidget):
    """Set the callbacks; `show_state` says what can be done."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.back, self.pin, self.tex, self.text = (QToolButton() for _ in range(4))
        self.on_back: Callable[[], None] = lambda: None
        self.on_pin: Callable[[], None] = lambda: None
        self.on_copy: Callable[[bool], None] = lambda tex: None
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.back)
        self._row.addStretch(1)
        for button in (self.pin, self.tex, self.text):
            self._row.addWidget(button)
        self.back.clicked.connect(lambda: self.on_back())
        self.pin.clicked.connect(lambda: self.on_pin())
        self.tex.clicked.connect(lambda: self.on_copy(True))
        self.text.clicked.connect(lambda: self.on_copy(False))
        self.set_style(style)

    @property
    def buttons(self) -> tuple[QToolButton, ...]:
        """All, from left to right."""
        return self.back, self.pin, self.tex, self.text

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self._row.setContentsMargins(*(round(style.px(n)) for n in (8, 4, 8, 0)))
        self._row.setSpacing(round(style.px(2)))
        for button in self.buttons:
            button.setAutoRaise(True)
            button.setFont(style.font(0.92))

    def show_state(self, asked: bool, steps: int, pinned: bool) -> None:
        """Whether something is explained, how many steps lead back, and whether it is pinned; words of now."""
        self.back.setText(tr("← Back"))
        self.back.setToolTip(tr("To the number that was asked before (Backspace)"))
        self.back.setEnabled(steps > 0)
        self.pin.setText(tr("Unpin") if pinned else tr("Pin"))
        self.pin.setToolTip(tr("Keep this explanation below; it follows the cursor"))
        self.tex.setText(tr("Copy TeX"))
        self.tex.setToolTip(tr("The equation with symbols and with numbers, as TeX (Ctrl+Shift+C)"))
        self.text.setText(tr("Copy text"))
        self.text.setToolTip(tr("The same as text (Ctrl+C)"))
        for button in (self.pin, self.tex, self.text):
            button.setEnabled(asked)
        self.setVisible(asked or steps > 0)
