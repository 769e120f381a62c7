"""Calm colours for a text of equations: signals have the colours that they have everywhere, weights that of links."""

from __future__ import annotations

import re
from typing import final

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from rnrviz.figures.style import Style
from rnrviz.kernels.activations import ACTIVATIONS
from rnrviz.network.problems import InputError
from rnrviz.network.texts import settings

KEYWORDS = ("if", "else", "for", "in", "not", "range", "pairs", "concat", "True", "False")
TOKEN = re.compile(r"(?P<comment>#.*)|(?P<words>\"[^\"]*\"?|'[^']*'?)|(?P<name>[^\W\d]\w*)")
SIGNAL = re.compile(r"[^\W\d]+")


def code_font(style: Style, size: float) -> QFont:
    """The font of texts of equations, in which l, I, 1 and O, 0 are told apart."""
    font = style.font(size)
    font.setFeature(QFont.Tag("ss02"), 1)
    return font


@final
class Colours(QSyntaxHighlighter):
    """Colours a document as it is typed; `learn` tells it which names are settings."""

    def __init__(self, document: QTextDocument, style: Style) -> None:
        super().__init__(document)
        self._settings: frozenset[str] = frozenset()
        self._style = style

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self._style = style
        self.rehighlight()

    def learn(self, text: str) -> None:
        """The settings that this text declares; as before while it cannot be read."""
        try:
            found = frozenset(settings(text))
        except InputError:
            return
        if found != self._settings:
            self._settings = found
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """One line."""
        for match in TOKEN.finditer(text):
            made = self._format(match)
            if made is not None:
                self.setFormat(match.start(), match.end() - match.start(), made)

    def _format(self, match: re.Match[str]) -> QTextCharFormat | None:
        name = match["name"]
        if match["comment"]:
            return self._made(self._style.muted, italic=True)
        if not name or name in self._settings or name in ACTIVATIONS or name == "n_V":
            return self._made(self._style.muted)
        if name in KEYWORDS:
            return self._made(self._style.ink, bold=True)
        if name.startswith("W"):
            return self._made(self._style.accent)
        letters = SIGNAL.match(name)
        return self._made(self._style.signal(letters[0].rstrip("_") if letters else name)) if name != "t" else None

    def _made(self, colour: QColor, bold: bool = False, italic: bool = False) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setForeground(colour)
        if bold:
            made.setFontWeight(QFont.Weight.DemiBold)
        made.setFontItalic(italic)
        return made
