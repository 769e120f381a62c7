"""One small plot of trainings: one or two quantities of every run, over the strings learned."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from rnrviz.figures.curves import draw_curve, draw_marker
from rnrviz.figures.numbers import power, short
from rnrviz.figures.staves import stride
from rnrviz.figures.style import Style

LEFT, RIGHT, TOP, BOTTOM = 50.0, 16.0, 27.0, 21.0  # margins of a plot
APART, SAMPLE = 8.0, 18.0  # of the names of two quantities: the gap before the line, and its length
TICK = 34.0  # pixels of height for a number, at least
TICKS_ACROSS = 92.0
FIRST = 10.0  # strings from which on the axis is logarithmic
SIGNALS = ("gamma", "lambda", "x", "phi")  # whose colours the runs beside that of now have
LEAST, ROOM = 0.7, 0.06  # decades of a logarithmic axis at least, and beyond the values
MARKERS, MOST = 5, 300  # signs along a curve; its points
Points = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Shown:
    """A run: curves by name, (n,) each with the ``strings`` among them, its name, and its sign: 0 for that of now."""

    name: str
    curves: dict[str, Points]
    mark: int = 0


@dataclass(frozen=True)
class Panel:
    """Which quantities (one, or two, of which the second is dashed), what they are called, and how they are scaled.

    ``top`` is the least upper end of an axis that is not logarithmic; ``factor`` is what values are multiplied with;
    ``short`` is what it is called where the title has no room.
    """

    key: str
    title: str
    columns: tuple[str, ...]
    names: tuple[str, ...] = ()
    log: bool = False
    top: float = 1.0
    factor: float = 1.0
    short: str = ""


def run_colour(mark: int, style: Style) -> QColor:
    """The colour of a run by its sign."""
    return style.signal(SIGNALS[(mark - 1) % len(SIGNALS)]) if mark else QColor(style.accent)


def thinned(x: Points, y: Points, most: int = MOST) -> tuple[Points, Points]:
    """At most so many points that draw the same curve: the least and the largest of every stretch stay."""
    if len(x) <= most:
        return x, y
    size = math.ceil(2 * len(x) / most)
    whole = len(x) // size * size
    pieces = np.nan_to_num(y[:whole].reshape(-1, size), nan=0.0, posinf=1e300, neginf=-1e300)
    first = np.arange(0, whole, size)
    picked = np.sort(np.stack([first + pieces.argmin(1), first + pieces.argmax(1)], 1), axis=1).ravel()
    chosen = np.unique(np.concatenate([[0], picked, np.arange(whole, len(x)), [len(x) - 1]]))
    return x[chosen], y[chosen]


class Plot:
    """One panel being drawn into ``box``, the rectangle between its axes."""

    def __init__(self, panel: Panel, runs: tuple[Shown, ...], box: QRectF, style: Style, even: bool = False) -> None:
        self.panel, self.runs, self.box, self.style, self.even = panel, runs, box, style, even
        self.end = max(1.0, *(float(run.curves["strings"][-1]) for run in runs if len(run.curves["strings"])), 1.0)
        self.low, self.high = self._ends()

    def draw(self, painter: QPainter) -> None:
        """Ground, axes, curves."""
        painter.fillRect(self.box, self.style.panel)
        self._title(painter)
        self._up(painter)
        self._across(painter)
        painter.save()
        painter.setClipRect(self.box.adjusted(-6, -6, 6, 6))
        for run in reversed(self.runs):  # that of now over the others
            for stroke, column in enumerate(self.panel.columns):
                self._curve(painter, run, column, stroke)
        painter.restore()

    def _scaled(self, values: Points) -> Points:
        values = values * self.panel.factor
        if not self.panel.log:
            return values
        with np.errstate(invalid="ignore", divide="ignore"):
            found = np.log10(np.where(values > 0, values, np.nan))
        return np.asarray(found)

    def across(self, strings: Points) -> Points:
        """The places of so many strings: even, or logarithmic above the first tens."""
        part = strings / self.end if self.even else np.log1p(strings / FIRST) / math.log1p(self.end / FIRST)
        return self.box.left() + part * self.box.width()

    def _ends(self) -> tuple[float, float]:
        """Whole decades, or 0 and the largest value."""
        scaled = [self._scaled(run.curves[column]) for run in self.runs for column in self.panel.columns]
        found = np.concatenate(scaled) if scaled else np.zeros(0)
        found = found[np.isfinite(found)]
        if not self.panel.log:
            return 0.0, max(self.panel.top, float(found.max(initial=0.0)) * 1.04)
        if not len(found):
            return -1.0, 0.0
        low, high = float(found.min()), float(found.max())
        wider = max(ROOM, (LEAST - (high - low)) / 2)
        return low - wider, high + wider

    def _y(self, value: float) -> float:
        return self.box.bottom() - (value - self.low) / (self.high - self.low) * self.box.height()

    def _title(self, painter: QPainter) -> None:
        """The title, then the line and the name of each quantity where there are two."""
        style, px = self.style, self.style.px
        x, y = self.box.left() - px(LEFT - 14), self.box.top() - px(8)
        x = self._words(painter, self._called(self.box.right() + px(RIGHT) - x), x, y, bold=True)
        for stroke, name in enumerate(self.panel.names):
            x += px(APART)
            line = np.array([x, x + px(SAMPLE)]), np.array([y - px(4), y - px(4)])
            draw_curve(painter, *line, style.muted, px(1.8), stroke)
            x = self._words(painter, name, x + px(SAMPLE + 4), y)

    def _called(self, room: float) -> str:
        """The title, or the short one where there is no room for it and the names."""
        style, panel = self.style, self.panel
        names = sum(QFontMetricsF(style.font(0.92)).horizontalAdvance(name) for name in panel.names)
        names += len(panel.names) * style.px(APART + SAMPLE + 4)
        wide = QFontMetricsF(style.font(0.92, bold=True)).horizontalAdvance(panel.title)
        return panel.short if panel.short and wide + names > room else panel.title

    def _words(self, painter: QPainter, text: str, x: float, y: float, bold: bool = False) -> float:
        font = self.style.font(0.92, bold=bold)
        painter.setFont(font)
        painter.setPen(self.style.ink if bold else self.style.muted)
        painter.drawText(QPointF(x, y), text)
        return x + QFontMetricsF(font).horizontalAdvance(text)

    def _up(self, painter: QPainter) -> None:
        """Decades, or round numbers."""
        style = self.style
        painter.setFont(style.font(0.85))
        for value, text in self.ticks():
            y = self._y(value)
            self._line(painter, QLineF(self.box.left(), y, self.box.right(), y))
            place = QRectF(self.box.left() - style.px(LEFT), y - style.px(8), style.px(LEFT - 6), style.px(16))
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    def ticks(self) -> list[tuple[float, str]]:
        """Where numbers stand on the axis, as it is scaled, and how they are written."""
        most = max(2.0, self.box.height() / self.style.px(TICK))
        if not self.panel.log:
            every = stride(max(1.0, (self.high - self.low) / most))
            return [(k, grouped(k)) for k in range(0, math.floor(self.high) + 1, every)]
        exponents = range(math.floor(self.low), math.ceil(self.high) + 1)
        within = [k for k in exponents if self.low <= k <= self.high]
        if len(within) > 1:
            every = stride(max(1.0, len(within) / most))
            return [(k, written(10.0**k)) for k in within if (k - within[0]) % every == 0]
        values = [m * 10.0**k for k in exponents for m in (1, 2, 5)]
        inside = [value for value in values if self.low <= math.log10(value) <= self.high]
        return [(math.log10(value), written(value)) for value in inside]

    def _across(self, painter: QPainter) -> None:
        style, box = self.style, self.box
        painter.setFont(style.font(0.85))
        last = -math.inf
        for n in self.numbers():
            x, text = float(self.across(np.array([float(n)]))[0]), grouped(n)
            self._line(painter, QLineF(x, box.top(), x, box.bottom()))
            half = QFontMetricsF(style.font(0.85)).horizontalAdvance(text) / 2 + 1
            x = min(x, box.right() + style.px(RIGHT) - half)
            if x - half > last + style.px(5):
                place = QRectF(x - half, box.bottom() + style.px(2), 2 * half, style.px(16))
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
                last = x + half

    def numbers(self) -> list[int]:
        """Where numbers of strings stand along the axis."""
        if self.even or self.end <= FIRST:
            every = stride(max(1.0, self.end / max(1.0, self.box.width() / self.style.px(TICKS_ACROSS))))
            return list(range(0, int(self.end) + 1, every))
        return [0, *(10**k for k in range(1, int(math.log10(self.end)) + 1))]

    def _line(self, painter: QPainter, line: QLineF) -> None:
        painter.setPen(QPen(self.style.hairline, 1.0))
        painter.drawLine(line)
        painter.setPen(self.style.muted)

    def _curve(self, painter: QPainter, run: Shown, column: str, stroke: int) -> None:
        """The line, its end, and where runs are compared the signs of this one along it."""
        strings, values = thinned(run.curves["strings"], self._scaled(run.curves[column]))
        if not len(strings):
            return
        x = self.across(strings)
        y = np.clip(self._y_of(values), self.box.top() - 9, self.box.bottom() + 9)
        colour, style = run_colour(run.mark, self.style), self.style
        draw_curve(painter, x, y, colour, style.px(1.9 if not run.mark else 1.5), stroke)
        painter.setPen(QPen(style.panel, style.px(0.8)))
        painter.setBrush(colour)
        for k in self._signs(x):
            if math.isfinite(y[k]):
                draw_marker(painter, float(x[k]), float(y[k]), run.mark, style.px(3.6))

    def _y_of(self, values: Points) -> Points:
        return self.box.bottom() - (values - self.low) / (self.high - self.low) * self.box.height()

    def _signs(self, x: Points) -> list[int]:
        """At which points signs stand: at the last one, and at like distances where runs are compared."""
        if len(self.runs) < 2:
            return [len(x) - 1]
        places = np.linspace(x[0], x[-1], MARKERS + 1)[1:]
        return sorted({*np.minimum(np.searchsorted(x, places), len(x) - 1).tolist(), len(x) - 1})


def written(value: float) -> str:
    """A round number on a logarithmic axis."""
    text = short(value, 1) if 1e-3 <= value < 1e4 else power(value)
    return text.removeprefix("1·")


def grouped(n: int) -> str:
    """A whole number with narrow spaces between thousands."""
    return f"{n:,}".replace(",", "\u202f")
