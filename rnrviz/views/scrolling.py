"""Up and down scroll a canvas that is higher than its room."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from rnrviz.views.canvas import Canvas

STEP = 40.0  # pixels at text size 1


def by_keys(canvas: Canvas, px: Callable[[float], float]) -> Callable[[QKeyEvent], bool]:
    """What a canvas may take as its `on_key`; every other key belongs to the window."""

    def pressed(event: QKeyEvent) -> bool:
        way = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if way is None or event.modifiers():
            return False
        bar = canvas.verticalScrollBar()
        bar.setValue(bar.value() + round(way * px(STEP)))
        return True

    return pressed
