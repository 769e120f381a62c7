"""The line in which the text of the tape is edited, laid over the tape."""

from __future__ import annotations

from collections.abc import Callable
from typing import final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from rnrviz.figures.style import Style
from rnrviz.language import tr

LONGEST = 50_000_000
LONG = 4000
PAUSE, SLOWER, LONGEST_PAUSE = 150, 0.005, 800  # milliseconds; SLOWER for each letter


@final
class TapeEditor(QLineEdit):
    """Every change of the text is read at once; a long text is read when typing pauses. Enter or Escape leaves."""

    def __init__(self, read: Callable[[str], None], left: Callable[[], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._read, self._left = read, left
        self._told = ""
        self.setMaxLength(LONGEST)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.tell)
        self.textEdited.connect(self._changed)
        self.hide()

    def begin(self, text: str) -> None:
        """Show the text and take the keys."""
        self._told = one_line(text)
        self.setText(self._told)
        self.setAccessibleName(tr("Text to read"))
        self.setToolTip(tr("Enter or Escape: done"))
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def follow(self, text: str) -> None:
        """The text changed elsewhere, by undo for example."""
        wanted = one_line(text)
        if self.isVisible() and wanted != self._told and not self._timer.isActive():
            self._told = wanted
            self.setText(wanted)

    def tell(self) -> None:
        """Have the text read now."""
        self._timer.stop()
        if self.text() != self._told:
            self._told = self.text()
            self._read(self._told)

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self.setFont(style.font(1.08))
        self.setStyleSheet(
            f"QLineEdit {{ background: {style.panel.name()}; color: {style.ink.name()};"
            f" border: {round(style.px(2))}px solid {style.accent.name()}; border-radius: {round(style.px(6))}px;"
            f" padding: 0 {round(style.px(8))}px; selection-background-color: {style.accent.name()};"
            f" selection-color: {style.paper.name()}; }}"
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Escape leave; what was typed stays."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self._leave()
            event.accept()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A click elsewhere leaves too; the line's own menu and another window do not."""
        super().focusOutEvent(event)
        if event.reason() in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.TabFocusReason):
            self._close()

    def _changed(self, text: str) -> None:
        if len(text) > LONG:
            self._timer.start(min(LONGEST_PAUSE, round(PAUSE + SLOWER * len(text))))
        else:
            self.tell()

    def _leave(self) -> None:
        self._close()
        self._left()

    def _close(self) -> None:
        self.tell()
        self.hide()


def one_line(text: str) -> str:
    """The text with its line breaks as spaces: white space only separates tokens."""
    return " ".join(text.splitlines()) if "\n" in text or "\r" in text else text
