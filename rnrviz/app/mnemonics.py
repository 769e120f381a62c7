"""The underlined letters of the menus, chosen so that within a menu no two are the same, in any language."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar


def install(bar: QMenuBar) -> None:
    """Letters for the menus of the bar now, and for what is in each menu whenever it opens."""
    underline(bar.actions())
    for menu in bar.findChildren(QMenu):
        menu.aboutToShow.connect(lambda menu=menu: underline(menu.actions()))


def underline(actions: list[QAction]) -> None:
    """Give each a letter of its own, the first of a word where that is free."""
    taken: set[str] = set()
    for action in actions:
        text = plain(action.text())
        place = next((i for i in _places(text) if text[i].lower() not in taken), None)
        if place is not None:
            taken.add(text[place].lower())
            text = f"{text[:place]}&{text[place:]}"
        if not action.isSeparator() and action.text() != text:
            action.setText(text)


def plain(text: str) -> str:
    """A menu's text without its mark."""
    return text.replace("&", "")


def _places(text: str) -> Iterator[int]:
    """The letters that a keyboard has, the beginnings of words before the rest."""
    letters = [i for i, letter in enumerate(text) if letter.isascii() and letter.isalnum()]
    yield from (i for i in letters if i == 0 or text[i - 1] == " ")
    yield from letters
