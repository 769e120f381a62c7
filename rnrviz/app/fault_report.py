"""A fault of the program as a text to send: where, on what, after which commands. Nothing of what the user wrote."""

from __future__ import annotations

import os
import re
import time
import traceback
from collections import deque
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, final

from PySide6.QtCore import QObject

from rnrviz.app.actions import COMMANDS
from rnrviz.app.versions import system, versions

if TYPE_CHECKING:
    from rnrviz.app.window import Window

REMEMBERED = 20
LONGEST = 300  # letters of what an error says of itself
FILE = re.compile(r'File "([^"]+)"')
PATH = re.compile(r"(?:[A-Za-z]:)?[\\/](?:[^\\/\s'\"“”:]+[\\/])+")  # the folders before a file's name
ROOTS = ("rnrviz", "site-packages")


@final
class Deeds(QObject):
    """The last commands by their names in the table; and what of the session changed, never to what."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._done: deque[str] = deque(maxlen=REMEMBERED)
        for command in COMMANDS:
            window.commands[command.name].triggered.connect(partial(self.note, command.name))

    def note(self, what: str, _checked: bool = False) -> None:
        """This was done now; the same again is counted as once more."""
        last, _, times = self._done[-1].partition(" ×") if self._done else ("", "", "")
        if last == what:
            self._done[-1] = f"{what} ×{int(times or 1) + 1}"
        else:
            self._done.append(what)

    def follow(self, changes: frozenset[str]) -> None:
        """A listener of the hub."""
        if told := sorted(changes - {"busy"}):
            self.note(f"[{', '.join(told)}]")

    @property
    def last(self) -> tuple[str, ...]:
        """The oldest first."""
        return tuple(self._done)


def report(error: BaseException, deeds: tuple[str, ...]) -> str:
    """The whole text, in English whatever the window speaks: it is for those who mend."""
    parts = (
        time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()),
        ", ".join(f"{name} {number}" for name, number in versions()) + f", {system()}",
        "Last: " + (" > ".join(deeds) or "nothing"),
        traced(error),
    )
    return "\n\n".join(parts) + "\n"


def traced(error: BaseException) -> str:
    """The traceback: files are named from the package on, and no other folder is."""
    lines = "".join(traceback.format_exception(error))
    return private(FILE.sub(lambda found: f'File "{short(found[1])}"', lines)).rstrip()


def said(error: BaseException) -> str:
    """What the error says of itself, on one line and not at length."""
    words = " ".join(private(str(error)).split())
    return words if len(words) <= LONGEST else words[:LONGEST] + "…"


def short(path: str) -> str:
    """The place of a source from its package on: rnrviz/app/window.py."""
    parts = Path(path).parts
    for root in ROOTS:
        if root in parts:
            place = len(parts) - 1 - parts[::-1].index(root)
            return "/".join(parts[place + (root == "site-packages") :])
    return parts[-1] if parts else path


def private(text: str) -> str:
    """Without the names of folders: they tell who the user is and how their work is called."""
    home = os.path.expanduser("~")
    text = text.replace(home, "~") if len(home) > 1 else text
    return PATH.sub("…/", text)
