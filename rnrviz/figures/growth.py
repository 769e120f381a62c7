"""How a cost grows: plots side by side, with a line of small print."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene, QGraphicsView, QStyleOptionGraphicsItem, QWidget

from rnrviz.figures.growth_plot import Panel, Plot
from rnrviz.figures.style import Style
from rnrviz.language import tr

SIZE = (1080.0, 470.0)
LEFT, RIGHT, TOP, BOTTOM = 62.0, 112.0, 66.0, 96.0  # margins of a plot
LINE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def canvas(panels: list[Panel], caption: str, style: Style) -> QGraphicsView:
    """The panels side by side with a line of small print below, to be saved by `rnrviz.figures.export`."""
    scene = QGraphicsScene()
    view = QGraphicsView(scene)
    scene.setParent(view)
    view.setBackgroundBrush(style.paper)
    view.setAccessibleName(tr("Growth of the cost of RTRL and BPTT"))
    scene.addItem(GrowthItem(panels, caption, style))
    view.setSceneRect(0, 0, *(style.px(side) for side in SIZE))
    return view


class GrowthItem(QGraphicsItem):
    """Draws the panels."""

    def __init__(self, panels: list[Panel], caption: str, style: Style) -> None:
        super().__init__()
        self.panels, self.caption, self.style = panels, caption, style
        self.area = QRectF(0, 0, *(style.px(side) for side in SIZE))

    def boundingRect(self) -> QRectF:
        """The whole area."""
        return self.area

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """All panels from left to right."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide, px = self.area.width() / max(1, len(self.panels)), self.style.px
        for k, panel in enumerate(self.panels):
            frame = QRectF(k * wide, 0, wide, self.area.height())
            Plot(panel, frame.adjusted(px(LEFT), px(TOP), -px(RIGHT), -px(BOTTOM)), self.style).draw(painter)
        painter.setFont(self.style.font(0.85))
        painter.setPen(self.style.muted)
        small = QRectF(px(16), self.area.bottom() - px(46), self.area.width() - px(32), px(40))
        painter.drawText(small, LINE | Qt.TextFlag.TextWordWrap, self.caption)
