"""Marks set in type: symbols as links, live numbers as pills, which need no brackets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF

from rnrviz.figures import boxes
from rnrviz.figures.boxes import Box, Spot
from rnrviz.figures.numbers import short
from rnrviz.figures.style import Style
from rnrviz.network.marks import Link, Live, Mark, Marks, Over, Raised, Sigma, Sign, Words, joined

PILL_EDGE, PILL_HEIGHT, PILL_SIZE = 5.0, 18.0, 0.95
RAISE = 6.5
LEAST = 0.62  # how far a part that is too wide may shrink
BREAKS = (" + ", " − ", " · ")


@final
class MarkSetter:
    """Sets marks at a size. A number is written with so many digits."""

    def __init__(self, style: Style, size: float, digits: int = 3) -> None:
        self.style, self.size, self.digits = style, size, digits

    def row(self, marks: Iterable[Mark]) -> Box:
        """Marks one after the other."""
        return boxes.row([self.mark(mark) for mark in marks], self.style.px(0.6) * self.size)

    def parts(self, marks: Marks, room: float) -> list[Box]:
        """The same in parts between which a line may be broken, none wider than the room if that is possible."""
        found: list[Box] = []
        for part in _split(marks, BREAKS[:2]):
            box = self.row(part)
            found += [box] if box.width <= room else [self._narrower(p, room) for p in _split(part, BREAKS)]
        return found

    def _narrower(self, marks: Marks, room: float) -> Box:
        box = self.row(marks)
        if box.width <= room:
            return box
        return MarkSetter(self.style, max(LEAST, room / box.width) * self.size, min(self.digits, 2)).row(marks)

    def mark(self, mark: Mark) -> Box:
        """One of them."""
        style, size = self.style, self.size
        match mark:
            case Sign(identifier, index, time, prime):
                sign = boxes.sign(identifier, style, size, joined(index), time)
                return boxes.row([sign, boxes.words("′", style, size)]) if prime else sign
            case Words(text):
                return boxes.words(text, style, size, italic=text in ("t", "τ"))
            case Over(above, below):
                smaller = MarkSetter(style, size * 0.88, self.digits)
                under = smaller.row(below)
                room = style.px(3.0) * size if any(isinstance(mark, Sigma) for mark in below) else 0.0
                return boxes.fraction(smaller.row(above), replace(under, ascent=under.ascent + room), style, size)
            case Sigma(letter, limit):
                return self._sigma(letter, limit)
            case Raised(marks):
                smaller = MarkSetter(style, size * boxes.LIMIT, self.digits)
                lead = Box(width=style.px(1.5) * size)
                return boxes.row([lead, smaller.row(marks)]).moved(0, -style.px(RAISE) * size)
            case Link(marks, value, question):
                return self._link(self.row(marks), value, question)
            case Live():
                return self._pill(mark)

    def _link(self, box: Box, value: float, question: object) -> Box:
        if question is None:
            return box
        area = QRectF(0, -box.ascent, box.width, box.ascent + box.descent)
        return Box(box.pieces, box.strokes, box.width, box.ascent, box.descent, (Spot(area, question, value),))

    def _pill(self, live: Live) -> Box:
        style = self.style
        scale = PILL_SIZE * self.size / 1.2
        font = style.font(scale)
        metrics = QFontMetricsF(font)
        text = short(live.value, self.digits)
        width = metrics.horizontalAdvance(text) + 2 * style.px(PILL_EDGE) * scale
        height = max(style.px(PILL_HEIGHT) * scale, metrics.height())
        middle = metrics.capHeight() / 2
        about = live.question if live.question is not None else live
        spot = Spot(QRectF(0, -middle - height / 2, width, height), about, live.value, text, font)
        return Box((), (), width, middle + height / 2, height / 2 - middle, (spot,))

    def _sigma(self, letter: str, limit: str) -> Box:
        style, small = self.style, self.size * boxes.LIMIT
        below = boxes.row([boxes.words(letter, style, small, True), boxes.words("=1", style, small)], style.px(0.5))
        base, _, index = limit.partition("_")
        above = boxes.sign(base, style, small, index) if index else boxes.words(limit, style, small)
        return boxes.row([boxes.over(below, above, style, self.size), Box(width=style.px(2.4) * self.size)])


def _split(marks: Marks, at: tuple[str, ...]) -> list[Marks]:
    """Cut before these signs, where no bracket is open."""
    parts: list[list[Mark]] = [[]]
    open_brackets = 0
    for mark in marks:
        if isinstance(mark, Words):
            if not open_brackets and mark.text in at and parts[-1]:
                parts.append([])
            open_brackets += mark.text.count("(") - mark.text.count(")")
        parts[-1].append(mark)
    return [tuple(part) for part in parts if part]
