"""Matrices as pictures: one cell per entry, coloured by the diverging map."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPaintEngine, QPainter

from rnrviz.figures.style import Style

MOST = 20_000


def picture(values: NDArray[np.float64], limit: float, style: Style) -> QImage:
    """An image of one pixel per entry; rows and columns as in the matrix. It owns its pixels."""
    colours = np.ascontiguousarray(style.diverging(np.atleast_2d(values), limit))
    rows, columns = colours.shape[:2]
    return QImage(colours.data, columns, rows, 4 * columns, QImage.Format.Format_RGBA8888).copy()


def draw_picture(painter: QPainter, box: QRectF, image: QImage) -> None:
    """The image with hard edges between entries; in a file as rectangles, unless there are very many."""
    columns, rows = image.width(), image.height()
    if painter.paintEngine().type() == QPaintEngine.Type.Raster or columns * rows > MOST:
        painter.drawImage(box, image)
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    wide, high = box.width() / columns, box.height() / rows
    for row in range(rows):
        for column in range(columns):
            cell = QRectF(box.left() + column * wide, box.top() + row * high, wide, high)
            painter.fillRect(cell, image.pixelColor(column, row))
    painter.restore()


def largest(*arrays: NDArray[np.float64]) -> float:
    """The largest finite magnitude, 0 when there is none."""
    found = [np.abs(a[np.isfinite(a)]).max(initial=0.0) for a in arrays]
    return float(max(found, default=0.0))
