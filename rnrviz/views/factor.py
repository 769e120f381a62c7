"""A slider for a factor from a quarter to four, logarithmic: as far from 1 to 4 as from 1 to 1/4."""

from __future__ import annotations

from collections.abc import Callable
from typing import final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QSlider

from rnrviz.figures.numbers import short
from rnrviz.figures.style import Style
from rnrviz.language import tr
from rnrviz.views.own_keys import OwnKeys

ENDS, PAGE, MOST = 48, 8, 4.0
SIDE, HIGH, KNOB = 14.0, 30.0, 6.0
MARKS = 4  # halvings and doublings, from end to end
STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}


@final
class FactorSlider(QSlider):
    """Words, a line with marks and a knob. Up and Down move it, with Shift by more; Escape puts it back to 1."""

    def __init__(self, style: Style, on_factor: Callable[[float], None]) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.style_ = style
        self.setRange(-ENDS, ENDS)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        OwnKeys(self, (*STEPS, Qt.Key.Key_Escape))
        self.valueChanged.connect(lambda _: self.retranslate())
        self.valueChanged.connect(lambda _: on_factor(self.factor))
        self.retranslate()

    @property
    def factor(self) -> float:
        """The chosen factor; exactly 1 in the middle."""
        return float(MOST ** (self.value() / ENDS))

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self.style_ = style
        self.updateGeometry()
        self.update()

    def retranslate(self) -> None:
        """Words in the language of now."""
        words = tr("Scale of the recurrent weights: × {factor}").format(factor=short(self.factor))
        self.setAccessibleName(words)
        hint = tr("Only for what is measured here; the network itself is not changed. Double click: × 1")
        self.setToolTip(f"{words}\n{hint}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The words and a line that is long enough."""
        return QSize(round(self._track().left() + self.style_.px(120)), round(self.style_.px(HIGH)))

    def minimumSizeHint(self) -> QSize:
        """It may become short, never low."""
        return QSize(round(self.style_.px(160)), round(self.style_.px(HIGH)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right step through time, as everywhere."""
        key = Qt.Key(event.key())
        if key in STEPS:
            far = PAGE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            self.setValue(self.value() + far * STEPS[key])
        elif key == Qt.Key.Key_Escape and self.value():
            self.setValue(0)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The knob jumps to the pointer."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """And follows it."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._follow(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing more to do."""
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Back to 1."""
        self.setValue(0)
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        """Drawn anew when it is switched on or off."""
        super().changeEvent(event)
        self.update()

    def _follow(self, event: QMouseEvent) -> None:
        track = self._track()
        part = (event.position().x() - track.left()) / max(1.0, track.width())
        self.setValue(round(-ENDS + 2 * ENDS * min(1.0, max(0.0, part))))
        event.accept()

    def _words(self) -> tuple[str, str]:
        return tr("Recurrent weights"), f"× {short(self.factor)}"

    def _track(self) -> QRectF:
        """Where the line runs: right of the words."""
        px = self.style_.px
        metrics = QFontMetricsF(self.style_.font(0.92))
        left = px(SIDE + 8) + metrics.horizontalAdvance(self._words()[0] + " × 0.0000")
        return QRectF(left, 0, max(px(40), self.width() - left - px(SIDE + KNOB)), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Words at the left, the line with a mark at every doubling, the knob."""
        style, px, painter = self.style_, self.style_.px, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track, (words, value) = self._track(), self._words()
        y = track.center().y()
        self._write(painter, words, value, y + px(4.5))
        painter.setPen(QPen(style.muted, px(1.2)))
        painter.drawLine(QPointF(track.left(), y), QPointF(track.right(), y))
        for k in range(MARKS + 1):
            x = track.left() + track.width() * k / MARKS
            high = px(5 if 2 * k == MARKS else 3)
            painter.drawLine(QPointF(x, y - high), QPointF(x, y + high))
        place = QPointF(track.left() + track.width() * (self.value() + ENDS) / (2 * ENDS), y)
        painter.setPen(QPen(style.paper, px(1.5)))
        painter.setBrush(style.accent)
        painter.drawEllipse(place, px(KNOB), px(KNOB))
        if self.hasFocus():
            painter.setPen(QPen(style.accent, px(1.2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(place, px(KNOB + 2.5), px(KNOB + 2.5))
        painter.end()

    def _write(self, painter: QPainter, words: str, value: str, base: float) -> None:
        style = self.style_
        painter.setFont(style.font(0.92))
        painter.setPen(style.muted)
        start = style.px(SIDE)
        painter.drawText(QPointF(start, base), words)
        painter.setPen(style.ink)
        wide = QFontMetricsF(style.font(0.92)).horizontalAdvance(words + " ")
        painter.drawText(QPointF(start + wide, base), value)
