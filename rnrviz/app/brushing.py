"""Brushing in the window: by key, with the list of who follows beside it, and Escape lets go."""

from __future__ import annotations

from typing import TYPE_CHECKING, final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from rnrviz.document import brushing, edits
from rnrviz.views.sight import is_seen

if TYPE_CHECKING:
    from rnrviz.app.window import Window
    from rnrviz.document.session import Changes

FINDER, STAVES = "finder", "staves"


@final
class Brushing(QObject):
    """Follows the session of a window, and hears the keys that none of its views wanted."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window, self._brushed = window, False
        window.installEventFilter(self)
        if window.hub is not None:
            window.hub.listen(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape, where it means nothing else."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or event.key() != Qt.Key.Key_Escape:
            return False
        return let_go(self._window)

    def _follow(self, changes: Changes) -> None:
        """The list comes forward when a stretch is begun, the staves when a unit is to be shown in them."""
        session = self._window.session
        if session is None or not changes & {"stretch", "unit"}:
            return
        brushed = brushing.stretch(session) is not None
        if brushed and not self._brushed:
            self._bring_forward()
        self._brushed = brushed
        pane = self._window.score.panes.get(STAVES)
        if "unit" in changes and session.document.unit is not None and pane is not None and pane.isHidden():
            self._window.score.toggle(STAVES)

    def _bring_forward(self) -> None:
        """The keys stay where they are."""
        dock = self._window.inspector.docks.get(FINDER)
        if dock is not None and not is_seen(dock.widget()):
            dock.show()
            dock.raise_()


def extend(window: Window, by: int) -> None:
    """The cursor goes on and takes the stretch along."""
    session = window.session
    if session is not None and session.length:
        session.apply(edits.brush_on(session.document, by, session.length))


def clear(window: Window) -> None:
    """Brush nothing."""
    let_go(window)


def let_go(window: Window) -> bool:
    """Nothing is brushed any more; whether anything was."""
    session = window.session
    if session is None or (session.document.stretch is None and session.document.unit is None):
        return False
    session.apply(edits.brush(session.document, None))
    return True
