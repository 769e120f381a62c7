"""The vanishing gradient: norms over the distance on a logarithmic axis, the spectral radius along the tape below."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from rnrviz.figures import cursor
from rnrviz.figures.bars_content import note_height
from rnrviz.figures.fading import WIDEST, Curve, Fading
from rnrviz.figures.measure import WRAPPED
from rnrviz.figures.message import draw_message
from rnrviz.figures.pieces import draw_pieces
from rnrviz.figures.scales import LogScale, Scale
from rnrviz.figures.style import Style
from rnrviz.figures.vanishing_marks import draw_labels, draw_network, label_width, leave_mark
from rnrviz.language import tr

EDGE, LEFT, HEAD, TICKS, MIDDLE = 14.0, 50.0, 34.0, 22.0, 30.0
CURVES, RADII = 126.0, 54.0  # least heights of both plots


class VanishingItem(QGraphicsItem):
    """Draws a Fading into a rectangle of its scene."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.style, self.fading = style, Fading()
        self.area = self.upper = self.lower = QRectF(0, 0, 100, 100)

    def show_fading(self, fading: Fading, area: QRectF, style: Style) -> None:
        """Draw this from now on."""
        if area != self.area:
            self.prepareGeometryChange()
        self.fading, self.area, self.style = fading, area, style
        self._arrange()
        self.update()

    def boundingRect(self) -> QRectF:
        """The whole area."""
        return self.area

    def across(self) -> Scale:
        """From k to pixels."""
        return Scale(0.0, max(1.0, float(self.fading.reach)), self.upper.left(), self.upper.right())

    def along(self) -> Scale:
        """From t to pixels."""
        return Scale(1.0, max(2.0, float(self.fading.length)), self.lower.left(), self.lower.right())

    def up(self) -> LogScale:
        """From a norm to pixels."""
        return LogScale(*self.fading.decades, self.upper.bottom(), self.upper.top())

    def radius_up(self) -> Scale:
        """From a radius to pixels."""
        known = [c.radii[np.isfinite(c.radii)] for c in self.fading.curves if c.radii is not None]
        largest = max((float(r.max(initial=0.0)) for r in known), default=0.0)
        return Scale(0.0, max(1.25, min(WIDEST, 1.1 * largest)), self.lower.bottom(), self.lower.top())

    def k_at(self, place: QPointF) -> int | None:
        """The distance k under a place of the upper plot."""
        if self.fading.message or not self.upper.adjusted(-8, 0, 8, 0).contains(place):
            return None
        return min(self.fading.reach, max(0, round(self.across().number(place.x()))))

    def t_at(self, place: QPointF) -> int | None:
        """The instant t under a place of the lower plot."""
        if self.fading.message or not self.lower.adjusted(-8, 0, 8, self.style.px(TICKS)).contains(place):
            return None
        return min(self.fading.length, max(1, round(self.along().number(place.x()))))

    def _arrange(self) -> None:
        px, area = self.style.px, self.area
        right = area.right() - px(EDGE) - label_width(self.fading.curves, self.style, area.width())
        below = px(TICKS + 8) + notes_height(self.fading, area.width(), self.style)
        room = area.height() - px(HEAD + TICKS + MIDDLE) - below
        high = max(px(CURVES), 0.66 * room)
        self.upper = QRectF(area.left() + px(LEFT), area.top() + px(HEAD), right - area.left() - px(LEFT), high)
        top = self.upper.bottom() + px(TICKS + MIDDLE)
        self.lower = QRectF(self.upper.left(), top, self.upper.width(), max(px(RADII), room - high))

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Both plots and the small print; or the one message."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        style, edge = self.style, self.style.px(EDGE)
        if self.fading.message:
            draw_message(painter, self.area, self.fading.message, self.style, EDGE)
            return
        if not self.fading.length:
            return
        self._heads(painter)
        self._norms(painter)
        self._radii(painter)
        top = self.lower.bottom() + style.px(TICKS + 6)
        box = QRectF(edge, top, self.area.width() - 2 * edge, self.area.bottom() - top)
        painter.setFont(style.font(0.85))
        painter.setPen(style.muted)
        painter.drawText(box, WRAPPED, "\n".join(self.fading.said()))

    def _heads(self, painter: QPainter) -> None:
        style, px = self.style, self.style.px
        start = QPointF(px(EDGE), self.upper.top() - px(13))
        used = draw_pieces(painter, start, self.fading.formula, style, style.ink, 1.15)
        self._word(painter, self.fading.scaled, start.x() + used + px(14), start.y())
        self._word(painter, tr("Spectral radius of the state's Jacobian"), px(EDGE), self.lower.top() - px(11))

    def _word(self, painter: QPainter, text: str, x: float, y: float) -> None:
        painter.setFont(self.style.font(0.92))
        painter.setPen(self.style.muted)
        painter.drawText(QPointF(x, y), text)

    def _norms(self, painter: QPainter) -> None:
        style, up, across = self.style, self.up(), self.across()
        self._panel(painter, self.upper)
        for y, text in up.ticks(style.px(21)):
            self._tick(painter, QLineF(self.upper.left(), y, self.upper.right(), y), text)
        self._ticks_below(painter, across, self.upper, "k")
        if self.fading.probe is not None:
            x = across.place(self.fading.probe)
            painter.setPen(QPen(style.muted, 1, Qt.PenStyle.DashLine))
            painter.drawLine(QLineF(x, self.upper.top(), x, self.upper.bottom()))
        for curve in reversed(self.fading.drawn):
            assert curve.values is not None
            ks = across.at(np.arange(len(curve.values), dtype=np.float64))
            self._curve(painter, curve, ks, up.at(curve.values), self.upper)
            left = up.leaves(curve.values)
            if left is not None and left[0]:
                leave_mark(painter, curve, across.place(left[0]), self.upper, left[1] != "below", style)
        draw_labels(painter, self.fading, up, self.upper, self.area.right() - style.px(EDGE), style)

    def _radii(self, painter: QPainter) -> None:
        style, up, along = self.style, self.radius_up(), self.along()
        self._panel(painter, self.lower)
        for value in [v for v in up.ticks(style.px(17), whole=True) if v != 1.0]:
            y = up.place(value)
            self._tick(painter, QLineF(self.lower.left(), y, self.lower.right(), y), f"{value:g}")
        y = up.place(1.0)
        self._tick(painter, QLineF(self.lower.left(), y, self.lower.right(), y), "1", strong=True)
        self._ticks_below(painter, along, self.lower, "t")
        for curve in reversed([c for c in self.fading.curves if c.radii is not None]):
            assert curve.radii is not None
            ts = along.at(np.arange(1.0, len(curve.radii) + 1))
            self._curve(painter, curve, ts, up.at(curve.radii), self.lower)
        if self.fading.t:
            x = along.place(self.fading.t)
            cursor.draw_line(painter, x, self.lower.top() - style.px(3), self.lower.bottom(), style)

    def _panel(self, painter: QPainter, box: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.style.panel)
        painter.drawRect(box)

    def _tick(self, painter: QPainter, line: QLineF, text: str, strong: bool = False) -> None:
        style = self.style
        painter.setPen(QPen(style.muted if strong else style.hairline, 1))
        painter.drawLine(line)
        font = style.font(0.88, bold=strong)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(style.ink if strong else style.muted)
        x = line.x1() - style.px(7) - metrics.horizontalAdvance(text)
        painter.drawText(QPointF(x, line.y1() + metrics.capHeight() / 2), text)

    def _ticks_below(self, painter: QPainter, scale: Scale, box: QRectF, letter: str) -> None:
        style = self.style
        metrics = QFontMetricsF(style.font(0.88))
        widest = metrics.horizontalAdvance(str(int(scale.high))) + style.px(12)
        y = box.bottom() + style.px(16)
        painter.setFont(style.font(0.88))
        painter.setPen(style.muted)
        last = self.fading.reach if letter == "k" else self.fading.length
        values = {scale.low, *(v for v in scale.ticks(widest, whole=True) if scale.low < v <= last)}
        end = box.right() + style.px(7)
        for value in sorted(values):
            x, wide = scale.place(value), metrics.horizontalAdvance(f"{value:g}")
            near = value != scale.low and x - scale.place(scale.low) < widest
            if not near:
                painter.drawText(QPointF(x - wide / 2, y), f"{value:g}")
                end = max(end, x + wide / 2)
        draw_pieces(painter, QPointF(end + style.px(5), y), ((letter, ""),), style, style.ink, 1.0)

    def _curve(self, painter: QPainter, curve: Curve, x: np.ndarray, y: np.ndarray, box: QRectF) -> None:
        painter.save()
        painter.setClipRect(box.adjusted(-5, -1, 6, 1))
        draw_network(painter, curve, x, y, self.style)
        painter.restore()


def notes_height(fading: Fading, width: float, style: Style) -> float:
    """The height of the small print."""
    return sum(note_height(note, width, style) for note in fading.said())


def needed(fading: Fading, width: float, style: Style) -> float:
    """The least height in which everything can be read."""
    if fading.message:
        return 0.0
    fixed = style.px(HEAD + CURVES + TICKS + MIDDLE + RADII + TICKS + 14)
    return math.ceil(fixed + notes_height(fading, width, style))
