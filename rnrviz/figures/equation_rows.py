"""All the equations of a network on one sheet, their signs one below the other, as a QGraphicsItem."""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from rnrviz.figures import boxes
from rnrviz.figures.boxes import Box
from rnrviz.figures.formulas import Row, Setter
from rnrviz.figures.style import Style
from rnrviz.figures.symbols import instant

MARGIN, BETWEEN, LEADING, INDENT = 16.0, 11.0, 5.0, 14.0
EQUALS = " = "


@dataclass(frozen=True)
class Placed:
    """A box and where its baseline starts."""

    box: Box
    at: QPointF


def error_row(setter: Setter, loss: str, function: str) -> Row:
    """E[t] as the network computes it."""
    i = ("i",) if setter.components else ()
    index = "".join(i)
    d, y = (boxes.sign(name, setter.style, setter.size, index, instant(0)) for name in "dy")
    left = boxes.sign("E", setter.style, setter.size, "", instant(0))
    total = (setter.over("i", "n_Y"),) if i else ()
    if loss == "quadratic":
        one, two = (boxes.words(n, setter.style, boxes.LIMIT * setter.size) for n in "12")
        half = boxes.fraction(one, two, setter.style, setter.size)
        square = boxes.row([d, setter.words(" − "), y])
        marks = "()" if i else "‖‖"
        inner = boxes.bracketed(square, setter.style, setter.size, marks)
        raised = two.moved(0, -setter.style.px(6.5) * setter.size)
        return Row(left, (setter.run(half, *total, boxes.row([inner, raised])),))
    return Row(left, tuple(_entropy(setter, d, y, total, function)))


def _entropy(setter: Setter, d: Box, y: Box, total: tuple[Box, ...], function: str) -> list[Box]:
    """Minus the sum of d log y, and of the rest where every output is judged alone."""
    log, dot = setter.words("log"), () if setter.components else (setter.words("·"),)
    first = setter.run(d, *dot, log, y)
    if function != "logistic":
        return [boxes.row([setter.words("−"), setter.run(*total, first)])]
    rests = [boxes.bracketed(boxes.row([setter.words("1 − "), b]), setter.style, setter.size) for b in (d, y)]
    second = setter.run(rests[0], *dot, log, rests[1])
    both = boxes.row([first, setter.words(" + "), second])
    return [boxes.row([setter.words("−"), setter.run(*total, boxes.bracketed(both, setter.style, setter.size))])]


def lay(rows: list[Row], notes: list[Box], width: float, style: Style) -> tuple[list[Placed], float, float]:
    """Where everything stands on a sheet of this width; also the width and the height that are needed."""
    margin = style.px(MARGIN)
    equals = boxes.words(EQUALS, style, 1.2)
    edge = margin + max((row.left.width for row in rows), default=0.0)
    start = edge + equals.width
    placed: list[Placed] = []
    y, widest = margin, 0.0
    for row in rows:
        lines = _broken(row.parts, max(style.px(120), width - start - margin), style.px(INDENT))
        for number, (indent, line) in enumerate(lines):
            y += max(line.ascent, row.left.ascent if not number else 0.0)
            if not number:
                placed.append(Placed(row.left, QPointF(edge - row.left.width, y)))
                placed.append(Placed(equals, QPointF(edge, y)))
            placed.append(Placed(line, QPointF(start + indent, y)))
            widest = max(widest, start + indent + line.width + margin)
            y += max(line.descent, row.left.descent if not number else 0.0) + style.px(LEADING)
        y += style.px(BETWEEN - LEADING)
    y += style.px(BETWEEN) if notes else 0.0
    for indent, line in _broken(tuple(notes), width - 2 * margin, 0.0):
        y += line.ascent
        placed.append(Placed(line, QPointF(margin + indent, y)))
        y += line.descent + style.px(LEADING + 2)
    return placed, widest, y + margin / 2


def _broken(parts: tuple[Box, ...], room: float, indent: float) -> list[tuple[float, Box]]:
    """Parts on as many lines as they need, each with how far it is moved in."""
    lines: list[list[Box]] = []
    used = 0.0
    for part in parts:
        if not lines or used + part.width > room:
            lines.append([])
            used = indent if len(lines) > 1 else 0.0
        lines[-1].append(part)
        used += part.width
    return [(indent if number else 0.0, boxes.row(line)) for number, line in enumerate(lines)]


@final
class EquationsItem(QGraphicsItem):
    """Paints what `show_rows` was given; `pale` while it belongs to a text that cannot be read just now."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self._style, self._placed, self._size = style, list[Placed](), (1.0, 1.0)
        self.pale = False

    def show_rows(self, rows: list[Row], notes: list[Box], width: float, style: Style) -> None:
        """Set them on a sheet of this width."""
        self.prepareGeometryChange()
        self._style = style
        self._placed, *size = lay(rows, notes, width, style)
        self._size = (max(size[0], 1.0), size[1])
        self.update()

    def boundingRect(self) -> QRectF:
        """All of it."""
        return QRectF(0, 0, *self._size)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Ink; pale where it is not of now. Only what shows."""
        colour = self._style.word(self._style.coming) if self.pale else self._style.ink
        top, bottom = option.exposedRect.top(), option.exposedRect.bottom()
        for placed in self._placed:
            if placed.at.y() + 2 * placed.box.descent >= top and placed.at.y() - 2 * placed.box.ascent <= bottom:
                placed.box.paint(painter, placed.at, colour)
