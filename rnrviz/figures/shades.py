"""Probabilities as shades of one colour: the darker, the more probable."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from rnrviz.figures.style import Style

DARKEST = 0.82
Numbers = NDArray[np.float64]


def two_digits(probability: float) -> str:
    """`.50`; `1` for what rounds to it."""
    return "1" if probability >= 0.995 else f"{probability:.2f}"[1:]


def shades(values: Numbers, colour: QColor, style: Style) -> QImage:
    """An image of one pixel per value: 0 the panel, 1 and more the colour; paper where there is no number."""
    paints = style.panel, shade(1.0, colour, style), style.paper
    ends = np.array([(paint.red(), paint.green(), paint.blue()) for paint in paints], np.float64)
    level = np.clip(np.nan_to_num(values, nan=0.0, posinf=1.0), 0.0, 1.0)[..., None]
    mixed = np.where(np.isnan(values)[..., None], ends[2], (1 - level) * ends[0] + level * ends[1])
    rgba = np.full((*values.shape, 4), 255, np.uint8)
    rgba[..., :3] = np.rint(mixed)
    rows, columns = values.shape
    return QImage(np.ascontiguousarray(rgba).data, columns, rows, 4 * columns, QImage.Format.Format_RGBA8888).copy()


def shade(value: float, colour: QColor, style: Style) -> QColor:
    """The colour of one value."""
    return style.tint(colour, DARKEST * min(1.0, max(0.0, value)))
