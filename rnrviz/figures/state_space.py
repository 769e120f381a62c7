"""The state space: the state's way through two of its dimensions, coloured and shaped by the symbol that was read."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from rnrviz.figures.bars_content import note_height
from rnrviz.figures.measure import WRAPPED
from rnrviz.figures.message import draw_message
from rnrviz.figures.numbers import short
from rnrviz.figures.scales import Scale
from rnrviz.figures.state_space_marks import Marks, draw_legend
from rnrviz.figures.style import Style
from rnrviz.figures.symbols import draw_symbol, symbol_width
from rnrviz.figures.trajectory import AxisName, Plane, Space

EDGE, LEFT, HEAD, TICKS, LEGEND = 14.0, 48.0, 26.0, 18.0, 24.0
NEAR = 12.0
LEAST = 104.0


class StateSpaceItem(QGraphicsItem):
    """Draws a Space into a rectangle of its scene."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.style, self.space = style, Space()
        self.area = self.box = QRectF(0, 0, 100, 100)

    def show_space(self, space: Space, area: QRectF, style: Style) -> None:
        """Draw this from now on."""
        if area != self.area:
            self.prepareGeometryChange()
        self.space, self.area, self.style = space, area, style
        self._arrange()
        self.update()

    def boundingRect(self) -> QRectF:
        """The whole area."""
        return self.area

    def plane(self) -> Plane:
        """From coordinates to pixels."""
        return Plane.of(self.space.seen(self.box), self.box)

    def place(self, t: int) -> QPointF | None:
        """Where the point of an instant stands; None if it cannot be drawn."""
        if self.space.path is None or not 0 <= t < len(self.space.path.points):
            return None
        x, y = self.plane().places(self.space.path.points[t : t + 1])[0]
        return QPointF(x, y) if math.isfinite(x) else None

    def nearest(self, place: QPointF) -> tuple[int, int] | None:
        """The path (0 is the present one) and the instant of the point under the pointer."""
        best, found = self.style.px(NEAR), None
        if self.space.message or not self.box.contains(place):
            return None
        for number, path in enumerate(self.space.paths):
            away = np.hypot(*(self.plane().places(path.points) - (place.x(), place.y())).T)
            if np.isfinite(away).any() and np.nanmin(away) < best:
                best, found = float(np.nanmin(away)), (number, int(np.nanargmin(away)))
        return found

    def _arrange(self) -> None:
        px, area = self.style.px, self.area
        below = px(TICKS + LEGEND + 4) + notes_height(self.space, area.width(), self.style)
        left, right = px(LEFT), area.right() - px(EDGE)
        self.box = QRectF(left, area.top() + px(HEAD), right - left, max(px(LEAST), area.height() - px(HEAD) - below))

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Axes, kept paths, the present one, the legend; or the one message."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.space.message:
            draw_message(painter, self.area, self.space.message, self.style, EDGE)
            return
        if not self.space.paths:
            return
        plane = self.plane()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.style.panel)
        painter.drawRect(self.box)
        self._across(painter, plane.across)
        self._up(painter, plane.up)
        self._names(painter)
        painter.save()
        painter.setClipRect(self.box)
        Marks(self.space, plane, self.box, self.style).draw(painter)
        painter.restore()
        self._below(painter)

    def _across(self, painter: QPainter, scale: Scale) -> None:
        metrics, y = QFontMetricsF(self.style.font(0.88)), self.box.bottom() + self.style.px(15)
        for value in scale.ticks(self.style.px(52)):
            x = scale.place(value)
            self._line(painter, QLineF(x, self.box.top(), x, self.box.bottom()), value == 0)
            text = _tick(value)
            half = metrics.horizontalAdvance(text) / 2
            if self.box.left() - 2 <= x - half and x + half <= self.area.right():
                painter.drawText(QPointF(x - half, y), text)

    def _up(self, painter: QPainter, scale: Scale) -> None:
        metrics = QFontMetricsF(self.style.font(0.88))
        for value in scale.ticks(self.style.px(30)):
            y = scale.place(value)
            self._line(painter, QLineF(self.box.left(), y, self.box.right(), y), value == 0)
            text = _tick(value)
            x = self.box.left() - self.style.px(6) - metrics.horizontalAdvance(text)
            painter.drawText(QPointF(x, y + metrics.capHeight() / 2), text)

    def _line(self, painter: QPainter, line: QLineF, zero: bool) -> None:
        painter.setPen(QPen(self.style.coming if zero else self.style.hairline, 1))
        painter.drawLine(line)
        painter.setPen(self.style.muted)
        painter.setFont(self.style.font(0.88))

    def _names(self, painter: QPainter) -> None:
        """The vertical axis is named over its top, the horizontal one below its right end, beside the legend."""
        across, up = self.space.axes
        px = self.style.px
        self._name(painter, up, px(EDGE), self.box.top() - px(10))
        wide = self._name(None, across, 0, 0)
        self._name(painter, across, self.box.right() - wide, self.box.bottom() + px(TICKS + LEGEND / 2 + 4.5))

    def _name(self, painter: QPainter | None, name: AxisName, x: float, y: float) -> float:
        """Write the name of an axis; without painter only its width."""
        style, start = self.style, x
        if name.symbol:
            if painter is not None:
                draw_symbol(painter, QPointF(x, y), name.symbol, style, name.index, 1.1, color=style.ink)
            x += symbol_width(name.symbol, style, name.index, 1.1)
        note = f"  {name.note}" if name.note else ""
        for text, colour in ((name.words, style.ink), (note, style.muted)):
            if painter is not None:
                painter.setFont(style.font(0.95))
                painter.setPen(colour)
                painter.drawText(QPointF(x, y), text)
            x += QFontMetricsF(style.font(0.95)).horizontalAdvance(text)
        return x - start

    def _below(self, painter: QPainter) -> None:
        px, edge = self.style.px, self.style.px(EDGE)
        top = self.box.bottom() + px(TICKS)
        right = self.box.right() - self._name(None, self.space.axes[0], 0, 0) - px(12)
        draw_legend(painter, self.space, QRectF(edge, top, right - edge, px(LEGEND)), self.style)
        box = QRectF(edge, top + px(LEGEND), self.area.width() - 2 * edge, self.area.bottom() - top)
        painter.setFont(self.style.font(0.85))
        painter.setPen(self.style.muted)
        painter.drawText(box, WRAPPED, "\n".join(self.space.notes))


def _tick(value: float) -> str:
    """A round number, without the digits that floating point adds."""
    return short(value) if value == 0 or not 1e-3 <= abs(value) < 1e5 else f"{value:.6g}".replace("-", "−")


def notes_height(space: Space, width: float, style: Style) -> float:
    """The height of the small print."""
    return sum(note_height(note, width, style) for note in space.notes)


def needed(space: Space, width: float, style: Style) -> float:
    """The least height in which everything can be read."""
    if space.message:
        return 0.0
    return math.ceil(style.px(HEAD + LEAST + TICKS + LEGEND + 4) + notes_height(space, width, style))
