"""How a window stands: size, views and columns, read before they are changed for a while, and put back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QRect, Qt
from shiboken6 import isValid

from rnrviz.app.perspectives import perspective

if TYPE_CHECKING:
    from rnrviz.app.window import Window


@dataclass(frozen=True)
class Before:
    """The window as it was."""

    geometry: QByteArray
    place: QRect
    state: Qt.WindowState
    perspective: str
    panes: list[str]
    docks: QByteArray
    score: QByteArray
    shared: bool
    borrowed: bool
    columns: tuple[float, float, bool]
    focus: Any


def read(window: Window) -> Before:
    """What must come back."""
    score, docks, axis = window.score, window.inspector, window.axis
    return Before(
        window.saveGeometry(), window.geometry(), window.windowState(),
        window.arrangement.perspective.name, score.shown,
        docks.save(), score.saveState(), score.shared, window.arrangement.borrowed,
        (axis.zoomed, axis.first, axis.chosen), window.focusWidget(),
    )  # fmt: skip


def give_size(window: Window, before: Before) -> None:
    """The window's own size and state."""
    window.setWindowState(before.state)
    window.restoreGeometry(before.geometry)
    if before.state == Qt.WindowState.WindowNoState:
        window.setGeometry(before.place)  # it may have been larger than the screen


def put(window: Window, before: Before) -> None:
    """The views in their places, and the keys where they were."""
    held = window.views["lesson"].lesson is not None
    window.arrangement.borrowed = before.borrowed or held
    window.arrangement.perspective = perspective(before.perspective)
    window.show_perspective()
    window.score.show_panes(before.panes)
    window.inspector.restore(before.docks)
    window.score.restore(before.score)
    window.score.share_out() if before.shared else window.score.keep()
    axis = window.axis
    axis.zoomed, axis.first, axis.chosen = before.columns
    axis.changed.emit()
    if before.focus is not None and isValid(before.focus) and before.focus.isVisible():
        before.focus.setFocus()
