"""Where equations are written: line numbers, colours, the wrong place underlined, and a way out by keyboard.

Tab moves a line in; Escape and then Tab, or Ctrl+Tab, leaves, as text fields in the web do it (WCAG 2.1.2).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import (
    QKeyEvent,
    QResizeEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit

from rnrviz.app.equation_colours import Colours, code_font
from rnrviz.app.equation_marks import Numbers, at, marks
from rnrviz.app.indenting import indent, new_line
from rnrviz.figures.style import Style
from rnrviz.network.own import Place

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@final
class EquationEditor(QPlainTextEdit):
    """`on_close` is called by Escape pressed twice."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.on_close: Callable[[], None] = lambda: None
        self.wrong: Place | None = None
        self._look, self._leaving = style, False
        self._numbers = Numbers(self, style)
        self.colours = Colours(self.document(), style)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.blockCountChanged.connect(lambda _count: self._place_numbers())
        self.updateRequest.connect(self._scrolled)
        self.cursorPositionChanged.connect(self._mark)
        self.set_style(style)

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self._look = style
        self.setFont(code_font(style, 1.08))
        self.document().setDocumentMargin(style.px(7))
        self.colours.set_style(style)
        self._place_numbers()
        self._mark()

    def show_wrong(self, place: Place | None) -> None:
        """Underline this place from now on."""
        if place != self.wrong:
            self.wrong = place
            self._mark()
            self._numbers.update()

    def go_to_wrong(self) -> None:
        """Put the cursor where the text is wrong."""
        if self.wrong is not None:
            self.go_to(self.wrong)

    def go_to(self, place: Place) -> None:
        """Put the cursor at a line and a column."""
        self.setTextCursor(at(self.document(), place))
        self.centerCursor()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def replace_all(self, text: str) -> None:
        """Another text, which can be undone."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tab, Enter and Escape have their own meaning; all else is text."""
        leaving, self._leaving = self._leaving, False
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            back = key == Qt.Key.Key_Backtab or bool(modifiers & SHIFT)
            if leaving or modifiers & CONTROL:
                self._leave(back)
            else:
                indent(self.textCursor(), back)
        elif key == Qt.Key.Key_Escape:
            self._leaving = True
            if leaving:
                self.on_close()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and modifiers & CONTROL:
            event.ignore()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            new_line(self.textCursor())
            self.ensureCursorVisible()
        elif key in (Qt.Key.Key_Shift, Qt.Key.Key_Control):
            self._leaving = leaving
        else:
            super().keyPressEvent(event)

    def _leave(self, back: bool) -> None:
        """To the field before or after, as Tab does elsewhere."""
        self.setTabChangesFocus(True)
        self.focusNextPrevChild(not back)
        self.setTabChangesFocus(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The numbers are as high as the text."""
        super().resizeEvent(event)
        self._place_numbers()

    def _mark(self) -> None:
        self.setExtraSelections(marks(self.document(), self.textCursor(), self.wrong, self._look))
        self._numbers.update()

    def _place_numbers(self) -> None:
        wide, inside = self._numbers.width_for(self._look), self.contentsRect()
        self.setViewportMargins(wide, 0, 0, 0)
        self._numbers.setGeometry(QRect(inside.left(), inside.top(), wide, inside.height()))

    def _scrolled(self, area: QRect, by: int) -> None:
        if by:
            self._numbers.scroll(0, by)
        else:
            self._numbers.update(0, area.y(), self._numbers.width(), area.height())
