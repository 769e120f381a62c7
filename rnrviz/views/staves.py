"""The staves: cells, gates and error against time, on the same columns as the tape."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtWidgets import QGraphicsView, QVBoxLayout, QWidget

from rnrviz.document import edits
from rnrviz.document.session import BESIDE
from rnrviz.figures.foot import FootItem
from rnrviz.figures.lanes import AUTOMATIC, FORMS, GAP, Columns, Lane, needed
from rnrviz.figures.staves import Staves, StavesItem
from rnrviz.figures.style import Style
from rnrviz.language import tr
from rnrviz.network.question import Question
from rnrviz.views.axis import TimeAxis, follow_axis
from rnrviz.views.brush import Brush
from rnrviz.views.canvas import Canvas
from rnrviz.views.lanes import lanes
from rnrviz.views.questions import ask
from rnrviz.views.staves_form import FormButton

if TYPE_CHECKING:
    from rnrviz.document.session import Session


@final
class StavesView(QWidget):
    """Every signal that remembers, gates or leaves a cell, and E[t], up to the cursor."""

    name = "staves"

    def __init__(self, session: Session, style: Style, axis: TimeAxis | None) -> None:
        super().__init__()
        self.session, self.style_ = session, style
        self.axis = axis or TimeAxis(session.length, style.scale)
        self._lanes: tuple[Lane, ...] = ()
        self._form = AUTOMATIC
        self.on_form: Callable[[str], None] = self.set_form
        self._canvas = Canvas(style, self)
        self._item = StavesItem(style)
        self._foot = FootItem(style, instants=False)
        self._canvas.scene().addItem(self._item)
        self._canvas.scene().addItem(self._foot)
        self.switch = FormButton(lambda form: self.on_form(form), self)
        self._canvas.verticalScrollBar().valueChanged.connect(lambda value: self.switch.setVisible(value == 0))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._canvas)
        self.switch.raise_()
        QWidget.setTabOrder(self._canvas, self.switch)
        self._canvas.on_resize = self._draw
        self._canvas.on_press, self._canvas.on_drag = self._press, self._go
        follow_axis(self._canvas, self.axis)
        self._brush = Brush(self._canvas, self.session, self.axis)
        self.axis.changed.connect(self._draw)

    def title(self) -> str:
        """What the dock says."""
        return tr("Staves")

    def refresh(self, changed: frozenset[str]) -> None:
        """Read the trace again where it changed, else only move on."""
        self._brush.refresh(changed)
        if changed <= BESIDE - {"unit"} and self._lanes:
            return
        if changed & {"all", "network", "sequence", "language", "unit"}:
            self._read()
        self._canvas.setAccessibleDescription(self.description())
        self._draw()
        if "unit" in changed:
            self._reveal()

    def _read(self) -> None:
        """Lanes of the trace of now."""
        trace, unit = self.session.trace, self.session.document.unit
        also = unit[0] if unit else ""
        self._lanes = lanes(trace, self._form, also) if trace is not None and len(trace) else ()
        self.updateGeometry()
        self._canvas.setAccessibleName(self.title())
        self.switch.show_form(self._form, self.style_)

    def _reveal(self) -> None:
        """Scroll to the lane of the unit that is pointed out."""
        marked = self._item.staves.marked
        boxes = [box for lane, box in self._item.rows() if marked and lane.name == marked[0]]
        if boxes:
            box, away = boxes[0], round(self.style_.px(GAP))
            self._canvas.ensureVisible(QRectF(0, box.top(), 1, box.height()), 0, away)

    @property
    def form(self) -> str:
        """Curves, a raster (a row of colour for each unit), or as fits: one of FORMS."""
        return self._form

    def set_form(self, form: str) -> None:
        """Draw them in this form from now on."""
        if form in FORMS and form != self._form:
            self._form = form
            self._read()
            self._draw()
        self.switch.show_form(self._form, self.style_)

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self.style_ = style
        self._canvas.set_style(style)
        self.switch.show_form(self._form, style)
        self._draw()

    def minimumSizeHint(self) -> QSize:
        """The height from which all lanes show at once."""
        return QSize(0, math.ceil(needed(self._lanes, self.style_.scale)) if self._lanes else 0)

    def canvas(self) -> QGraphicsView:
        """What is saved as a picture."""
        return self._canvas

    def data(self) -> dict[str, np.ndarray]:
        """The signals shown, for the whole string: (L, shape) each."""
        trace = self.session.trace
        return {} if trace is None else {lane.name: np.asarray(trace[lane.name]) for lane in self._lanes}

    def lanes(self) -> tuple[Lane, ...]:
        """What is drawn, from top to bottom."""
        return self._lanes

    def description(self) -> str:
        """The values at the cursor, in words, for a screen reader."""
        cursor = self.session.document.cursor
        if not self._lanes or not cursor:
            return tr("No token has been read yet.")
        values = [lane.spoken_at(cursor) for lane in self._lanes]
        return tr("t = {t}: {values}").format(t=cursor, values="; ".join(values))

    def _draw(self) -> None:
        size = self._canvas.maximumViewportSize()
        height = max(float(size.height()), needed(self._lanes, self.style_.scale))
        width = self._canvas.viewport().width()
        self._canvas.scene().setSceneRect(QRectF(0, 0, max(1, width), height))
        area = QRectF(0, 0, min(width, self.axis.right(size.width())), height)
        staves = self._staves()
        self._item.show_staves(staves, area, self.style_)
        shown = staves.columns.visible(area.right(), staves.length)
        columns = [(t, staves.columns.x(t)) for t in shown]
        self._foot.show_tokens(self.session.sequence.tokens, columns, staves.columns.width, area, self.style_)

    def _staves(self) -> Staves:
        axis, trace = self.axis, self.session.trace
        columns = Columns(axis.gutter, axis.column, axis.first)
        if trace is None or not self._lanes:
            return Staves((), columns, 0, 0, self._empty())
        cursor = min(self.session.document.cursor, len(trace))
        return Staves(self._lanes, columns, cursor, len(trace), marked=self._marked())

    def _marked(self) -> tuple[str, int] | None:
        """The unit that is pointed out, by its place in its lane."""
        unit = edits.still_has(self.session.document.network, self.session.document.unit)
        if unit is None:
            return None
        name, index = unit
        return name, int(np.ravel_multi_index(index, self.session.document.network.program.signals[name].shape))

    def _empty(self) -> str:
        return self.session.busy or tr("The curves appear here once there is a text to read.")

    def _press(self, at: QPointF) -> None:
        """To the instant there, and ask where the value there, or on a label, comes from."""
        found = self._item.value_at(at)
        self._go(at)
        trace = self.session.trace
        if found is None or trace is None:
            return
        lane, unit, t = found
        if lane.name == "E":
            ask(self.session, Question("error", "E", (), t))
        else:
            shape = trace.network.program.signals[lane.name].shape
            index = tuple(int(i) for i in np.unravel_index(unit, shape))
            ask(self.session, Question("signal", lane.name, index, t))

    def _go(self, at: QPointF) -> None:
        self.session.apply(edits.move_cursor(self.session.document, self.axis.t_at(at.x())))
