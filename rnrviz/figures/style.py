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

BASE = 13.0

PAPERS = {
    False: {
        "paper": "#FAF9F6", "panel": "#FFFFFF", "ink": "#1B1F24", "muted": "#555E69",
        "hairline": "#D8DBE0", "coming": "#9FA6AF", "accent": "#0B5FA5", "cursor": "#C2410C",
    },
    True: {
        "paper": "#14171B", "panel": "#1C2026", "ink": "#ECEFF3", "muted": "#A3ACB8",
        "hairline": "#353B44", "coming": "#525A66", "accent": "#7CC0FF", "cursor": "#FFB454",
    },
}  # fmt: skip

WHITE = {"paper": "#FFFFFF", "cursor": PAPERS[False]["muted"]}

SIGNALS = {
    False: {
        "phi": "#0072B2", "gamma": "#C04E00", "lambda": "#00795A", "x": "#512080", "z": "#A8457F",
        "u": "#5F4B00", "y": "#1B1F24", "d": "#1B1F24", "E": "#555E69", "delta": "#9A3412",
    },
    True: {
        "phi": "#56B4E9", "gamma": "#FF9D5C", "lambda": "#3CCB9F", "x": "#B08CFF", "z": "#F29AC9",
        "u": "#E5C94B", "y": "#ECEFF3", "d": "#ECEFF3", "E": "#A3ACB8", "delta": "#FFB08A",
    },
}  # fmt: skip
ALIKE = {"rho": "gamma", "zeta": "lambda", "c": "z", "f": "phi", "b": "gamma"}  # of networks that have no such gates


def _own(name: str) -> str:
    """The signal whose colour a name takes: a net input has that of its signal, a layer that of its kind."""
    own = name if name == "E" else name.lower().rstrip("0123456789")
    return ALIKE.get(own, own)


@dataclass(frozen=True)
class Style:
    """One theme at one text size. `scale` is the text size factor; 1.0 means 13 px.

    A `figure` is for print: on white, and nothing in it says where the cursor or the pointer is.
    """

    dark: bool = False
    scale: float = 1.0
    figure: bool = False
    paper: QColor = field(init=False)
    panel: QColor = field(init=False)
    ink: QColor = field(init=False)
    muted: QColor = field(init=False)
    hairline: QColor = field(init=False)
    coming: QColor = field(init=False)
    accent: QColor = field(init=False)
    cursor: QColor = field(init=False)

    def __post_init__(self) -> None:
        paper = PAPERS[self.dark] | (WHITE if self.figure else {})
        for name, value in paper.items():
            object.__setattr__(self, name, QColor(value))

    def signal(self, name: str) -> QColor:
        """The one colour of a signal; the net input (capital) shares it."""
        return QColor(_signal(self.dark, name) or self.ink)

    def px(self, n: float) -> float:
        """n pixels at text size 1, at this text size."""
        return n * self.scale

    def font(self, size: float = 1.0, italic: bool = False, bold: bool = False, maths: bool = False) -> QFont:
        """A bundled font, `size` times the body size; `maths`: the serif of the symbols. It is not to be changed."""
        return _font(max(11, round(BASE * self.scale * size)), italic, bold, maths)

    @property
    def _map(self) -> NDArray[np.uint8]:
        return _map(self.dark)

    def diverging(self, values: NDArray[np.float64], limit: float) -> NDArray[np.uint8]:
        """RGBA (..., 4) of signed values: 0 is neutral, +-limit the ends; not finite is the marked colour."""
        return maps.paint(np.asarray(values, dtype=np.float64), limit, self._map, self.marked.getRgb())

    def diverging_color(self, value: float, limit: float) -> QColor:
        """The colour of one signed value."""
        if not math.isfinite(value):
            return self.marked
        return QColor(_colours(self.dark)[maps.place(value, limit)])

    @property
    def marked(self) -> QColor:
        """The colour that says: not a finite number."""
        return QColor("#E11D9B" if not self.dark else "#FF4FC3")

    def text_on(self, color: QColor) -> QColor:
        """Black or white, whichever stands out more; the contrast is never below 4.5."""
        return QColor(_text_on(color.rgb()))

    def tint(self, color: QColor, alpha: float) -> QColor:
        """The colour laid thinly (alpha of 0 to 1) over the panel, opaque."""
        a, b = color, self.panel
        mixed = (a.redF(), b.redF()), (a.greenF(), b.greenF()), (a.blueF(), b.blueF())
        return QColor.fromRgbF(*(alpha * front + (1 - alpha) * back for front, back in mixed))


@cache
def _map(dark: bool) -> NDArray[np.uint8]:
    return maps.diverging(dark)


@cache
def _colours(dark: bool) -> list[QColor]:
    return [QColor(*row) for row in _map(dark).tolist()]


@cache
def _signal(dark: bool, name: str) -> QColor | None:
    colour = SIGNALS[dark].get(_own(name))
    return QColor(colour) if colour else None


@cache
def _text_on(color: int) -> str:
    return max("#000000", "#FFFFFF", key=lambda candidate: contrast(QColor(candidate), QColor.fromRgb(color)))


def luminance(color: QColor) -> float:
    """Relative luminance as WCAG defines it."""
    parts = (color.redF(), color.greenF(), color.blueF())
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a: QColor, b: QColor) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    bright, dim = sorted((luminance(a), luminance(b)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@cache
def _font(pixels: int, italic: bool, bold: bool, maths: bool) -> QFont:
    return fonts.make(pixels, italic, bold, maths)
