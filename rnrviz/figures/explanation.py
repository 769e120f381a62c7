"""An explanation as a QGraphicsItem: the same painter for the screen and for export."""

from __future__ import annotations

import math
from typing import final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from rnrviz.figures.boxes import Spot
from rnrviz.figures.explanation_rows import Typesetter
from rnrviz.figures.explanation_sheet import Bar, Sheet, Shown
from rnrviz.figures.message import draw_message
from rnrviz.figures.style import Style
from rnrviz.network.marks import Link, Live

CORNER = 4.0
STRONG = 0.7  # the colour of a bar: its length says how much
LIMIT = 1.0  # of the colours
COMPARED = ("weight", "delta", "sensitivity", "gradient", "contribution")  # may all be far below it
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
CENTRE = Qt.AlignmentFlag.AlignCenter


@final
class ExplanationItem(QGraphicsItem):
    """Paints explanations below each other. `focus` and `under` are numbers of places that can be followed."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.style = style
        self.sheet = Sheet()
        self.message = ""
        self.focus: int | None = None
        self.under: int | None = None
        self._size = (1.0, 1.0)

    def show_explanations(
        self, trail: tuple[Link, ...], shown: tuple[Shown, ...], width: float, style: Style, message: str = ""
    ) -> None:
        """Set these on a sheet of this width; without any, a sentence."""
        self.prepareGeometryChange()
        self.style, self.message = style, message
        setter = Typesetter(style, width)
        setter.trail(trail)
        for one in shown:
            setter.explanation(one)
        self.sheet = setter.finish()
        self._size = (max(1.0, width), max(1.0, self.sheet.height))
        self.under = None
        if self.focus is not None and self.focus >= len(self.sheet.spots):
            self.focus = None
        self.update()

    def needed(self) -> float:
        """The height of all."""
        return self._size[1]

    def spread(self, height: float) -> None:
        """Take at least this height, so that a sentence stands in the middle."""
        self.prepareGeometryChange()
        self._size = (self._size[0], max(height, self.sheet.height))

    def at(self, where: QPointF) -> int | None:
        """The number of the place there; of several the smallest."""
        near = [(area.width(), n) for n, (spot, area) in enumerate(self.sheet.spots) if _slack(area).contains(where)]
        return min(near)[1] if near else None

    def stops(self) -> list[int]:
        """Where the keyboard stops: live numbers, and what else can be asked."""
        return [n for n, (spot, _) in enumerate(self.sheet.spots) if not isinstance(spot.about, Live)]

    def boundingRect(self) -> QRectF:
        """The whole sheet."""
        return QRectF(0, 0, *self._size)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Marks under the pointer, words, formulas, pills, bars."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.message:
            self._say(painter)
        self._highlight(painter)
        style = self.style
        for line in self.sheet.lines:
            painter.fillRect(QRectF(style.px(14), line, self._size[0] - style.px(28), 1), style.hairline)
        for box, at, linked in self.sheet.boxes:
            box.paint(painter, at, style.accent if linked else style.ink)
        for text in self.sheet.texts:
            painter.setFont(style.font(text.size, bold=text.bold))
            painter.setPen(style.muted if text.muted else style.ink)
            painter.drawText(text.area, (RIGHT if text.right else LEFT) | Qt.TextFlag.TextWordWrap, text.text)
        limits = self._limits()
        for number, (spot, area) in enumerate(self.sheet.spots):
            if spot.text:
                self._pill(painter, spot, area, limits.get(_kind(spot), LIMIT), number)
        for bar in self.sheet.bars:
            self._bar(painter, bar)

    def _say(self, painter: QPainter) -> None:
        area = QRectF(0, self.sheet.height, self._size[0], self._size[1] - self.sheet.height)
        draw_message(painter, area, self.message, self.style, 28)

    def _limits(self) -> dict[str, float]:
        """For each kind of number the one with the strongest colour: 1, or, of several derivatives or weights that are
        all smaller, the largest. What has nothing to be compared with stays pale.
        """
        sizes: dict[str, list[float]] = {}
        for spot, _ in self.sheet.spots:
            if spot.text and _kind(spot) in COMPARED and 0.0 < abs(spot.value) < float("inf"):
                sizes.setdefault(_kind(spot), []).append(abs(spot.value))
        return {kind: min(LIMIT, max(found)) for kind, found in sizes.items() if len(found) > 1}

    def _highlight(self, painter: QPainter) -> None:
        for number, width in ((self.under, 1.0), (self.focus, 2.0)):
            if number is not None and number < len(self.sheet.spots):
                spot, area = self.sheet.spots[number]
                if not spot.text:
                    painter.setPen(QPen(self.style.accent, self.style.px(width)))
                    painter.setBrush(self.style.tint(self.style.accent, 0.12))
                    painter.drawRoundedRect(_slack(area), self.style.px(CORNER), self.style.px(CORNER))

    def _pill(self, painter: QPainter, spot: Spot, area: QRectF, limit: float, number: int) -> None:
        style = self.style
        colour = style.diverging_color(spot.value, limit)
        link = not isinstance(spot.about, Live)
        chosen = 2.0 if number == self.focus else 1.0 if number == self.under and link else 0.0
        edge = style.accent if chosen else style.hairline if link else QColor(Qt.GlobalColor.transparent)
        painter.setPen(QPen(edge, style.px(max(1.0, chosen))))
        painter.setBrush(colour)
        painter.drawRoundedRect(area, style.px(CORNER), style.px(CORNER))
        painter.setPen(style.text_on(colour))
        if spot.font is not None:
            painter.setFont(spot.font)
        painter.drawText(area, CENTRE, spot.text)

    def _bar(self, painter: QPainter, bar: Bar) -> None:
        """From the middle to the right if it adds, to the left if it takes away."""
        style, middle = self.style, bar.area.center().x()
        painter.fillRect(
            QRectF(middle - 0.5, bar.area.top() - style.px(3), 1, bar.area.height() + style.px(6)), style.hairline
        )
        length = bar.share * bar.area.width() / 2
        strength = math.copysign(STRONG, bar.share) if bar.value == bar.value else math.nan
        colour = style.diverging_color(strength, 1.0)
        painter.fillRect(QRectF(min(middle, middle + length), bar.area.top(), abs(length), bar.area.height()), colour)


def _slack(area: QRectF) -> QRectF:
    return area.adjusted(-2, -2, 2, 2)


def _kind(spot: Spot) -> str:
    """Deltas, weights, signals: each is compared with its like."""
    return getattr(spot.about, "kind", "")
