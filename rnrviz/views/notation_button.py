"""A button that says itself in the chapter's notation: a line of symbols and signs, underlined when it is down."""

from __future__ import annotations

from typing import final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton

from rnrviz.figures.pieces import Pieces, draw_pieces, pieces_width
from rnrviz.figures.style import Style
from rnrviz.views.own_keys import OwnKeys

SIDE, HIGH, SIZE = 10.0, 28.0, 1.15


@final
class NotationButton(QAbstractButton):
    """One choice of several; space and Enter press it."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.style_ = style
        self.pieces: Pieces = ()
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        OwnKeys(self, (Qt.Key.Key_Space,))

    def show_pieces(self, pieces: Pieces, spoken: str, style: Style) -> None:
        """What is written, and what it is called."""
        self.pieces, self.style_ = tuple(pieces), style
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the notation and a margin."""
        wide = pieces_width(self.pieces, self.style_, SIZE) + self.style_.px(2 * SIDE)
        return QSize(round(wide), round(self.style_.px(HIGH)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Down: a line under it and ink; else muted."""
        style, painter = self.style_, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.isChecked():
            painter.fillRect(QRectF(box.left(), box.bottom() - style.px(2.5), box.width(), style.px(2.5)), style.accent)
        focus_line(painter, self, box, style)
        start = QPointF(box.left() + style.px(SIDE - 1), box.center().y() + style.px(4))
        draw_pieces(painter, start, self.pieces, style, style.ink if self.isChecked() else style.muted, SIZE)
        painter.end()


def focus_line(painter: QPainter, button: QAbstractButton, box: QRectF, style: Style) -> None:
    """The dotted line around what has the focus."""
    if button.hasFocus():
        painter.setPen(QPen(style.accent, 1, Qt.PenStyle.DotLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
