"""A button of a legend: a sample of the curve and its name; it shows and hides the curve."""

from __future__ import annotations

from typing import final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton

from rnrviz.figures.fading import Curve
from rnrviz.figures.style import Style
from rnrviz.figures.vanishing_marks import draw_sample
from rnrviz.views.notation_button import focus_line
from rnrviz.views.own_keys import OwnKeys

SAMPLE, GAP, SIDE, HIGH = 24.0, 5.0, 3.0, 24.0


@final
class LegendButton(QAbstractButton):
    """Down while the curve is shown."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.style_, self.curve = style, Curve("", "", 0, None)
        self.setCheckable(True)
        self.setChecked(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        OwnKeys(self, (Qt.Key.Key_Space,))

    def show_curve(self, curve: Curve, style: Style) -> None:
        """Whose legend it is."""
        self.curve, self.style_ = curve, style
        self.setAccessibleName(curve.name)
        self.setToolTip(curve.name)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Sample and name."""
        px, words = self.style_.px, QFontMetricsF(self.style_.font(0.92)).horizontalAdvance(self.curve.label)
        return QSize(round(words + px(SAMPLE + GAP + 2 * SIDE)), round(px(HIGH)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Hidden: hollow and struck through."""
        style, painter = self.style_, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        focus_line(painter, self, box, style)
        sample = QRectF(box.left() + style.px(SIDE - 1), box.top(), style.px(SAMPLE), box.height())
        draw_sample(painter, sample, self.curve, style, self.isChecked())
        font = style.font(0.92)
        font.setStrikeOut(not self.isChecked())
        painter.setFont(font)
        painter.setPen(style.ink if self.isChecked() else style.muted)
        painter.drawText(QPointF(sample.right() + style.px(GAP), box.center().y() + style.px(4.5)), self.curve.label)
        painter.end()
