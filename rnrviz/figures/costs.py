"""Measured costs as they come: plots one below the other, or side by side where there is width, and small print."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from rnrviz.figures.growth_plot import Panel, Plot
from rnrviz.figures.measure import WRAPPED, wrapped_height
from rnrviz.figures.style import Style

LEFT, RIGHT, TOP, BOTTOM = 62.0, 106.0, 38.0, 28.0  # margins of a plot
LOWEST, TALLEST, BESIDE = 96.0, 320.0, 760.0  # heights of a plot; from this width on they stand side by side
EDGE = 14.0


class CostsItem(QGraphicsItem):
    """Draws panels, each with at least one point, and a caption; a message alone while there is none."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.style, self.area = style, QRectF(0, 0, 100, 100)
        self.panels: tuple[Panel, ...] = ()
        self.caption = ""

    def show_panels(self, panels: tuple[Panel, ...], caption: str, area: QRectF, style: Style) -> None:
        """Draw these from now on."""
        if area != self.area:
            self.prepareGeometryChange()
        self.panels, self.caption, self.area, self.style = panels, caption, area, style
        self.update()

    def boundingRect(self) -> QRectF:
        """The whole area."""
        return self.area

    def needed(self, count: int, caption: str, width: float, style: Style) -> float:
        """The least height for so many panels and a caption."""
        rows = 1 if width >= style.px(BESIDE) else count
        return rows * style.px(LOWEST + TOP + BOTTOM) + _height(caption, width, style) + style.px(EDGE)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """All panels, then the caption below them."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px, width = self.style.px, self.area.width()
        below = _height(self.caption, width, self.style) + px(EDGE)
        top = self.area.top()
        if self.panels:
            across = len(self.panels) if width >= px(BESIDE) else 1
            rows = -(-len(self.panels) // across)
            high = min(px(TALLEST + TOP + BOTTOM), (self.area.height() - below) / rows)
            wide = width / across
            for k, panel in enumerate(self.panels):
                frame = QRectF((k % across) * wide, top + (k // across) * high, wide, high)
                Plot(panel, frame.adjusted(px(LEFT), px(TOP), -px(RIGHT), -px(BOTTOM)), self.style).draw(painter)
            top += rows * high
        painter.setFont(self.style.font(0.92))
        painter.setPen(self.style.muted)
        painter.drawText(QRectF(px(EDGE), top, width - 2 * px(EDGE), below), WRAPPED, self.caption)


def _height(text: str, width: float, style: Style) -> float:
    return wrapped_height(text, style.font(0.92), max(40.0, width - 2 * style.px(EDGE)))
