"""The network at one instant, drawn as in the chapter: one item that paints a State."""

from __future__ import annotations

from typing import final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPaintEngine, QPainter, QPixmap
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from rnrviz.figures.diagram_block import Node
from rnrviz.figures.diagram_edges import Strands, strands
from rnrviz.figures.diagram_paint import StatePainter
from rnrviz.figures.diagram_state import State
from rnrviz.figures.style import Style

SHARPEST = 3.0


@final
class Diagram(QGraphicsItem):
    """Paints what `show_state` was given. The weights of `hover`, else of `focus`, stand out; `focus` has a ring.

    What stays the same from instant to instant is kept as a picture while it is shown on a screen.
    """

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)  # says what is seen of it
        self._style = style
        self._state: State | None = None
        self._strands: tuple[Strands, ...] = ()
        self._made_for: tuple[object, ...] = ()
        self._ground: tuple[tuple[float, bool], QPixmap] | None = None
        self.focus: Node | None = None
        self.hover: Node | None = None

    def show_state(self, state: State | None, style: Style) -> None:
        """Another instant, network, size or style."""
        self.prepareGeometryChange()
        made_for = (state.layout, state.parameters, style) if state else ()
        if state is not None and not _same(made_for, self._made_for):
            weights, fans = state.parameters, state.layout.fans
            self._strands = tuple(strands(f, weights[f.bundle.parameter], style.scale) for f in fans)
            self._ground = None
        self._state, self._style, self._made_for = state, style, made_for
        self.update()

    def strands(self) -> tuple[Strands, ...]:
        """The weights as they are drawn."""
        return self._strands

    def boundingRect(self) -> QRectF:
        """All of the drawing."""
        return QRectF(0, 0, *self._state.layout.size) if self._state else QRectF()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """The ground, as a picture on a screen and as lines on paper, then what lives."""
        if self._state is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        marked = (None, None) if self._style.figure else (self.focus, self.hover)
        made = StatePainter(painter, self._state, self._style, self._strands, *marked)
        ratio = painter.worldTransform().m11() * painter.device().devicePixelRatioF()
        if painter.paintEngine().type() == QPaintEngine.Type.Raster and ratio <= SHARPEST:
            painter.drawPixmap(QPointF(0, 0), self._picture(ratio))
        else:
            made.ground()
        made.live(option.exposedRect)

    def _picture(self, ratio: float) -> QPixmap:
        assert self._state is not None
        key = ratio, self._state.now is None
        if self._ground is None or self._ground[0] != key:
            width, height = self._state.layout.size
            picture = QPixmap(max(1, round(width * ratio)), max(1, round(height * ratio)))
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            StatePainter(painter, self._state, self._style, self._strands, None, None).ground()
            painter.end()
            self._ground = key, picture
        return self._ground[1]


def _same(a: tuple[object, ...], b: tuple[object, ...]) -> bool:
    """Whether two drawings have the same ground: one layout, one set of weights, and equal styles."""
    return len(a) == len(b) and all(x is y or (isinstance(x, Style) and x == y) for x, y in zip(a, b, strict=True))
