"""Where equations are written: line numbers, colours, the wrong place underlined, and a way out by keyboard.

Tab moves a line in; Escape and then Tab, or Ctrl+Tab, leaves, as text fields in the web do it (WCAG 2.1.2).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

from rnrviz.app.equation_colours import Colours
from rnrviz.app.indenting import indent, new_line
from rnrviz.figures.style import Style
from rnrviz.network.own import Place

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
BEFORE, AFTER = 10.0, 10.0


def code_font(style: Style, size: float) -> QFont:
    """The font of texts of equations, in which l, I, 1 and O, 0 are told apart."""
    font = style.font(size)
    font.setFeature(QFont.Tag("ss02"), 1)
    return font


@final
class Numbers(QWidget):
    """The numbers of the lines, left of them; the wrong line has a mark."""

    def __init__(self, editor: EquationEditor) -> None:
        super().__init__(editor)
        self._editor = editor

    def sizeHint(self) -> QSize:
        """As wide as the editor leaves room."""
        return QSize(self._editor.margin(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The editor knows where its lines are."""
        self._editor.paint_numbers(self, event.rect())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """To the line that was clicked."""
        self._editor.setTextCursor(self._editor.cursorForPosition(QPoint(0, round(event.position().y()))))
        self._editor.setFocus()


@final
class EquationEditor(QPlainTextEdit):
    """`on_close` is called by Escape pressed twice."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.on_close: Callable[[], None] = lambda: None
        self.wrong: Place | None = None
        self._look, self._leaving = style, False
        self._numbers = Numbers(self)
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

    def margin(self) -> int:
        """Room for the numbers and the mark."""
        digits = max(2, len(str(self.blockCount())))
        return round(self.fontMetrics().horizontalAdvance("0") * digits + self._look.px(BEFORE + AFTER + 10))

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
        self.setTextCursor(self._cursor(place))
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

    def paint_numbers(self, widget: QWidget, area: QRect) -> None:
        """The numbers of the lines in this area."""
        style, painter = self._look, QPainter(widget)
        painter.fillRect(area, style.paper)
        painter.setFont(style.font(0.92))
        block, here = self.firstVisibleBlock(), self.textCursor().blockNumber()
        while block.isValid():
            box = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if box.top() > area.bottom():
                break
            wrong = self.wrong is not None and self.wrong.line == block.blockNumber() + 1
            painter.setPen(style.cursor if wrong else style.ink if block.blockNumber() == here else style.muted)
            line = block.layout().lineAt(0).height() if block.layout().lineCount() else box.height()
            right = QRectF(0, box.top(), widget.width() - style.px(AFTER), line)
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(right, Qt.AlignmentFlag.AlignRight | middle, str(block.blockNumber() + 1))
            if wrong:
                painter.drawText(right.adjusted(style.px(4), 0, 0, 0), Qt.AlignmentFlag.AlignLeft | middle, "▲")
            block = block.next()
        painter.end()

    def _cursor(self, place: Place) -> QTextCursor:
        block = self.document().findBlockByNumber(place.line - 1)
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + min(place.column - 1, max(0, block.length() - 1)))
        return cursor

    def _mark(self) -> None:
        """The line of the cursor, and the wave under what is wrong."""
        marks = [self._made(self.textCursor(), line=True)]
        if self.wrong is not None:
            cursor = self._cursor(self.wrong)
            rest = cursor.block().length() - 1 - cursor.positionInBlock()
            if rest < 1 and cursor.positionInBlock():
                cursor.movePosition(QTextCursor.MoveOperation.Left)
                rest = 1
            moved = QTextCursor.MoveOperation.Right
            cursor.movePosition(moved, QTextCursor.MoveMode.KeepAnchor, max(0, min(self.wrong.length, rest)))
            marks.append(self._made(cursor, line=False))
        self.setExtraSelections(marks)
        self._numbers.update()

    def _made(self, cursor: QTextCursor, line: bool) -> QTextEdit.ExtraSelection:
        made, look = QTextEdit.ExtraSelection(), QTextCharFormat()
        if line:
            cursor.clearSelection()
            look.setBackground(self._look.tint(self._look.accent, 0.05))
            look.setProperty(QTextCharFormat.Property.FullWidthSelection, True)
        else:
            look.setBackground(self._look.tint(self._look.cursor, 0.16))
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            look.setUnderlineColor(self._look.cursor)
        made.cursor, made.format = cursor, look
        return made

    def _place_numbers(self) -> None:
        self.setViewportMargins(self.margin(), 0, 0, 0)
        inside = self.contentsRect()
        self._numbers.setGeometry(QRect(inside.left(), inside.top(), self.margin(), inside.height()))

    def _scrolled(self, area: QRect, by: int) -> None:
        if by:
            self._numbers.scroll(0, by)
        else:
            self._numbers.update(0, area.y(), self._numbers.width(), area.height())
