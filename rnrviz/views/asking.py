"""Asking for the name of a file: what is missing of it is added before the file is looked for, never after."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHeaderView,
    QLineEdit,
    QListView,
    QMessageBox,
    QSizePolicy,
    QTreeView,
    QWidget,
)

from rnrviz.language import tr

Kind = tuple[str, str]  # what a kind of file is called, and its suffix; an empty one stands for all files
Buttons = QMessageBox.StandardButton
Fixed = QSizePolicy.Policy.Fixed
Stretch, ToContents = QHeaderView.ResizeMode.Stretch, QHeaderView.ResizeMode.ResizeToContents
ROOM = 1.3  # around a question, in lines
SIDE, WIDE, HIGH = 20, 120, 26  # of Qt's file dialog: its list of places, itself; in letters and lines


def ask_open(parent: QWidget, title: str, kinds: Sequence[Kind]) -> Path | None:
    """The file to open, or None."""
    dialog = _dialog(parent, title, kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _chosen(dialog)


def ask_save(parent: QWidget, title: str, suggestion: str, kind: Kind, also: Sequence[str] = ()) -> Path | None:
    """Where to write, or None. The name ends in the kind's suffix, or one of `also`; no file is replaced unasked.

    A name without one of them gets that of the kind chosen in the dialog.
    """
    name, others = suggestion, tuple(suffix for suffix in also if suffix != kind[1])
    while True:
        dialog = _dialog(parent, title, (kind, *((suffix[1:].upper(), suffix) for suffix in others)))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(kind[1])
        dialog.selectFile(name)
        _follow_kind(dialog, (kind[1], *others))
        typed = _chosen(dialog)
        if typed is None:
            return None
        suffix = f".{dialog.defaultSuffix()}"
        path = typed if typed.suffix.lower() in (kind[1], *others) else typed.with_name(typed.name + suffix)
        if path == typed or not path.exists() or _may_replace(parent, title, path):
            return path
        name = path.name


def _follow_kind(dialog: QFileDialog, suffixes: Sequence[str]) -> None:
    """Another kind chosen from the list, `PNG (*.png)`, decides what is added to a name.

    Qt's own dialog then also puts its suffix in the place of what follows the last dot; of "paso 1.5" that is none.
    """
    dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix(kind.rpartition("*")[2].rstrip(")")))
    line, kinds = dialog.findChild(QLineEdit, "fileNameEdit"), dialog.findChild(QComboBox, "fileTypeCombo")
    if line is None or kinds is None:
        return
    typed = [line.text()]

    def mend() -> None:
        before, dot, end = typed[0].rpartition(".")
        if dot and f".{end}".lower() not in suffixes and line.text() == f"{before}.{dialog.defaultSuffix()}":
            line.setText(typed[0])

    line.textEdited.connect(lambda text: typed.__setitem__(0, text))
    kinds.activated.connect(lambda _index: QTimer.singleShot(0, dialog, mend))  # when Qt is done


def _dialog(parent: QWidget, title: str, kinds: Sequence[Kind]) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    dialog.setNameFilters([f"{name} (*{suffix})" for name, suffix in kinds])
    words = {
        QFileDialog.DialogLabel.LookIn: tr("Look in:"),
        QFileDialog.DialogLabel.FileName: tr("File name:"),
        QFileDialog.DialogLabel.FileType: tr("Kind of file:"),
    }
    for label, text in words.items():
        dialog.setLabelText(label, text)
    _roomy(dialog)
    return dialog


def _roomy(dialog: QFileDialog) -> None:
    """Qt's own dialog, where the system has none: no name or date in it is cut."""
    table, side = dialog.findChild(QTreeView, "treeView"), dialog.findChild(QListView, "sidebar")
    if table is None or side is None:
        return
    letter = dialog.fontMetrics().averageCharWidth()
    header = table.header()
    header.setStretchLastSection(False)
    for column in range(header.count()):
        header.setSectionResizeMode(column, Stretch if column == 0 else ToContents)
    side.setMinimumWidth(SIDE * letter)
    dialog.resize(WIDE * letter, HIGH * dialog.fontMetrics().lineSpacing())


def _chosen(dialog: QFileDialog) -> Path | None:
    accepted = dialog.exec() == QFileDialog.DialogCode.Accepted
    files = dialog.selectedFiles() if accepted else []
    dialog.deleteLater()
    return Path(files[0]) if files else None


def question(parent: QWidget, title: str, sentence: str) -> QMessageBox:
    """A small window with a sentence, and the same room on all its sides; its buttons are still to come."""
    box = QMessageBox(QMessageBox.Icon.NoIcon, title, sentence, parent=parent)
    layout = box.layout()
    if isinstance(layout, QGridLayout):
        room = round(ROOM * box.fontMetrics().height())
        layout.setContentsMargins(room, room, room, room)
        layout.setHorizontalSpacing(0)
        layout.setVerticalSpacing(room // 2)
        for item in filter(None, map(layout.itemAt, range(layout.count()))):
            if (indent := item.spacerItem()) is not None:
                indent.changeSize(0, 0, Fixed, Fixed)
        layout.setColumnStretch(layout.columnCount() - 1, 1)
        layout.invalidate()
    return box


def _may_replace(parent: QWidget, title: str, path: Path) -> bool:
    sentence = tr("“{file}” already exists. Replace it?").format(file=path.name)
    box = question(parent, title, sentence)
    for kind, text in ((Buttons.Yes, tr("Replace")), (Buttons.No, tr("Cancel"))):
        box.addButton(kind).setText(text)
    box.setDefaultButton(Buttons.No)
    answer = box.exec()
    box.deleteLater()
    return answer == Buttons.Yes
