"""What is marked in a text of equations: the numbers of its lines, the line of the cursor, the wrong place."""

from __future__ import annotations

from typing import TYPE_CHECKING, final

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit, QWidget

from rnrviz.figures.style import Style
from rnrviz.network.own import Place

if TYPE_CHECKING:
    from rnrviz.app.equation_editor import EquationEditor

BESIDE, MARK = 20.0, 10.0
MIDDLE, LEFT, RIGHT = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight


def at(document: QTextDocument, place: Place) -> QTextCursor:
    """A cursor at a line and a column, or at the end of a line that is shorter."""
    block = document.findBlockByNumber(place.line - 1)
    cursor = QTextCursor(block)
    cursor.setPosition(block.position() + min(place.column - 1, max(0, block.length() - 1)))
    return cursor


def marks(
    document: QTextDocument, here: QTextCursor, wrong: Place | None, style: Style
) -> list[QTextEdit.ExtraSelection]:
    """The line of the cursor, and a wave under what is wrong."""
    line = QTextCharFormat()
    line.setBackground(style.tint(style.accent, 0.05))
    line.setProperty(QTextCharFormat.Property.FullWidthSelection, True)
    here.clearSelection()
    made = [_selection(here, line)]
    if wrong is not None:
        wave = QTextCharFormat()
        wave.setBackground(style.tint(style.cursor, 0.16))
        wave.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        wave.setUnderlineColor(style.cursor)
        made.append(_selection(_over(document, wrong), wave))
    return made


def _over(document: QTextDocument, wrong: Place) -> QTextCursor:
    """A cursor that selects the wrong place; at the end of a line, its last character."""
    cursor = at(document, wrong)
    rest = cursor.block().length() - 1 - cursor.positionInBlock()
    if rest < 1 and cursor.positionInBlock():
        cursor.movePosition(QTextCursor.MoveOperation.Left)
        rest = 1
    keep = QTextCursor.MoveMode.KeepAnchor
    cursor.movePosition(QTextCursor.MoveOperation.Right, keep, max(0, min(wrong.length, rest)))
    return cursor


def _selection(cursor: QTextCursor, look: QTextCharFormat) -> QTextEdit.ExtraSelection:
    made = QTextEdit.ExtraSelection()
    made.cursor, made.format = cursor, look
    return made


@final
class Numbers(QWidget):
    """The numbers of the lines, left of them; the wrong line has a mark."""

    def __init__(self, editor: EquationEditor, style: Style) -> None:
        super().__init__(editor)
        self._editor, self._look = editor, style

    def width_for(self, style: Style) -> int:
        """How wide the numbers are at this text size, with room for the mark."""
        self._look = style
        digits = max(2, len(str(self._editor.blockCount())))
        return round(self._editor.fontMetrics().horizontalAdvance("0") * digits + style.px(BESIDE + MARK))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """To the line that was clicked."""
        self._editor.setTextCursor(self._editor.cursorForPosition(QPoint(0, round(event.position().y()))))
        self._editor.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The numbers of the lines that show; of a long line, beside its beginning."""
        editor, style, painter = self._editor, self._look, QPainter(self)
        painter.fillRect(event.rect(), style.paper)
        painter.setFont(style.font(0.92))
        block = editor.firstVisibleBlock()
        while block.isValid():
            box = editor.blockBoundingGeometry(block).translated(editor.contentOffset())
            if box.top() > event.rect().bottom():
                break
            high = block.layout().lineAt(0).height() if block.layout().lineCount() else box.height()
            self._number(painter, block.blockNumber(), QRectF(0, box.top(), self.width() - style.px(BESIDE / 2), high))
            block = block.next()
        painter.end()

    def _number(self, painter: QPainter, number: int, box: QRectF) -> None:
        style, wrong = self._look, self._editor.wrong
        here = number == self._editor.textCursor().blockNumber()
        marked = wrong is not None and wrong.line == number + 1
        painter.setPen(style.cursor if marked else style.ink if here else style.muted)
        painter.drawText(box, RIGHT | MIDDLE, str(number + 1))
        if marked:
            painter.drawText(box.adjusted(style.px(4), 0, 0, 0), LEFT | MIDDLE, "▲")
