"""One plot of a growth: measured points on logarithmic axes, the straight line through the last of them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from rnrviz.figures.curves import draw_curve, draw_marker
from rnrviz.figures.numbers import raised
from rnrviz.figures.style import Style

SIGNALS = ("phi", "gamma", "x")  # whose colours stand for the first, the second, ... law
APART = 41.0  # the least distance of two labels, each a name and a law with what stands below its line


@dataclass(frozen=True, eq=False)
class Law:
    """Points (N,) and the power law ``factor`` x^``exponent`` through those from ``first`` on; NaN while unknown.

    ``guide`` is an exponent to compare with, drawn as a dotted line through the last point; 0 for none.
    """

    name: str
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    exponent: float
    factor: float
    first: float
    guide: float = 0.0


@dataclass(frozen=True, eq=False)
class Panel:
    """Laws on the same axes; ``over`` is the symbol of the x axis, such as `n_X`; ``reach`` what it shows at least."""

    title: str
    over: str
    unit: str
    laws: tuple[Law, ...]
    reach: tuple[float, ...] = ()


class Plot:
    """One panel being drawn into ``box``, the rectangle between its axes."""

    def __init__(self, panel: Panel, box: QRectF, style: Style) -> None:
        self.panel, self.box, self.style = panel, box, style
        self.xs = _ends(np.concatenate([*(law.x for law in panel.laws), panel.reach]), 1.12)
        self.ys = _ends(np.concatenate([law.y for law in panel.laws]), 1.5)

    def at(self, x: float, y: float) -> QPointF:
        """The place of a point."""
        (left, right), (low, high) = self.xs, self.ys
        across = (math.log(x) - left) / (right - left)
        up = (math.log(y) - low) / (high - low)
        return QPointF(self.box.left() + across * self.box.width(), self.box.bottom() - up * self.box.height())

    def draw(self, painter: QPainter) -> None:
        """Axes, laws, labels."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.style.panel)
        painter.drawRect(self.box)
        self._heads(painter)
        self._across(painter)
        self._up(painter)
        for k, law in enumerate(self.panel.laws):
            self._law(painter, law, k)
        for k, y in self._label_places():
            self._label(painter, self.panel.laws[k], k, y)

    def _heads(self, painter: QPainter) -> None:
        """What grows and in what unit, on one line above; what it grows with, right of the numbers below."""
        style, px = self.style, self.style.px
        place, bold = QPointF(self.box.left() - px(46), self.box.top() - px(14)), style.font(1.1, bold=True)
        painter.setPen(style.ink)
        painter.setFont(bold)
        painter.drawText(place, self.panel.title)
        painter.setPen(style.muted)
        painter.setFont(style.font(0.92))
        after = QPointF(QFontMetricsF(bold).horizontalAdvance(self.panel.title) + px(8), 0)
        painter.drawText(place + after, self.panel.unit)
        letter, _, below = self.panel.over.partition("_")
        power(painter, QPointF(self.box.right() + px(12), self.box.bottom() + px(18)), letter, below, "", style)

    def _across(self, painter: QPainter) -> None:
        ticks = sorted({*self.panel.reach, *(float(x) for law in self.panel.laws for x in law.x)})
        metrics = QFontMetricsF(self.style.font(0.92))
        end = -math.inf
        for x in ticks:
            place, text = self.at(x, math.exp(self.ys[0])).x(), f"{x:.0f}"
            self._grid(painter, QLineF(place, self.box.top(), place, self.box.bottom()))
            wide = metrics.horizontalAdvance(text)
            if place - wide / 2 < end + self.style.px(4):
                continue
            end = place + wide / 2
            painter.setPen(self.style.muted)
            painter.setFont(self.style.font(0.92))
            painter.drawText(QPointF(place - wide / 2, self.box.bottom() + self.style.px(18)), text)

    def _up(self, painter: QPainter) -> None:
        metrics = QFontMetricsF(self.style.font(0.92))
        for exponent in range(math.ceil(self.ys[0] / math.log(10)), math.floor(self.ys[1] / math.log(10)) + 1):
            place = self.at(math.exp(self.xs[0]), 10.0**exponent).y()
            self._grid(painter, QLineF(self.box.left(), place, self.box.right(), place))
            text = f"{10.0**exponent:g}" if -2 <= exponent <= 3 else f"10{raised(str(exponent))}"
            right = self.box.left() - self.style.px(8)
            painter.setPen(self.style.muted)
            painter.setFont(self.style.font(0.92))
            wide = metrics.horizontalAdvance(text)
            painter.drawText(QPointF(right - wide, place + metrics.capHeight() / 2), text)

    def _grid(self, painter: QPainter, line: QLineF) -> None:
        painter.setPen(self.style.hairline)
        painter.drawLine(line)

    def _colour(self, k: int) -> QColor:
        return self.style.signal(SIGNALS[k % len(SIGNALS)])

    def _law(self, painter: QPainter, law: Law, k: int) -> None:
        """The fitted line, dashed, over its range; the points upon it; the line to compare with."""
        if law.guide:
            painter.save()
            painter.setClipRect(self.box)
            start = math.exp(self.xs[0])
            begin = law.y[-1] * (start / law.x[-1]) ** law.guide
            self._line(painter, (start, begin), (law.x[-1], law.y[-1]), self.style.muted, 2)
            painter.restore()
        if math.isfinite(law.exponent):
            fitted = law.x[law.x >= law.first]
            low, high = ((x, law.factor * x**law.exponent) for x in (fitted[0], fitted[-1]))
            self._line(painter, low, high, self._colour(k), 1)
        painter.setPen(self.style.panel)
        painter.setBrush(self._colour(k))
        for x, y in zip(law.x.tolist(), law.y.tolist(), strict=True):
            place = self.at(x, y)
            draw_marker(painter, place.x(), place.y(), k, self.style.px(4.6))

    def _line(
        self, painter: QPainter, a: tuple[float, float], b: tuple[float, float], colour: QColor, stroke: int
    ) -> None:
        line = self.at(*a), self.at(*b)
        ends = np.array([p.x() for p in line]), np.array([p.y() for p in line])
        draw_curve(painter, *ends, colour, self.style.px(1.8 if stroke == 1 else 1.2), stroke)

    def _label_places(self) -> list[tuple[int, float]]:
        """Number and height of every label: beside the last point, but not upon another."""
        wanted = sorted((self.at(law.x[-1], law.y[-1]).y(), k) for k, law in enumerate(self.panel.laws))
        places: list[tuple[int, float]] = []
        for y, k in wanted:
            lowest = places[-1][1] + self.style.px(APART) if places else -math.inf
            places.append((k, max(y, lowest)))
        return places

    def _label(self, painter: QPainter, law: Law, k: int, y: float) -> None:
        style, px = self.style, self.style.px
        x = self.box.right() + px(12)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour(k))
        draw_marker(painter, x + px(5), y - px(5), k, px(4.6))
        painter.setPen(self._colour(k))
        painter.setFont(style.font(bold=True))
        painter.drawText(QPointF(x + px(16), y), law.name)
        if not math.isfinite(law.exponent):
            return
        letter, _, below = self.panel.over.partition("_")
        painter.setPen(style.ink)
        painter.drawText(QPointF(x, y + px(18)), "∝")
        power(painter, QPointF(x + px(16), y + px(18)), letter, below, f"{law.exponent:.2f}", style)


def power(painter: QPainter | None, where: QPointF, letter: str, below: str, above: str, style: Style) -> float:
    """A letter with a subscript and an exponent, from this place of the baseline on; without painter only its width."""
    large, small = style.font(1.25, italic=True, maths=True), style.font(0.95, italic=True, maths=True)
    figures = style.font(0.95, maths=True)
    x = where.x()
    for text, font, shift in ((letter, large, 0.0), (below, small, 3.5), (above, figures, -6.5)):
        if painter is not None and text:
            painter.setFont(font)
            painter.setPen(style.ink)
            painter.drawText(QPointF(x, where.y() + style.px(shift)), text)
        x += QFontMetricsF(font).horizontalAdvance(text)
    return x - where.x()


def _ends(values: NDArray[np.float64], room: float) -> tuple[float, float]:
    """Logarithms of the ends of an axis, with some room beyond the values."""
    return math.log(float(values.min()) / room), math.log(float(values.max()) * room)
