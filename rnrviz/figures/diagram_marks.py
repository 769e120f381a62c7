"""The marks of the drawing: units, gauges, valves, squashing functions, arrows, numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from rnrviz.figures.measure import text_width
from rnrviz.figures.numbers import short
from rnrviz.figures.style import Style

FUNCTIONS: dict[str, Callable[[float], float]] = {
    "tanh": math.tanh,
    "logistic": lambda v: 1 / (1 + math.exp(-v)) if v > -700 else 0.0,
    "identity": lambda v: v,
    "relu": lambda v: v if not v < 0 else 0.0,
}
SLIT = 0.06  # a gate that is less open is drawn shut
REACH = {"tanh": (3.0, -1.0, 1.0), "logistic": (6.0, 0.0, 1.0), "identity": (1.0, -1.0, 1.0), "relu": (1.0, -1.0, 1.0)}


def activate(function: str, value: float) -> float:
    """g(value) by the name of the function; NaN for a function of the whole layer."""
    return FUNCTIONS[function](value) if function in FUNCTIONS else math.nan


def pen(color: QColor, width: float, line: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """A round pen."""
    return QPen(color, width, line, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def box(x: float, y: float, w: float, h: float) -> QRectF:
    """The rectangle around a centre."""
    return QRectF(x - w / 2, y - h / 2, w, h)


def unit(painter: QPainter, area: QRectF, fill: QColor, outline: QPen) -> None:
    """A unit: a circle, or a lozenge with round ends when wider than high."""
    painter.setPen(outline)
    painter.setBrush(fill)
    radius = min(area.width(), area.height()) / 2
    painter.drawRoundedRect(area, radius, radius)


def number(painter: QPainter, area: QRectF, value: float, style: Style, color: QColor,
           align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignCenter, fit: bool = False) -> None:  # fmt: skip
    """A value with three digits; to `fit` its area it may give up a digit or two."""
    text = short(value)
    if fit:
        room = area.width() - style.px(3)
        tries = (short(value, digits) for digits in (3, 2, 1))
        text = next((t for t in tries if width(t, style) <= room), short(value, 1))
    label(painter, area, text, style, color, align)


def width(text: str, style: Style) -> float:
    """How wide a label is, in pixels."""
    return text_width(text, style.font(0.85))


def label(painter: QPainter, area: QRectF, text: str, style: Style, color: QColor,
          align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignCenter, bold: bool = False) -> None:  # fmt: skip
    """A short text at the smallest size, in the middle of its height."""
    painter.setFont(style.font(0.85, bold=bold))
    painter.setPen(color)
    painter.drawText(area, _flags(align), text)


@cache
def _flags(align: Qt.AlignmentFlag) -> int:
    return int(align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip)


def halo(painter: QPainter, area: QRectF, text: str, style: Style) -> None:
    """The panel shows around the letters of a label that is set at the left of its area, over whatever runs there."""
    font = style.font(0.85)
    metrics, path = QFontMetricsF(font), QPainterPath()
    path.addText(area.left(), area.center().y() + (metrics.ascent() - metrics.descent()) / 2, font, text)
    painter.strokePath(path, pen(style.panel, style.px(3.5)))


def gauge(painter: QPainter, area: QRectF, level: float | None, color: QColor, style: Style, line: float) -> None:
    """A gate: a vessel filled from below to its openness (0 to 1)."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(style.panel)
    painter.drawEllipse(area)
    if level is not None and math.isfinite(level):
        brim = math.degrees(math.asin(2 * min(1.0, max(0.0, level)) - 1))
        painter.setBrush(style.tint(color, 0.42))
        painter.drawChord(area, round(16 * brim), -round(16 * (180 + 2 * brim)))
    painter.setPen(pen(color, line))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(area)


def valve(painter: QPainter, centre: QPointF, radius: float, openness: float | None, color: QColor, style: Style,
          line: float) -> None:  # fmt: skip
    """A × whose two doors leave an opening as wide as the gate is open (0 shut, 1 open); None draws it bare."""
    area = box(centre.x(), centre.y(), 2 * radius, 2 * radius)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(style.panel)
    painter.drawEllipse(area)
    opened = 1.0 if openness is None or not math.isfinite(openness) else min(1.0, max(0.0, openness))
    opened = opened if opened >= SLIT else 0.0
    half = math.degrees(math.acos(opened))
    painter.setBrush(color)
    for side in (0, 180):
        painter.drawChord(area, round(16 * (side - half)), round(32 * half))
    painter.setPen(pen(color if openness is not None else style.muted, line))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(area)
    _cross(painter, centre, radius * 0.42, opened * radius, style.text_on(color), style.ink, line * 1.1)


def _cross(painter: QPainter, centre: QPointF, arm: float, gap: float, on_doors: QColor, between: QColor,
           line: float) -> None:  # fmt: skip
    """A ×, each of whose strokes changes its colour where it passes from a door into the gap."""
    inner = min(arm, gap)
    outside, inside = QPen(on_doors, line), QPen(between, line)
    for stroke in (outside, inside):
        stroke.setCapStyle(Qt.PenCapStyle.FlatCap)
    for lean in (1, -1):

        def at(offset: float, lean: int = lean) -> QPointF:
            return QPointF(centre.x() + offset, centre.y() + lean * offset)

        if inner < arm:
            painter.setPen(outside)
            painter.drawLine(at(-arm), at(-inner))
            painter.drawLine(at(inner), at(arm))
        if inner > 0:
            painter.setPen(inside)
            painter.drawLine(at(-inner), at(inner))


def operator(painter: QPainter, centre: QPointF, radius: float, sign: str, style: Style, line: float) -> None:
    """A small circle with × or +."""
    painter.setPen(pen(style.muted, line))
    painter.setBrush(style.panel)
    painter.drawEllipse(centre, radius, radius)
    arm = radius * (0.45 if sign == "×" else 0.6)
    ends = ((arm, arm), (-arm, arm)) if sign == "×" else ((arm, 0.0), (0.0, arm))
    painter.setPen(pen(style.ink, line))
    for dx, dy in ends:
        painter.drawLine(QLineF(centre.x() - dx, centre.y() - dy, centre.x() + dx, centre.y() + dy))


def factor(painter: QPainter, centre: QPointF, radius: float, text: str, style: Style, line: float) -> None:
    """A lozenge with a number: what passes is multiplied by it, or taken from it (1−)."""
    area = box(centre.x(), centre.y(), max(2 * radius, width(text, style) + 8), 2 * radius)
    unit(painter, area, style.panel, pen(style.muted, line))
    label(painter, area, text, style, style.ink)


def squashing(painter: QPainter, centre: QPointF, radius: float, function: str, style: Style, line: float) -> None:
    """A circle with the curve of the function in it."""
    painter.setPen(pen(style.muted, line))
    painter.setBrush(style.panel)
    painter.drawEllipse(centre, radius, radius)
    if function in FUNCTIONS:
        reach = REACH[function][0]
        painter.setPen(pen(style.ink, line))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        points = [_on_curve(centre, radius, function, reach * (i / 8 - 1)) for i in range(17)]
        painter.drawPolyline(QPolygonF(points))


def rider(painter: QPainter, centre: QPointF, radius: float, function: str, at: float, color: QColor,
          style: Style) -> None:  # fmt: skip
    """A dot that rides on the curve of `squashing` at the value `at`; at its end where the value is beyond."""
    if function in FUNCTIONS and not math.isnan(at):
        reach = REACH[function][0]
        painter.setPen(pen(style.panel, 1))
        painter.setBrush(color)
        place = _on_curve(centre, radius, function, min(reach, max(-reach, at)))
        painter.drawEllipse(place, radius * 0.24, radius * 0.24)


def _on_curve(centre: QPointF, radius: float, function: str, value: float) -> QPointF:
    reach, low, high = REACH[function]
    half, share = radius * 0.66, (FUNCTIONS[function](value) - low) / (high - low) * 2 - 1
    return QPointF(centre.x() + half * value / reach, centre.y() - half * 0.82 * share)


def head(painter: QPainter, tip: QPointF, dx: float, dy: float, size: float, color: QColor) -> None:
    """The head of an arrow that arrives at `tip` in direction (dx, dy)."""
    length = math.hypot(dx, dy) or 1.0
    ux, uy = dx / length, dy / length
    back = QPointF(tip.x() - size * ux, tip.y() - size * uy)
    side = size * 0.42
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPolygon(QPolygonF([
        tip, QPointF(back.x() - side * uy, back.y() + side * ux), QPointF(back.x() + side * uy, back.y() - side * ux)
    ]))  # fmt: skip


def polyline(painter: QPainter, points: list[QPointF], radius: float) -> None:
    """A line through the points with rounded corners; a straight one is much cheaper than a path."""
    if len(points) == 2:
        painter.drawLine(points[0], points[1])
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(elbows(points, radius))


def elbows(points: list[QPointF], radius: float) -> QPainterPath:
    """A path through the points with rounded corners."""
    path = QPainterPath(points[0])
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        path.lineTo(_towards(corner, before, radius))
        path.quadTo(corner, _towards(corner, after, radius))
    path.lineTo(points[-1])
    return path


def _towards(start: QPointF, end: QPointF, distance: float) -> QPointF:
    line = QLineF(start, end)
    return line.pointAt(min(0.5, distance / line.length())) if line.length() else QPointF(start)
