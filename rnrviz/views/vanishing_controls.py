"""What can be chosen of the vanishing gradient: which derivative, which networks, their seed and the scale."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QToolButton, QVBoxLayout, QWidget

from rnrviz.figures.fading import Curve
from rnrviz.figures.pieces import Pieces
from rnrviz.figures.style import Style
from rnrviz.language import tr
from rnrviz.views.factor import FactorSlider
from rnrviz.views.flowing import Flowing
from rnrviz.views.legend import LegendButton
from rnrviz.views.notation_button import NotationButton
from rnrviz.views.own_keys import OwnKeys
from rnrviz.views.vanishing_curves import KEYS, labels
from rnrviz.views.vanishing_words import WHAT


@final
class Controls(QWidget):
    """Calls `on_choice` after anything was chosen."""

    def __init__(self, style: Style, on_choice: Callable[[], None]) -> None:
        super().__init__()
        self._style, self.seed = style, 1
        self._on_choice = on_choice
        self.switch = tuple(NotationButton(style) for _ in WHAT)
        self.legend = tuple(LegendButton(style) for _ in KEYS)
        self.other = QToolButton()
        self.slider = FactorSlider(style, lambda factor: on_choice())
        self._group = QButtonGroup(self)
        self._lines = QWidget(self), QWidget(self)
        self._rows = tuple(Flowing(line, style) for line in self._lines)
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for line, row, widgets in zip(self._lines, self._rows, ((*self.switch, self.other), self.legend), strict=True):
            for widget in widgets:
                row.addWidget(widget)
            column.addWidget(line)
        column.addWidget(self.slider)
        for number, button in enumerate(self.switch):
            self._group.addButton(button, number)
        self.switch[0].setChecked(True)
        self._group.idClicked.connect(lambda _: self._on_choice())
        for legend in self.legend:
            legend.clicked.connect(lambda _: self._on_choice())
        self.other.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.other.clicked.connect(self._next_seed)
        OwnKeys(self.other, (Qt.Key.Key_Space,))

    @property
    def what(self) -> str:
        """Which derivative: one of WHAT."""
        return WHAT[self._group.checkedId()]

    @property
    def factor(self) -> float:
        """By how much the recurrent weights are multiplied."""
        return self.slider.factor

    def shows(self, number: int) -> bool:
        """Whether this network's curves are wanted."""
        return self.legend[number].isChecked()

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self._style = style
        for row in self._rows:
            row.set_style(style)
        self.slider.set_style(style)
        for button in self.switch:
            button.show_pieces(button.pieces, button.toolTip(), style)
        for legend in self.legend:
            legend.show_curve(legend.curve, style)

    def retranslate(self, written: Sequence[tuple[Pieces, str]]) -> None:
        """What the switch writes, and all words in the language of now."""
        for button, (pieces, spoken) in zip(self.switch, written, strict=True):
            button.show_pieces(pieces, spoken, self._style)
        for number, (legend, names) in enumerate(zip(self.legend, labels(), strict=True)):
            legend.show_curve(Curve(*names, number, None), self._style)
        self.other.setText(tr("seed {n}").format(n=self.seed) + " ↻")
        self.other.setToolTip(tr("Other random weights"))
        self.other.setAccessibleName(tr("Other random weights; now seed {n}").format(n=self.seed))
        self.slider.retranslate()

    def _next_seed(self) -> None:
        self.seed += 1
        self._on_choice()
