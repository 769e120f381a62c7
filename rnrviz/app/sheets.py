"""The sheet of keys, and the window around what is to be read."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from rnrviz.app.actions import COMMANDS, Actions
from rnrviz.app.scrolled import Scrolled
from rnrviz.figures.style import Style
from rnrviz.language import tr

Line = tuple[tuple[str, ...], str]
TWO_COLUMNS = 1150  # wide at the usual text size
PLUS = re.compile(r"\+(?!$)")  # between two keys, not the key + itself


def keys_sheet(actions: Actions, style: Style, parent: QWidget) -> QDialog:
    """All the keys by what they are for, in two columns, or in one where the screen is narrow for the text."""
    inside = QWidget()
    wide = style.px(TWO_COLUMNS) < parent.screen().availableSize().width()
    columns = QHBoxLayout(inside) if wide else QVBoxLayout(inside)
    columns.setContentsMargins(0, 0, 0, 0)
    columns.setSpacing(round(style.px(44 if wide else 10)))
    for groups in _groups(actions):
        grid = QGridLayout()
        grid.setHorizontalSpacing(round(style.px(16)))
        grid.setVerticalSpacing(round(style.px(5)))
        for title, lines in groups:
            _group(grid, title, lines, style)
        grid.setRowStretch(grid.rowCount(), 1)
        columns.addLayout(grid)
    return dialog_around(tr("Keys"), inside, style, parent)


def _groups(actions: Actions) -> tuple[tuple[tuple[str, list[Line]], ...], ...]:
    def of(*menus: str) -> list[Line]:
        chosen = [c for c in COMMANDS if c.menu in menus and c.keys]
        return [(_keys(actions, c.name), c.text().rstrip("…")) for c in chosen]

    escape: Line = ((_native("Esc"),), tr("Stop editing the text"))
    wheel: list[Line] = [
        ((tr("Wheel"),), tr("Scroll along time")),
        ((tr("Ctrl+Wheel"), tr("Pinch")), tr("Wider or narrower columns")),
    ]
    step = [*of("step"), ((tr("Drag"),), tr("Move through time"))]
    brush: list[Line] = [((tr("Shift+Drag"),), tr("Brush a stretch of the text")), *of("brush")]
    brush.append(((_native("Esc"),), tr("Brush nothing")))
    edit = [*of("edit"), ((_native("Ctrl+V"),), tr("Replace the text")), escape]
    view = of("perspective", "size", "view", "projector", "screen", "stage", "form") + wheel
    file = of("file", "compare")
    left = (
        (tr("Step"), step),
        (tr("File"), file),
        (tr("Edit"), edit),
        (tr("Find the cell"), brush),
        (tr("Runs of Learn"), _in_runs()),
        (tr("Help"), of("bar", "help")),
    )
    right = (
        (tr("View"), view),
        (tr("Tracks of the score"), of("track")),
        (tr("Go to"), of("go")),
        (tr("Network"), _in_network()),
    )
    gradients = of("error", "back") + _in_gradients()
    lesson = of("lesson") + _in_lesson()
    return (*left, (tr("Lesson"), lesson)), (*right, (tr("Gradients"), gradients), (tr("Explain"), _in_explain()))


def _in_network() -> list[Line]:
    return [
        ((_native("Tab"), _native("Shift+Tab")), tr("To the next node, or back")),
        ((tr("Enter"),), tr("Change the weights that arrive there")),
        (("+", "-"), tr("Larger or smaller drawing")),
        (("0",), tr("The whole drawing")),
        ((_native("M"), _native("Shift+M")), tr("Each memory block alone")),
    ]


def _in_gradients() -> list[Line]:
    return [
        (("↑", "↓"), tr("To another row")),
        ((f"{_native('Shift')}+←", f"{_native('Shift')}+→"), tr("To another column")),
        ((tr("Enter"),), tr("Change the weight")),
    ]


def _in_runs() -> list[Line]:
    return [
        (("↑", "↓"), tr("Show another run beside that of now")),
        ((f"{_native('Shift')}+↑", f"{_native('Shift')}+↓"), tr("Compare one more run")),
        ((tr("Enter"),), tr("Go on with the run")),
        ((_native("Del"),), tr("Forget the runs")),
    ]


def _in_explain() -> list[Line]:
    return [
        (("↑", "↓"), tr("To another number")),
        ((tr("Enter"),), tr("Where it comes from")),
        ((_native("Backspace"), _native("Alt+Left")), tr("Back to the number before")),
        ((_native("Ctrl+C"), _native("Ctrl+Shift+C")), tr("Copy as text or as TeX")),
    ]


def _in_lesson() -> list[Line]:
    return [
        (("↑", "↓"), tr("To another choice")),
        ((tr("Enter"),), tr("Take the choice, or turn the page")),
        (("1", "9"), tr("Answer with the choice of this number")),
    ]


def _group(grid: QGridLayout, title: str, lines: list[Line], style: Style) -> None:
    """A heading, then a line for each command: its keys, and what they do."""
    first = grid.rowCount()
    heading = QLabel(title)
    heading.setFont(style.font(0.92, bold=True))
    heading.setObjectName("quiet")
    heading.setContentsMargins(0, round(style.px(10 if first > 1 else 0)), 0, round(style.px(2)))
    grid.addWidget(heading, first, 0, 1, 2)
    for row, (keys, text) in enumerate(lines, first + 1):
        grid.addWidget(_caps(keys, text, style), row, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(QLabel(text), row, 1)


def _caps(alternatives: tuple[str, ...], text: str, style: Style) -> QWidget:
    """Each key on a cap of its own; "or" between those that do the same."""
    made = QWidget()
    made.setAccessibleName(f"{text}: " + f" {tr('or')} ".join(alternatives))
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(round(style.px(4)))
    for place, keys in enumerate(alternatives):
        if place:
            row.addWidget(_quiet(tr("or")))
        for number, key in enumerate(PLUS.split(keys)):
            if number:
                row.addWidget(_quiet("+"))
            cap = QLabel("−" if key == "-" else key)
            cap.setObjectName("cap")
            cap.setFont(style.font(0.9))
            cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
            cap.setMinimumWidth(round(style.px(22)))
            cap.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            row.addWidget(cap)
    return made


def _quiet(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("quiet")
    return label


def _keys(actions: Actions, name: str) -> tuple[str, ...]:
    return tuple(sequence.toString(QKeySequence.SequenceFormat.NativeText) for sequence in actions[name].shortcuts())


def _native(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def dialog_around(title: str, inside: QWidget, style: Style, parent: QWidget) -> QDialog:
    """A window of its own around what is to be read, with a button to close it."""
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(*(round(style.px(n)) for n in (26, 24, 10, 20)))
    column.setSpacing(round(style.px(14)))
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.setContentsMargins(0, 0, round(style.px(16)), 0)
    buttons.button(QDialogButtonBox.StandardButton.Close).setText(tr("Close"))
    buttons.rejected.connect(dialog.reject)
    scrolled = Scrolled(inside)
    column.addWidget(scrolled, 1)
    column.addWidget(buttons)
    scrolled.fit(dialog)
    return dialog
