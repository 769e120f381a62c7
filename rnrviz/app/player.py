"""Stepping by the clock: play, pause, speed."""

from __future__ import annotations

from typing import final

from PySide6.QtCore import QObject, QTimer, Signal

from rnrviz.document import edits
from rnrviz.document.session import Session

SPEEDS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
USUAL = 2


@final
class Player(QObject):
    """Moves the cursor of a session; stops by itself at the end. Speeds are steps per second."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self.level = USUAL

    @property
    def playing(self) -> bool:
        """Whether the cursor moves by itself."""
        return self._timer.isActive()

    @property
    def speed(self) -> float:
        """Steps per second."""
        return SPEEDS[self.level]

    def step(self, by: int) -> None:
        """So many instants on, or back."""
        self.go(self._session.document.cursor + by)

    def go(self, cursor: int) -> None:
        """Have read `cursor` tokens, as far as there are so many."""
        wanted = max(0, min(self._session.length, cursor))
        if wanted != self._session.document.cursor:
            self._session.apply(edits.move_cursor(self._session.document, wanted))

    def toggle(self) -> None:
        """Play or pause; at the end, play from the beginning. With nothing to read, nothing."""
        if self.playing:
            self.stop()
            return
        if not self._session.length:
            return
        if self._session.document.cursor >= self._session.length:
            self.go(0)
        self._timer.start(round(1000 / self.speed))
        self.changed.emit()

    def stop(self) -> None:
        """Pause."""
        if self.playing:
            self._timer.stop()
            self.changed.emit()

    def set_level(self, level: int) -> None:
        """Choose one of SPEEDS."""
        self.level = max(0, min(len(SPEEDS) - 1, level))
        self._timer.setInterval(round(1000 / self.speed))
        self.changed.emit()

    def _tick(self) -> None:
        self.step(1)
        if self._session.document.cursor >= self._session.length:
            self.stop()
