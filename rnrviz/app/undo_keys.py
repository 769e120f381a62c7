"""Undo and redo mean the document's, also in a line that has an undo of its own."""

from __future__ import annotations

from typing import final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence

UNDOING = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


@final
class UndoKeys(QObject):
    """Install it on a line of text: the line leaves the two keys to the window."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The line does not hear of them."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
            return False
        if not any(event.matches(key) for key in UNDOING):
            return False
        event.ignore()
        return True
