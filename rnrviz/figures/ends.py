"""Labels at the ends of curves: whose each is and its value at the cursor, near the point, apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from rnrviz.figures.curves import draw_marker
from rnrviz.figures.lanes import Lane
from rnrviz.figures.measure import text_width
from rnrviz.figures.numbers import short
from rnrviz.figures.style import Style
from rnrviz.figures.symbols import draw_symbol, symbol_width, without_layer

ROW = 15.0
AWAY = 9.0
BEYOND = 36.0  # how far a label may reach into the margin


@dataclass(frozen=True)
class End:
    """One label: the unit, its value, and the y of its point."""

    unit: int
    value: float
    y: float


def draw_ends(
    painter: QPainter,
    lane: Lane,
    box: QRectF,
    ys: Sequence[float],
    values: Sequence[float],
    x: float,
    away: float,
    style: Style,
) -> None:
    """Label each curve of a lane `away` from x; to the left of it where the right has no room."""
    for end, at in places(lane, box, ys, values, x, away, style):
        _label(painter, lane, end, at, style)


def end_at(point: QPointF, placed: list[tuple[End, QPointF]], lane: Lane, style: Style) -> int | None:
    """The unit whose label is at a point."""
    for end, at in placed:
        if QRectF(at.x() - 2, at.y() - style.px(ROW) / 2, _width(lane, end, style) + 4, style.px(ROW)).contains(point):
            return end.unit
    return None


def places(
    lane: Lane, box: QRectF, ys: Sequence[float], values: Sequence[float], x: float, away: float, style: Style
) -> list[tuple[End, QPointF]]:
    """The labels of a lane, each with the middle of its left edge."""
    pairs = enumerate(zip(values, ys, strict=True))
    ends = [End(i, v, y) for i, (v, y) in pairs if not (lane.gaps and math.isnan(v))]
    if not ends or (lane.raster and box.height() / len(ends) < style.px(ROW - 2)):
        return []
    width = max(_width(lane, end, style) for end in ends)
    away = max(away + 2, style.px(AWAY))
    left = x + away
    if left + width > box.right() + style.px(BEYOND):
        left = max(box.left(), x - away - width)
    heights = spread([end.y for end in ends], style.px(ROW), box)
    return [(end, QPointF(left, y)) for end, y in zip(ends, heights, strict=True)]


def unit_colour(lane: Lane, unit: int, style: Style) -> QColor:
    """The signal's colour; lighter from the fifth unit on, where the dashes begin again."""
    colour = style.signal(lane.name)
    return colour if unit < 4 or lane.raster else style.tint(colour, 0.6)


def spread(wanted: list[float], row: float, box: QRectF) -> list[float]:
    """Places as near as can be to those wanted, in the same order, at least a row apart, inside the box.

    Not finite places go to the top.
    """
    top, bottom = box.top() + row / 2 - 4, box.bottom() - row / 2 + 4
    row = min(row, (bottom - top) / max(1, len(wanted) - 1)) if len(wanted) > 1 else row
    aims = np.clip(np.nan_to_num(np.array(wanted), nan=top, posinf=bottom, neginf=top), top, bottom)
    order = np.argsort(aims, kind="stable")
    steps = row * np.arange(len(aims))
    free = _increasing(aims[order] - steps)
    placed = np.empty(len(aims))
    placed[order] = np.clip(free, top, max(top, bottom - steps[-1])) + steps
    return [float(y) for y in placed]


def _increasing(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The nearest sequence (least squares) that never falls: pool neighbours that fall."""
    pools: list[tuple[float, int]] = []
    for value in values:
        pools.append((float(value), 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (a, n), (b, m) = pools[-2:]
            pools[-2:] = [((a * n + b * m) / (n + m), n + m)]
    return np.concatenate([np.full(n, v) for v, n in pools])


def _width(lane: Lane, end: End, style: Style) -> float:
    name = symbol_width(without_layer(lane.name), style, lane.indices[end.unit])
    number = text_width(short(end.value), style.font(0.92))
    return style.px(16) + name + style.px(6) + number


def _label(painter: QPainter, lane: Lane, end: End, at: QPointF, style: Style) -> None:
    colour = unit_colour(lane, end.unit, style)
    font = style.font(0.92)
    box = QRectF(at.x() - 2, at.y() - style.px(ROW) / 2, _width(lane, end, style) + 4, style.px(ROW))
    veil = QColor(style.paper)
    veil.setAlpha(225)
    painter.fillRect(box, veil)
    marked = len(lane.indices) > 1 and not lane.raster
    if marked:
        painter.setPen(QPen(colour, style.px(1.3)))
        painter.setBrush(QBrush(colour if end.unit % 4 == 0 else style.paper))
        draw_marker(painter, at.x() + style.px(5), at.y(), end.unit, style.px(3))
    start = at.x() + (style.px(13) if marked else style.px(3))
    base = at.y() + style.px(4.5)
    index = lane.indices[end.unit]
    used = draw_symbol(painter, QPointF(start, base), without_layer(lane.name), style, index, color=style.word(colour))
    painter.setFont(font)
    painter.setPen(style.ink)
    painter.drawText(QPointF(start + used + style.px(7), base), short(end.value))
