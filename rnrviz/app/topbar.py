"""The slim bar at the top: which network, where in time, which error."""

from __future__ import annotations

from collections.abc import Callable
from typing import final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from rnrviz.app.actions import Actions, keys_text
from rnrviz.app.icons import icon
from rnrviz.app.player import SPEEDS, USUAL
from rnrviz.figures.style import Style
from rnrviz.language import tr

STEPS = ("first", "back_ten", "back", "play", "forward", "forward_ten", "last")
OPEN, NEW = "\0open", "\0new"


@final
class TopBar(QWidget):
    """`on_model` is called with the path that was chosen, or OPEN or NEW; `on_speed` with a level of SPEEDS."""

    def __init__(self, actions: Actions, style: Style) -> None:
        super().__init__()
        self.on_model: Callable[[str], None] = lambda choice: None
        self.on_speed: Callable[[int], None] = lambda level: None
        self._actions = actions
        self._playing = False
        self._models: tuple[tuple[str, str], ...] = ()
        self._current = ("", "")
        self.model = QComboBox()
        self.model.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.model.setMinimumContentsLength(24)
        self.model.activated.connect(self._chosen)
        self.steps = {name: self._button(actions[name]) for name in STEPS}
        self.speed = QComboBox()
        self.speed.activated.connect(lambda level: self.on_speed(level))
        self.readout = QLabel()
        self.readout.setObjectName("readout")
        self.errors = {name: self._segment(actions[name]) for name in ("instant", "sum")}
        self._row = QHBoxLayout(self)
        self._fill()
        self.set_style(style)
        self.retranslate()

    def _fill(self) -> None:
        centre = Qt.AlignmentFlag.AlignVCenter
        self._row.addWidget(self.model, 0, centre)
        self._row.addStretch(1)
        for button in self.steps.values():
            self._row.addWidget(button, 0, centre)
        self._row.addWidget(self.speed, 0, centre)
        self._row.addWidget(self.readout, 0, centre)
        self._row.addStretch(1)
        for button in self.errors.values():
            self._row.addWidget(button, 0, centre)

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(action.trigger)
        return button

    def _segment(self, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setObjectName("segment")
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(action.trigger)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        return button

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self._look = style
        side = round(style.px(22))
        for name, button in self.steps.items():
            button.setIconSize(QSize(side, side))
            button.setIcon(icon("pause" if name == "play" and self._playing else name, style.ink, style.hairline))
        self._row.setContentsMargins(*(round(style.px(n)) for n in (14, 4, 14, 8)))
        self._row.setSpacing(round(style.px(4)))
        for button in self.errors.values():
            button.setFont(style.font(1.08, italic=True, maths=True))
        self.readout.setFont(style.font(1.0))
        self._fix_readout()

    def retranslate(self) -> None:
        """Texts in the language of now."""
        self.model.setAccessibleName(tr("Network"))
        self.model.setToolTip(tr("Network"))
        self.speed.setAccessibleName(tr("Playback speed"))
        self.speed.setToolTip(tr("Playback speed"))
        level = max(0, self.speed.currentIndex()) if self.speed.count() else USUAL
        self.speed.clear()
        self.speed.addItems([tr("{n} steps/s").format(n=f"{speed:g}") for speed in SPEEDS])
        self.speed.setCurrentIndex(level)
        for name, button in (*self.steps.items(), *self.errors.items()):
            action = self._actions[name]
            button.setAccessibleName(action.text())
            button.setToolTip(f"{action.text()}  ({keys_text(action)})")
        self.errors["instant"].setText("E[t]")
        self.errors["sum"].setText("Σ E[τ]")
        self.set_models(self._models, *self._current)

    def set_models(self, models: tuple[tuple[str, str], ...], title: str, path: str) -> None:
        """Fill the chooser: pairs of path and title, and the network of now, which may be none of them."""
        self._models, self._current = models, (title, path)
        known = any(where == path for where, _ in models)
        self.model.blockSignals(True)
        self.model.clear()
        for where, name in models if known or not title else ((path, title), *models):
            self.model.addItem(name, where)
        self.model.insertSeparator(self.model.count())
        self.model.addItem(tr("Open model…"), OPEN)
        self.model.addItem(tr("New random network…"), NEW)
        self.model.setCurrentIndex(max(0, self.model.findData(path)))
        self.model.view().setMinimumWidth(self.model.view().sizeHintForColumn(0) + round(self._look.px(28)))
        self.model.blockSignals(False)

    def set_place(self, cursor: int, length: int) -> None:
        """Where in time: t = cursor of length."""
        self.readout.setText(f"t = {cursor} / {length}")
        self.readout.setAccessibleName(tr("{n} of {length} tokens read").format(n=cursor, length=length))
        for name in ("first", "back_ten", "back"):
            self.steps[name].setEnabled(cursor > 0)
        for name in ("forward", "forward_ten", "last"):
            self.steps[name].setEnabled(cursor < length)
        self.steps["play"].setEnabled(length > 0)
        self._fix_readout()

    def set_playing(self, playing: bool, level: int) -> None:
        """Whether it plays, and how fast."""
        self._playing = playing
        self.speed.setCurrentIndex(level)
        name = "pause" if playing else "play"
        self.steps["play"].setIcon(icon(name, self._look.ink, self._look.hairline))

    def set_error(self, choice: str) -> None:
        """Which error the gradients are of."""
        for name, button in self.errors.items():
            button.setChecked(name == choice)
            self._actions[name].setChecked(name == choice)

    def _fix_readout(self) -> None:
        digits = max(7, len(self.readout.text()) - 4)
        width = self.readout.fontMetrics().horizontalAdvance("t = " + "0" * digits)
        self.readout.setMinimumWidth(width + round(self._look.px(12)))
        self.readout.setContentsMargins(round(self._look.px(10)), 0, 0, 0)

    def _chosen(self, index: int) -> None:
        choice = self.model.itemData(index)
        self.model.setCurrentIndex(max(0, self.model.findData(self._current[1])))
        if choice is not None:
            self.on_model(choice)
