"""A row of widgets that goes on in the next line where the width ends."""

from __future__ import annotations

from typing import final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from rnrviz.figures.style import Style

SIDE, ABOVE, BETWEEN, ROWS = 14, 3, 4, 2


@final
class Flowing(QLayout):
    """From left to right and line by line, each widget as wide as it wants and as high as its line."""

    def __init__(self, parent: QWidget, style: Style) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.set_style(style)

    def set_style(self, style: Style) -> None:
        """Another text size."""
        side, above = round(style.px(SIDE)), round(style.px(ABOVE))
        self._between, self._rows = round(style.px(BETWEEN)), round(style.px(ROWS))
        self.setContentsMargins(side, above, side, 0)
        self.invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        """Qt's way of adding."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """One of them; None beyond the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take one out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It needs no more height than its lines."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all lines."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, box: QRect) -> None:
        """Put everything into its place."""
        super().setGeometry(box)
        self._place(box, move=True)

    def sizeHint(self) -> QSize:
        """As narrow as it can be: the width is given by what is around it."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """The widest of all."""
        margins, sizes = self.contentsMargins(), [_wish(item) for item in self._shown()]
        wide = max((size.width() for size in sizes), default=0)
        high = max((size.height() for size in sizes), default=0)
        return QSize(wide + margins.left() + margins.right(), high + margins.top() + margins.bottom())

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _place(self, box: QRect, move: bool) -> int:
        margins = self.contentsMargins()
        left, right = box.left() + margins.left(), box.right() - margins.right() + 1
        y = box.top() + margins.top()
        lines = self._lines(right - left)
        for line in lines:
            high = max(_wish(item).height() for item in line)
            x = left
            for item in line:
                wide = min(_wish(item).width(), right - left)
                if move:
                    item.setGeometry(QRect(QPoint(x, y), QSize(wide, high)))
                x += wide + self._between
            y += high + self._rows
        return y - (self._rows if lines else 0) + margins.bottom() - box.top()

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        used = width + 1
        for item in self._shown():
            wide = _wish(item).width()
            if not lines or used + wide > width:
                lines.append([])
                used = 0
            lines[-1].append(item)
            used += wide + self._between
        return lines


def _wish(item: QLayoutItem) -> QSize:
    """What a widget asks for: lists of short words would otherwise be as wide as Qt thinks that lists should be."""
    widget = item.widget()
    return widget.sizeHint() if widget is not None else item.sizeHint()
