"""Weights as lines: colour and dash say the sign, width the size, strength whether anything flows just now."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPainterPath, QPen

from rnrviz.figures.diagram_layout import Fan
from rnrviz.figures.kept import Often
from rnrviz.figures.style import Style

MOST_LINES = 260
MOST_CURVES = 260
FEW = 72
MANY = 400
PIECE = 9.0
WIDTHS = (1.05, 1.25, 1.6, 2.1, 2.9)
FADE = (0.55, 0.8, 1.0, 1.0, 1.0)
SILENT, BARE = 0.13, 0.2
LIVE = (0.06, 0.16, 0.32, 0.5, 0.7, 0.88)
LEVELS = np.array((0.0, *LIVE))


@dataclass(frozen=True, eq=False)
class Strands:
    """The edges of a fan that are drawn, thinnest first: their lines or curves and what each shows."""

    fan: Fan
    weights: NDArray[np.float64]
    which: NDArray[np.intp]
    sources: NDArray[np.intp]
    lines: tuple[QLineF, ...]
    curves: tuple[QPainterPath, ...]
    width: NDArray[np.intp]
    few: bool
    area: QRectF
    """What the lines lie in; never empty, so that it can be seen."""

    @cached_property
    def looks(self) -> list[int]:
        """For each line its width, whether the weight is negative and whether it is not finite, as one number."""
        found: list[int] = ((self.width * 2 + (self.weights < 0)) * 2 + ~np.isfinite(self.weights)).tolist()
        return found

    @cached_property
    def pictures(self) -> Often:
        """Curves are slow to stroke: those of the same strengths are laid down as a picture."""
        return Often(self.area)

    @cached_property
    def reach(self) -> NDArray[np.float64]:
        """How strong each line is when all flows through it."""
        return 0.9 * (0.35 + 0.65 * self.width / (len(WIDTHS) - 1))


def strands(fan: Fan, matrix: NDArray[np.float64], scale: float) -> Strands:
    """Choose the edges of a fan by the size of their weights and set their lines."""
    weights = matrix.reshape(matrix.shape[0], -1)[fan.which[:, 0], fan.which[:, 1]]
    size = np.where(np.isfinite(weights), np.abs(weights), np.inf)
    most = MOST_LINES if fan.lane is None else MOST_CURVES
    order = np.argpartition(size, -most)[-most:] if len(size) > most else np.arange(len(size))
    order = order[np.argsort(size[order], kind="stable")]
    finite = size[np.isfinite(size)]
    top = float(finite.max()) if len(finite) and finite.max() > 0 else 1.0
    share = np.minimum(size[order] / top, 1.0)
    broadest = len(WIDTHS) if len(weights) <= MANY else 2
    width = np.minimum((share * broadest).astype(np.intp), broadest - 1)
    ends = fan.ends[order]
    lines = tuple(QLineF(*e) for e in ends.tolist()) if fan.lane is None else ()
    curves = () if fan.lane is None else tuple(_detour(e, fan, scale) for e in ends.tolist())
    which = fan.which[order][:, : max(1, matrix.ndim)] if matrix.ndim < 2 else fan.which[order]
    few, area = len(weights) <= FEW, _area(ends, curves)
    return Strands(fan, weights[order], which, fan.sources[order], lines, curves, width, few, area)


def _area(ends: NDArray[np.float64], curves: tuple[QPainterPath, ...]) -> QRectF:
    if not len(ends):
        return QRectF()
    low, high = ends.reshape(-1, 2).min(axis=0), ends.reshape(-1, 2).max(axis=0)
    area = QRectF(QPointF(*low.tolist()), QPointF(*high.tolist())).adjusted(-2, -2, 2, 2)
    for curve in curves:
        area = area.united(curve.controlPointRect())
    return area


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
    style, strong = Style(dark), 0.9 if dark else 0.72
    return style.diverging_color(strong, 1.0), style.diverging_color(-strong, 1.0)


def paint_ground(painter: QPainter, made: Strands, style: Style, bare: bool) -> None:
    """Every weight faintly, whatever flows; `bare`, before the first token, less faintly."""
    if made.curves and not made.few and not bare:
        return  # a cable of hundreds would be a solid bar: it shows only what flows
    crowded = 1.0 if len(made.weights) < MOST_LINES else 0.4
    _paint(painter, made, np.full(len(made.weights), (BARE if bare else SILENT) * crowded), style)


def paint_live(
    painter: QPainter,
    made: Strands,
    sources: NDArray[np.float64],
    style: Style,
    chosen: NDArray[np.bool_] | None = None,
) -> None:
    """The weights through which something flows; `sources` are between -1 and 1.

    With `chosen` only those are drawn, strongly.
    """
    flow = np.minimum(1.0, np.abs(np.nan_to_num(sources.ravel()[made.sources], nan=1.0)))
    strength = flow * made.reach
    if chosen is not None:
        strength = np.where(chosen, np.maximum(strength, 0.6), 0.0)
    alpha = LEVELS[np.searchsorted(LIVE, strength, side="right")]
    if made.curves:
        made.pictures.paint(painter, (alpha.tobytes(), style.dark), lambda into: _paint(into, made, alpha, style))
    else:
        _paint(painter, made, alpha, style)


def _paint(painter: QPainter, made: Strands, alpha: NDArray[np.float64], style: Style) -> None:
    """Lines that look alike are painted together."""
    groups: dict[tuple[float, int], list[int]] = {}
    for member, (strength, look) in enumerate(zip(alpha.tolist(), made.looks, strict=True)):
        if strength > 0:
            groups.setdefault((strength, look), []).append(member)
    on_screen = painter.paintEngine().type() == QPaintEngine.Type.Raster
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for (strength, look), members in sorted(groups.items()):
        painter.setPen(_looking(strength, look, made.few, on_screen, style.dark, style.scale))
        _draw(painter, made, members)


@lru_cache(maxsize=1024)
def _looking(strength: float, look: int, few: bool, on_screen: bool, dark: bool, scale: float) -> QPen:
    """The pen of lines that look so; see `Strands.looks`."""
    style, (width, signs) = Style(dark, scale), divmod(look, 4)
    minus, odd = divmod(signs, 2)
    color = style.marked if odd else sign_color(-1.0 if minus else 1.0, style)
    color.setAlphaF(strength * FADE[width])
    return _pen(color, style.px(WIDTHS[width]), bool(minus) and few, on_screen)


def _pen(color: QColor, width: float, dashed: bool, on_screen: bool) -> QPen:
    """On the screen a solid line is painted as touching dashes: Qt fills short pieces ten times faster.

    That holds for lines broader than a pixel; thinner ones would show gaps.
    """
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dashed:
        pen.setDashPattern([max(2.0, 5.0 / max(1.0, width)), max(1.2, 2.6 / max(1.0, width))])
    elif on_screen:
        pen.setDashPattern([PIECE, 1e-6])
    return pen


def _draw(painter: QPainter, made: Strands, members: list[int]) -> None:
    if made.lines:
        painter.drawLines([made.lines[i] for i in members])
    elif made.curves:
        for i in members:
            painter.drawPath(made.curves[i])
