"""Python's garbage, collected in the screen's thread only.

A cycle that holds a widget may not be collected by a worker's thread: Qt would destroy the widget there and crash.
"""

from __future__ import annotations

import gc
from typing import final

from PySide6.QtCore import QObject, QTimer

EVERY = 1000


@final
class Garbage(QObject):
    """Takes the place of automatic collection for as long as the program runs."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(collect)
        self._timer.start(EVERY)


def collect() -> None:
    """Collect the generations that are due, the oldest first."""
    due = [n for n, (count, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)) if count > most]
    if due:
        gc.collect(max(due))


def settle() -> None:
    """What exists now stays: never look at it again, so that collecting stays quick."""
    gc.freeze()
