"""The bundled fonts: a sans for the screen, a serif with Greek for the chapter's symbols.

Of the sans, figures of one width are used, and no glyphs that depend on what stands beside them: a PDF would not know
which characters those are; see `rnrviz.figures.pdf_text`.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from rnrviz.paths import resource

SANS = "Inter"
SERIF = "STIX"
FILES = (
    "Inter-Regular.otf", "Inter-Italic.otf", "Inter-SemiBold.otf", "STIX-Regular.otf", "STIX-Italic.otf",
)  # fmt: skip


@cache
def register() -> None:
    """Make the bundled faces known to Qt, once; needs a QGuiApplication."""
    for name in FILES:
        QFontDatabase.addApplicationFont(str(resource("fonts", name)))


def make(pixels: int, italic: bool, bold: bool, maths: bool) -> QFont:
    """A font of this height with figures of one width and no hinting, alike on every machine."""
    if QGuiApplication.instance() is not None:
        register()
    font = QFont(SERIF if maths else SANS)
    font.setPixelSize(pixels)
    font.setItalic(italic)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setFeature(QFont.Tag("calt"), 0)
    if not maths:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font
