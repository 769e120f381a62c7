"""The staves: signals against time, one lane under another, drawn up to the cursor as the network runs."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from rnrviz.figures.cursor import draw_band, draw_line
from rnrviz.figures.curves import Points, draw_curve, draw_points
from rnrviz.figures.ends import draw_ends, end_at, places, unit_colour
from rnrviz.figures.heat import draw_picture, picture
from rnrviz.figures.lane_heights import height_of, heights_of, row_centres
from rnrviz.figures.lanes import GAP, RULER, Columns, Lane, heights
from rnrviz.figures.numbers import power
from rnrviz.figures.staves_mark import FADED, draw_marked
from rnrviz.figures.style import Style
from rnrviz.figures.symbols import draw_symbol
from rnrviz.language import tr

MARKED_FROM = 13.0
CAPTIONED = 48.0
SOFT = 0.8
LINE = 1.9
MARKER = 3.0
NEAR = 12.0


@dataclass(frozen=True)
class Staves:
    """All that the figure shows: the lanes, where the columns stand, the cursor (0..length), the length.

    `marked` is the unit that is pointed out: the name of its signal and its place among the lane's units.
    """

    lanes: tuple[Lane, ...]
    columns: Columns
    cursor: int
    length: int
    message: str = ""
    marked: tuple[str, int] | None = None


class StavesItem(QGraphicsItem):
    """Draws Staves into a rectangle of its scene."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.style = style
        self.staves = Staves((), Columns(0, 46, 0), 0, 0)
        self.area = QRectF(0, 0, 100, 100)

    def show_staves(self, staves: Staves, area: QRectF, style: Style) -> None:
        """Draw these from now on."""
        if area != self.area:
            self.prepareGeometryChange()
        self.staves, self.area, self.style = staves, area, style
        self.update()

    def boundingRect(self) -> QRectF:
        """The whole area."""
        return self.area

    def rows(self) -> list[tuple[Lane, QRectF]]:
        """Each lane and its rectangle, from the gutter to the right edge."""
        staves, style = self.staves, self.style
        top, left, rows = self.area.top(), staves.columns.gutter, []
        width = max(1.0, self.area.right() - left)
        sizes = heights(staves.lanes, self.area.height(), style.scale)
        for lane, height in zip(staves.lanes, sizes, strict=True):
            rows.append((lane, QRectF(left, top + style.px(GAP), width, height)))
            top += height + style.px(GAP)
        return rows

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Lanes, then the ruler, then the cursor through all."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.staves.message:
            self._say(painter)
            return
        columns, cursor = self.staves.columns, self.staves.cursor
        x, width = columns.place(cursor)
        if cursor or columns.begins:
            edge = columns.gutter if cursor else 0.0
            draw_band(painter, (x, width), self.area.top(), self.area.bottom(), self.style, edge)
        rows = self.rows()
        captioned = all(box.height() >= self.style.px(CAPTIONED) for _, box in rows)
        top, bottom = option.exposedRect.top() - self.style.px(GAP), option.exposedRect.bottom() + self.style.px(GAP)
        rows = [(lane, box) for lane, box in rows if box.bottom() >= top and box.top() <= bottom]
        for lane, box in rows:
            self._lane(painter, lane, box, captioned)
        self._mark(painter, rows)
        self._ruler(painter)
        if cursor and columns.gutter < x < self.area.right():
            draw_line(painter, x, self.area.top(), self.area.bottom() - self.style.px(RULER), self.style)
            for lane, box in rows:
                draw_ends(painter, lane, box, *self._ends(lane, box), self.style)

    def _ends(self, lane: Lane, box: QRectF) -> tuple[list[float], list[float], float, float]:
        """Heights and values of a lane at the cursor, the cursor's x, and how far from it labels stand."""
        x, width = self.staves.columns.place(self.staves.cursor)
        values = lane.values[self.staves.cursor - 1]
        ys = row_centres(lane, box) if lane.raster else heights_of(values, lane, box).tolist()
        return ys, values.tolist(), x, width / 2 if lane.raster else 0.0

    def value_at(self, at: QPointF) -> tuple[Lane, int, int] | None:
        """Which unit's value is at a point: lane, unit, instant. A label at the cursor, a curve, a raster's cell."""
        inside = (row for row in self.rows() if row[1].top() <= at.y() <= row[1].bottom())
        lane, box = next(inside, (None, QRectF()))
        if lane is None or at.x() < box.left():
            return None
        t, cursor = self.staves.columns.instant(at.x()), self.staves.cursor
        if cursor:
            unit = end_at(at, places(lane, box, *self._ends(lane, box), self.style), lane, self.style)
            if unit is not None:
                return lane, unit, cursor
        if not 1 <= t <= self.staves.length:
            return None
        ys = row_centres(lane, box) if lane.raster else heights_of(lane.values[t - 1], lane, box).tolist()
        unit = min(range(len(ys)), key=lambda k: abs(ys[k] - at.y()) if ys[k] == ys[k] else math.inf)
        near = box.height() / len(ys) if lane.raster else self.style.px(NEAR)
        return (lane, unit, t) if abs(ys[unit] - at.y()) <= near else None

    def _mark(self, painter: QPainter, rows: list[tuple[Lane, QRectF]]) -> None:
        """The unit that is pointed out, over the whole text: on the screen only."""
        for lane, box in rows:
            if (unit := self._marked(lane)) >= 0:
                staves, right = self.staves, self.area.right()
                draw_marked(painter, lane, unit, box, (staves.columns, right, staves.cursor, staves.length), self.style)

    def _marked(self, lane: Lane) -> int:
        """The unit of a lane that is pointed out, -1 for none."""
        name, unit = self.staves.marked or ("", -1)
        return unit if name == lane.name and not self.style.figure else -1

    def _say(self, painter: QPainter) -> None:
        painter.setFont(self.style.font())
        painter.setPen(self.style.muted)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(self.area, flags, self.staves.message)

    def _lane(self, painter: QPainter, lane: Lane, box: QRectF, captioned: bool) -> None:
        self._name(painter, lane, box, captioned)
        self._scale(painter, lane, box)
        painter.save()
        painter.setClipRect(box.adjusted(0, -self.style.px(5), 0, self.style.px(5)))
        if lane.raster:
            self._raster(painter, lane, box)
        else:
            self._curves(painter, lane, box)
        self._overflow(painter, lane, box)
        painter.restore()

    def _name(self, painter: QPainter, lane: Lane, box: QRectF, captioned: bool) -> None:
        style = self.style
        left = style.px(12)
        baseline = box.center().y() + (0 if captioned else style.px(5))
        colour = style.signal(lane.name)
        draw_symbol(painter, QPointF(left, baseline), lane.name, style, size=1.45, time="[t]", color=colour)
        if captioned:
            painter.setFont(style.font(0.85))
            painter.setPen(style.muted)
            room = QRectF(left, baseline + style.px(6), box.left() - left - style.px(34), style.px(30))
            painter.drawText(room, Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, lane.caption)

    def _scale(self, painter: QPainter, lane: Lane, box: QRectF) -> None:
        style = self.style
        painter.setFont(style.font(0.85))
        if lane.raster:
            self._units(painter, lane, box)
            return
        zero = height_of(0.0, lane, box)
        for value in sorted({lane.high, lane.low, 0.0}):
            y = height_of(value, lane, box)
            tone = QColor(style.muted if value == 0 else style.hairline)
            tone.setAlpha(150 if value == 0 else 255)
            painter.setPen(QPen(tone, 1.0, Qt.PenStyle.SolidLine if value == 0 else Qt.PenStyle.DotLine))
            painter.drawLine(QLineF(box.left(), y, box.right(), y))
            if value == 0 or abs(y - zero) > style.px(12):
                self._tick(painter, tick(value), box.left(), y)

    def _tick(self, painter: QPainter, text: str, right: float, y: float) -> None:
        painter.setPen(self.style.muted)
        height = self.style.px(16)
        place = QRectF(right - self.style.px(70), y - height / 2, self.style.px(64), height)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    def _units(self, painter: QPainter, lane: Lane, box: QRectF) -> None:
        row = box.height() / len(lane.indices)
        if len(lane.indices) > 1:
            self._tick(painter, lane.indices[0], box.left(), box.top() + max(row / 2, self.style.px(6)))
        self._tick(painter, lane.indices[-1], box.left(), box.bottom() - max(row / 2, self.style.px(6)))
        if box.height() > self.style.px(46):
            self._tick(painter, f"±{tick(lane.limit)}", box.left(), box.center().y())

    def _read(self, lane: Lane) -> range:
        """The instants of which a lane shows something; what runs backwards is known beyond the cursor."""
        shown = self.staves.columns.visible(self.area.right(), self.staves.length)
        known = min(self.staves.length, self.staves.cursor + lane.ahead) if self.staves.cursor else 0
        return range(max(1, shown.start - 1), int(min(known, shown.stop)) + 1)

    def _curves(self, painter: QPainter, lane: Lane, box: QRectF) -> None:
        instants, columns = self._read(lane), self.staves.columns
        if not len(instants):
            return
        x, marked = columns.centres(instants), self._marked(lane)
        painter.setOpacity(1.0 if marked < 0 else FADED)
        for unit in (unit for unit in range(len(lane.indices)) if unit != marked):
            y = heights_of(lane.values[instants.start - 1 : instants.stop - 1, unit], lane, box)
            colour = unit_colour(lane, unit, self.style)
            draw_curve(painter, x, y, colour, self.style.px(LINE), unit)
            if columns.width >= MARKED_FROM * self.style.scale:
                self._marks(painter, lane, x, y, unit)
        painter.setOpacity(1.0)

    def _marks(self, painter: QPainter, lane: Lane, x: Points, y: Points, unit: int) -> None:
        colour, size = unit_colour(lane, unit, self.style), self.style.px(MARKER)
        painter.setBrush(colour if unit % 4 == 0 else self.style.paper)
        painter.setPen(QPen(colour, self.style.px(1.3)))
        draw_points(painter, x, y, unit, size)

    def _raster(self, painter: QPainter, lane: Lane, box: QRectF) -> None:
        instants, columns = self._read(lane), self.staves.columns
        if not len(instants):
            return
        block = lane.values[instants.start - 1 : instants.stop - 1].T
        left = columns.x(instants.start) - columns.width / 2
        place = QRectF(left, box.top(), len(instants) * columns.width, box.height())
        painter.setOpacity(SOFT)  # whole cells of colour weigh more than curves do
        draw_picture(painter, place, picture(block, lane.limit, self.style))
        painter.setOpacity(1.0)

    def _overflow(self, painter: QPainter, lane: Lane, box: QRectF) -> None:
        if not 0 < lane.broken <= self.staves.cursor:
            return
        style, y = self.style, box.top() + self.style.px(9)
        x = max(self.staves.columns.x(lane.broken), box.left() + style.px(6))
        painter.setPen(QPen(style.marked, style.px(2)))
        for dx in (-1, 1):
            painter.drawLine(QLineF(x - 4 * dx, y - 4, x + 4 * dx, y + 4))
        painter.setFont(style.font(0.9, bold=True))
        painter.drawText(QPointF(x + style.px(9), y + style.px(5)), tr("overflow"))

    def _ruler(self, painter: QPainter) -> None:
        """The numbers of the instants, as many as have room; the cursor's always, and in bold."""
        style, staves = self.style, self.staves
        top = self.area.bottom() - style.px(RULER)
        wide = style.px(14 + 7 * len(str(staves.length)))
        every, cursor = stride(wide / staves.columns.width), staves.cursor
        shown = staves.columns.visible(self.area.right(), staves.length)
        for t in (0, *shown) if staves.columns.begins else shown:
            close = t != cursor and abs(t - cursor) * staves.columns.width < wide and cursor > 0
            if t == cursor or t == 0 or ((t % every == 0 or t == 1) and not close):
                painter.setFont(style.font(0.85, bold=t == cursor and not style.figure))
                painter.setPen(style.cursor if t == cursor else style.muted)
                place = QRectF(staves.columns.place(t)[0] - 60, top, 120, style.px(RULER))
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(t))
        start = QPointF(style.px(12), top + style.px(14))
        draw_symbol(painter, start, "t", style, size=1.1, color=style.muted)


def stride(least: float) -> int:
    """The smallest of 1, 2, 5, 10, 20, ... that is not below `least`."""
    step = 1
    while step < least:
        step = step * 2 if str(step)[0] != "2" else step // 2 * 5
    return step


def tick(value: float) -> str:
    """A round number as short as it can be."""
    if value == 0 or 1e-3 <= abs(value) < 1e5:
        return f"{value:g}".replace("-", "−")
    return power(value)
