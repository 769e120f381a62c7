"""Short names of keys, alike in the menus, the hints and the sheet of keys: Ctrl, Shift, Mayús, Intro."""

from __future__ import annotations

from typing import final

from PySide6.QtCore import QTranslator

from rnrviz.language import tr

CONTEXT = "QShortcut"
MOVED = {"QAbstractFileIconProvider": "QFileDialog"}  # where Qt took texts that are still translated at the old place


@final
class ShortNames(QTranslator):
    """Qt's own translations, but for the keys that it spells out where they are long."""

    def __init__(self, of_qt: QTranslator) -> None:
        super().__init__()
        self._of_qt = of_qt

    def isEmpty(self) -> bool:
        """Never, or Qt would not ask."""
        return False

    def translate(self, context: str, source: str, note: str | None = None, n: int = -1) -> str:
        """What Qt asks for; what has no translation stays as it is."""
        names = {"Ctrl": tr("Ctrl"), "Shift": tr("Shift"), "Esc": tr("Esc"), "Return": tr("Enter")}
        if context == CONTEXT and source in names:
            return names[source]
        found = (self._of_qt.translate(c, source, note or "", n) for c in (context, MOVED.get(context)) if c)
        return next(filter(None, found), source)
