"""Keys that belong to a widget while it has the focus, though the window knows them too, such as the space bar."""

from __future__ import annotations

from typing import final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier, Qt.KeyboardModifier.ShiftModifier)

SHIFTED = (PLAIN[-1], PLAIN[-1] | PLAIN[1])
SIDEWAYS = (Qt.Key.Key_Left, Qt.Key.Key_Right)
ENDS = (Qt.Key.Key_Home, Qt.Key.Key_End)  # the first and the last of a list of choices


@final
class OwnKeys(QObject):
    """Claims these keys for the widget: alone or with Shift, or with those `modifiers` alone."""

    def __init__(
        self, widget: QWidget, keys: tuple[Qt.Key, ...], modifiers: tuple[Qt.KeyboardModifier, ...] = PLAIN
    ) -> None:
        super().__init__(widget)
        self._keys, self._modifiers = keys, modifiers
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window does not hear of them."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
            return False
        if Qt.Key(event.key()) in self._keys and event.modifiers() in self._modifiers:
            event.accept()
            return True
        return False
