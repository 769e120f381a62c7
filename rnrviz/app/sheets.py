"""The sheet of keys, and what is said about the program."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from rnrviz import __version__
from rnrviz.app.actions import COMMANDS, Actions, keys_text
from rnrviz.app.icons import pixmap
from rnrviz.figures.style import Style
from rnrviz.language import tr


def keys_sheet(actions: Actions, style: Style, parent: QWidget) -> QDialog:
    """All the keys in two columns."""
    dialog = _dialog(tr("Keys"), style, parent)
    grid = QGridLayout()
    grid.setHorizontalSpacing(round(style.px(24)))
    grid.setVerticalSpacing(round(style.px(7)))
    lines = [(keys_text(actions[c.name]), c.text().rstrip("…")) for c in COMMANDS if c.keys]
    lines += _pointer_lines()
    half = (len(lines) + 1) // 2
    for position, (keys, text) in enumerate(lines):
        row, side = position % half, 3 * (position // half)
        key = QLabel(keys)
        key.setFont(style.font(bold=True))
        grid.addWidget(key, row, side, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(QLabel(text), row, side + 1)
    grid.setColumnMinimumWidth(2, round(style.px(24)))
    _body(dialog).insertLayout(0, grid)
    return dialog


def _pointer_lines() -> list[tuple[str, str]]:
    return [
        (_native("Esc"), tr("Stop editing the text")),
        (tr("Wheel"), tr("Scroll along time")),
        (tr("Ctrl+Wheel"), tr("Wider or narrower columns")),
    ]


def _native(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def about(style: Style, parent: QWidget) -> QDialog:
    """Name, version, purpose, sources, licences."""
    dialog = _dialog(tr("About RNRviz"), style, parent)
    sign = QLabel()
    sign.setPixmap(pixmap("network", style.accent, 2, style.px(56)))
    name = QLabel(f"RNRviz {__version__}")
    name.setFont(style.font(1.5, bold=True))
    sentences = (
        tr("See a recurrent neural network think, one token at a time."),
        tr("Elman networks and LSTM in the chapter's notation; gradients by RTRL, BPTT and finite differences."),
        tr("Fonts: Inter and STIX (SIL Open Font License). Colour maps: CET by Peter Kovesi (CC BY 4.0)."),
    )
    words = QLabel("\n\n".join(sentences))
    words.setWordWrap(True)
    words.setFixedWidth(round(style.px(420)))
    for place, widget in enumerate((sign, name, words)):
        _body(dialog).insertWidget(place, widget)
    return dialog


def _dialog(title: str, style: Style, parent: QWidget) -> QDialog:
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(*[round(style.px(26))] * 4)
    column.setSpacing(round(style.px(14)))
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.button(QDialogButtonBox.StandardButton.Close).setText(tr("Close"))
    buttons.rejected.connect(dialog.reject)
    column.addWidget(buttons)
    return dialog


def _body(dialog: QDialog) -> QVBoxLayout:
    layout = dialog.layout()
    if not isinstance(layout, QVBoxLayout):
        raise TypeError("a sheet has a column")
    return layout
