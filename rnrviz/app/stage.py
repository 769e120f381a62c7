"""A lecturer's stage: which controls are to be seen. It is kept with the session, and opening that opens it again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from rnrviz.app.title_bar import TitleBar
from rnrviz.language import tr

if TYPE_CHECKING:
    from rnrviz.app.window import Window

KEY = "stage"  # in the look of a session's file
MENU, MESSAGE, CORNERS = "menu", "message", "corners"
OF_TOP = ("model", "steps", "speed", "readout", "errors", "places")
PARTS = (MENU, *OF_TOP, MESSAGE, CORNERS)


def title(part: str) -> str:
    """What a part is called."""
    names: dict[str, Callable[[], str]] = {
        MENU: lambda: tr("Menus"),
        "model": lambda: tr("Chooser of the network"),
        "steps": lambda: tr("Step buttons"),
        "speed": lambda: tr("Playback speed"),
        "readout": lambda: tr("Instant t"),
        "errors": lambda: tr("Buttons of the backward pass"),
        "places": lambda: tr("Perspectives"),
        MESSAGE: lambda: tr("Message line"),
        CORNERS: lambda: tr("Menus and crosses of the views"),
    }
    return names[part]()


@final
class Stage(QObject):
    """`hidden` are the parts that are not seen; Escape, where it means nothing else, brings all of them back."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.hidden: frozenset[str] = frozenset()
        self._veiled: frozenset[str] = frozenset()
        window.installEventFilter(self)
        window.message.on_problem = lambda: self._show(self.hidden | self._veiled)

    def show_only(self, hidden: Iterable[str]) -> None:
        """All parts but these."""
        self.hidden = frozenset(hidden) & frozenset(PARTS)
        self._show(self.hidden | self._veiled)

    def veil(self, parts: Iterable[str]) -> None:
        """Hide these besides; that is in no file, and neither Escape nor a session brings them back."""
        self._veiled = frozenset(parts)
        self._show(self.hidden | self._veiled)

    def _show(self, hidden: frozenset[str]) -> None:
        window = self._window
        window.menu.setVisible(MENU not in hidden)
        must = window.message.problem and MESSAGE not in self._veiled  # what went wrong is told on any stage
        window.statusBar().setVisible(MESSAGE not in hidden or must)
        window.top.hide_parts(hidden)
        window.top.setVisible(not hidden >= set(OF_TOP))
        for button in self._corners():
            button.setVisible(CORNERS not in hidden)
        focus = window.focusWidget()
        if (focus is None or not focus.isVisible()) and "tape" in window.views:
            window.views["tape"].canvas().setFocus()

    def end(self) -> bool:
        """All controls are seen again; whether any was not."""
        were = bool(self.hidden)
        self.show_only(())
        return were

    def written(self) -> dict[str, Any]:
        """For a session's file."""
        return {KEY: {"hidden": sorted(self.hidden)}} if self.hidden else {}

    def put(self, look: Mapping[str, Any]) -> None:
        """As a session's file says; whatever is not understood is seen."""
        found = look.get(KEY)
        hidden = found.get("hidden") if isinstance(found, dict) else None
        self.show_only(each for each in (hidden if isinstance(hidden, list) else ()) if isinstance(each, str))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape; what is brushed is let go of first."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or event.key() != Qt.Key.Key_Escape:
            return False
        session = self._window.session
        brushed = session is not None and (session.document.stretch or session.document.unit)
        return not brushed and self.end()

    def _corners(self) -> list[QWidget]:
        """The small buttons of docks and tracks."""
        bars: list[QWidget] = [dock.titleBarWidget() for dock in self._window.inspector.docks.values()]
        made: list[QWidget] = [b for bar in bars if isinstance(bar, TitleBar) for b in bar.buttons]
        return made + [pane.grip for pane in self._window.score.panes.values()]
