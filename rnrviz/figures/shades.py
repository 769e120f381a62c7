"""Probabilities as shades of one colour: the darker, the more probable."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from rnrviz.figures import maps
from rnrviz.figures.style import Style

DARKEST = 0.82
STEPS = 256
Numbers = NDArray[np.float64]


def two_digits(probability: float) -> str:
    """`.50`; `1` for what rounds to it."""
    return "1" if probability >= 0.995 else f"{probability:.2f}"[1:]


def shades(values: Numbers, colour: QColor, style: Style) -> QImage:
    """An image of one pixel per value: 0 the panel, 1 and more the colour; paper where there is no number."""
    paper, level = style.paper, np.clip(np.nan_to_num(values, nan=0.0, posinf=1.0), 0.0, 1.0)
    ramp = _ramp_of(colour, style)[np.rint(level * (STEPS - 1)).astype(int)]
    rgba = np.full((*values.shape, 4), 255, np.uint8)
    rgba[..., :3] = np.where(np.isnan(values)[..., None], (paper.red(), paper.green(), paper.blue()), ramp)
    rows, columns = values.shape
    return QImage(np.ascontiguousarray(rgba).data, columns, rows, 4 * columns, QImage.Format.Format_RGBA8888).copy()


def shade(value: float, colour: QColor, style: Style) -> QColor:
    """The colour of one value."""
    return QColor(*_ramp_of(colour, style)[round(min(1.0, max(0.0, value)) * (STEPS - 1))].tolist())


def _ramp_of(colour: QColor, style: Style) -> NDArray[np.uint8]:
    return _ramp(style.panel.rgb(), style.tint(colour, DARKEST).rgb(), style.projector)


@cache
def _ramp(first: int, last: int, legible: bool) -> NDArray[np.uint8]:
    """RGB (STEPS, 3) from one colour to the other; where asked, in tones on which words stand out."""
    ends = np.array([[rgb >> shift & 255 for shift in (16, 8, 0)] for rgb in (first, last)], np.float64)
    mixed = ends[0] + np.linspace(0.0, 1.0, STEPS)[:, None] * (ends[1] - ends[0])
    ground = tuple(ends[0].astype(int).tolist())
    return maps.legible(mixed, ground) if legible else np.asarray(np.rint(mixed), np.uint8)
