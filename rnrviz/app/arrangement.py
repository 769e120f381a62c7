"""Where the docks and the panes are: as left last time, as meant, and as they were before the text grew."""

from __future__ import annotations

from collections.abc import Callable
from typing import final

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMainWindow

from rnrviz.app.docks import Inspector
from rnrviz.app.score import Score
from rnrviz.app.settings import Settings

USUAL = 1.0
Places = tuple[QByteArray, QByteArray]  # of the docks and of the panes
Shape = tuple[tuple[bool, bool, frozenset[str]], ...]


@final
class Arrangement:
    """Every text size has the places that it was left with, until the user opens, closes or moves a dock."""

    def __init__(self, window: QMainWindow, inspector: Inspector, score: Score, settings: Settings) -> None:
        self._window, self._inspector, self._score, self._settings = window, inspector, score, settings
        self._left: dict[float, Places] = {}
        self._shape: Shape = ()

    def begin(self, scale: float) -> None:
        """As last time, else as meant."""
        if not self._inspector.restore(self._settings.bytes("docks")):
            self._inspector.arrange()
        if not self._score.restoreState(self._settings.bytes("score")):
            self._score.share_out()
        usual = self._settings.bytes("usual docks"), self._settings.bytes("usual score")
        if scale != USUAL and not usual[0].isEmpty():
            self._left[USUAL] = usual
        self._shape = self._read_shape()

    def reset(self) -> None:
        """As meant, at every text size."""
        self._left.clear()
        self._as_meant()

    def resize(self, before: float, restyle: Callable[[], float]) -> None:
        """Let `restyle` change the text size from `before` to what it returns; whatever gave way comes back."""
        if self._read_shape() != self._shape:
            self._left.clear()
        self._left[before] = self._places()
        after = restyle()
        if after in self._left:
            self._restore(self._left[after])
        elif self._window.minimumSizeHint().height() > self._window.height():
            self._as_meant()
        self._shape = self._read_shape()

    def remember(self, scale: float) -> None:
        """Keep it for the next time, with the places of the usual text size where these are others."""
        docks, score = self._places()
        self._settings.set_bytes("docks", docks)
        self._settings.set_bytes("score", score)
        kept = self._left.get(USUAL) if scale != USUAL and self._read_shape() == self._shape else None
        for name, value in zip(("usual docks", "usual score"), kept or (QByteArray(), QByteArray()), strict=True):
            self._settings.set_bytes(name, value)

    def _as_meant(self) -> None:
        self._inspector.arrange()
        self._score.share_out()
        self._shape = self._read_shape()

    def _places(self) -> Places:
        return self._inspector.save(), self._score.saveState()

    def _restore(self, places: Places) -> None:
        self._inspector.restore(places[0])
        self._score.restoreState(places[1])

    def _read_shape(self) -> Shape:
        """Which docks are open, which float, and which share tabs."""
        return tuple(
            (
                dock.toggleViewAction().isChecked(),
                dock.isFloating(),
                frozenset(other.objectName() for other in self._window.tabifiedDockWidgets(dock)),
            )
            for dock in self._inspector.docks.values()
        )
