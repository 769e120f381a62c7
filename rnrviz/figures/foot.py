"""Under a figure along the text: the token of every column, and its instant where nothing else says it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from rnrviz.figures.style import Style
from rnrviz.figures.symbols import draw_symbol
from rnrviz.figures.tape_content import visible

ROW, LEFT, TEXTLESS = 20.0, 12.0, 9.0
CENTRE = Qt.AlignmentFlag.AlignCenter


@final
class FootItem(QGraphicsItem):
    """Paints in the style of a figure only: on the screen the tape says it all. It lies below the scene."""

    def __init__(self, style: Style, instants: bool) -> None:
        super().__init__()
        self._style, self._instants = style, instants
        self._tokens: Sequence[str] = ()
        self._columns: Sequence[tuple[int, float]] = ()
        self._pitch, self._area = 0.0, QRectF()

    def show_tokens(
        self, tokens: Sequence[str], columns: Sequence[tuple[int, float]], pitch: float, area: QRectF, style: Style
    ) -> None:
        """The instants (1-based) that show and the middle of their columns, below an area."""
        self.prepareGeometryChange()
        self._tokens, self._columns, self._pitch, self._style = tokens, columns, pitch, style
        rows = (1 + self._instants) * style.px(ROW) if style.figure else 0.0
        self._area = QRectF(area.left(), area.bottom(), area.width(), rows)
        self.update()

    def boundingRect(self) -> QRectF:
        """Nothing on the screen."""
        return self._area

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Instants, then tokens, each row with its symbol."""
        style = self._style
        if not style.figure or self._pitch < style.px(TEXTLESS):
            return
        top, height = self._area.top(), style.px(ROW)
        if self._instants:
            self._row(painter, top, "t", "", [str(t) for t, _ in self._columns], 0.85)
            top += height
        self._row(painter, top, "s", "[t]", [visible(self._tokens[t - 1]) for t, _ in self._columns], 1.0)

    def _row(self, painter: QPainter, top: float, name: str, time: str, texts: Sequence[str], size: float) -> None:
        style, height = self._style, self._style.px(ROW)
        label = QRectF(self._area.left() + style.px(LEFT), top, style.px(80), height)
        draw_symbol(painter, label, name, style, "", 1.1, time, style.muted, Qt.AlignmentFlag.AlignLeft)
        painter.setFont(style.font(size))
        painter.setPen(style.ink if time else style.muted)
        metrics = QFontMetricsF(painter.font())
        for (_, x), text in zip(self._columns, texts, strict=True):
            fitted = metrics.elidedText(text, Qt.TextElideMode.ElideRight, self._pitch)
            painter.drawText(QRectF(x - self._pitch, top, 2 * self._pitch, height), CENTRE, fitted)
