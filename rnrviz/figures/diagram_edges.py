"""Weights as lines: colour and dash say the sign, width the size, strength whether anything flows just now."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEngine, QPen

from rnrviz.figures.diagram_layout import Fan
from rnrviz.figures.style import Style

MOST_LINES = 320
MOST_CURVES = 260
FEW = 72
MANY = 400
PIECE = 9.0
WIDTHS = (0.6, 1.0, 1.4, 2.0, 2.8)
SILENT, BARE, DIMMED = 0.13, 0.30, 0.25
STRENGTHS = (0.05, SILENT, BARE, 0.5, 0.7, 0.9)


@dataclass(frozen=True, eq=False)
class Strands:
    """The edges of a fan that are drawn, thinnest first: their lines or curves and what each shows."""

    fan: Fan
    weights: NDArray[np.float64]
    which: NDArray[np.intp]
    lines: tuple[QLineF, ...]
    curves: tuple[QPainterPath, ...]
    width: NDArray[np.intp]
    few: bool


def strands(fan: Fan, matrix: NDArray[np.float64], scale: float) -> Strands:
    """Choose the edges of a fan by the size of their weights and set their lines."""
    weights = matrix.reshape(matrix.shape[0], -1)[fan.which[:, 0], fan.which[:, 1]]
    size = np.where(np.isfinite(weights), np.abs(weights), np.inf)
    most = MOST_LINES if fan.lane is None else MOST_CURVES
    order = np.argsort(size, kind="stable")[-most:]
    finite = size[np.isfinite(size)]
    top = float(finite.max()) if len(finite) and finite.max() > 0 else 1.0
    share = np.minimum(size[order] / top, 1.0)
    broadest = len(WIDTHS) if len(weights) <= MANY else 2  # hairlines are painted ten times faster
    width = np.minimum((share * broadest).astype(np.intp), broadest - 1)
    ends = fan.ends[order]
    lines = tuple(QLineF(*e) for e in ends.tolist()) if fan.lane is None else ()
    curves = () if fan.lane is None else tuple(_detour(e, fan, scale) for e in ends.tolist())
    return Strands(fan, weights[order], fan.which[order], lines, curves, width, len(weights) <= FEW)


def _detour(ends: list[float], fan: Fan, scale: float) -> QPainterPath:
    """A strand that leaves upwards, runs in the lane past what stands in between, and comes back."""
    assert fan.lane is not None
    x0, y0, x1, y1 = ends
    top, bottom = fan.clear
    lane = fan.lane + scale * 5 * ((x0 - x1) / (abs(x0 - x1) + 200))
    path = QPainterPath(QPointF(x0, y0))
    path.cubicTo(x0, y0 - 0.95 * (y0 - bottom), lane, bottom + 0.75 * (y0 - bottom), lane, bottom - scale * 4)
    path.lineTo(lane, top + scale * 4)
    path.cubicTo(lane, top - 0.75 * (top - y1), x1, y1 + 0.95 * (top - y1), x1, y1)
    return path


def sign_color(value: float, style: Style) -> QColor:
    """The colour of a sign in the middle of its side of the diverging map."""
    return QColor(_signs(style.dark)[value < 0])


@cache
def _signs(dark: bool) -> tuple[QColor, QColor]:
    style = Style(dark)
    return style.diverging_color(0.62, 1.0), style.diverging_color(-0.62, 1.0)


def paint_strands(
    painter: QPainter,
    made: Strands,
    sources: NDArray[np.float64] | None,
    style: Style,
    marked: tuple[NDArray[np.bool_], bool] | None = None,
) -> None:
    """Draw them; `sources` are the values between -1 and 1 that flow in; `marked` (which, others dimmed) stands out."""
    strength = _strength(made, sources)
    if marked is not None:
        chosen, dim = marked
        strength = np.where(chosen, np.maximum(strength, 0.7), strength * (DIMMED if dim else 1.0))
    level = np.digitize(strength, STRENGTHS[1:])
    negative = made.weights < 0
    odd = ~np.isfinite(made.weights)
    keys = ((level * 2 + negative) * len(WIDTHS) + made.width) * 2 + odd
    painter.setBrush(Qt.BrushStyle.NoBrush)
    on_screen = painter.paintEngine().type() == QPaintEngine.Type.Raster
    for key in np.unique(keys):
        members = np.flatnonzero(keys == key)
        first = members[0]
        color = style.marked if odd[first] else sign_color(float(made.weights[first]), style)
        color.setAlphaF(STRENGTHS[level[first]])
        dashed = bool(negative[first]) and made.few
        painter.setPen(_pen(color, style.px(WIDTHS[made.width[first]]), dashed, on_screen))
        _draw(painter, made, members)


def _strength(made: Strands, sources: NDArray[np.float64] | None) -> NDArray[np.float64]:
    if sources is None:
        return np.full(len(made.weights), BARE)
    flow = np.abs(np.nan_to_num(sources.ravel()[made.which[:, 1]], nan=1.0))
    return np.asarray(SILENT + 0.8 * np.minimum(1.0, flow) * (0.35 + 0.65 * made.width / (len(WIDTHS) - 1)))


def _pen(color: QColor, width: float, dashed: bool, on_screen: bool) -> QPen:
    """On the screen a solid line is painted as touching dashes: Qt fills short pieces ten times faster than long ones."""
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dashed:
        pen.setDashPattern([max(2.0, 5.0 / max(1.0, width)), max(1.2, 2.6 / max(1.0, width))])
    elif on_screen:
        pen.setDashPattern([PIECE / width, 0.01])
    return pen


def _draw(painter: QPainter, made: Strands, members: NDArray[np.intp]) -> None:
    if made.lines:
        painter.drawLines([made.lines[i] for i in members])
    elif made.curves:
        for i in members:
            painter.drawPath(made.curves[i])
