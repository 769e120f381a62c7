"""Each step in words, for screen readers: what the view that has the keys, else the tape, says of the instant."""

from __future__ import annotations

from typing import TYPE_CHECKING, final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from rnrviz.app.in_hand import view_in_hand
from rnrviz.language import tr
from rnrviz.views.sight import is_seen

if TYPE_CHECKING:
    from rnrviz.app.window import Window
    from rnrviz.document.session import Changes

STEPS = frozenset({"cursor", "back"})
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
        """Where in time, and what is seen there."""
        cursor, back = self._place
        parts = [f"t = {cursor}"]
        if back:
            parts.append(tr("errors back to τ = {tau}").format(tau=cursor + 1 - back))
        held = view_in_hand(self._window)
        told = (held if is_seen(held) else self._window.views["tape"]).canvas().accessibleDescription()
        if told.startswith(parts[0]) and not back:
            return str(told)
        return ": ".join((", ".join(parts), told)) if told else ", ".join(parts)
