"""The slim bar at the top: which network, and where in time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QIcon, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from rnrviz.app.actions import Actions, keys_text
from rnrviz.app.icons import icon
from rnrviz.app.perspectives import PERSPECTIVES
from rnrviz.app.player import SPEEDS, USUAL
from rnrviz.figures.style import Style
from rnrviz.language import tr
from rnrviz.views.cut_box import CutBox

STEPS = ("first", "back_ten", "back", "play", "forward", "forward_ten", "last")
ERRORS = ("carry_back", "carry_forth")
PLACES = tuple(f"perspective_{each.name}" for each in PERSPECTIVES)
# where room is short
LEAVING = (("back_ten", "forward_ten"), ("speed",), ("first", "last"), PLACES, ERRORS, ("back", "forward"))
OPEN, NEW, OWN = "\0open", "\0new", "\0own"
LETTERS, FEWEST = 34, 13


@final
class ModelBox(CutBox):
    """The chooser of networks; the ends of their names tell them apart."""

    cut = Qt.TextElideMode.ElideMiddle


@final
class TopBar(QWidget):
    """`on_model` is called with the path that was chosen, or OPEN or NEW; `on_speed` with a level of SPEEDS."""

    def __init__(self, actions: Actions, style: Style) -> None:
        super().__init__()
        self.on_model: Callable[[str], None] = lambda choice: None
        self.on_speed: Callable[[int], None] = lambda level: None
        self._actions = actions
        self._look = style
        self._playing = False
        self._hidden: frozenset[str] = frozenset()
        self._models: tuple[tuple[str, str], ...] = ()
        self._current = ("", "")
        self.model = ModelBox()
        self.model.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.model.setMinimumContentsLength(LETTERS)
        self.model.activated.connect(self._chosen)
        self.steps = {name: self._button(actions[name]) for name in (*STEPS, *ERRORS)}
        self.places = {name: self._button(actions[name]) for name in PLACES}
        self.speed = QComboBox()
        self.speed.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.speed.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.speed.activated.connect(lambda level: self.on_speed(level))
        self.readout = QLabel()
        self.readout.setObjectName("readout")
        self._row = QHBoxLayout(self)
        self._fill()
        self.retranslate()
        self.set_style(style)

    def _fill(self) -> None:
        centre = Qt.AlignmentFlag.AlignVCenter
        self._row.addWidget(self.model, 0, centre)
        self._row.addStretch(1)
        for name in STEPS:
            self._row.addWidget(self.steps[name], 0, centre)
        self._row.addWidget(self.speed, 0, centre)
        self._row.addWidget(self.readout, 0, centre)
        for name in ERRORS:
            self._row.addWidget(self.steps[name], 0, centre)
        self._row.addStretch(1)
        for button in self.places.values():
            button.setCheckable(True)
            button.setObjectName("place")
            self._row.addWidget(button, 0, centre)

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(action.trigger)
        return button

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self._look = style
        side = round(style.px(22))
        for name, button in self.steps.items():
            button.setIconSize(QSize(side, side))
            button.setIcon(self._icon("pause" if name == "play" and self._playing else name))
        self._row.setContentsMargins(*(round(style.px(n)) for n in (14, 4, 14, 8)))
        self._row.setSpacing(round(style.px(4)))
        self.readout.setFont(style.font(1.0))
        self.model.setMinimumWidth(self.fontMetrics().horizontalAdvance("n" * FEWEST) + round(style.px(30)))
        self._fix_readout()

    def _icon(self, name: str) -> QIcon:
        return icon(name, self._look.ink, self._look.hairline, self._look.px(22))

    def retranslate(self) -> None:
        """Texts in the language of now."""
        self.model.setAccessibleName(tr("Network"))
        self.speed.setAccessibleName(tr("Playback speed"))
        self.speed.setToolTip(tr("Playback speed"))
        level = max(0, self.speed.currentIndex()) if self.speed.count() else USUAL
        self.speed.clear()
        self.speed.addItems([tr("{n} steps/s").format(n=f"{speed:g}") for speed in SPEEDS])
        self.speed.setCurrentIndex(level)
        for name, button in self.steps.items():
            action = self._actions[name]
            button.setAccessibleName(action.text())
            button.setToolTip(f"{action.text()}  ({keys_text(action)})")
        for name, button in self.places.items():
            button.setText(self._actions[name].text())
            button.setToolTip(f"{self._actions[name].text()}  ({keys_text(self._actions[name])})")
        self.set_models(self._models, *self._current)
        self._fix_readout()

    def show_perspective(self, name: str) -> None:
        """Which perspective the window is in."""
        for place, button in self.places.items():
            button.setChecked(place == f"perspective_{name}")

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
        self.model.addItem(tr("Write equations…"), OWN)
        self.model.setCurrentIndex(max(0, self.model.findData(path)))
        self.model.setToolTip(f"{tr('Network')}: {title}" if title else tr("Network"))
        self.model.view().setMinimumWidth(self.model.view().sizeHintForColumn(0) + round(self._look.px(28)))
        self.model.blockSignals(False)

    def set_place(self, cursor: int, length: int, back: int = 0) -> None:
        """Where in time: t = cursor of length; how far the errors have gone back."""
        self.readout.setText(f"t = {cursor} / {length}" + (f"   τ = {cursor + 1 - back}" if back else ""))
        self.readout.setAccessibleName(tr("{n} of {length} tokens read").format(n=cursor, length=length))
        for name in ("first", "back_ten", "back"):
            self.steps[name].setEnabled(cursor > 0)
        for name in ("forward", "forward_ten", "last"):
            self.steps[name].setEnabled(cursor < length)
        self.steps["play"].setEnabled(length > 0)
        self.steps["carry_back"].setEnabled(back < cursor)
        self.steps["carry_forth"].setEnabled(back > 0)
        self._fix_readout()

    def hide_parts(self, parts: frozenset[str]) -> None:
        """Never show these of model, steps, speed, readout, errors, places; there is room for others then."""
        groups = {"steps": STEPS, "errors": ERRORS, "places": PLACES}
        self._hidden = frozenset(name for part in parts for name in groups.get(part, (part,)))
        self._share()

    def set_playing(self, playing: bool, level: int) -> None:
        """Whether it plays, and how fast."""
        self._playing = playing
        self.speed.setCurrentIndex(level)
        self.steps["play"].setIcon(self._icon("pause" if playing else "play"))

    def minimumSizeHint(self) -> QSize:
        """The network, play and the place; the rest leaves when there is no room, so the window need not grow."""
        leaving = {name for names in LEAVING for name in names}
        kept = [w for name, w in self._pieces() if name not in leaving]
        return QSize(self._needed(kept), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what there is room for."""
        super().resizeEvent(event)
        self._share()

    def _pieces(self) -> Iterator[tuple[str, QWidget]]:
        yield from (("model", self.model), *self.steps.items(), ("speed", self.speed), ("readout", self.readout))
        yield from self.places.items()

    def _needed(self, pieces: list[QWidget]) -> int:
        margins = self._row.contentsMargins()
        widths = (w.minimumWidth() if w in (self.model, self.readout) else w.sizeHint().width() for w in pieces)
        return margins.left() + margins.right() + sum(widths) + self._row.spacing() * (len(pieces) + 1)

    def _share(self) -> None:
        left = {name: widget for name, widget in self._pieces() if name not in self._hidden}
        for names in LEAVING:
            if self._needed(list(left.values())) <= self.width():
                break
            left = {name: widget for name, widget in left.items() if name not in names}
        for name, widget in self._pieces():
            widget.setVisible(name in left)

    def _fix_readout(self) -> None:
        digits = max(7, len(self.readout.text()) - 4)
        metrics = self.readout.fontMetrics()
        width = max(metrics.horizontalAdvance("t = " + "0" * digits), metrics.horizontalAdvance(self.readout.text()))
        self.readout.setMinimumWidth(width + round(self._look.px(14)))
        self.readout.setContentsMargins(round(self._look.px(10)), 0, 0, 0)
        self._share()

    def _chosen(self, index: int) -> None:
        choice = self.model.itemData(index)
        self.model.setCurrentIndex(max(0, self.model.findData(self._current[1])))
        if choice is not None:
            self.on_model(choice)
