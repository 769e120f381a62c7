"""The network at one instant, drawn as in the chapter: one item that paints a State."""

from __future__ import annotations

from collections.abc import Callable
from typing import final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from rnrviz.figures.diagram_block import Node
from rnrviz.figures.diagram_edges import Strands, strands
from rnrviz.figures.diagram_paint import StatePainter
from rnrviz.figures.diagram_state import State
from rnrviz.figures.kept import Kept, sharpness
from rnrviz.figures.style import Style


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
        self._kept, self._kept_still = Kept(Style), Kept(Style)
        self.focus: Node | None = None
        self.hover: Node | None = None

    def show_state(self, state: State | None, style: Style) -> None:
        """Another instant, network, size or style."""
        if (state.layout.size if state else None) != (self._state.layout.size if self._state else None):
            self.prepareGeometryChange()
        made_for = (state.layout, state.parameters, style) if state else ()
        if state is not None and not _same(made_for, self._made_for):
            weights, fans = state.parameters, state.layout.fans
            self._strands = tuple(strands(f, weights[f.bundle.parameter], style.scale) for f in fans)
        self._state, self._style, self._made_for = state, style, made_for
        self.update()

    def strands(self) -> tuple[Strands, ...]:
        """The weights as they are drawn."""
        return self._strands

    def boundingRect(self) -> QRectF:
        """All of the drawing."""
        return QRectF(0, 0, *self._state.layout.size) if self._state else QRectF()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Layer upon layer; those that stay the same as pictures on a screen, as lines on paper."""
        if self._state is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        marked = (None, None) if self._style.figure else (self.focus, self.hover)
        made = StatePainter(painter, self._state, self._style, self._strands, *marked)
        ratio = sharpness(painter)
        if ratio is None:
            made.ground()
            made.lines(option.exposedRect)
            made.still()
        else:
            painter.drawPixmap(QPointF(0, 0), self._picture(self._kept, self._state, ratio, StatePainter.ground))
            made.lines(option.exposedRect)
            painter.drawPixmap(QPointF(0, 0), self._picture(self._kept_still, self._state, ratio, StatePainter.still))
        made.live(option.exposedRect)

    def _picture(self, kept: Kept, state: State, ratio: float, paint: Callable[[StatePainter], None]) -> QPixmap:
        """One of the layers that stay the same."""

        def draw(painter: QPainter) -> None:
            paint(StatePainter(painter, state, self._style, self._strands, None, None))

        made_for = state.layout, state.parameters, self._style, state.now is None
        return kept.get(made_for, self.boundingRect(), ratio, draw)


def _same(a: tuple[object, ...], b: tuple[object, ...]) -> bool:
    """Whether two drawings have the same ground: one layout, one set of weights, and equal styles."""
    return len(a) == len(b) and all(x is y or (isinstance(x, Style) and x == y) for x, y in zip(a, b, strict=True))
