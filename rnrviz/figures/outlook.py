"""The prediction against time: symbols by instants, each cell the network's probability beside the true one.

The darker, the more probable, in both halves alike: where the network is right, the seam between them vanishes.
"""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from rnrviz.figures.cursor import draw_band, draw_line
from rnrviz.figures.curves import draw_marker
from rnrviz.figures.heat import draw_picture
from rnrviz.figures.lanes import RULER
from rnrviz.figures.message import draw_message
from rnrviz.figures.numbers import short
from rnrviz.figures.outlook_content import GAP, HEAD, LOWEST, STRIP, Outlook
from rnrviz.figures.shades import shade, shades, two_digits
from rnrviz.figures.staves import stride
from rnrviz.figures.style import Style
from rnrviz.figures.symbols import draw_symbol
from rnrviz.language import tr

TALLEST = 64.0  # of a row
FAINT = 0.1  # numbers below it stand back
READABLE = 13.0  # the least height of a row with numbers
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


class OutlookItem(QGraphicsItem):
    """Draws an Outlook into a rectangle of its scene."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.style = style
        self.outlook = Outlook()
        self.area = QRectF(0, 0, 100, 100)
        self.legend_end = 0.0

    def show_outlook(self, outlook: Outlook, area: QRectF, style: Style, legend_end: float) -> None:
        """Draw this from now on; the legend stays left of `legend_end`."""
        if area != self.area:
            self.prepareGeometryChange()
        self.outlook, self.area, self.style, self.legend_end = outlook, area, style, legend_end
        self.update()

    def boundingRect(self) -> QRectF:
        """The whole area."""
        return self.area

    @property
    def row(self) -> float:
        """The height of a row."""
        room = self.area.height() - self.style.px(HEAD + GAP + STRIP + RULER)
        tall = room / max(1, len(self.outlook.labels))
        return min(self.style.px(TALLEST), max(self.style.px(LOWEST), tall))

    def top(self, row: int) -> float:
        """Where a row begins."""
        return self.area.top() + self.style.px(HEAD) + row * self.row

    def cell_at(self, at: QPointF) -> tuple[int, int] | None:
        """Row and instant at a place of the scene; the row after the last is the distance."""
        columns, outlook = self.outlook.columns, self.outlook
        t = math.floor((at.x() - columns.gutter) / columns.width + columns.first) + 1
        row = math.floor((at.y() - self.top(0)) / self.row)
        if at.x() < columns.gutter or t not in outlook.instants or t > outlook.reach or row < 0:
            return None
        below = at.y() - self.top(len(outlook.labels))
        if row >= len(outlook.labels):
            return (len(outlook.labels), t) if below <= self.style.px(GAP + STRIP) else None
        return row, t

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Names, cells, targets, distances, the ruler, the cursor."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.outlook.message:
            draw_message(painter, self.area, self.outlook.message, self.style)
            return
        columns, cursor = self.outlook.columns, self.outlook.cursor
        place = columns.place(cursor)
        if cursor or columns.begins:
            edge = columns.gutter if cursor else 0.0
            draw_band(painter, place, self.area.top(), self.area.bottom(), self.style, edge)
        self._legend(painter)
        self._names(painter)
        painter.save()
        painter.setClipRect(self.area.adjusted(columns.gutter - 1, 0, 0, 0))
        self._cells(painter)
        painter.restore()
        self._ruler(painter)
        if cursor and columns.gutter < place[0] < self.area.right():
            self._cursor(painter, place)

    def _known(self) -> int:
        """How many of the instants are computed."""
        return max(0, min(len(self.outlook.instants), self.outlook.reach - self.outlook.instants.start + 1))

    def _legend(self, painter: QPainter) -> None:
        """What the two halves, the frame and the strip are."""
        style, outlook = self.style, self.outlook
        painter.setFont(style.font(0.85))
        metrics = QFontMetricsF(painter.font())
        x, middle = outlook.columns.gutter, self.area.top() + style.px(HEAD) / 2 - style.px(2)
        halves = ((tr("left: network"), 0), (tr("right: truth"), 1)) if outlook.compared else ((tr("network"), 0),)
        for words, half in (*halves, (tr("what came next"), 2)):
            if x + style.px(17) + metrics.horizontalAdvance(words) > self.legend_end:
                return
            box = QRectF(x, middle - style.px(5.5), style.px(11), style.px(11))
            painter.fillRect(box, style.tint(style.signal("y"), 0.12))
            if half < 2:
                wide = box.width() / (2 if outlook.compared else 1)
                dark = QRectF(box.left() + half * wide, box.top(), wide, box.height())
                painter.fillRect(dark, style.tint(style.signal("y"), 0.7))
            else:
                self._frame(painter, box)
            painter.setPen(style.muted)
            painter.drawText(QRectF(x + style.px(17), middle - 20, 600, 40), LEFT, words)
            x += style.px(17 + 16) + metrics.horizontalAdvance(words)

    def _names(self, painter: QPainter) -> None:
        """The symbols, as many as have room one below the other; the chosen one always."""
        style, outlook = self.style, self.outlook
        baseline = self.area.top() + style.px(HEAD) / 2 + style.px(3)
        draw_symbol(
            painter, QPointF(style.px(12), baseline), "y", style, size=1.45, time="[t]", color=style.signal("y")
        )
        right, left = outlook.columns.gutter - style.px(8), style.px(6)
        metrics = QFontMetricsF(style.font(0.92))
        every = math.ceil(metrics.capHeight() * 1.25 / self.row)
        for row, label in enumerate(outlook.labels):
            chosen = row == outlook.chosen and not style.figure
            if not chosen and (row % every or (outlook.chosen >= 0 and abs(row - outlook.chosen) < every)):
                continue
            painter.setFont(style.font(0.92, bold=chosen))
            painter.setPen(style.ink)
            name = metrics.elidedText(label, Qt.TextElideMode.ElideMiddle, right - left)
            painter.drawText(QRectF(left, self.top(row) - 10, right - left, self.row + 20), RIGHT, name)
        if outlook.compared:
            painter.setFont(style.font(0.85))
            painter.setPen(style.muted)
            strip = self.strip()
            words = tr("bits apart")
            painter.drawText(
                QRectF(style.px(4), strip.top() - 10, right - style.px(4), strip.height() + 20), RIGHT, words
            )

    def strip(self) -> QRectF:
        """Where the distances are."""
        gutter = self.outlook.columns.gutter
        top = self.top(len(self.outlook.labels)) + self.style.px(GAP)
        return QRectF(gutter, top, max(1.0, self.area.right() - gutter), self.style.px(STRIP))

    def _cells(self, painter: QPainter) -> None:
        outlook, known = self.outlook, self._known()
        if not known:
            return
        rows, columns = len(outlook.labels), outlook.columns
        left = columns.x(outlook.instants.start) - columns.width / 2
        network, truth = outlook.network[:known], outlook.truth[:known]
        halves = np.stack([network, truth if outlook.compared else network], axis=1).reshape(2 * known, rows)
        place = QRectF(left, self.top(0), known * columns.width, rows * self.row)
        draw_picture(painter, place, shades(halves.T, self.style.signal("y"), self.style))
        if outlook.compared:
            strip = self.strip()
            box = QRectF(left, strip.top(), place.width(), strip.height())
            draw_picture(painter, box, shades(outlook.bits[None, :known], self.style.signal("delta"), self.style))
        self._gaps(painter, place)
        self._numbers(painter, known)
        for k in range(known):
            row = int(outlook.targets[k])
            if row >= 0:
                self._target(painter, self._cell(row, k))
        if 0 <= outlook.chosen < rows and not self.style.figure:
            painter.setPen(QPen(self.style.accent, self.style.px(1.5)))
            y = self.top(outlook.chosen)
            painter.drawLine(QLineF(place.left(), y, place.right(), y))
            painter.drawLine(QLineF(place.left(), y + self.row, place.right(), y + self.row))

    def _cell(self, row: int, k: int) -> QRectF:
        columns = self.outlook.columns
        left = columns.x(self.outlook.instants.start + k) - columns.width / 2
        return QRectF(left, self.top(row), columns.width, self.row)

    def _gaps(self, painter: QPainter, place: QRectF) -> None:
        """Lines of paper between the cells; the finer, the narrower these are."""
        width = self.outlook.columns.width
        painter.setPen(QPen(self.style.paper, min(self.style.px(3), 0.12 * width)))
        for k in range(round(place.width() / width) + 1):
            x = place.left() + k * width
            painter.drawLine(QLineF(x, place.top(), x, self.strip().bottom()))
        painter.setPen(QPen(self.style.paper, min(self.style.px(2), 0.12 * self.row)))
        for row in range(1, len(self.outlook.labels)):
            painter.drawLine(QLineF(place.left(), self.top(row), place.right(), self.top(row)))

    def _numbers(self, painter: QPainter, known: int) -> None:
        """Probabilities from 0.005 on, and distances, where they fit."""
        outlook, style = self.outlook, self.style
        painter.setFont(style.font(0.85))
        wide = QFontMetricsF(painter.font()).horizontalAdvance(".00") + style.px(3)
        parts = ((outlook.network, 0), (outlook.truth, 1)) if outlook.compared else ((outlook.network, 0),)
        half = outlook.columns.width / len(parts)
        if half >= wide and self.row >= style.px(READABLE):
            for values, side in parts:
                for k, row in np.argwhere(values[:known] >= 0.005).tolist():
                    cell = self._cell(row, k)
                    box = QRectF(cell.left() + side * half, cell.top(), half, cell.height())
                    if box.left() >= outlook.columns.gutter - 2:
                        self._number(painter, box, two_digits(values[k, row]), values[k, row], "y")
        if outlook.compared and outlook.columns.width >= 1.4 * wide:
            strip = self.strip()
            for k in np.flatnonzero(outlook.bits[:known] >= 0.005).tolist():
                cell = self._cell(0, k)
                box = QRectF(cell.left(), strip.top(), cell.width(), strip.height())
                self._number(painter, box, short(float(outlook.bits[k]), 2), outlook.bits[k], "delta")

    def _number(self, painter: QPainter, box: QRectF, text: str, value: float, signal: str) -> None:
        faint = value < FAINT
        behind = shade(value, self.style.signal(signal), self.style)
        painter.setPen(self.style.muted if faint and not self.style.projector else self.style.text_on(behind))
        painter.drawText(box, CENTRE, text)

    def _target(self, painter: QPainter, cell: QRectF) -> None:
        if cell.width() >= self.style.px(9) and cell.height() >= self.style.px(8):
            self._frame(painter, cell)
            return
        painter.setPen(QPen(self.style.paper, 1))
        painter.setBrush(self.style.ink)
        draw_marker(painter, cell.center().x(), cell.center().y(), 3, min(self.style.px(3), 0.45 * cell.width()))

    def _frame(self, painter: QPainter, cell: QRectF) -> None:
        """A frame that shows on light and on dark cells: ink, and paper inside."""
        thin = self.style.px(1.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, inset in ((self.style.paper, 1.5 * thin), (self.style.ink, 0.5 * thin)):
            painter.setPen(QPen(colour, thin, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.MiterJoin))
            painter.drawRect(cell.adjusted(inset, inset, -inset, -inset))

    def _cursor(self, painter: QPainter, place: tuple[float, float]) -> None:
        """The column is left free: a line at each side."""
        x, width = place
        for side in (-1, 1):
            bottom = self.strip().bottom() if self.outlook.compared else self.top(len(self.outlook.labels))
            draw_line(painter, x + side * width / 2, self.top(0), bottom, self.style)

    def _ruler(self, painter: QPainter) -> None:
        """The numbers of the instants below the cells, as in the staves."""
        style, outlook = self.style, self.outlook
        columns, cursor = outlook.columns, outlook.cursor
        top = self.strip().bottom() if outlook.compared else self.top(len(outlook.labels))
        wide = style.px(14 + 7 * len(str(outlook.length)))
        every = stride(wide / columns.width)
        for t in (0, *outlook.instants) if columns.begins else outlook.instants:
            if columns.place(t)[0] > self.area.right():
                break
            close = t != cursor and abs(t - cursor) * columns.width < wide and cursor > 0
            if t == cursor or t == 0 or ((t % every == 0 or t == 1) and not close):
                here = t == cursor and not style.figure
                painter.setFont(style.font(0.85, bold=here))
                painter.setPen(style.cursor if here else style.muted)
                painter.drawText(QRectF(columns.place(t)[0] - 60, top, 120, style.px(RULER)), CENTRE, str(t))
