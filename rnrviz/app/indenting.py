"""Moving lines in and out by four spaces, and a new line that begins where the last one did."""

from __future__ import annotations

from PySide6.QtGui import QTextCursor

STEP = 4


def indent(cursor: QTextCursor, back: bool) -> None:
    """The selected lines further in, or back out; without a selection, spaces up to the next place."""
    if not back and not cursor.hasSelection():
        cursor.insertText(" " * (STEP - cursor.positionInBlock() % STEP))
        return
    document = cursor.document()
    first = document.findBlock(cursor.selectionStart()).blockNumber()
    last = document.findBlock(max(cursor.selectionStart(), cursor.selectionEnd() - 1)).blockNumber()
    cursor.beginEditBlock()
    for number in range(first, last + 1):
        line = QTextCursor(document.findBlockByNumber(number))
        if back:
            text = line.block().text()
            spaces = min(STEP, len(text) - len(text.lstrip(" ")))
            line.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor, spaces)
            line.removeSelectedText()
        elif line.block().text():
            line.insertText(" " * STEP)
    cursor.endEditBlock()


def new_line(cursor: QTextCursor) -> None:
    """A new line, as far in as this one; further after a colon."""
    before = cursor.block().text()[: cursor.positionInBlock()]
    spaces = len(before) - len(before.lstrip(" "))
    more = STEP if before.partition("#")[0].rstrip().endswith(":") else 0
    cursor.insertText("\n" + " " * (spaces + more))
