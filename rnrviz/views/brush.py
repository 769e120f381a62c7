"""Brushing over a track: a drag with Shift marks the stretch of the text, which every track shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, final

from PySide6.QtCore import QObject, QPointF, QRectF

from rnrviz.document import brushing, edits
from rnrviz.figures.stretch import StretchItem

if TYPE_CHECKING:
    from rnrviz.document.session import Session
    from rnrviz.views.axis import TimeAxis
    from rnrviz.views.canvas import Canvas


@final
class Brush(QObject):
    """Made by a view on the time axis for its canvas, and gone with it; the view passes its `refresh` on."""

    def __init__(self, canvas: Canvas, session: Session, axis: TimeAxis, bracketed: bool = False) -> None:
        super().__init__(canvas)
        self._canvas, self._session, self._axis = canvas, session, axis
        self.item = StretchItem(lambda: canvas.style_, bracketed)
        canvas.scene().addItem(self.item)
        canvas.scene().sceneRectChanged.connect(lambda _area: self.draw())
        canvas.on_brush = self._brush
        axis.changed.connect(self.draw)

    def refresh(self, changed: frozenset[str]) -> bool:
        """Follow the document; whether there was nothing else to follow."""
        if changed & {"all", "stretch", "sequence", "network"}:
            self.draw()
        return changed <= {"stretch", "unit"}

    def draw(self) -> None:
        """Where the stretch is now."""
        self.item.show_stretch(self._area())

    def _area(self) -> QRectF:
        stretch, axis, scene = brushing.stretch(self._session), self._axis, self._canvas.scene().sceneRect()
        if stretch is None:
            return QRectF()
        ends = axis.x(stretch[0] - 0.5), axis.x(stretch[1] + 0.5)
        left, right = max(axis.gutter, ends[0]), min(axis.right(self._canvas.maximumViewportSize().width()), ends[1])
        return QRectF(left, scene.top(), right - left, scene.height()) if right > left else QRectF()

    def _brush(self, start: QPointF, now: QPointF) -> None:
        """From column to column, both counted."""
        first, last = sorted(max(1, self._axis.t_at(at.x())) for at in (start, now))
        if self._session.length:
            self._session.apply(edits.brush(self._session.document, (first, last)))
