"""The staves: signals against time, one lane under another, drawn up to the cursor as the network runs."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from rnrviz.figures.cursor import draw_band, draw_line
from rnrviz.figures.ends import draw_ends, end_at, places
from rnrviz.figures.kept import Kept, sharpness
from rnrviz.figures.lane_heights import heights_of, row_centres
from rnrviz.figures.lanes import GAP, RULER, Columns, Lane, heights
from rnrviz.figures.message import draw_message
from rnrviz.figures.staves_lane import LanePainter
from rnrviz.figures.staves_mark import draw_marked
from rnrviz.figures.style import Style
from rnrviz.figures.symbols import draw_symbol

CAPTIONED = 48.0
WIDEST = 4000.0  # pixels of a picture of the whole text
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
        self._kept_ground, self._kept_values = Kept(Style), Kept(Style, Columns)

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
            draw_message(painter, self.area, self.staves.message, self.style)
            return
        columns, cursor = self.staves.columns, self.staves.cursor
        x, width = columns.place(cursor)
        if cursor or columns.begins:
            edge = columns.gutter if cursor else 0.0
            draw_band(painter, (x, width), self.area.top(), self.area.bottom(), self.style, edge)
        rows, captioned = self._seen(option.exposedRect)
        self._lanes(painter, rows, captioned)
        self._mark(painter, rows)
        self._ruler(painter)
        if cursor and columns.gutter < x < self.area.right():
            draw_line(painter, x, self.area.top(), self.area.bottom() - self.style.px(RULER), self.style)
            for lane, box in rows:
                if cursor <= len(lane.values):
                    draw_ends(painter, lane, box, *self._ends(lane, box), self.style)

    def _seen(self, exposed: QRectF) -> tuple[list[tuple[Lane, QRectF]], bool]:
        """The rows of which something is to be painted, and whether there is height for captions."""
        rows, gap = self.rows(), self.style.px(GAP)
        captioned = all(box.height() >= self.style.px(CAPTIONED) for _, box in rows)
        top, bottom = exposed.top() - gap, exposed.bottom() + gap
        return [(lane, box) for lane, box in rows if box.bottom() >= top and box.top() <= bottom], captioned

    def _lanes(self, painter: QPainter, rows: list[tuple[Lane, QRectF]], captioned: bool) -> None:
        """On a screen from two kept pictures, of which the values' is shown as far as they are read.

        Not at t = 0: the band of the cursor then stands where the ground has paper.
        """
        made = LanePainter(painter, self.staves.columns, self.style)
        ratio = None if self.style.figure or not self.staves.cursor else sharpness(painter)
        if ratio is not None:
            painter.drawPixmap(self.area.topLeft(), self._ground(ratio, captioned))
        for lane, box in rows:
            read, marked = self._instants(self._read(lane)), self._marked(lane)
            if ratio is None:
                made.ground(lane, box, captioned)
            painter.save()
            painter.setClipRect(self._around(box))
            if ratio is None:
                made.content(lane, box, read, marked)
            elif len(read):
                painter.setClipRect(self._up_to(box, lane, read.stop - 1))
                values, gone = self._values(ratio)
                painter.drawPixmap(self.area.topLeft() - QPointF(round(gone * ratio) / ratio, 0), values)
                painter.setClipRect(self._around(box))
                made.newest(lane, box, read.stop - 1, marked)
            if 0 < lane.broken <= self.staves.cursor:
                made.overflow(lane, box)
            painter.restore()

    def _around(self, box: QRectF) -> QRectF:
        return box.adjusted(0, -self.style.px(5), 0, self.style.px(5))

    def _up_to(self, box: QRectF, lane: Lane, t: int) -> QRectF:
        """The left part of a lane: a curve ends at its point, a raster with its column."""
        columns = self.staves.columns
        around, right = self._around(box), columns.x(t) + (columns.width / 2 if lane.raster else 0.0)
        around.setRight(min(around.right(), right))
        return around

    def _ground(self, ratio: float, captioned: bool) -> QPixmap:
        """Names and scales of all lanes."""

        def draw(painter: QPainter) -> None:
            gutter = QRectF(self.area)
            gutter.setRight(self.staves.columns.gutter)
            painter.fillRect(gutter, self.style.paper)  # letters on nothing would look thinner, see `off_paper`
            for lane, box in self.rows():
                LanePainter(painter, self.staves.columns, self.style).ground(lane, box, captioned)

        made_for = self.staves.lanes, self.staves.columns.gutter, self.style, captioned
        return self._kept_ground.get(made_for, self.area, ratio, draw)

    def _values(self, ratio: float) -> tuple[QPixmap, float]:
        """What all lanes show, read or not, and how far it goes to the left; of a short text all, else what is seen."""
        staves, right = self.staves, self.area.right()
        whole = staves.columns.gutter + staves.length * staves.columns.width
        short = whole * ratio <= WIDEST
        columns = replace(staves.columns, first=0.0) if short else staves.columns
        area = QRectF(self.area)
        area.setRight(max(whole, right) if short else right)

        def draw(painter: QPainter) -> None:
            made = LanePainter(painter, columns, self.style)
            shown = range(1, staves.length + 1) if short else self._instants(staves.length)
            for lane, box in self.rows():
                instants = range(shown.start, min(shown.stop, len(lane.values) + 1))  # of the text before, perhaps
                box.setRight(area.right())
                painter.setClipRect(self._around(box))
                made.content(lane, box, instants, self._marked(lane))

        made_for = staves.lanes, columns, self.style, *(staves.marked or ("", -1))
        return self._kept_values.get(
            made_for, area, ratio, draw
        ), staves.columns.first * columns.width if short else 0.0

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

    def _read(self, lane: Lane) -> int:
        """Up to which instant a lane is known: what runs backwards is known beyond the cursor."""
        length = min(self.staves.length, len(lane.values))
        known = min(length, self.staves.cursor + lane.ahead) if self.staves.cursor else 0
        return int(known)

    def _instants(self, last: int) -> range:
        """Those up to the last of which something shows."""
        shown = self.staves.columns.visible(self.area.right(), self.staves.length)
        return range(max(1, shown.start - 1), min(last, shown.stop) + 1)

    def _ruler(self, painter: QPainter) -> None:
        """The numbers of the instants, as many as have room; the cursor's always, and in bold."""
        style, staves = self.style, self.staves
        top = self.area.bottom() - style.px(RULER)
        wide = style.px(14 + 7 * len(str(staves.length)))
        every, cursor = stride(wide / staves.columns.width), staves.cursor
        shown = staves.columns.visible(self.area.right(), staves.length)
        for t in (0, *shown) if staves.columns.begins else shown:
            if staves.columns.place(t)[0] > self.area.right():
                break
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
