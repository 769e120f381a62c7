"""The one place that tells the views what changed, at most once a frame."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from typing import Any, final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal

from rnrviz.document.session import Changes, Session
from rnrviz.views.sight import is_seen

FRAME = 0.016
MOMENT = 300


@final
class Hub(QObject):
    """Collects `session.on_change` from any thread. Listeners hear all; views only while they are visible.

    A hidden view is told everything that it missed when it is shown.
    """

    _poked = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._lock = threading.Lock()
        self._waiting: set[str] = set()
        self._missed: dict[Any, set[str]] = {}
        self._listeners: list[Callable[[Changes], None]] = []
        self._last = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.flush)
        self._poked.connect(self._schedule)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(MOMENT)
        self._patience.timeout.connect(lambda: self.announce(frozenset({"busy"})))
        session.on_change = self.announce

    def listen(self, listener: Callable[[Changes], None]) -> None:
        """Call this with every change, before the views."""
        self._listeners.append(listener)

    def add(self, view: Any) -> None:
        """Tell this view; at first that all changed."""
        self._missed[view] = {"all"}
        view.installEventFilter(self)
        self._tell(view)

    def announce(self, changes: Changes) -> None:
        """Something changed; may be called from any thread."""
        with self._lock:
            first = not self._waiting
            self._waiting |= changes
        if first:
            self._poked.emit()

    def flush(self) -> None:
        """Announce now what waits."""
        self._timer.stop()
        with self._lock:
            changes, self._waiting = self._waiting, set()
        if "busy" in changes:
            changes |= self._collected()
        if not changes:
            return
        self._last = time.monotonic()
        for missed in self._missed.values():
            missed |= changes
        for listener in self._listeners:
            _guarded(listener, frozenset(changes))
        for view in list(self._missed):
            _guarded(self._tell, view)
        if self._session.busy and not self._patience.isActive():
            self._patience.start()  # work that reports nothing for long is still said to go on
        elif not self._session.busy:
            self._patience.stop()

    def _collected(self) -> Changes:
        """What the background has finished; of a fault there is said, and what else it has is fetched the next time."""
        try:
            return self._session.collect()
        except Exception:
            sys.excepthook(*sys.exc_info())
            self.announce(frozenset({"busy"}))
            return frozenset()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A view that is shown, or gets room, hears what it missed."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.Resize):
            self.catch_up(watched)
        return False

    def catch_up(self, view: Any) -> None:
        """Soon tell a view what it missed, if it can be seen then."""
        if self._missed.get(view):
            QTimer.singleShot(0, self, lambda: self._tell(view))

    def _schedule(self) -> None:
        if not self._timer.isActive():
            since = time.monotonic() - self._last
            self._timer.start(max(0, round(1000 * (FRAME - since))))

    def _tell(self, view: Any) -> None:
        missed = self._missed.get(view)
        if missed and is_seen(view):
            told = frozenset(missed)
            missed.clear()
            view.refresh(told)


def _guarded(deed: Callable[[Any], None], what: Any) -> None:
    """Do it; a fault in it is said, and keeps nobody else from hearing what changed."""
    try:
        deed(what)
    except Exception:
        sys.excepthook(*sys.exc_info())
