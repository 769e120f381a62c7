"""How trainings go: small plots of what is measured, over the strings that were learned; runs are laid over another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from rnrviz.figures.curves import draw_marker
from rnrviz.figures.learning_plot import BOTTOM, LEFT, RIGHT, TOP, Panel, Plot, Shown, run_colour
from rnrviz.figures.message import draw_message
from rnrviz.figures.style import Style
from rnrviz.language import tr

LEAST, FIRST = 54.0, 1.25  # height of a plot; how much higher the first is than the others
BESIDE = 380.0  # from this width on two plots stand side by side
GAP, EDGE, LEGEND, FOOT = 8.0, 14.0, 22.0, 16.0


@dataclass(frozen=True, eq=False)
class Content:
    """The runs, that of now first; what is drawn of them; what is said where there is no run.

    ``even``: every string takes as much of the axis; else it is logarithmic, for most is learned in the beginning.
    """

    runs: tuple[Shown, ...] = ()
    panels: tuple[Panel, ...] = ()
    caption: str = ""
    even: bool = False


@final
class LearningItem(QGraphicsItem):
    """Draws a Content into a rectangle of its scene: the first plot above, the others below it, two in a row."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.style, self.content, self.area = style, Content(), QRectF(0, 0, 100, 100)

    def show_content(self, content: Content, area: QRectF, style: Style) -> None:
        """Draw this from now on."""
        if area != self.area:
            self.prepareGeometryChange()
        self.content, self.area, self.style = content, area, style
        self.update()

    def needed(self, panels: int, width: float) -> float:
        """The least height at which so many plots can be read."""
        rows = self._rows(panels, width)
        each = self.style.px(TOP + BOTTOM + LEAST)
        extra = self.style.px((FIRST - 1) * LEAST + FOOT + LEGEND)
        return rows * each + extra if panels else self.style.px(2 * LEAST)

    def boundingRect(self) -> QRectF:
        """The whole area."""
        return self.area

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """The legend, all plots; or what there is to do."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        style, content = self.style, self.content
        if not content.runs:
            draw_message(painter, self.area, content.caption, style, 16)
            return
        if len(content.runs) > 1:
            self._legend(painter)
        for panel, box in zip(content.panels, self.boxes(), strict=True):
            Plot(panel, content.runs, box, style, content.even).draw(painter)
        painter.setFont(style.font(0.85))
        painter.setPen(style.muted)
        below = QRectF(self.area.left(), self.area.bottom() - style.px(FOOT + 3), self.area.width(), style.px(FOOT))
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, tr("strings learned"))

    def boxes(self) -> list[QRectF]:
        """The rectangles between the axes of all plots."""
        px, count = self.style.px, len(self.content.panels)
        top = self.area.top() + (px(LEGEND) if len(self.content.runs) > 1 else 0.0)
        wide, rows = self.area.width(), self._rows(count, self.area.width())
        room = self.area.bottom() - px(FOOT) - top - rows * px(TOP + BOTTOM)
        each = room / max(1.0, rows - 1 + FIRST)
        boxes: list[QRectF] = []
        for line in self._lines(count):
            high = each * (FIRST if not boxes else 1.0)
            for k in range(len(line)):
                part = wide / len(line)
                boxes.append(
                    QRectF(k * part + px(LEFT), top + px(TOP), part - px(LEFT + RIGHT), high).translated(
                        self.area.left(), 0
                    )
                )
            top += px(TOP + BOTTOM) + high
        return boxes

    def _rows(self, count: int, width: float) -> int:
        two = width >= self.style.px(BESIDE)
        return 1 + math.ceil((count - 1) / 2) if two else count

    def _lines(self, count: int) -> list[Sequence[int]]:
        """Which plots stand side by side: the first has a line of its own, an odd one at the end too."""
        step = 2 if self.area.width() >= self.style.px(BESIDE) else 1
        return [range(1)[:count], *(range(k, min(k + step, count)) for k in range(1, count, step))]

    def _legend(self, painter: QPainter) -> None:
        """Sign, colour and name of every run, as far as there is room."""
        style, px = self.style, self.style.px
        font = style.font(0.92)
        metrics, x = QFontMetricsF(font), self.area.left() + px(EDGE)
        y, end = self.area.top() + px(LEGEND / 2), self.area.right() - px(EDGE)
        painter.setFont(font)
        for shown in self.content.runs:
            name = metrics.elidedText(shown.name, Qt.TextElideMode.ElideRight, end - x - px(14))
            if end - x < px(40):
                break
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(run_colour(shown.mark, style))
            draw_marker(painter, x + px(5), y, shown.mark, px(4.2))
            painter.setPen(style.ink)
            painter.drawText(QPointF(x + px(14), y + metrics.capHeight() / 2), name)
            x += px(14) + metrics.horizontalAdvance(name) + px(GAP + 6)
