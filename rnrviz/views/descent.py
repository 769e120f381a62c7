"""One step of gradient descent by hand: the learning rate, and a button that makes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import final

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from rnrviz.figures.style import Style
from rnrviz.language import tr
from rnrviz.views.number_box import NumberBox, indent

USUAL, LEAST, MOST = 0.1, 1e-6, 100.0


@final
class DescentBar(QWidget):
    """W - alpha dE/dW for all weights at once; `descend` makes the step."""

    def __init__(self, style: Style, descend: Callable[[], None]) -> None:
        super().__init__()
        self._label, self._button, self._rate = QLabel("α"), QPushButton(), NumberBox(LEAST, MOST)
        self._rate.setValue(USUAL)
        self._label.setBuddy(self._rate)
        row = QHBoxLayout(self)
        for widget in (self._label, self._rate, self._button):
            row.addWidget(widget)
        row.addStretch(1)
        self._button.clicked.connect(descend)
        self.set_style(style)

    @property
    def alpha(self) -> float:
        """The learning rate."""
        return self._rate.value()

    def show_state(self, possible: bool) -> None:
        """Whether there is a gradient to go along; texts in the language of now."""
        self._button.setEnabled(possible)
        self._button.setText(tr("Update the weights"))
        self._button.setToolTip(tr("Every weight becomes W − α ∂E/∂W, with the gradient of the chosen errors"))
        self._rate.setAccessibleName(tr("Learning rate α"))

    def set_style(self, style: Style) -> None:
        """Another text size."""
        indent(self._rate, style)
        self._label.setFont(style.font(1.1, italic=True, maths=True))
        self.layout().setContentsMargins(*(round(style.px(n)) for n in (14, 6, 14, 10)))  # type: ignore[union-attr]
