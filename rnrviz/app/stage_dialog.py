"""The dialog of the stage: a box to tick for every control, track and dock; each shows at once what it does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from rnrviz.app import stage
from rnrviz.app.mnemonics import plain
from rnrviz.app.sheets import dialog_around
from rnrviz.app.stage import PARTS, Stage
from rnrviz.language import tr

if TYPE_CHECKING:
    from rnrviz.app.window import Window

Line = tuple[str, bool, Callable[[bool], None]]  # what it is called, whether it is seen, what a click does


def dialog(window: Window, made: Stage) -> QDialog:
    """Ready to be opened."""
    inside, style = QWidget(), window.look.style
    whole = QVBoxLayout(inside)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.setSpacing(round(style.px(14)))
    whole.addWidget(QLabel(tr("What is ticked is seen. Save the session to keep it; Escape brings all controls back.")))
    columns = QHBoxLayout()
    columns.setSpacing(round(style.px(28)))
    for heading, lines in _groups(window, made):
        columns.addLayout(_column(heading, lines, window))
    whole.addLayout(columns)
    return dialog_around(tr("Stage"), inside, style, window)


def _groups(window: Window, made: Stage) -> tuple[tuple[str, list[Line]], ...]:
    panes, shown = window.score.panes, window.score.shown
    controls = [(stage.title(part), part not in made.hidden, _shows(made, part)) for part in PARTS]
    tracks = [(pane.title(), name in shown, _toggles(window, name)) for name, pane in panes.items()]
    docks = [
        (plain(d.toggleViewAction().text()), not d.isHidden(), d.setVisible) for d in window.inspector.docks.values()
    ]
    return (tr("Controls"), controls), (tr("Tracks of the score"), tracks), (tr("Beside the score"), docks)


def _shows(made: Stage, part: str) -> Callable[[bool], None]:
    return lambda seen: made.show_only(made.hidden - {part} if seen else made.hidden | {part})


def _toggles(window: Window, name: str) -> Callable[[bool], None]:
    return lambda seen: window.score.toggle(name) if seen != (name in window.score.shown) else None


def _column(heading: str, lines: list[Line], window: Window) -> QVBoxLayout:
    column, style = QVBoxLayout(), window.look.style
    column.setSpacing(round(style.px(4)))
    label = QLabel(heading)
    label.setFont(style.font(0.92, bold=True))
    label.setObjectName("quiet")
    column.addWidget(label)
    for text, seen, deed in lines:
        box = QCheckBox(text)
        box.setChecked(seen)
        box.toggled.connect(deed)
        column.addWidget(box)
    column.addStretch(1)
    return column
