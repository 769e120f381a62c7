"""Each step in words, for screen readers: what the view that has the keys, else the tape, says of the instant."""

from __future__ import annotations

from typing import TYPE_CHECKING, final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from rnrviz.app import models
from rnrviz.app.in_hand import view_in_hand
from rnrviz.app.twin import SUFFIX
from rnrviz.language import tr
from rnrviz.views.sight import is_seen

if TYPE_CHECKING:
    from rnrviz.app.window import Window
    from rnrviz.document.session import Changes

STEPS = frozenset({"cursor", "back"})
TAPE, BOTH = "tape", "difference"
TWINS = TAPE + SUFFIX
MOMENT = 120  # milliseconds: of many steps in a row only the last is said


@final
class Announcer(QObject):
    """Follows the session of a window. It waits until the views have their sentences."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._place = (0, 0)
        self._later = QTimer(self, singleShot=True, interval=MOMENT)
        self._later.timeout.connect(self.say)
        if window.hub is not None:
            window.hub.listen(self._follow)

    def _follow(self, changes: Changes) -> None:
        session = self._window.session
        if session is not None and changes & STEPS:
            place = session.document.cursor, session.document.back
            if place != self._place:
                self._place = place
                self._later.start()

    def say(self) -> None:
        """Now."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._window, self.sentence()))

    def sentence(self) -> str:
        """Where in time, and what is seen there; in a comparison of the second network as well, by its name."""
        cursor, back = self._place
        parts = [f"t = {cursor}"]
        if back:
            parts.append(tr("errors back to τ = {tau}").format(tau=cursor + 1 - back))
        where, seen = ", ".join(parts), self._seen()
        told = [(name, words.removeprefix(parts[0]).lstrip(",.: ")) for name, words in seen]
        named = [f"{name}: {words}" if name else words for name, words in told if words]
        *before, last = (": ".join((where, *named[:1])), *named[1:])
        return ". ".join((*(each.removesuffix(".") for each in before), last))

    def _seen(self) -> list[tuple[str, str]]:
        """By the name of the network, "" where it is clear: what the view with the keys says of it, else its tape."""
        window, twin = self._window, self._window.twin
        held = view_in_hand(window)
        name = next(key for key, view in window.views.items() if view is held).removesuffix(SUFFIX)
        if twin is None or (name == BOTH and is_seen(held)):
            return [("", _words(window, name if is_seen(held) else TAPE))]
        second = f"{name}{SUFFIX}" in twin.views
        said = [_words(window, name if is_seen(window.views[name]) else TAPE)]
        said.append(_words(window, f"{name}{SUFFIX}" if second and is_seen(twin.views[f"{name}{SUFFIX}"]) else TWINS))
        first = models.title(window.session.document.source) if window.session is not None else ""
        both = list(zip((first, twin.title), said, strict=True))
        return both[::-1] if held in twin.views.values() else both


def _words(window: Window, name: str) -> str:
    """What a view says of the instant, even where it is hidden."""
    view = window.views[name]
    if not is_seen(view):
        view.refresh(frozenset({"all"}))
    return str(view.canvas().accessibleDescription())
