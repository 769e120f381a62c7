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
    """Give each a letter of its own, the first of a word where that is free; others give way where none is.

    None to a heading: what cannot be chosen and has no keys.
    """
    texts = [plain(action.text()) for action in actions]
    seated = [bool(each.isEnabled() or each.shortcuts() or each.menu()) for each in actions]
    owners: dict[str, tuple[int, int]] = {}
    for number in filter(seated.__getitem__, range(len(texts))):
        _seat(number, texts, owners, set())
    places = dict(owners.values())
    for number, (action, text) in enumerate(zip(actions, texts, strict=True)):
        place = places.get(number)
        marked = text if place is None else f"{text[:place]}&{text[place:]}"
        if not action.isSeparator() and action.text() != marked:
            action.setText(marked)


def _seat(number: int, texts: list[str], owners: dict[str, tuple[int, int]], tried: set[str]) -> bool:
    """Find a letter for a text: a free one, else one whose owner finds another (Kuhn's matching)."""
    places = [(i, texts[number][i].lower()) for i in _places(texts[number])]
    for i, letter in places:
        if letter not in owners:
            owners[letter] = number, i
            return True
    for i, letter in places:
        if letter not in tried:
            tried.add(letter)
            if _seat(owners[letter][0], texts, owners, tried):
                owners[letter] = number, i
                return True
    return False


def plain(text: str) -> str:
    """A menu's text without its mark."""
    return text.replace("&", "")


def _places(text: str) -> Iterator[int]:
    """The letters that a keyboard has, the beginnings of words before the rest."""
    letters = [i for i, letter in enumerate(text) if letter.isascii() and letter.isalnum()]
    yield from (i for i in letters if i == 0 or text[i - 1] == " ")
    yield from letters
