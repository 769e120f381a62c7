"""Where everything stands in the dialog in which equations are written."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QSplitter, QVBoxLayout

from rnrviz.app import own_parts as parts
from rnrviz.figures.style import Style
from rnrviz.language import tr

if TYPE_CHECKING:
    from rnrviz.app.own_network import OwnNetwork

Command = tuple[str, str, Callable[[], object]]
WIDE, HIGH = 1240, 800
ROOM = 0.94  # of the screen
LOWEST = 30  # one setting


def lay_out(dialog: OwnNetwork, commands: tuple[Command, ...], aid: Command, style: Style) -> None:
    """Text at the left, formulas over settings at the right, what is wrong and the buttons below; Tab's order."""
    available = dialog.screen().availableSize()
    dialog.resize(QSize(round(style.px(WIDE)), round(style.px(HIGH))).boundedTo(available * ROOM))
    column = QVBoxLayout(dialog)
    column.setContentsMargins(*(round(style.px(n)) for n in (22, 18, 22, 18)))
    column.setSpacing(round(style.px(10)))
    column.addLayout(_head(dialog, commands, style))
    column.addWidget(_middle(dialog, style), 1)
    column.addWidget(dialog.problem)
    foot = QHBoxLayout()
    foot.addWidget(parts.hint(style), 1)
    foot.addWidget(parts.command(dialog, *aid))
    foot.addWidget(dialog.buttons)
    column.addLayout(foot)
    stops = dialog.sheet.stops
    for above, below in pairwise((dialog.templates, dialog.editor, *stops, dialog.problem)):
        dialog.setTabOrder(above, below)
    dialog.form.before = stops[-1]


def _head(dialog: OwnNetwork, commands: tuple[Command, ...], style: Style) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(round(style.px(10)))
    row.addWidget(QLabel(tr("Begin with")))
    row.addWidget(dialog.templates)
    row.addStretch(1)
    for text, key, slot in commands:
        row.addWidget(parts.command(dialog, text, key, slot))
    return row


def _middle(dialog: OwnNetwork, style: Style) -> QSplitter:
    settings = QScrollArea()
    settings.setWidget(parts.padded(dialog.form, style))
    settings.setWidgetResizable(True)
    settings.setFrameShape(QScrollArea.Shape.NoFrame)
    settings.setMinimumHeight(round(style.px(LOWEST)))
    dialog.form.wrap_long_rows()
    right, whole = QSplitter(Qt.Orientation.Vertical), QSplitter(Qt.Orientation.Horizontal)
    for splitter, widgets in ((right, (dialog.sheet, settings)), (whole, (dialog.editor, right))):
        for widget in widgets:
            splitter.addWidget(widget)
        splitter.setChildrenCollapsible(False)
    right.setSizes([round(dialog.height() * share) for share in (0.6, 0.4)])
    whole.setSizes([dialog.width() // 2] * 2)
    return whole
