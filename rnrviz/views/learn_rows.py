"""The rows of the list of runs: their keys, the signs that they have in the plots, what they can be written as."""

from __future__ import annotations

from collections.abc import Callable
from typing import final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QTreeWidget

from rnrviz.figures.curves import draw_marker
from rnrviz.figures.learning_plot import run_colour
from rnrviz.figures.style import Style
from rnrviz.language import tr

SIGN = 14.0


@final
class RunTree(QTreeWidget):
    """The rows. Enter goes on with a run, Delete forgets those that are chosen, the space bar chooses one more."""

    def __init__(self) -> None:
        super().__init__()
        self.on_enter: Callable[[], None] = lambda: None
        self.on_delete: Callable[[], None] = lambda: None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Those two; all else is Qt's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.on_enter()
        elif event.key() == Qt.Key.Key_Delete:
            self.on_delete()
        else:
            super().keyPressEvent(event)


def kind(suffix: str) -> str:
    """What a kind of file holds."""
    return {
        ".csv": tr("Curves as CSV…"), ".toml": tr("Settings as TOML…"), ".json": tr("Settings and curves as JSON…"),
    }[suffix]  # fmt: skip


def sign(mark: int | None, style: Style) -> QIcon:
    """The sign of a run as an icon, empty for one that is not shown."""
    side = round(style.px(SIGN))
    picture = QPixmap(2 * side, 2 * side)
    picture.fill(Qt.GlobalColor.transparent)
    if mark is not None:
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(run_colour(mark, style))
        middle = QPointF(side, side)
        draw_marker(painter, middle.x(), middle.y(), mark, 0.62 * side)
        painter.end()
    icon = QIcon(picture)
    icon.addPixmap(picture, QIcon.Mode.Selected)  # not tinted: its colour says which curve it is
    return icon
