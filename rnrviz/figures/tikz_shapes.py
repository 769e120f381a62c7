"""Paths, pens and brushes as TikZ: numbers are pixels, which the picture makes 0.75 of TeX's bp."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainterPath, QPen, QTransform

from rnrviz.figures.palette import PAPERS, SIGNALS

BP = 0.75
FARTHEST = 12_000.0  # TeX has no longer lengths
CAPS = {Qt.PenCapStyle.RoundCap: "round", Qt.PenCapStyle.FlatCap: "butt"}  # Qt's own are the picture's
JOINS = {Qt.PenJoinStyle.RoundJoin: "round", Qt.PenJoinStyle.MiterJoin: "miter"}
PATTERNS = {
    Qt.BrushStyle.BDiagPattern: "north east lines",
    Qt.BrushStyle.FDiagPattern: "north west lines",
    Qt.BrushStyle.DiagCrossPattern: "crosshatch",
    Qt.BrushStyle.HorPattern: "horizontal lines",
    Qt.BrushStyle.VerPattern: "vertical lines",
    Qt.BrushStyle.CrossPattern: "grid",
}
Namer = Callable[[QColor], str]


def number(value: float) -> str:
    """At most two decimals."""
    held = round(min(FARTHEST, max(-FARTHEST, value)), 2) + 0.0
    return f"{held:.2f}".rstrip("0").rstrip(".")


def finite(values: Any) -> bool:
    """Whether all these numbers are."""
    return all(math.isfinite(value) for value in values)


def length(pixels: float) -> str:
    """A length that does not follow the picture's unit."""
    return f"{number(pixels * BP)}bp"


def point(at: QPointF) -> str:
    """A coordinate."""
    return f"({number(at.x())},{number(at.y())})"


def rectangle(area: QRectF) -> str:
    """A rectangle from corner to corner."""
    return f"{point(area.topLeft())} rectangle {point(area.bottomRight())}"


def upright(transform: QTransform) -> bool:
    """Whether rectangles stay rectangles."""
    return transform.m12() == transform.m21() == 0.0


def oval(area: QRectF) -> str:
    """A circle or an ellipse."""
    a, b = number(area.width() / 2), number(area.height() / 2)
    return f"{point(area.center())} " + (f"circle [radius={a}]" if a == b else f"ellipse [x radius={a}, y radius={b}]")


def outline(path: QPainterPath) -> str:
    """A rectangle, also with rounded corners, as such; any other path by its pieces."""
    box = path.boundingRect()
    if path.elementCount() == 5:
        whole = QPainterPath()
        whole.addRect(box)
        return rectangle(box) if path == whole else trace(path)
    if path.elementCount() == 17:
        radius, rounded = path.elementAt(0).y - box.top(), QPainterPath()
        rounded.addRoundedRect(box, radius, radius)
        if path == rounded:
            return f"{{[rounded corners={length(radius)}] {rectangle(box)}}}"
    return trace(path)


def folds(path: QPainterPath) -> bool:
    """Whether a path has more than one part, so that the rule of filling matters."""
    move = QPainterPath.ElementType.MoveToElement
    return sum(path.elementAt(i).type == move for i in range(path.elementCount())) > 1


def cells(area: QRectF, image: QImage) -> Iterator[tuple[QRectF, QColor]]:
    """The pixels of an image laid over an area, those of one colour in a row as one."""
    wide, high = area.width() / max(1, image.width()), area.height() / max(1, image.height())
    for y in range(image.height()):
        left = 0
        for right in range(1, image.width() + 1):
            colour = image.pixelColor(left, y)
            if right == image.width() or image.pixelColor(right, y) != colour:
                yield QRectF(area.left() + left * wide, area.top() + y * high, (right - left) * wide, high), colour
                left = right


def trace(path: QPainterPath) -> str:
    """A path's subpaths, each closed where it ends where it began; empty if a number is not finite."""
    return " ".join(part for part in _subpaths(path) if part)


def _subpaths(path: QPainterPath) -> Iterator[str]:
    kinds = QPainterPath.ElementType
    elements = [(e.type, QPointF(e.x, e.y)) for e in map(path.elementAt, range(path.elementCount()))]
    starts = [i for i, (kind, _) in enumerate(elements) if kind == kinds.MoveToElement]
    for first, last in pairwise([*starts, len(elements)]):
        part = elements[first:last]
        if len(part) > 1 and all(math.isfinite(p.x()) and math.isfinite(p.y()) for _, p in part):
            yield _subpath(part)


def _subpath(part: list[tuple[QPainterPath.ElementType, QPointF]]) -> str:
    kinds = QPainterPath.ElementType
    closed = part[0][1] == part[-1][1]
    if closed and part[-1][0] == kinds.LineToElement and len(part) > 2:
        part = part[:-1]
    said, i = [point(part[0][1])], 1
    while i < len(part):
        if part[i][0] == kinds.CurveToElement:
            a, b, end = (point(p) for _, p in part[i : i + 3])
            said.append(f".. controls {a} and {b} .. {end}")
            i += 3
        else:
            said.append(f"-- {point(part[i][1])}")
            i += 1
    return " ".join([*said, "-- cycle"] if closed else said)


def stroke(pen: QPen, scale: float, opacity: float, name: Namer) -> list[str]:
    """The options of a line; none where nothing is drawn."""
    alpha = pen.color().alphaF() * opacity
    if pen.style() == Qt.PenStyle.NoPen or not alpha:
        return []
    width = (pen.widthF() or 1.0) * (1.0 if pen.isCosmetic() else scale)
    made = [f"draw={name(pen.color())}", f"line width={length(width)}"]
    if pen.style() != Qt.PenStyle.SolidLine:
        steps = [length(part * width) for part in pen.dashPattern()]
        made.append("dash pattern=" + " ".join(f"{'off' if i % 2 else 'on'} {s}" for i, s in enumerate(steps)))
    made += [f"line cap={CAPS[pen.capStyle()]}"] if pen.capStyle() in CAPS else []
    made += [f"line join={JOINS[pen.joinStyle()]}"] if pen.joinStyle() in JOINS else []
    return made + ([f"draw opacity={alpha:.3g}"] if alpha < 0.999 else [])


def fill(brush: QBrush, opacity: float, name: Namer) -> list[str]:
    """The options of a surface; none where nothing is filled."""
    alpha = brush.color().alphaF() * opacity
    if brush.style() == Qt.BrushStyle.NoBrush or not alpha:
        return []
    pattern, colour = PATTERNS.get(brush.style()), name(brush.color())
    made = [f"pattern={pattern}", f"pattern color={colour}"] if pattern else [f"fill={colour}"]
    return made + ([f"fill opacity={alpha:.3g}"] if alpha < 0.999 else [])


def colour_names() -> dict[str, str]:
    """What the style's colours are called: hexadecimal digits to a name. The first name of a colour is taken."""
    names: dict[str, str] = {}
    for dark in (False, True):
        for name, digits in (PAPERS[dark] | SIGNALS[dark]).items():
            names.setdefault(digits[1:].upper(), f"rnr{name}{'dark' if dark else ''}")
    return names
