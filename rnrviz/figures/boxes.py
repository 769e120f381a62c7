"""Formulas as boxes on a baseline: words, symbols, rows of boxes, fractions, sums with their limits, brackets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from rnrviz.figures.style import Style
from rnrviz.figures.symbols import Piece, set_symbol

LIMIT, SIGN, THIN = 0.74, 1.7, 0.17


@dataclass(frozen=True)
class Spot:
    """A part of a formula that stands for a number: `about` says which; with a `text` it is the number itself."""

    area: QRectF
    about: object
    value: float
    text: str = ""
    font: QFont | None = None


@dataclass(frozen=True)
class Box:
    """Pieces of text and strokes, placed from the start of the baseline; a sum's `height` reaches from its limits.

    `spots` are places that can be pointed at, for those who want to know.
    """

    pieces: tuple[Piece, ...] = ()
    strokes: tuple[QRectF, ...] = ()
    width: float = 0.0
    ascent: float = 0.0
    descent: float = 0.0
    spots: tuple[Spot, ...] = ()

    def moved(self, x: float, y: float) -> Box:
        """The same, its baseline starting elsewhere."""
        return replace(
            self,
            pieces=tuple(replace(piece, x=piece.x + x, y=piece.y + y) for piece in self.pieces),
            strokes=tuple(stroke.translated(x, y) for stroke in self.strokes),
            ascent=self.ascent - y,
            descent=self.descent + y,
            spots=tuple(replace(spot, area=spot.area.translated(x, y)) for spot in self.spots),
        )

    def paint(self, painter: QPainter, at: QPointF, colour: QColor) -> None:
        """Draw it with its baseline starting there."""
        painter.setPen(colour)
        for piece in self.pieces:
            painter.setFont(piece.font)
            painter.drawText(at + QPointF(piece.x, piece.y), piece.text)
        for stroke in self.strokes:
            painter.fillRect(stroke.translated(at), colour)


def words(text: str, style: Style, size: float, italic: bool = False) -> Box:
    """A run of text in the font of formulas."""
    font = style.font(size, italic=italic, maths=True)
    metrics = QFontMetricsF(font)
    width = metrics.horizontalAdvance(text)
    return Box((Piece(text, font, 0.0, 0.0),), (), width, metrics.capHeight() * 1.05, metrics.descent() * 0.7)


def plain(text: str, style: Style, size: float) -> Box:
    """A run of text in the font of words, as numbers are set."""
    font = style.font(size)
    metrics = QFontMetricsF(font)
    return Box(
        (Piece(text, font, 0.0, 0.0),),
        (),
        metrics.horizontalAdvance(text),
        metrics.capHeight(),
        metrics.descent() * 0.5,
    )


def sign(identifier: str, style: Style, size: float, index: str = "", time: str = "") -> Box:
    """A symbol of the chapter."""
    found = set_symbol(identifier, style, index, size, time)
    return Box(found.pieces, (), found.width, found.ascent, found.descent)


def row(boxes: Iterable[Box], gap: float = 0.0) -> Box:
    """Boxes one after the other on one baseline."""
    x, laid = 0.0, []
    for box in boxes:
        laid.append(box.moved(x, 0.0))
        x += box.width + gap
    return _joined(laid, max(0.0, x - gap))


def fraction(above: Box, below: Box, style: Style, size: float) -> Box:
    """One over the other, the line at the height of a minus."""
    axis, rim = _axis(style, size), style.px(2.5) * size
    width = max(above.width, below.width) + 2 * rim
    top = above.moved((width - above.width) / 2, -axis - rim - above.descent * 0.4)
    bottom = below.moved((width - below.width) / 2, rim + below.ascent - axis)
    line = Box((), (QRectF(0, -axis - style.px(0.5), width, style.px(1)),), width)
    return _joined([top, bottom, line], width)


def over(lower: Box, upper: Box, style: Style, size: float) -> Box:
    """The sign of a sum with its limits below and above."""
    sigma = words("∑", style, size * SIGN)
    metrics = QFontMetricsF(sigma.pieces[0].font)
    bounds = metrics.tightBoundingRect("∑")
    drop = -_axis(style, size) - (bounds.top() + bounds.bottom()) / 2
    width = max(sigma.width, lower.width, upper.width)
    middle = replace(sigma, ascent=-bounds.top(), descent=bounds.bottom()).moved((width - sigma.width) / 2, drop)
    apart = style.px(2.5) * size
    top = upper.moved((width - upper.width) / 2, drop + bounds.top() - apart - upper.descent * 0.5)
    bottom = lower.moved((width - lower.width) / 2, drop + bounds.bottom() + apart + lower.ascent)
    return _joined([middle, top, bottom], width)


def bracketed(box: Box, style: Style, size: float, marks: str = "()") -> Box:
    """In brackets."""
    return row([words(marks[0], style, size), box, words(marks[1], style, size)], style.px(0.8) * size)


def _axis(style: Style, size: float) -> float:
    """How high a minus stands over the baseline."""
    return QFontMetricsF(style.font(size, maths=True)).xHeight() * 0.55


def _joined(boxes: Sequence[Box], width: float) -> Box:
    return Box(
        tuple(piece for box in boxes for piece in box.pieces),
        tuple(stroke for box in boxes for stroke in box.strokes),
        width,
        max((box.ascent for box in boxes), default=0.0),
        max((box.descent for box in boxes), default=0.0),
        tuple(spot for box in boxes for spot in box.spots),
    )
