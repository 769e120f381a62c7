"""One lane of the staves: its name and scale, its curves or raster, and where it overflows."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from rnrviz.figures.curves import Points, draw_curve, draw_points
from rnrviz.figures.ends import unit_colour
from rnrviz.figures.heat import draw_picture, picture
from rnrviz.figures.lane_heights import height_of, heights_of
from rnrviz.figures.lanes import Columns, Lane
from rnrviz.figures.numbers import power
from rnrviz.figures.staves_mark import FADED
from rnrviz.figures.style import Style
from rnrviz.figures.symbols import draw_symbol
from rnrviz.language import tr

MARKED_FROM = 13.0
SOFT = 0.8
LINE = 1.9
MARKER = 3.0


@dataclass(frozen=True)
class LanePainter:
    """Paints lanes into rectangles. A `marked` unit is left out: it is pointed out by others."""

    painter: QPainter
    columns: Columns
    style: Style

    def ground(self, lane: Lane, box: QRectF, captioned: bool) -> None:
        """What does not depend on the text that is read: the name and the scale."""
        self._name(lane, box, captioned)
        self._scale(lane, box)

    def content(self, lane: Lane, box: QRectF, instants: range, marked: int) -> None:
        """The values at these instants."""
        if len(instants) and lane.raster:
            self._raster(lane, box, instants)
        elif len(instants):
            self._curves(lane, box, instants, marked)

    def newest(self, lane: Lane, box: QRectF, t: int, marked: int) -> None:
        """The points of one instant again, whole where a picture of the curves was cut off."""
        if not lane.raster and self.columns.width >= MARKED_FROM * self.style.scale:
            x = self.columns.centres(range(t, t + 1))
            self.painter.setOpacity(1.0 if marked < 0 else FADED)
            for unit in (unit for unit in range(len(lane.indices)) if unit != marked):
                self._marks(lane, x, heights_of(lane.values[t - 1 : t, unit], lane, box), unit)
            self.painter.setOpacity(1.0)

    def overflow(self, lane: Lane, box: QRectF) -> None:
        """A cross where the lane breaks."""
        style, y = self.style, box.top() + self.style.px(9)
        x = max(self.columns.x(lane.broken), box.left() + style.px(6))
        self.painter.setPen(QPen(style.marked, style.px(2)))
        for dx in (-1, 1):
            self.painter.drawLine(QLineF(x - 4 * dx, y - 4, x + 4 * dx, y + 4))
        self.painter.setFont(style.font(0.9, bold=True))
        self.painter.drawText(QPointF(x + style.px(9), y + style.px(5)), tr("overflow"))

    def _name(self, lane: Lane, box: QRectF, captioned: bool) -> None:
        style = self.style
        left = style.px(12)
        baseline = box.center().y() + (0 if captioned else style.px(5))
        colour = style.signal(lane.name)
        draw_symbol(self.painter, QPointF(left, baseline), lane.name, style, size=1.45, time="[t]", color=colour)
        if captioned:
            self.painter.setFont(style.font(0.85))
            self.painter.setPen(style.muted)
            room = QRectF(left, baseline + style.px(6), box.left() - left - style.px(34), style.px(30))
            self.painter.drawText(room, Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, lane.caption)

    def _scale(self, lane: Lane, box: QRectF) -> None:
        style = self.style
        self.painter.setFont(style.font(0.85))
        if lane.raster:
            self._units(lane, box)
            return
        zero = height_of(0.0, lane, box)
        for value in sorted({lane.high, lane.low, 0.0}):
            y = height_of(value, lane, box)
            tone = QColor(style.muted if value == 0 else style.hairline)
            tone.setAlpha(150 if value == 0 else 255)
            self.painter.setPen(QPen(tone, 1.0, Qt.PenStyle.SolidLine if value == 0 else Qt.PenStyle.DotLine))
            self.painter.drawLine(QLineF(box.left(), y, box.right(), y))
            if value == 0 or abs(y - zero) > style.px(12):
                self._tick(tick(value), box.left(), y)

    def _tick(self, text: str, right: float, y: float) -> None:
        self.painter.setPen(self.style.muted)
        height = self.style.px(16)
        place = QRectF(right - self.style.px(70), y - height / 2, self.style.px(64), height)
        self.painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    def _units(self, lane: Lane, box: QRectF) -> None:
        row = box.height() / len(lane.indices)
        if len(lane.indices) > 1:
            self._tick(lane.indices[0], box.left(), box.top() + max(row / 2, self.style.px(6)))
        self._tick(lane.indices[-1], box.left(), box.bottom() - max(row / 2, self.style.px(6)))
        if box.height() > self.style.px(46):
            self._tick(f"±{tick(lane.limit)}", box.left(), box.center().y())

    def _curves(self, lane: Lane, box: QRectF, instants: range, marked: int) -> None:
        x = self.columns.centres(instants)
        self.painter.setOpacity(1.0 if marked < 0 else FADED)
        for unit in (unit for unit in range(len(lane.indices)) if unit != marked):
            y = heights_of(lane.values[instants.start - 1 : instants.stop - 1, unit], lane, box)
            colour = unit_colour(lane, unit, self.style)
            draw_curve(self.painter, x, y, colour, self.style.px(LINE), unit)
            if self.columns.width >= MARKED_FROM * self.style.scale:
                self._marks(lane, x, y, unit)
        self.painter.setOpacity(1.0)

    def _marks(self, lane: Lane, x: Points, y: Points, unit: int) -> None:
        colour, size = unit_colour(lane, unit, self.style), self.style.px(MARKER)
        self.painter.setBrush(colour if unit % 4 == 0 else self.style.paper)
        self.painter.setPen(QPen(colour, self.style.px(1.3)))
        draw_points(self.painter, x, y, unit, size)

    def _raster(self, lane: Lane, box: QRectF, instants: range) -> None:
        columns = self.columns
        block = lane.values[instants.start - 1 : instants.stop - 1].T
        left = columns.x(instants.start) - columns.width / 2
        place = QRectF(left, box.top(), len(instants) * columns.width, box.height())
        self.painter.setOpacity(SOFT)  # whole cells of colour weigh more than curves do
        draw_picture(self.painter, place, picture(block, lane.limit, self.style))
        self.painter.setOpacity(1.0)


def tick(value: float) -> str:
    """A round number as short as it can be."""
    if value == 0 or 1e-3 <= abs(value) < 1e5:
        return f"{value:g}".replace("-", "−")
    return power(value)
