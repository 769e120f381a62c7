"""The triangle (t, tau): rows fill as RTRL goes forward, columns are added up as BPTT comes back, the totals meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGraphicsView, QToolTip, QVBoxLayout, QWidget

from rnrviz.document import edits, following
from rnrviz.figures.span import Span
from rnrviz.figures.style import Style
from rnrviz.figures.symbols import of_units
from rnrviz.figures.triangle import Rows, TriangleItem
from rnrviz.language import tr
from rnrviz.network.departures import Departure
from rnrviz.network.followed import Triangle
from rnrviz.network.problems import InputError
from rnrviz.network.question import Question
from rnrviz.views import triangle_words as words
from rnrviz.views.axis import TimeAxis, follow_axis
from rnrviz.views.brush import Brush
from rnrviz.views.canvas import Canvas
from rnrviz.views.judgement import units
from rnrviz.views.questions import ask

if TYPE_CHECKING:
    from rnrviz.document.document import Weight
    from rnrviz.document.session import Session

LOWEST = 170


@final
class TriangleView(QWidget):
    """A click on a cell goes to its error, carried back to its copy; Up and Down follow the weight before or after."""

    name = "triangle"

    def __init__(self, session: Session, style: Style, axis: TimeAxis | None) -> None:
        super().__init__()
        self.session, self.style_ = session, style
        self.axis = axis or TimeAxis(session.length, style.scale)
        self._known: Triangle | InputError | None = None
        self._departure: Departure | InputError | None = None
        self._canvas = Canvas(style, self)
        self._item = TriangleItem(style)
        self._canvas.scene().addItem(self._item)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._canvas)
        self._canvas.on_resize = self._draw
        self._canvas.on_press = self._press
        self._canvas.on_hover = self._hover
        self._canvas.on_key = self._key
        follow_axis(self._canvas, self.axis)
        self._brush = Brush(self._canvas, self.session, self.axis)
        self.axis.changed.connect(self._draw)

    def title(self) -> str:
        """What the pane says."""
        return tr("Triangle (t, τ)")

    def refresh(self, changed: frozenset[str]) -> None:
        """Ask for the table, which is computed when it is not known yet."""
        if self._brush.refresh(changed) or changed == {"question"}:
            return
        self._known = following.triangle(self.session)
        self._departure = following.departure(self.session)
        self._canvas.setAccessibleName(self.title())
        self._draw()
        self._canvas.setAccessibleDescription(self.description())

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self.style_ = style
        self._canvas.set_style(style)
        self._draw()

    def minimumSizeHint(self) -> QSize:
        """A few rows, and the sums below."""
        return QSize(0, round(self.style_.px(LOWEST)))

    def canvas(self) -> QGraphicsView:
        """What is saved as a picture."""
        return self._canvas

    def data(self) -> dict[str, np.ndarray]:
        """The table (L, L) of the followed weight: E[t]'s part of its copy at tau.

        With a fault also what that makes of it, and `exact`, with which this is compared.
        """
        if not isinstance(self._known, Triangle):
            return {}
        found = {"contributions": self._known.table}
        if isinstance(self._departure, Departure):
            found |= {"with_fault": self._departure.cells, "exact": self._departure.exact}
        return found

    def rows(self) -> Rows | None:
        """What is drawn."""
        return self._item.rows

    def item(self) -> TriangleItem:
        """Who draws it."""
        return self._item

    def description(self) -> str:
        """The totals in words, how far they are off, and what the colours mean, for a screen reader."""
        grid = self._item.grid
        return words.description(grid.rows, grid.decade) if grid is not None else self._message()

    def _rows(self) -> Rows | None:
        document, known = self.session.document, self._known
        if not isinstance(known, Triangle) or not document.cursor or not edits.fits(document.network, known.weight):
            return None  # of another network, while it is hidden and has not heard of this one
        cursor = min(document.cursor, len(known.table))
        first = cursor if document.error == "instant" else 1
        ahead = document.network.program.leads > 0
        name, index = known.weight
        shape = document.network.parameters[name].shape
        below = of_units(index, units(document.network, name) or tuple((size,) for size in shape))
        wrong = self._departure if isinstance(self._departure, Departure) else None
        said = self._said((first, cursor))
        return Rows(known.table, name, below, cursor, (first, cursor), document.tau, ahead, wrong, said)

    def _said(self, instants: tuple[int, int]) -> str:
        """The note below: how far the totals are off, as soon as that is known."""
        if self.session.document.fault is None:
            return ""
        if isinstance(self._departure, Departure):
            return words.note(self._departure, instants)
        return str(self._departure) if self._departure is not None else tr("Computing…")

    def _message(self) -> str:
        if isinstance(self._known, InputError):
            return str(self._known)
        if not self.session.length:
            return self.session.busy or tr("There is no text to read yet.")
        if not self.session.document.cursor:
            return tr("Step forward: every error E[t] adds a row.")
        return self.session.busy or tr("Computing…")

    def _draw(self) -> None:
        axis, viewport = self.axis, self._canvas.viewport()
        size = max(1, viewport.width()), max(1, viewport.height())
        self._canvas.setSceneRect(QRectF(0, 0, *size))
        cursor = min(self.session.document.cursor, self.session.length)
        span = Span(axis.right(size[0]), size[1], axis.gutter, axis.column, axis.first, cursor)
        self._item.show_rows(self._rows(), span, self.style_, self._message())

    def _place(self, at: QPointF) -> tuple[int, int] | None:
        """The error t and the copy tau whose cell is there; tau is 0 in the gutter."""
        t, rows = self._item.row_at(at), self._item.rows
        if rows is None or not 1 <= t <= len(rows.table):
            return None
        tau = self.axis.t_at(at.x()) if at.x() >= self.axis.gutter else 0
        return (t, tau) if tau <= t or rows.ahead else None

    def _press(self, at: QPointF) -> None:
        place = self._place(at)
        t, tau = place or (self.axis.t_at(at.x()), 0)
        self.session.apply(edits.move_cursor(self.session.document, t))
        if tau:
            self.session.apply(edits.go_back(self.session.document, t - tau + 1))
        if place is not None and isinstance(self._known, Triangle):
            name, index = self._known.weight
            ask(self.session, Question("contribution" if tau else "gradient", name, index, tau, (t, t)))

    def _hover(self, at: QPointF | None) -> None:
        text = "" if at is None else self.told(at)
        if at is None or not text:
            QToolTip.hideText()
            return
        QToolTip.showText(self._canvas.viewport().mapToGlobal(self._canvas.mapFromScene(at)), text, self._canvas)

    def told(self, at: QPointF) -> str:
        """What stands at this place, with every digit."""
        place, rows = self._place(at), self._item.rows
        if place is None or rows is None or place[0] > rows.cursor:
            return ""
        return words.told(rows, *place)

    def _key(self, event: QKeyEvent) -> bool:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            return False
        self.session.apply(edits.follow_weight(self.session.document, neighbour(self.session, step)))
        return True


def neighbour(session: Session, step: int) -> Weight:
    """The weight before or after the followed one, in the order of the parameters, round about."""
    program, (name, index) = session.document.network.program, following.followed(session)
    place = program.parameters[name].offset + int(np.ravel_multi_index(index, program.parameters[name].shape))
    at = (place + step) % program.size
    parameter = next(p for p in program.parameters.values() if p.offset <= at < p.offset + p.size)
    return parameter.name, tuple(int(i) for i in np.unravel_index(at - parameter.offset, parameter.shape))
