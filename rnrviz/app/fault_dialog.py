"""The window that says that the program made a mistake, with a report to copy."""

from __future__ import annotations

from typing import final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from rnrviz.figures.style import Style
from rnrviz.language import tr

MOST = 10  # reports in one window: a fault that comes with every frame must not fill the memory
BETWEEN = "\n" + "-" * 40 + "\n\n"
SIZE = 680, 460


@final
class FaultDialog(QDialog):
    """One for all faults while it is open; the window behind it goes on. Escape closes, Tab leaves the text."""

    def __init__(self, style: Style, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Internal error"))
        self._reports: list[str] = []
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._text.setAccessibleName(tr("Report of the error"))
        self._copy = QPushButton(tr("Copy the report"))
        self._copy.clicked.connect(self.copy)
        self._build(style)

    def _build(self, style: Style) -> None:
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)  # carets stand below what they mean
        fixed.setPixelSize(round(style.px(13)))
        self._text.setFont(fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(round(style.px(n)) for n in (24, 22, 24, 18)))
        column.setSpacing(round(style.px(12)))
        column.addWidget(_words(tr("RNRviz made a mistake. You can go on; it is wise to save the session.")))
        column.addWidget(
            _words(tr("This report helps to mend it. Folders and texts are left out; a file may be named."))
        )
        column.addWidget(self._text, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self._copy, QDialogButtonBox.ButtonRole.ActionRole)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setText(tr("Close"))
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self._copy.setDefault(True)
        self._copy.setFocus()
        screen = self.screen().availableSize()
        wide, high = (round(style.px(n)) for n in SIZE)
        self.resize(min(wide, screen.width()), min(high, screen.height()))

    @property
    def text(self) -> str:
        """What is copied."""
        return self._text.toPlainText()

    def add(self, report: str) -> None:
        """One more fault. After the first ten only the first tell anything."""
        if len(self._reports) < MOST:
            self._reports.append(report)
            self._text.setPlainText(BETWEEN.join(self._reports))
        self._copy.setText(tr("Copy the report"))

    def copy(self) -> None:
        """To the clipboard, and say so."""
        QGuiApplication.clipboard().setText(self.text)
        self._copy.setText(tr("Copied"))


def show(report: str, style: Style, parent: QWidget) -> FaultDialog:
    """Say it in the window that is open for it, else in a new one."""
    dialog = parent.findChild(FaultDialog) or FaultDialog(style, parent)
    dialog.add(report)
    if not dialog.isVisible():
        dialog.show()
        dialog.activateWindow()
    return dialog


def _words(text: str) -> QLabel:
    made = QLabel(text)
    made.setWordWrap(True)
    return made
