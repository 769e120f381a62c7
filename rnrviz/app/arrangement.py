"""Where the docks and the panes are: as left last time, as meant, and as they were before the text grew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, final

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

from rnrviz.app.docks import Inspector
from rnrviz.app.perspectives import PERSPECTIVES, perspective
from rnrviz.app.score import Score
from rnrviz.app.settings import Settings

USUAL = 1.0
Places = tuple[QByteArray, QByteArray, QSize]  # of the docks and of the panes; the window's size
Shape = tuple[tuple[bool, bool, frozenset[str]], ...]


@final
class Arrangement:
    """Every perspective has the places that it was left with.

    Within one, every text size has its own, until the user opens, closes or moves a dock.
    """

    def __init__(self, window: QMainWindow, inspector: Inspector, score: Score, settings: Settings) -> None:
        self._window, self._inspector, self._score, self._settings = window, inspector, score, settings
        self._left: dict[float, Places] = {}
        self._shape: Shape = ()
        self._seen: QSize | None = None
        self.perspective = perspective(settings.text("perspective"))
        self.borrowed = False  # the places of now are a lesson's; those that were the user's stay remembered

    def begin(self, scale: float) -> None:
        """The perspective of last time, as it was left, else as meant."""
        self._enter(scale)

    def choose(self, name: str, scale: float) -> None:
        """Another perspective; the one of now is remembered as it is."""
        self.remember(scale)
        self.change(name, scale)

    def change(self, name: str, scale: float) -> None:
        """Another perspective, after what is to be remembered of the one of now was."""
        self._left.clear()
        self.perspective = perspective(name)
        self._enter(scale)

    def _enter(self, scale: float) -> None:
        whole = self._whole()
        panes = self._settings.text(self._key("panes")).split() if whole else []
        self._score.show_panes(panes or self.perspective.panes)
        if not whole or not self._inspector.restore(self._settings.bytes(self._key("docks"))):
            self._inspector.arrange(self.perspective.docks, self.perspective.each)
        if whole and self._score.restore(self._settings.bytes(self._key("score"))):
            self._score.keep()
        else:
            self._score.share_out()
        docks, score = (self._settings.bytes(self._key(f"usual {what}")) for what in ("docks", "score"))
        if whole and scale != USUAL and not docks.isEmpty():
            self._left[USUAL] = docks, score, self._window.size()
        self._shape = self._read_shape()

    def _whole(self) -> bool:
        """Whether all views of the perspective are there: only then are its places remembered and found again.

        Those of a second network may not be.
        """
        docks = {name for group in self.perspective.docks for name in group}
        return docks <= self._inspector.docks.keys() and self._score.panes.keys() >= set(self.perspective.panes)

    def _key(self, what: str) -> str:
        """Under which name something of the perspective of now is remembered."""
        return f"{self.perspective.name}/{what}"

    def reset(self) -> None:
        """As meant, at every text size."""
        self._left.clear()
        self._as_meant()

    def resize(self, before: float, restyle: Callable[[], float]) -> None:
        """Let `restyle` change the text size from `before` to what it returns; whatever gave way comes back."""
        meant = self._read_shape() == self._shape
        if not meant:
            self._left.clear()
        self._left[before] = self._places()
        size, own = self._window.size(), self._window.size() != self._seen
        after = restyle()
        settle(self._window)
        if after in self._left:
            docks, score, then = self._left[after]
            self._restore(docks, score, size if own else then)
        elif self._cannot_stay(size) or (meant and self._inspector.crowded(self.perspective.each)):
            self._as_meant()
            self._resize(size)
        self._shape = self._read_shape()
        QTimer.singleShot(0, self._window, self._see)

    def _cannot_stay(self, size: QSize) -> bool:
        """Whether what the docks and panes need does not fit into a window of this size."""
        return self._window.size() != size or self._window.minimumSizeHint().height() > size.height()

    def remember(self, scale: float) -> None:
        """Keep it for the next time, with the places of the usual text size where these are others."""
        if self.borrowed:
            return
        self._settings.set_text("perspective", self.perspective.name)
        if not self._whole():
            return
        docks, score, _ = self._places()
        self._settings.set_bytes(self._key("docks"), docks)
        self._settings.set_bytes(self._key("score"), QByteArray() if self._score.shared else score)
        self._settings.set_text(self._key("panes"), " ".join(self._score.shown))
        kept = self._left.get(USUAL) if scale != USUAL and self._read_shape() == self._shape else None
        self._settings.set_bytes(self._key("usual docks"), kept[0] if kept else QByteArray())
        self._settings.set_bytes(self._key("usual score"), kept[1] if kept else QByteArray())

    def written(self) -> dict[str, str]:
        """The perspective and its places, as texts for a session's file."""
        docks, score, _ = self._places()
        places = {"docks": docks, "score": score}
        texts = {name: bytes(place.toBase64().data()).decode("ascii") for name, place in places.items()}
        return texts | {"perspective": self.perspective.name, "panes": " ".join(self._score.shown)}

    def put(self, found: Mapping[str, Any], scale: float) -> bool:
        """The perspective and the places of a session's file, as far as they are understood; whether they are."""
        name, panes = found.get("perspective"), found.get("panes")
        if not isinstance(name, str) or name not in {each.name for each in PERSPECTIVES}:
            return False
        self.choose(name, scale)
        if isinstance(panes, str) and set(panes.split()) & self._score.panes.keys():
            self._score.show_panes(panes.split())
            self._inspector.restore(bytes_of(found.get("docks")))
            if self._score.restore(bytes_of(found.get("score"))):
                self._score.keep()
        self._shape = self._read_shape()
        return True

    def _as_meant(self) -> None:
        self._score.show_panes(self.perspective.panes)
        self._inspector.arrange(self.perspective.docks, self.perspective.each)
        self._score.share_out()
        self._shape = self._read_shape()

    def _places(self) -> Places:
        return self._inspector.save(), self._score.saveState(), self._window.size()

    def _restore(self, docks: QByteArray, score: QByteArray, size: QSize) -> None:
        self._resize(size)
        self._inspector.restore(docks)
        self._score.restore(score)

    def _see(self) -> None:
        """The window has the size that its content asked for; another size will be the user's."""
        self._seen = self._window.size()

    def _resize(self, size: QSize) -> None:
        if self._window.windowState() == Qt.WindowState.WindowNoState:
            self._window.resize(size)

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


def settle(window: QMainWindow) -> None:
    """Have every layout follow what its widgets now need, before anything is measured."""
    foot = window.statusBar()  # it does not hear of itself that it may shrink
    for _ in range(2):
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        QApplication.sendEvent(foot, QEvent(QEvent.Type.LayoutRequest))


def bytes_of(found: Any) -> QByteArray:
    """Bytes from a file's text; none from anything else."""
    return QByteArray.fromBase64(found.encode("ascii", "replace")) if isinstance(found, str) else QByteArray()
