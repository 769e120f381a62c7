"""Two sums that arrive at the same number, term by term: BPTT's over the copies, RTRL's over the errors."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from rnrviz.figures.measure import text_width
from rnrviz.figures.message import draw_message
from rnrviz.figures.numbers import short
from rnrviz.figures.style import Style
from rnrviz.figures.symbols import draw_symbol, symbol_width

EDGE, LINE, HEAD, GAP = 14.0, 20.0, 52.0, 14.0
LABEL, VALUE, BAR, CELL = 52.0, 86.0, 74.0, 60.0
ROOT = 0.5
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
Formula = tuple[tuple[str, str, str], ...]  # symbols, each with its index and what follows; no symbol: text alone


@dataclass(frozen=True, eq=False)
class Line:
    """One term: where it is from, what it is the product of (text) or its sensitivities, and its value."""

    label: str
    value: float
    product: str = ""
    cells: tuple[float, ...] = ()
    strong: bool = False
    instant: int = 0


@dataclass(frozen=True, eq=False)
class Sum:
    """A heading, what a term is in symbols, the terms and their sum; ``done`` says that no term is missing."""

    title: str
    formula: Formula
    lines: tuple[Line, ...]
    done: bool
    waiting: str = ""
    limits: tuple[float, ...] = ()
    forward: bool = False
    carried: tuple[tuple[str, tuple[int, ...]], ...] = ()
    """Which signal each of the cells is the sensitivity of."""

    @property
    def total(self) -> float:
        """The sum so far."""
        return float(sum(line.value for line in self.lines))

    @property
    def largest(self) -> float:
        """The largest finite term."""
        sizes = [abs(line.value) for line in self.lines if np.isfinite(line.value)]
        return max(sizes, default=0.0) or 1.0


@dataclass(frozen=True, eq=False)
class Sums:
    """All that is shown: the weight, both sums, and the update that follows."""

    weight: str
    index: str
    value: float
    parts: tuple[Sum, ...]
    verdict: str = ""
    update: str = ""


@dataclass(frozen=True)
class Spot:
    """A number: of which sum (none: the weight's value), in which line (none: the total), in which cell of it."""

    part: int | None = None
    line: int | None = None
    cell: int | None = None


class SumsItem(QGraphicsItem):
    """Paints Sums in a width, as high as they are."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.style, self.sums, self.width, self.message = style, None, 100.0, ""

    sums: Sums | None

    def show_sums(self, sums: Sums | None, width: float, style: Style, message: str = "") -> None:
        """Other sums, or a message; another width or style."""
        self.prepareGeometryChange()
        self.sums, self.width, self.style, self.message = sums, width, style, message
        self.update()

    @property
    def height(self) -> float:
        """What all lines take together."""
        if self.sums is None:
            return self.style.px(120)
        lines = sum(len(part.lines) + 1 for part in self.sums.parts)
        below = LINE * (bool(self.sums.verdict) + bool(self.sums.update)) + GAP
        return self.style.px(40 + len(self.sums.parts) * (HEAD + GAP) + LINE * lines + below)

    def newest(self, number: int) -> QRectF:
        """Where the term stands that was added last to one of the sums, with the sum below it."""
        tops = self._tops()
        if not tops:
            return QRectF()
        return QRectF(0, tops[min(number, len(tops) - 1)][-1], self.width, self.style.px(2 * LINE))

    def line_from(self, y: float) -> float:
        """The top of the first line that is not cut where the view begins at y."""
        tops = (0.0, self.style.px(40), *(top for sum_ in self._tops() for top in sum_))
        return next((top for top in tops if top >= y), y)

    def _tops(self) -> list[list[float]]:
        """Where the lines of each sum begin; at least one place for each."""
        found, top = [], 40.0
        for part in self.sums.parts if self.sums is not None else ():
            top += HEAD
            found.append([self.style.px(top + LINE * k) for k in range(max(1, len(part.lines)))])
            top += LINE * (len(part.lines) + 1) + GAP
        return found

    def spot_at(self, point: QPointF) -> Spot | None:
        """The number there."""
        px, top = self.style.px, self.style.px(40)
        if self.sums is None or point.y() < top:
            return Spot() if self.sums is not None and point.y() >= px(6) else None
        for number, part in enumerate(self.sums.parts):
            top += px(HEAD)
            line = math.floor((point.y() - top) / px(LINE))
            if 0 <= line < len(part.lines):
                return Spot(number, line, self._cell_at(part.lines[line], point.x()))
            if line == len(part.lines) > 0:
                return Spot(number)
            top += px(LINE * (len(part.lines) + 1) + GAP)
        return None

    def _cell_at(self, line: Line, x: float) -> int | None:
        room = self._middle(0.0)
        cell = math.floor((x - room.left()) / self._cell_width(line, room)) if line.cells else -1
        return cell if 0 <= cell < len(line.cells) and x < room.right() else None

    def _middle(self, top: float) -> QRectF:
        """Where the products or the sensitivities of a line stand."""
        px, end = self.style.px, self.width - self.style.px(EDGE)
        return QRectF(px(EDGE + LABEL), top, end - px(BAR + VALUE) - px(EDGE + LABEL), px(LINE))

    def _cell_width(self, line: Line, room: QRectF) -> float:
        return min(self.style.px(CELL), max(3.0, room.width() / len(line.cells)))

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, self.width, self.height)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px, style = self.style.px, self.style
        if self.sums is None:
            draw_message(painter, self.boundingRect(), self.message, style, EDGE)
            return
        self._title(painter, self.sums)
        top = px(40)
        for part in self.sums.parts:
            top = self._part(painter, part, top, option.exposedRect)
        for words in (self.sums.verdict, self.sums.update):
            painter.setFont(style.font(1.0, bold=words == self.sums.verdict))
            painter.setPen(style.ink)
            painter.drawText(QRectF(px(EDGE), top, self.width - px(2 * EDGE), px(LINE)), LEFT, words)
            top += px(LINE) if words else 0.0

    def _title(self, painter: QPainter, sums: Sums) -> None:
        px = self.style.px
        area = QRectF(px(EDGE), px(6), px(160), px(28))
        wide = draw_symbol(painter, area, sums.weight, self.style, sums.index, 1.5, align=Qt.AlignmentFlag.AlignLeft)
        painter.setFont(self.style.font(1.1))
        painter.setPen(self.style.ink)
        painter.drawText(area.translated(wide + px(8), 0), LEFT, f"= {short(sums.value)}")

    def _part(self, painter: QPainter, part: Sum, top: float, seen: QRectF) -> float:
        """A heading, the terms that are seen, the sum under a line; returns where it ends."""
        px, style = self.style.px, self.style
        painter.setFont(style.font(0.92, bold=True))
        painter.setPen(style.ink)
        painter.drawText(QRectF(px(EDGE), top, self.width - px(2 * EDGE), px(20)), LEFT, part.title)
        self._formula(painter, part.formula, top + px(20))
        top += px(HEAD)
        painter.setPen(QPen(style.hairline, 1))
        painter.drawLine(QPointF(px(EDGE), top - px(3)), QPointF(self.width - px(EDGE), top - px(3)))
        for line in part.lines:
            if top + px(LINE) >= seen.top() and top <= seen.bottom():
                self._line(painter, part, line, top)
            top += px(LINE)
        if not part.lines:
            painter.setFont(style.font(0.92))
            painter.setPen(style.muted)
            painter.drawText(QRectF(px(EDGE), top, self.width - px(2 * EDGE), px(LINE)), LEFT, part.waiting)
            return top + px(LINE + GAP)
        return self._total(painter, part, top) + px(GAP)

    def _formula(self, painter: QPainter, formula: Formula, top: float) -> None:
        """What a term is, in symbols, over the column of the products."""
        px, x = self.style.px, self.style.px(EDGE + LABEL)
        painter.setPen(self.style.muted)
        for name, index, after in formula:
            area = QRectF(x, top, self.width, px(26))
            if name:
                wide = symbol_width(name, self.style, index, 1.1, after)
                draw_symbol(painter, area, name, self.style, index, 1.1, after, align=Qt.AlignmentFlag.AlignLeft)
            else:
                painter.setFont(self.style.font(1.05, maths=True))
                painter.setPen(self.style.ink)
                painter.drawText(area, LEFT, after)
                wide = painter.fontMetrics().horizontalAdvance(after)
            x += wide + px(2)

    def _line(self, painter: QPainter, part: Sum, line: Line, top: float) -> None:
        px, style, end = self.style.px, self.style, self.width - self.style.px(EDGE)
        if line.strong:
            painter.fillRect(QRectF(0, top, self.width, px(LINE)), style.tint(style.cursor, 0.12))
        painter.setPen(style.ink)
        painter.setFont(style.font(0.92))
        painter.drawText(QRectF(px(EDGE), top, px(LABEL), px(LINE)), LEFT, line.label)
        room = self._middle(top)
        if line.cells:
            self._cells(painter, line, part.limits, room)
        else:
            painter.setPen(style.muted)
            text = painter.fontMetrics().elidedText(line.product, Qt.TextElideMode.ElideRight, int(room.width()))
            painter.drawText(room, LEFT, text)
        painter.setPen(style.ink)
        painter.drawText(QRectF(end - px(BAR + VALUE), top, px(VALUE - 8), px(LINE)), RIGHT, short(line.value))
        self._bar(painter, line.value, part.largest, QRectF(end - px(BAR), top + px(4), px(BAR), px(LINE - 8)))

    def _cells(self, painter: QPainter, line: Line, limits: tuple[float, ...], room: QRectF) -> None:
        """The sensitivities as coloured cells, as many as there is room for, with their numbers where they fit."""
        wide, font = self._cell_width(line, room), self.style.font(0.85)
        painter.setFont(font)
        for k, (value, limit) in enumerate(zip(line.cells, limits, strict=True)):
            box = QRectF(room.left() + k * wide, room.top() + 1, wide - 1.5, room.height() - 2)
            if box.right() > room.right() + 1:
                break
            size = np.sign(value) * (abs(value) / limit) ** ROOT if np.isfinite(value) else value
            color = self.style.diverging_color(float(size), 1.0)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            painter.drawRoundedRect(box, 2, 2)
            painter.setPen(self.style.text_on(color))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.words(value, font, box.width()))

    def words(self, value: float, font: QFont, room: float) -> str:
        """The number in two digits, in one where they have no room, or nothing: never cut."""
        found = (short(value, digits) for digits in (2, 1))
        return next((text for text in found if text_width(text, font) <= room - 2), "")

    def _bar(self, painter: QPainter, value: float, largest: float, area: QRectF) -> None:
        """The term's size to the right of a middle line, or to its left where it is negative."""
        middle = area.center().x()
        painter.setPen(QPen(self.style.hairline, 1))
        painter.drawLine(QPointF(middle, area.top() - 3), QPointF(middle, area.bottom() + 3))
        if not np.isfinite(value):
            return
        size = area.width() / 2 * (abs(value) / largest) ** ROOT
        left = middle if value >= 0 else middle - size
        painter.fillRect(
            QRectF(left, area.top(), size, area.height()), self.style.diverging_color(0.8 * np.sign(value), 1.0)
        )

    def _total(self, painter: QPainter, part: Sum, top: float) -> float:
        px, style, end = self.style.px, self.style, self.width - self.style.px(EDGE)
        if part.lines:
            painter.setPen(QPen(style.ink, 1))
            painter.drawLine(QPointF(end - px(BAR + VALUE), top), QPointF(end - px(BAR - 2), top))
        painter.setFont(style.font(1.0, bold=part.done))
        painter.setPen(style.ink)
        sign = "=" if part.done else "…"
        painter.drawText(QRectF(px(EDGE + LABEL), top, px(30), px(LINE)), LEFT, sign)
        where = QRectF(end - px(BAR + VALUE + 40), top, px(VALUE + 32), px(LINE))
        painter.drawText(where, RIGHT, short(part.total, 6))
        return top + px(LINE)
