"""Theme, text size and language as chosen, applied to the whole program and remembered."""

from __future__ import annotations

import math
from typing import final

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from rnrviz.app import theme
from rnrviz.app.key_names import ShortNames
from rnrviz.app.settings import LARGEST, SMALLEST, Settings
from rnrviz.figures.style import BASE, LEAST, Style
from rnrviz.language import language, preferred, set_language
from rnrviz.paths import resource

FACTOR = 1.1
LINES = 54  # of the smallest text fill a projected picture from top to bottom
SMALL = 0.85  # of the body size: the smallest text that is not a subscript
KINDS = ("up", "down", "left", "right", "tick")


@final
class Look:
    """`style` is what views draw with. Every change is remembered in the settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._translator: QTranslator | None = None
        self._before: tuple[str, float] | None = None
        self._least = LEAST
        self.projected = 0  # for a window that is so high; 0 when not for a projector
        wanted = settings.text("theme", "system")
        self.theme = wanted if wanted in theme.THEMES else "system"
        self.style = Style(theme.is_dark(self.theme), settings.scale)
        self._speak(settings.text("language") or preferred())
        self.apply()

    def set_theme(self, chosen: str) -> None:
        """One of theme.THEMES."""
        self.theme = chosen
        self._remember("theme", chosen)
        self._restyle(self.style.scale)

    def resize_text(self, steps: int) -> None:
        """Larger or smaller by so many steps; 0 is back to the usual size."""
        usual = 1.0 if self._before is None else back_row(self._least)
        wanted = self.style.scale * FACTOR**steps if steps else usual
        least, most = (SMALLEST, LARGEST) if self._before is None else (usual, 2 * usual)
        scale = min(most, max(least, round(wanted, 3)))
        self._remember("scale", str(scale))
        self._restyle(scale)

    def project(self, high: int) -> None:
        """For the back row of a window that is so high; until `end_projection` nothing is remembered."""
        if self._before is None:
            self._before = self.theme, self.style.scale
        self.projected, self._least = high, math.ceil(high / LINES)
        self._restyle(back_row(self._least))

    def end_projection(self) -> None:
        """Theme and text size as they were."""
        if self._before is not None:
            (self.theme, scale), self._before = self._before, None
            self.projected, self._least = 0, LEAST
            self._restyle(scale)

    def set_language(self, code: str) -> None:
        """The language of the program, Qt's own dialogs included."""
        self._settings.set_text("language", code)
        self._speak(code)

    def apply(self) -> None:
        """Give the application this look."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.apply(application, self.style, self._pictures())

    def near(self) -> Style:
        """For those who sit before the screen: the text size of before, while a projector shows a larger one."""
        return Style(self.style.dark, self._before[1] if self._before else self.style.scale)

    def near_sheet(self) -> str:
        """The style sheet that goes with it; it says the text size too, or that of the program would be taken."""
        near = self.near()
        return theme.sheet(near, self._pictures()) + f"QWidget {{ font-size: {near.font().pixelSize()}px; }}"

    def _pictures(self) -> dict[str, str]:
        shade = "dark" if self.style.dark else "light"
        return {kind: resource("icons", f"{kind}-{shade}.svg").as_posix() for kind in KINDS}

    def _restyle(self, scale: float) -> None:
        projector = self._before is not None
        self.style = Style(theme.is_dark(self.theme), scale, projector=projector, least=self._least)
        self.apply()

    def _remember(self, key: str, value: str) -> None:
        if self._before is None:
            self._settings.set_text(key, value)

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


def back_row(least: int) -> float:
    """The text size at which small text is at least so many pixels high."""
    return least / (BASE * SMALL)
