"""Short names of keys, alike in the menus, the hints and the sheet of keys: Ctrl, Shift, Mayús, Intro."""

from __future__ import annotations

from typing import final

from PySide6.QtCore import QTranslator

from rnrviz.language import tr

CONTEXT = "QShortcut"


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
        short = names.get(source) if context == CONTEXT else None
        return short or self._of_qt.translate(context, source, note or "", n) or source
