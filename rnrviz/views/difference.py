"""What two networks on the same tape do differently: every signal that both have, one minus the other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, final

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QGraphicsView, QVBoxLayout, QWidget

from rnrviz.document import edits
from rnrviz.figures.lanes import AUTOMATIC, Columns, Lane, needed, nice_range
from rnrviz.figures.staves import Staves, StavesItem
from rnrviz.figures.style import Style
from rnrviz.language import tr
from rnrviz.views.axis import TimeAxis, follow_axis
from rnrviz.views.brush import Brush
from rnrviz.views.canvas import Canvas
from rnrviz.views.lanes import lanes

if TYPE_CHECKING:
    from rnrviz.document.session import Session
    from rnrviz.network.trace import Trace


@final
class DifferenceView(QWidget):
    """Staves of the differences; `other` is the session of the second network, None while there is none."""

    name = "difference"

    def __init__(self, session: Session, style: Style, axis: TimeAxis | None) -> None:
        super().__init__()
        self.session, self.style_, self.other = session, style, None
        self.axis = axis or TimeAxis(session.length, style.scale)
        self._lanes: tuple[Lane, ...] = ()
        self._form = AUTOMATIC
        self._canvas = Canvas(style, self)
        self._item = StavesItem(style)
        self._canvas.scene().addItem(self._item)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._canvas)
        self._canvas.on_resize = self._draw
        self._canvas.on_press = self._canvas.on_drag = self._go
        follow_axis(self._canvas, self.axis)
        self._brush = Brush(self._canvas, self.session, self.axis)
        self.axis.changed.connect(self._draw)

    other: Session | None

    def title(self) -> str:
        """What the pane says."""
        return tr("Difference of two networks")

    def mark(self) -> str:
        """What the pane's corner says: its lanes look like those of one network."""
        return tr("difference") if self.other is not None else ""

    def refresh(self, changed: frozenset[str]) -> None:
        """Whatever changed in one of the two."""
        if self._brush.refresh(changed):
            return
        mine, others = self.session.trace, self.other.trace if self.other is not None else None
        self._lanes = differences(mine, others, self._form) if mine is not None and others is not None else ()
        self._canvas.setAccessibleName(self.title())
        self._canvas.setAccessibleDescription(self.description())
        self._draw()

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self.style_ = style
        self._canvas.set_style(style)
        self._draw()

    def set_form(self, form: str) -> None:
        """Curves or a raster, as the staves."""
        if form != self._form:
            self._form = form
            self.refresh(frozenset({"all"}))

    def canvas(self) -> QGraphicsView:
        """What is saved as a picture."""
        return self._canvas

    def data(self) -> dict[str, np.ndarray]:
        """(L, units) of every signal that both have: the first network's minus the second's."""
        return {lane.name: np.asarray(lane.values) for lane in self._lanes}

    def lanes(self) -> tuple[Lane, ...]:
        """What is drawn, from top to bottom."""
        return self._lanes

    def description(self) -> str:
        """The differences at the cursor in words, for a screen reader."""
        cursor = self.session.document.cursor
        if not self._lanes or not 1 <= cursor <= len(self._lanes[0].values):
            return self._message()
        return "; ".join(lane.spoken_at(cursor) for lane in self._lanes)

    def _message(self) -> str:
        if self.other is None:
            return tr("Choose a second network to compare with: Ctrl+K.")
        if not (self.session.trace and self.other.trace):  # None, or of no token
            return self.session.busy or self.other.busy or tr("There is no text to read yet.")
        return tr("The two networks have no signal in common that could be compared.")

    def _draw(self) -> None:
        size = self._canvas.maximumViewportSize()
        height, width = max(float(size.height()), needed(self._lanes, self.style_.scale)), size.width()
        self._canvas.scene().setSceneRect(QRectF(0, 0, max(1, self._canvas.viewport().width()), height))
        columns = Columns(self.axis.gutter, self.axis.column, self.axis.first)
        length = len(self._lanes[0].values) if self._lanes else 0
        cursor = min(self.session.document.cursor, length)
        staves = Staves(self._lanes, columns, cursor, length, "" if self._lanes else self._message())
        self._item.show_staves(staves, QRectF(0, 0, min(width, self.axis.right(width)), height), self.style_)

    def _go(self, at: QPointF) -> None:
        self.session.apply(edits.move_cursor(self.session.document, self.axis.t_at(at.x())))


def differences(first: Trace, second: Trace, form: str = AUTOMATIC) -> tuple[Lane, ...]:
    """A lane of the difference for every lane that both have alike, as far as both have read."""
    length = min(len(first), len(second))
    if not length:
        return ()
    others = {lane.name: lane for lane in lanes(second)}
    found = []
    for lane in lanes(first, form):
        other = others.get(lane.name)
        if other is not None and other.indices == lane.indices:
            with np.errstate(all="ignore"):
                gap = lane.values[:length] - other.values[:length]
            low, high = nice_range(gap)
            found.append(replace(lane, values=gap, low=low, high=high, broken=0, gaps=True))
    return tuple(found)
