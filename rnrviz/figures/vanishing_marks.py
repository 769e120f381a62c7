"""The curve of a network: its colour, dash and marker, the label at its end, the sign that it leaves the picture."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from rnrviz.figures.curves import draw_curve, draw_marker
from rnrviz.figures.ends import spread
from rnrviz.figures.fading import Curve, Fading
from rnrviz.figures.numbers import short
from rnrviz.figures.scales import LogScale, Numbers
from rnrviz.figures.style import Style
from rnrviz.figures.symbols import draw_symbol, symbol_width

ROW, TALL = 17.0, 32.0
APART = 13.0  # the least distance of two markers of a curve
SHARE = 0.42  # of the width that labels may have; else only the markers stand there
MARK = 18.0
BEFORE = 12.0


def draw_network(painter: QPainter, curve: Curve, x: Numbers, y: Numbers, style: Style) -> None:
    """The line of a network, dashed as its look says, and markers that do not touch."""
    colour = curve.colour(style)
    wide = style.px(2.1 if curve.look == 0 else 1.6)
    if len(x) > 1:
        draw_curve(painter, x, y, colour, wide, curve.look)
    painter.setPen(QPen(style.panel, style.px(0.8)))
    painter.setBrush(colour)
    every = max(1, math.ceil(style.px(APART) / abs(x[1] - x[0]))) if len(x) > 1 else 1
    for a, b in zip(x[::every].tolist(), y[::every].tolist(), strict=True):
        if math.isfinite(b):
            draw_marker(painter, a, b, curve.look, style.px(3.2))


def draw_sample(painter: QPainter, box: QRectF, look: Curve, style: Style, on: bool) -> None:
    """A piece of the line with its marker, as a legend shows it; only an outline where it is switched off."""
    colour = look.colour(style) if on else style.muted
    y = box.center().y()
    if on:
        draw_curve(painter, np.array([box.left(), box.right()]), np.array([y, y]), colour, style.px(1.8), look.look)
    painter.setPen(QPen(style.paper if on else colour, style.px(1.0)))
    painter.setBrush(colour if on else Qt.BrushStyle.NoBrush)
    draw_marker(painter, box.center().x(), y, look.look, style.px(3.6))


def label_width(curves: Sequence[Curve], style: Style, whole: float) -> float:
    """The room right of the plots: for the names, or for markers alone where names would take too much."""
    metrics = QFontMetricsF(style.font(0.92))
    names = max((metrics.horizontalAdvance(curve.label) for curve in curves), default=0.0)
    symbols = max((symbol_width(curve.by, style, size=0.95) for curve in curves if curve.by), default=0.0)
    wanted = style.px(BEFORE + MARK) + max(names, symbols, style.px(54))
    return wanted if wanted <= SHARE * whole else style.px(BEFORE + MARK)


def draw_labels(painter: QPainter, fading: Fading, scale: LogScale, box: QRectF, right: float, style: Style) -> None:
    """Beside the end of each curve its marker, its name and, below it, its value or what it is differentiated by."""
    named = right - box.right() > style.px(BEFORE + MARK) + 1
    tall = named and any(_below(fading, curve) for curve in fading.drawn)
    wanted = [_end(curve, scale, box) for curve in fading.drawn]
    if not wanted:
        return
    places = spread(wanted, style.px(TALL if tall else ROW), box)
    for curve, aim, y in zip(fading.drawn, wanted, places, strict=True):
        _label(painter, fading, curve, QPointF(box.right() + style.px(BEFORE), y), named, style)
        painter.setPen(QPen(style.hairline, 1))
        painter.drawLine(QLineF(box.right() + style.px(5), aim, box.right() + style.px(BEFORE - 1), y))


def _label(painter: QPainter, fading: Fading, curve: Curve, at: QPointF, named: bool, style: Style) -> None:
    px, below = style.px, _below(fading, curve) if named else None
    base = at.y() + px(4.5) - (px(7) if below else 0.0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(curve.colour(style))
    draw_marker(painter, at.x() + px(6), base - px(4.5), curve.look, px(3.6))
    if not named:
        return
    painter.setFont(style.font(0.92, bold=curve.look == 0))
    painter.setPen(curve.colour(style))
    painter.drawText(QPointF(at.x() + px(MARK - 2), base), curve.label)
    start = QPointF(at.x() + px(MARK - 2), base + px(15))
    if below and below[0]:
        draw_symbol(painter, start, below[0], style, size=0.95, color=style.ink)
    elif below:
        painter.setFont(style.font(0.88))
        painter.setPen(style.ink)
        painter.drawText(start, below[1])


def _below(fading: Fading, curve: Curve) -> tuple[str, str] | None:
    """The symbol or the number under a name: at the probed distance the value, else the weight."""
    if fading.probe is not None and curve.values is not None and fading.probe < len(curve.values):
        return "", short(float(curve.values[fading.probe]))
    return (curve.by, "") if curve.by else None


def _end(curve: Curve, scale: LogScale, box: QRectF) -> float:
    """The height at which a curve ends; the edge where it has left."""
    assert curve.values is not None
    left = scale.leaves(curve.values)
    if left is not None:
        return box.bottom() if left[1] in ("below", "zero") else box.top()
    return float(scale.at(curve.values[-1:])[0]) if len(curve.values) else box.center().y()


def leave_mark(painter: QPainter, curve: Curve, x: float, box: QRectF, above: bool, style: Style) -> None:
    """A small arrow at the edge through which the curve leaves."""
    side, way = style.px(5), -1.0 if above else 1.0
    tip = QPointF(x, (box.top() if above else box.bottom()) + way * side)
    painter.setPen(QPen(style.paper, 1))
    painter.setBrush(curve.colour(style))
    painter.drawPolygon(
        QPolygonF([tip, tip + QPointF(side, -1.6 * way * side), tip + QPointF(-side, -1.6 * way * side)])
    )
