"""A ranked list of units: symbol, curve over the text with the brushed stretch in it, and how well each follows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from rnrviz.figures.measure import WRAPPED, wrapped_height
from rnrviz.figures.ranking_row import ROW, RowPainter
from rnrviz.figures.style import Style

EDGE, GAP, HEAD = 14.0, 10.0, 26.0
SMALL = 0.92


@dataclass(frozen=True, eq=False)
class Row:
    """One unit: `name` of its signal, `index` as a subscript, `values` (L,) of the whole text.

    `measure` in [-1, 1] (NaN for none) with the word for its kind, and `words` that say it with numbers.
    """

    rank: int
    name: str
    index: str
    values: NDArray[np.float64]
    measure: float
    kind: str
    words: str


@dataclass(frozen=True, eq=False)
class Group:
    """Rows below a title; `more` says what is left out."""

    title: str
    rows: tuple[Row, ...]
    more: str = ""


@dataclass(frozen=True, eq=False)
class Ranking:
    """What is listed. `stretch` (first, last) of `length` instants. `marked` and `focus` are numbers of rows, or -1."""

    message: str = ""
    heading: str = ""
    note: str = ""
    groups: tuple[Group, ...] = ()
    stretch: tuple[int, int] = (1, 1)
    length: int = 0
    marked: int = -1
    focus: int = -1

    @property
    def rows(self) -> tuple[Row, ...]:
        """All, from top to bottom."""
        return tuple(row for group in self.groups for row in group.rows)


@final
class RankingItem(QGraphicsItem):
    """Draws a Ranking as wide as it is told, as high as it needs."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.style, self.ranking, self.width = style, Ranking(), 100.0
        self._texts: list[tuple[QRectF, str, float, bool]] = []
        self._places: list[QRectF] = []
        self._height = 0.0

    def show_ranking(self, ranking: Ranking, width: float, style: Style) -> None:
        """List these from now on."""
        self.prepareGeometryChange()
        self.ranking, self.width, self.style = ranking, width, style
        self._lay_out()
        self.update()

    def boundingRect(self) -> QRectF:
        """The whole list."""
        return QRectF(0, 0, self.width, self._height)

    @property
    def needed(self) -> float:
        """How high it is."""
        return self._height

    def place(self, number: int) -> QRectF:
        """Where a row stands."""
        return self._places[number]

    def row_at(self, at: QPointF) -> int:
        """The number of the row at a point, -1 for none."""
        return next((number for number, area in enumerate(self._places) if area.contains(at)), -1)

    def _lay_out(self) -> None:
        self._texts, self._places = [], []
        style, ranking, y = self.style, self.ranking, self.style.px(GAP)
        if ranking.message:
            y = self._text(ranking.message, y, 1.0, False)
        if ranking.heading:
            y = self._text(ranking.heading, y, 1.0, True)
        for group in ranking.groups:
            y = self._text(group.title, y + style.px(GAP), SMALL, True)
            for _ in group.rows:
                self._places.append(QRectF(0, y, self.width, style.px(ROW)))
                y += style.px(ROW)
            y = self._text(group.more, y, SMALL, False) if group.more else y
        if ranking.note:
            y = self._text(ranking.note, y + style.px(GAP), SMALL, False)
        self._height = y + style.px(GAP)

    def _text(self, text: str, y: float, size: float, bold: bool) -> float:
        """Set a wrapped text; returns where it ends."""
        style = self.style
        room = QRectF(style.px(EDGE), y, max(40.0, self.width - 2 * style.px(EDGE)), 10_000)
        high = wrapped_height(text, style.font(size, bold=bold), room.width())
        self._texts.append((QRectF(room.left(), y, room.width(), high + 1), text, size, bold))
        return y + high + style.px(4)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Texts, then the rows that are seen."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for area, text, size, bold in self._texts:
            painter.setFont(self.style.font(size, bold=bold))
            painter.setPen(self.style.ink if bold else self.style.muted)
            painter.drawText(area, WRAPPED, text)
        rows = RowPainter(painter, self.style, self.ranking.stretch, self.ranking.length)
        for number, (row, area) in enumerate(zip(self.ranking.rows, self._places, strict=True)):
            if area.intersects(option.exposedRect):
                rows.draw(row, area, number == self.ranking.marked, number == self.ranking.focus)
