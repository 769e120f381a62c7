"""The lecturer's controls while a projector shows the window: on the other screen, and never with the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from rnrviz.app.perspectives import PERSPECTIVES
from rnrviz.app.topbar import TopBar
from rnrviz.language import tr

if TYPE_CHECKING:
    from rnrviz.app.window import Window
    from rnrviz.document.session import Changes

BELOW = ("light", "dark", "spotlight", "ring", "next_screen", "projector")
SHORT = {"projector": lambda: tr("Leave the projector"), "next_screen": lambda: tr("Next screen")}
WIDTH = 0.9  # of the screen at most
FLAGS = Qt.WindowType.Tool | Qt.WindowType.WindowDoesNotAcceptFocus | Qt.WindowType.WindowStaysOnTopHint


@final
class Lectern(QWidget):
    """Step buttons, t, perspectives, theme and the keys of the mode; a clicker's keys still reach the big window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window, FLAGS)
        self._window = window
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.top = TopBar(window.commands, window.look.style)
        self.top.hide_parts(frozenset({"model"}))
        self.buttons: dict[str, QToolButton] = {}
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.addWidget(self.top)
        column.addLayout(row)
        row.addStretch(1)
        for name in BELOW:
            self.buttons[name] = self._button(name)
            row.addWidget(self.buttons[name])
        row.addStretch(1)
        if window.hub is not None and window.player is not None:
            window.hub.listen(self._follow)
            window.player.changed.connect(self._show_state)
            self.top.on_speed = window.player.set_level
        for each in (*(f"perspective_{place.name}" for place in PERSPECTIVES), *BELOW):
            window.commands[each].changed.connect(self._show_state)

    def _button(self, name: str) -> QToolButton:
        """One that does what the command does, and shows whether it is on."""
        button = QToolButton()
        button.setObjectName("place")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setCheckable(True)
        button.clicked.connect(self._window.commands[name].trigger)
        return button

    def open(self, screen: QScreen) -> None:
        """At the foot of the lecturer's screen."""
        self._follow(frozenset({"style", "language", "cursor"}))
        room = screen.availableGeometry()
        size = self.sizeHint().boundedTo(room.size() * WIDTH)
        size.setWidth(round(WIDTH * room.width()))
        place = QRect(room.topLeft(), size)
        place.moveCenter(room.center())
        place.moveBottom(room.bottom() - size.height() // 4)
        self.setScreen(screen)
        self.setGeometry(place)
        self.show()

    def _follow(self, changes: Changes) -> None:
        """Only while a projector is used: in a style and a language of now."""
        session = self._window.session
        if session is None:
            return
        if changes & {"style", "all"}:
            look = self._window.look
            self.setStyleSheet(look.near_sheet())
            self.top.set_style(look.near())
        if changes & {"language", "all"}:
            self._retranslate()
        self.top.set_place(session.document.cursor, session.length, session.document.back)
        self._show_state()

    def _retranslate(self) -> None:
        self.setWindowTitle(tr("Lecturer's controls"))
        self.top.retranslate()
        for name, button in self.buttons.items():
            text = SHORT[name]() if name in SHORT else self._window.commands[name].text()
            button.setText(text.replace("&", ""))
            button.setAccessibleName(button.text())

    def _show_state(self) -> None:
        window = self._window
        self.top.show_perspective(window.arrangement.perspective.name)
        if window.player is not None:
            self.top.set_playing(window.player.playing, window.player.level)
        for name, button in self.buttons.items():
            button.setChecked(name not in SHORT and window.commands[name].isChecked())
