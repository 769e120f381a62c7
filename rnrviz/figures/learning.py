"""How a training goes: the loss and the number of accepted strings over the strings that were learned."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from rnrviz.figures.curves import draw_curve, draw_marker
from rnrviz.figures.numbers import power, short
from rnrviz.figures.staves import stride
from rnrviz.figures.style import Style
from rnrviz.language import tr

LEFT, RIGHT, TOP, BETWEEN, BOTTOM = 62.0, 18.0, 26.0, 44.0, 30.0
TICKS = 5  # about so many numbers along an axis
LEAST = 90.0  # height of a plot


@dataclass(frozen=True, eq=False)
class Course:
    """Rows (n, 3) of strings, mean loss and accepted strings of ``judged``; what is said below."""

    rows: NDArray[np.float64]
    judged: int = 0
    caption: str = ""


@final
class LearningItem(QGraphicsItem):
    """Draws a Course into a rectangle of its scene: the loss on a logarithmic axis above, the accepted below."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.style, self.course, self.area = style, Course(np.zeros((0, 3))), QRectF(0, 0, 100, 100)

    def show_course(self, course: Course, area: QRectF, style: Style) -> None:
        """Draw this from now on."""
        if area != self.area:
            self.prepareGeometryChange()
        self.course, self.area, self.style = course, area, style
        self.update()

    def needed(self) -> float:
        """The least height at which both plots can be read."""
        return self.style.px(TOP + BETWEEN + BOTTOM + 2 * LEAST)

    def boundingRect(self) -> QRectF:
        """The whole area."""
        return self.area

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Both plots, or what there is to do."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not len(self.course.rows):
            painter.setFont(self.style.font())
            painter.setPen(self.style.muted)
            inside = self.area.adjusted(*(self.style.px(n) for n in (16, 0, -16, 0)))
            painter.drawText(inside, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.course.caption)
            return
        for box, values, title, log in zip(
            self._boxes(), self.course.rows[:, 1:].T, self._titles(), (True, False), strict=True
        ):
            self._plot(painter, box, values, title, log)

    def _boxes(self) -> tuple[QRectF, QRectF]:
        px, area = self.style.px, self.area
        left, width = area.left() + px(LEFT), area.width() - px(LEFT + RIGHT)
        height = (area.height() - px(TOP + BETWEEN + BOTTOM)) / 2
        top = area.top() + px(TOP)
        return QRectF(left, top, width, height), QRectF(left, top + height + px(BETWEEN), width, height)

    def _titles(self) -> tuple[str, str]:
        return tr("Mean loss of a string"), tr("Accepted of {n} judged").format(n=self.course.judged)

    def _plot(self, painter: QPainter, box: QRectF, values: NDArray[np.float64], title: str, log: bool) -> None:
        style = self.style
        painter.fillRect(box, style.panel)
        painter.setFont(style.font(0.92, bold=True))
        painter.setPen(style.ink)
        painter.drawText(QPointF(self.area.left() + style.px(14), box.top() - style.px(9)), title)
        scaled = np.log10(np.maximum(values, 1e-300)) if log else values
        finite = scaled[np.isfinite(scaled)]
        low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 1.0)
        low, high = (math.floor(low), max(math.floor(low) + 1, math.ceil(high))) if log else (0.0, max(1.0, high))
        end = max(1.0, float(self.course.rows[-1, 0]))
        self._grid(painter, box, (low, high), end, log)
        x = box.left() + self.course.rows[:, 0] / end * box.width()
        y = box.bottom() - (scaled - low) / (high - low) * box.height()
        colour = style.signal("E" if log else "phi")
        draw_curve(painter, x, y, colour, style.px(1.9), 0)
        painter.setPen(QPen(colour, style.px(1.2)))
        painter.setBrush(colour)
        if math.isfinite(y[-1]):
            draw_marker(painter, float(x[-1]), float(y[-1]), 0, style.px(3.4))

    def _grid(self, painter: QPainter, box: QRectF, ends: tuple[float, float], end: float, log: bool) -> None:
        """Lines and numbers: strings along, decades or whole numbers up."""
        style, (low, high) = self.style, ends
        painter.setFont(style.font(0.85))
        every = stride(max(1.0, (high - low) / TICKS))
        for k in range(math.ceil(low), math.floor(high) + 1):
            if (k - math.ceil(low)) % every == 0:
                y = box.bottom() - (k - low) / (high - low) * box.height()
                text = (power(10.0**k) if not -2 <= k <= 2 else short(10.0**k, 1)) if log else str(k)
                self._line(painter, QLineF(box.left(), y, box.right(), y))
                place = QRectF(
                    self.area.left(), y - style.px(8), box.left() - self.area.left() - style.px(7), style.px(16)
                )
                painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        every = stride(max(1.0, end / TICKS))
        for n in range(0, int(end) + 1, every):
            x = box.left() + n / end * box.width()
            self._line(painter, QLineF(x, box.top(), x, box.bottom()))
            place = QRectF(x - style.px(40), box.bottom() + style.px(3), style.px(80), style.px(16))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, f"{n:,}".replace(",", "\u202f"))

    def _line(self, painter: QPainter, line: QLineF) -> None:
        painter.setPen(QPen(self.style.hairline, 1.0))
        painter.drawLine(line)
        painter.setPen(self.style.muted)
