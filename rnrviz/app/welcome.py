"""The first time: three sentences in the line of messages, until a token is read. They do not come again."""

from __future__ import annotations

from typing import TYPE_CHECKING, final

from PySide6.QtCore import QObject

from rnrviz.language import tr

if TYPE_CHECKING:
    from rnrviz.app.window import Window
    from rnrviz.document.session import Changes

KEY = "welcomed"  # of the settings


@final
class Welcome(QObject):
    """Of one window, which has begun."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._over = bool(window.settings.text(KEY))
        if window.hub is not None and not self._over:
            window.greeting = self.sentences
            window.hub.listen(self._follow)
            self._follow(frozenset({"cursor"}))

    def sentences(self) -> str:
        """What to do first; nothing afterwards."""
        if self._over:
            return ""
        return tr(
            "Press → to read the next token. Click any number to see where it comes from. "
            "F1 shows all keys, and Help has short lessons."
        )

    def _follow(self, changes: Changes) -> None:
        session = self._window.session
        if self._over or session is None or not changes & {"cursor", "network", "all"}:
            return
        if session.document.cursor:
            self._over = True
            self._window.settings.set_text(KEY, "yes")
        self._window.describe()
