"""A paint engine that says what it is asked to draw as TikZ: paths as paths, words as words, symbols as formulas."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QFontInfo,
    QFontMetricsF,
    QImage,
    QPaintDevice,
    QPaintEngine,
    QPaintEngineState,
    QPainterPath,
    QPen,
    QPolygonF,
    QTextItem,
    QTransform,
)  # fmt: skip

from rnrviz.figures import fonts
from rnrviz.figures import tikz_shapes as shapes
from rnrviz.figures.tikz_text import Formula, escaped, maths, wordy
from rnrviz.figures.tikz_writer import Look, TikzWriter

Flag = QPaintEngine.DirtyFlag


@final
class TikzEngine(QPaintEngine):
    """Puts everything where the painter's transform puts it, and hands it to `writer`."""

    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.writer = TikzWriter()
        self._transform, self._pen, self._brush, self._opacity = QTransform(), QPen(), QBrush(), 1.0
        self._clips: list[str] = []
        self._page = ""
        self._formula: Formula | None = None

    def type(self) -> QPaintEngine.Type:
        """One of our own: figures draw for it as for any file."""
        return QPaintEngine.Type.User

    def begin(self, device: QPaintDevice) -> bool:
        """The whole sheet needs no clipping of its own."""
        self._page = shapes.rectangle(QRectF(0, 0, device.width(), device.height()))
        return True

    def end(self) -> bool:
        """Write what is held back."""
        self._flush()
        self.writer.leave()
        return True

    def updateState(self, state: QPaintEngineState) -> None:
        """What the painter has changed."""
        self._transform, self._opacity = QTransform(state.transform()), state.opacity()
        self._pen, self._brush = QPen(state.pen()), QBrush(state.brush())
        flags = state.state()
        if flags & (Flag.DirtyClipPath | Flag.DirtyClipRegion):
            self._clip(state)
        if flags & (Flag.DirtyClipPath | Flag.DirtyClipRegion | Flag.DirtyClipEnabled):
            self._flush()
            self.writer.clips = self._clips if state.isClipEnabled() else []

    def _clip(self, state: QPaintEngineState) -> None:
        operation = state.clipOperation()
        if operation == Qt.ClipOperation.NoClip:
            self._clips = []
            return
        path = state.clipPath()
        if state.state() & Flag.DirtyClipRegion:
            path = QPainterPath()
            path.addRegion(state.clipRegion())
        said = self._outline(path) or "(0,0) rectangle (0,0)"
        kept = self._clips if operation == Qt.ClipOperation.IntersectClip else []
        self._clips = kept if said in (*kept, self._page) else [*kept, said]

    def _outline(self, path: QPainterPath) -> str:
        """A path where it lands; a rectangle as such."""
        return shapes.outline(self._transform.map(path))

    def drawPath(self, path: QPainterPath) -> None:
        """Filled and stroked."""
        rule = ["even odd rule"] if path.fillRule() == Qt.FillRule.OddEvenFill and shapes.folds(path) else []
        self._shape(self._outline(path), self._brush, rule)

    def drawPolygon(self, points: Any, mode: QPaintEngine.PolygonDrawMode) -> None:
        """Open if it is a polyline."""
        path = QPainterPath()
        path.addPolygon(QPolygonF([QPointF(p) for p in points]))
        closed = mode != QPaintEngine.PolygonDrawMode.PolylineMode
        if closed:
            path.closeSubpath()
        self._shape(self._outline(path), self._brush if closed else QBrush())

    def drawLines(self, lines: Any) -> None:
        """One statement for all of them, since they look alike."""
        landed = [self._transform.map(QLineF(line)) for line in lines]
        whole = [line for line in landed if shapes.finite(line.toTuple())]
        self._shape(" ".join(f"{shapes.point(a.p1())} -- {shapes.point(a.p2())}" for a in whole), QBrush())

    def drawRects(self, rects: Any) -> None:
        """Filled and stroked."""
        for rect in rects:
            path = QPainterPath()
            path.addRect(QRectF(rect))
            self._shape(self._outline(path), self._brush)

    def drawEllipse(self, rect: Any) -> None:
        """A circle where it is one."""
        area, path = QRectF(rect), QPainterPath()
        path.addEllipse(area)
        level = shapes.upright(self._transform) and shapes.finite(area.getRect())
        self._shape(shapes.oval(self._transform.mapRect(area)) if level else self._outline(path), self._brush)

    def drawPoints(self, points: Any) -> None:
        """Dots as wide as the pen."""
        half = max(0.5, self._pen.widthF() * self._scale() / 2)
        for at in points:
            dot = self._transform.map(QPointF(at))
            self._write(self._ink(), shapes.oval(QRectF(dot.x() - half, dot.y() - half, 2 * half, 2 * half)))

    def drawPixmap(self, area: Any, pixmap: Any, source: Any) -> None:
        """As its pixels."""
        self.drawImage(area, pixmap.toImage(), source)

    def drawImage(self, area: Any, image: QImage, source: Any, flags: Any = None) -> None:
        """Its pixels as rectangles, those of one colour in a row as one: figures draw data, one pixel a number."""
        for cell, colour in shapes.cells(area, image.copy(source.toRect())):
            options = shapes.fill(QBrush(colour), self._opacity, self.writer.colour)
            self._write(options, shapes.rectangle(self._transform.mapRect(cell)))
            if self.writer.full:
                return

    def drawTextItem(self, at: Any, item: QTextItem) -> None:
        """Words; letters in the font of formulas are gathered into symbols; outlines of what TeX has not got."""
        font, text = item.font(), item.text()
        if not shapes.finite(at.toTuple()):
            return
        if not text.strip():
            self._space(text)
            return
        serif = font.family() == fonts.SERIF
        formula, words = (maths(text, font.italic()) if serif else None), escaped(text)
        if formula is None and words is None:
            path = QPainterPath()
            path.addText(at, font, text)
            self._write(self._ink(), shapes.trace(self._transform.map(path)))
            return
        place, scale = self._transform.map(at), self._scale()
        size, width = QFontInfo(font).pixelSize() * scale, item.width() * scale
        if formula is not None:
            before, after = (QFontMetricsF(font).horizontalAdvance(end) for end in _ends(text))
            place, width = self._transform.map(at + QPointF(before, 0.0)), width - (before + after) * scale
        if formula is not None and self._gather(place, size, width, text, formula):
            return
        self._flush()
        if formula is not None and (font.italic() or not (wordy(text) and words)):
            self._formula = Formula(place.x(), place.y(), size, self._look(), formula, place.x() + width)
            return
        fitted = (
            rf"\resizebox{{{shapes.length(width)}}}{{!}}{{{words}}}" if len(text) > 1 or text.isdigit() else str(words)
        )
        kind = "serif" if serif else "bold" if font.weight() > 500 else "italic" if font.italic() else "text"
        self.writer.node(place, width, self.writer.face(kind, size), self._look(), str(fitted))

    def _space(self, text: str) -> None:
        """A thin space is a part of an index; other spaces show nothing."""
        if self._formula and text == "\u2009":
            self._formula.spaced = True

    def _gather(self, at: QPointF, size: float, width: float, text: str, tex: str) -> bool:
        """Whether this piece belongs to the symbol that is being gathered."""
        held = self._formula
        return bool(held and held.look == self._look() and held.takes(at.x(), at.y(), size, width, text, tex))

    def _flush(self) -> None:
        """Write the symbol that was being gathered."""
        held, self._formula = self._formula, None
        if held:
            face = self.writer.face("text", held.size)
            self.writer.node(QPointF(held.x, held.y), held.right - held.x, face, held.look, held.tex)

    def _look(self) -> Look:
        """The colour of text, how strong it is, and how it is turned."""
        turned = -math.degrees(math.atan2(self._transform.m12(), self._transform.m11()))
        alpha = round(self._pen.color().alphaF() * self._opacity, 3)
        return self.writer.colour(self._pen.color()), alpha, turned if abs(turned) > 0.01 else 0.0

    def _ink(self) -> list[str]:
        return shapes.fill(QBrush(self._pen.color()), self._opacity, self.writer.colour)

    def _shape(self, outline: str, brush: QBrush, more: Sequence[str] = ()) -> None:
        filled = shapes.fill(brush, self._opacity, self.writer.colour)
        drawn = shapes.stroke(self._pen, self._scale(), self._opacity, self.writer.colour)
        self._write([*filled, *drawn, *(more if filled else ())], outline)

    def _write(self, options: Sequence[str], outline: str) -> None:
        self._flush()
        if options and outline:
            self.writer.path(options, outline)

    def _scale(self) -> float:
        return math.sqrt(abs(self._transform.determinant()))


def _ends(text: str) -> tuple[str, str]:
    """The spaces before and after the rest of a text, which TeX leaves out of a formula."""
    return text[: len(text) - len(text.lstrip(" "))], text[len(text.rstrip(" ")) :]
