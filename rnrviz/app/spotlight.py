"""One view alone in the window, and all the others back where they were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, final

from PySide6.QtCore import QByteArray, Qt

if TYPE_CHECKING:
    from rnrviz.app.window import Window


@final
class Spotlight:
    """`name` is that of the dock or the track that is alone, empty when none is."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self.name = ""
        self._middle: Any = window.centralWidget()
        self._docks, self._score = QByteArray(), QByteArray()
        self._panes: list[str] = []

    def in_hand(self) -> str:
        """The view that has the keys, else the first of the score."""
        window = self._window
        places = {name: dock.widget() for name, dock in window.inspector.docks.items()} | window.score.panes
        held = (name for name, place in places.items() if place.isAncestorOf(window.focusWidget()))
        return next(held, window.score.shown[0])

    def show(self, name: str) -> None:
        """Hide all but this one."""
        window = self._window
        if not self.name:
            self._docks, self._score = window.inspector.save(), window.score.saveState()
            self._panes = window.score.shown
        self.name = name
        beside = name in window.inspector.docks
        for each, dock in window.inspector.docks.items():
            dock.setVisible(each == name)
        self._middle.setVisible(not beside)
        if not beside:
            window.score.show_panes([name])
            window.score.share_out()
        self._focus(name)

    def end(self) -> None:
        """All of them again."""
        window, name = self._window, self.name
        if not name:
            return
        self.name = ""
        self._middle.show()
        window.score.show_panes(self._panes)
        window.inspector.restore(self._docks)
        window.score.restore(self._score)
        self._focus(name)

    def _focus(self, name: str) -> None:
        """The keys stay with the view that is, or was, alone."""
        window = self._window
        dock, pane = window.inspector.docks.get(name), window.score.panes.get(name)
        view: Any = dock.widget() if dock is not None else pane.view if pane is not None else None
        if view is not None:
            view.canvas().setFocus(Qt.FocusReason.OtherFocusReason)
