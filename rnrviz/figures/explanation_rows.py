"""Where an explanation stands: trail, head, equations, summands, what else can be asked."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF

from rnrviz.figures import boxes
from rnrviz.figures.boxes import Box, Spot
from rnrviz.figures.explanation_marks import MarkSetter
from rnrviz.figures.explanation_sheet import Bar, Sheet, Shown, Text, Way
from rnrviz.figures.measure import wrapped_height
from rnrviz.figures.numbers import short
from rnrviz.figures.style import Style
from rnrviz.network.marks import Link

EDGE, LINE, GAP, INDENT = 14.0, 6.0, 12.0, 16.0
SYMBOL, VALUE, FORMULA, SMALL, LISTED = 1.75, 1.5, 1.2, 0.88, 1.05
BAR, NUMBER, TALL = 96.0, 66.0, 9.0


class Typesetter:
    """Puts explanations on a sheet of a width, one below the other."""

    def __init__(self, style: Style, width: float) -> None:
        self.style, self.width = style, width
        self.edge = style.px(EDGE)
        self.room = max(style.px(120), width - 2 * self.edge)
        self.sheet = Sheet()
        self.y = style.px(10)

    def trail(self, steps: tuple[Link, ...]) -> None:
        """Where one came from, the latest at the right; what has no room goes."""
        setter = MarkSetter(self.style, LISTED)
        between = boxes.words(" › ", self.style, LISTED)
        chosen: list[Box] = []
        room = self.room
        for step in reversed(steps):
            box = boxes.row([setter.mark(step), between])
            if box.width > room:
                break
            chosen.insert(0, box)
            room -= box.width
        if chosen:
            self._flow(chosen, linked=True)

    def explanation(self, shown: Shown) -> None:
        """One of them; below another one with a line between."""
        if self.sheet.boxes or self.sheet.texts:
            self.y += self.style.px(GAP)
            if shown.compact:
                self.sheet.lines.append(self.y)
                self.y += self.style.px(GAP)
        self._head(shown)
        for way in shown.ways:
            self._way(way, shown)
        if shown.others:
            self._others(shown)

    def words(
        self, text: str, size: float = SMALL, bold: bool = False, muted: bool = True, indent: float = 0.0
    ) -> None:
        """A wrapped sentence."""
        if not text:
            return
        width = self.room - indent
        high = wrapped_height(text, self.style.font(size, bold=bold), width)
        self.sheet.texts.append(Text(text, QRectF(self.edge + indent, self.y, width, high + 1), size, bold, muted))
        self.y += high + self.style.px(2)

    def finish(self) -> Sheet:
        """The sheet, and how high it is."""
        self.sheet.height = self.y + self.style.px(EDGE)
        return self.sheet

    def _head(self, shown: Shown) -> None:
        style = self.style
        smaller = 0.72 if shown.compact else 1.0
        symbol = MarkSetter(style, SYMBOL * smaller).row(shown.symbol)
        equals = boxes.words(" = ", style, SYMBOL * smaller * 0.9)
        value = boxes.plain(short(shown.value, 4), style, VALUE * smaller)
        if not shown.message:
            symbol = boxes.row([symbol, equals, value])
        self.y += symbol.ascent
        self._put(symbol, QPointF(self.edge, self.y))
        if shown.compact and shown.about is not None:
            self._cross(shown.about)
        self.y += symbol.descent + style.px(5)
        self.words(shown.name, 1.0 if not shown.compact else SMALL, muted=False)
        self.words(shown.message)
        self.words(shown.remark)

    def _cross(self, about: object) -> None:
        """Takes a pinned explanation away."""
        style = self.style
        cross = boxes.words("×", style, 1.3)
        area = QRectF(-style.px(6), -style.px(15), cross.width + style.px(12), style.px(22))
        at = QPointF(self.edge + self.room - cross.width, self.y)
        self._put(Box(cross.pieces, (), cross.width, cross.ascent, cross.descent, (Spot(area, about, 0.0),)), at)

    def _way(self, way: Way, shown: Shown) -> None:
        style = self.style
        if way.heading:
            self.y += style.px(GAP)
            self.words(way.heading, 1.0, bold=True, muted=False)
        self.words(way.place)
        self.y += style.px(GAP / 3)
        setter = MarkSetter(style, FORMULA * (0.9 if shown.compact else 1.0))
        equals = boxes.words("= ", style, setter.size)
        for marks in (way.symbols, way.numbers):
            if marks:
                self.y += style.px(LINE)
                self._flow(setter.parts(marks, self.room - equals.width - style.px(INDENT)), equals)
        for note in way.notes:
            self.y += style.px(2)
            self.words(note)
        if len(way.terms) > 1:
            self.y += style.px(LINE)
            self._terms(way)

    def _flow(self, parts: list[Box], first: Box | None = None, linked: bool = False) -> None:
        """Boxes on as many lines as they need."""
        style = self.style
        start = self.edge + (first.width if first else 0.0)
        lines: list[list[Box]] = [[]]
        used = 0.0
        for part in parts:
            if lines[-1] and used + part.width > self.edge + self.room - start - (
                style.px(INDENT) if len(lines) > 1 else 0
            ):
                lines.append([])
                used = 0.0
            lines[-1].append(part)
            used += part.width
        for number, line in enumerate(lines):
            box = boxes.row(line)
            ascent = max(box.ascent, first.ascent if first and not number else 0.0)
            self.y += ascent
            if first and not number:
                self._put(first, QPointF(self.edge, self.y))
            indent = style.px(INDENT) if number and first else 0.0
            self._put(box, QPointF(start + indent, self.y), linked)
            self.y += box.descent + style.px(LINE)

    def _terms(self, way: Way) -> None:
        """How much each summand adds, the largest first."""
        style = self.style
        setter = MarkSetter(style, LISTED)
        ordered = sorted(way.terms, key=lambda term: -abs(term[1]) if term[1] == term[1] else 0.0)
        most = max((abs(v) for _, v, _ in ordered if v == v and abs(v) != float("inf")), default=0.0) or 1.0
        left = self.room - style.px(BAR + NUMBER + 12)
        for marks, value, words in ordered:
            box = setter.row(marks)
            if box.width > left:
                box = MarkSetter(style, max(0.7, LISTED * left / box.width)).row(marks)
            height = max(box.ascent + box.descent, style.px(17))
            base = self.y + (height - box.ascent - box.descent) / 2 + box.ascent
            self._put(box, QPointF(self.edge, base))
            if words:
                area = QRectF(self.edge, self.y + style.px(1), left, height)
                self.sheet.texts.append(Text(words, area, SMALL, muted=True))
            middle = self.y + height / 2
            bar = QRectF(self.edge + left + style.px(8), middle - style.px(TALL) / 2, style.px(BAR), style.px(TALL))
            share = value / most if value == value else 0.0
            self.sheet.bars.append(Bar(bar, max(-1.0, min(1.0, share)), value))
            number = QRectF(bar.right(), middle - style.px(10), style.px(NUMBER) + style.px(4), style.px(20))
            self.sheet.texts.append(Text(short(value), number, 0.92, right=True))
            self.y += height + style.px(3)

    def _others(self, shown: Shown) -> None:
        style = self.style
        self.y += style.px(GAP)
        setter = MarkSetter(style, LISTED)
        self.words(shown.others_words)
        gap = Box(width=style.px(18))
        self._flow([boxes.row([setter.mark(link), gap]) for link in shown.others], linked=True)

    def _put(self, box: Box, at: QPointF, linked: bool = False) -> None:
        self.sheet.boxes.append((box, at, linked))
        self.sheet.spots += [(spot, spot.area.translated(at)) for spot in box.spots]
