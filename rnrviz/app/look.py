"""Theme, text size and language as chosen, applied to the whole program and remembered."""

from __future__ import annotations

from typing import final

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from rnrviz.app import theme
from rnrviz.app.key_names import ShortNames
from rnrviz.app.settings import LARGEST, SMALLEST, Settings
from rnrviz.figures.style import Style
from rnrviz.language import language, preferred, set_language
from rnrviz.paths import resource

FACTOR = 1.1
KINDS = ("up", "down", "right", "tick")


@final
class Look:
    """`style` is what views draw with. Every change is remembered in the settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._translator: QTranslator | None = None
        wanted = settings.text("theme", "system")
        self.theme = wanted if wanted in theme.THEMES else "system"
        self.style = Style(theme.is_dark(self.theme), settings.scale)
        self._speak(settings.text("language") or preferred())
        self.apply()

    def set_theme(self, chosen: str) -> None:
        """One of theme.THEMES."""
        self.theme = chosen
        self._settings.set_text("theme", chosen)
        self._restyle(self.style.scale)

    def resize_text(self, steps: int) -> None:
        """Larger or smaller by so many steps; 0 is back to the usual size."""
        wanted = self.style.scale * FACTOR**steps if steps else 1.0
        scale = min(LARGEST, max(SMALLEST, round(wanted, 3)))
        self._settings.set_text("scale", str(scale))
        self._restyle(scale)

    def set_language(self, code: str) -> None:
        """The language of the program, Qt's own dialogs included."""
        self._settings.set_text("language", code)
        self._speak(code)

    def apply(self) -> None:
        """Give the application this look."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            shade = "dark" if self.style.dark else "light"
            pictures = {kind: resource("icons", f"{kind}-{shade}.svg").as_posix() for kind in KINDS}
            theme.apply(application, self.style, pictures)

    def _restyle(self, scale: float) -> None:
        self.style = Style(theme.is_dark(self.theme), scale)
        self.apply()

    def _speak(self, code: str) -> None:
        set_language(code)
        QLocale.setDefault(QLocale(language()))
        application = QApplication.instance()
        if application is None:
            return
        if self._translator is not None:
            application.removeTranslator(self._translator)
        of_qt = QTranslator()
        of_qt.load(f"qtbase_{language()}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        self._translator = ShortNames(of_qt)
        application.installTranslator(self._translator)
