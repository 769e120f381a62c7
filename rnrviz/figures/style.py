"""The look in one record: colours, fonts and measures; all that figures take from the program.

A colour means one thing everywhere: a signal has its own, signed values have the diverging map, whose middle
is the background's neutral. Colour never stands alone: every signal also has its own dash and marker.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QFont

from rnrviz.figures import fonts, maps
from rnrviz.figures.palette import MARKED, PAPERS, STRONG_MARKED, STRONG_PAPERS, WHITE, signal_colour

BASE = 13.0
LEAST = 11
SOFT, MARK, WORD = 0.5, 3.0, 7.0  # thinner tints are grounds; contrasts that a projector needs


@dataclass(frozen=True)
class Style:
    """One theme at one text size. `scale` is the text size factor; 1.0 means 13 px.

    A `figure` is for print: on white, and nothing in it says where the cursor or the pointer is. For the `projector`
    colours are stronger: 7:1 for words, 3:1 for marks. No text is lower than `least` pixels.
    """

    dark: bool = False
    scale: float = 1.0
    figure: bool = False
    projector: bool = False
    least: int = LEAST
    paper: QColor = field(init=False)
    panel: QColor = field(init=False)
    ink: QColor = field(init=False)
    muted: QColor = field(init=False)
    hairline: QColor = field(init=False)
    coming: QColor = field(init=False)
    accent: QColor = field(init=False)
    cursor: QColor = field(init=False)

    def __post_init__(self) -> None:
        strong = STRONG_PAPERS[self.dark] if self.projector else {}
        paper = PAPERS[self.dark] | strong | (WHITE if self.figure else {})
        for name, value in paper.items():
            object.__setattr__(self, name, QColor(value))

    def signal(self, name: str) -> QColor:
        """The one colour of a signal; the net input (capital) shares it."""
        return QColor(_signal(self.dark, self.projector, name) or self.ink)

    def px(self, n: float) -> float:
        """n pixels at text size 1, at this text size."""
        return n * self.scale

    def font(self, size: float = 1.0, italic: bool = False, bold: bool = False, maths: bool = False) -> QFont:
        """A bundled font, `size` times the body size; `maths`: the serif of the symbols. It is not to be changed."""
        return _font(max(self.least, round(BASE * self.scale * size)), italic, bold, maths)

    @property
    def _map(self) -> NDArray[np.uint8]:
        return _map(self.dark, self.projector)

    def diverging(self, values: NDArray[np.float64], limit: float) -> NDArray[np.uint8]:
        """RGBA (..., 4) of signed values: 0 is neutral, +-limit the ends; not finite is the marked colour."""
        return maps.paint(np.asarray(values, dtype=np.float64), limit, self._map, self.marked.getRgb())

    def diverging_color(self, value: float, limit: float) -> QColor:
        """The colour of one signed value."""
        if not math.isfinite(value):
            return self.marked
        return QColor(_colours(self.dark, self.projector)[maps.place(value, limit)])

    @property
    def marked(self) -> QColor:
        """The colour that says: not a finite number."""
        return QColor((STRONG_MARKED if self.projector else MARKED)[self.dark])

    def text_on(self, color: QColor) -> QColor:
        """Black or white, whichever stands out more; the contrast is never below 4.5."""
        return QColor(_text_on(color.rgb()))

    def tint(self, color: QColor, alpha: float) -> QColor:
        """The colour laid thinly (alpha of 0 to 1) over the panel, opaque."""
        if self.projector and alpha >= SOFT:
            return self._seen(color, alpha)
        return _mixed(color, self.panel, alpha)

    def word(self, color: QColor) -> QColor:
        """The colour for words in it: for the projector muted ink, where it is too faint for words."""
        faint = self.projector and min(contrast(color, self.paper), contrast(color, self.panel)) < WORD
        return self.muted if faint else color

    def _seen(self, color: QColor, alpha: float) -> QColor:
        """So thinly, or as little more as a mark needs to be seen from the back row."""
        for percent in range(round(100 * alpha), 100):
            made = _mixed(color, self.panel, percent / 100)
            if min(contrast(made, self.paper), contrast(made, self.panel)) >= MARK:
                return made
        return QColor(color)


@cache
def _map(dark: bool, strong: bool) -> NDArray[np.uint8]:
    table = maps.diverging(dark)
    if strong:
        paper = QColor((PAPERS[dark] | STRONG_PAPERS[dark])["panel"])
        table[:, :3] = maps.legible(table[:, :3], (paper.red(), paper.green(), paper.blue()))
    return table


@cache
def _colours(dark: bool, strong: bool) -> list[QColor]:
    return [QColor(*row) for row in _map(dark, strong).tolist()]


@cache
def _signal(dark: bool, strong: bool, name: str) -> QColor | None:
    colour = signal_colour(dark, strong, name)
    return QColor(colour) if colour else None


def _mixed(front: QColor, back: QColor, alpha: float) -> QColor:
    pairs = (front.redF(), back.redF()), (front.greenF(), back.greenF()), (front.blueF(), back.blueF())
    return QColor.fromRgbF(*(alpha * a + (1 - alpha) * b for a, b in pairs))


@cache
def _text_on(color: int) -> str:
    return max("#000000", "#FFFFFF", key=lambda candidate: contrast(QColor(candidate), QColor.fromRgb(color)))


def luminance(color: QColor) -> float:
    """Relative luminance as WCAG defines it."""
    return _luminance(color.rgb())


@cache
def _luminance(color: int) -> float:
    return float(maps.luminance(np.array([color >> shift & 255 for shift in (16, 8, 0)], np.float64)))


def contrast(a: QColor, b: QColor) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    bright, dim = sorted((luminance(a), luminance(b)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@cache
def _font(pixels: int, italic: bool, bold: bool, maths: bool) -> QFont:
    return fonts.make(pixels, italic, bold, maths)
