"""Matrices as pictures: one cell per entry, coloured by the diverging map."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from rnrviz.figures.style import Style


def picture(values: NDArray[np.float64], limit: float, style: Style) -> QImage:
    """An image of one pixel per entry; rows and columns as in the matrix. It owns its pixels."""
    colours = np.ascontiguousarray(style.diverging(np.atleast_2d(values), limit))
    rows, columns = colours.shape[:2]
    return QImage(colours.data, columns, rows, 4 * columns, QImage.Format.Format_RGBA8888).copy()


def largest(*arrays: NDArray[np.float64]) -> float:
    """The largest finite magnitude, 0 when there is none."""
    found = [np.abs(a[np.isfinite(a)]).max(initial=0.0) for a in arrays]
    return float(max(found, default=0.0))
