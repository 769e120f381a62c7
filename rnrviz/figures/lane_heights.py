"""Where values stand in a lane: heights of curves, middles of a raster's rows."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF

from rnrviz.figures.curves import Points
from rnrviz.figures.lanes import Lane


def row_centres(lane: Lane, box: QRectF) -> list[float]:
    """The middle of each unit's row in a raster."""
    row = box.height() / len(lane.indices)
    return [box.top() + (unit + 0.5) * row for unit in range(len(lane.indices))]


def height_of(value: float, lane: Lane, box: QRectF) -> float:
    """The y of a value in a lane's rectangle."""
    return float(heights_of(np.array([value]), lane, box)[0])


def heights_of(values: Points, lane: Lane, box: QRectF) -> Points:
    """The y of each value; not finite stays not finite. Halved, so that 1e308 - -1e308 does not overflow."""
    span = lane.high / 2 - lane.low / 2
    with np.errstate(invalid="ignore", over="ignore"):
        return box.bottom() - (values / 2 - lane.low / 2) / span * box.height()
