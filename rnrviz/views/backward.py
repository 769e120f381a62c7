"""The backward pass of one weight: its gradient grows term by term going back, beside what RTRL adds going forward."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, final

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGraphicsView, QVBoxLayout, QWidget

from rnrviz.document import edits, following
from rnrviz.figures.numbers import short
from rnrviz.figures.style import Style
from rnrviz.figures.sums import Spot, Sums, SumsItem
from rnrviz.language import tr
from rnrviz.network.followed import Triangle
from rnrviz.network.problems import InputError
from rnrviz.views.axis import TimeAxis
from rnrviz.views.canvas import Canvas
from rnrviz.views.choice import ErrorSwitch
from rnrviz.views.descent import DescentBar
from rnrviz.views.questions import ask
from rnrviz.views.sums import columns, made, question, rows
from rnrviz.views.triangle import neighbour

if TYPE_CHECKING:
    from rnrviz.document.session import Session

LOWEST = 150


@final
class BackwardView(QWidget):
    """The chosen error, both sums of the followed weight, and the update that can be made with the gradient.

    A click on a number asks where it comes from; Enter asks it of the gradient.
    """

    name = "backward"

    def __init__(self, session: Session, style: Style, axis: TimeAxis | None) -> None:
        super().__init__()
        self.session, self.style_ = session, style
        self._followed: tuple[int, int, tuple[int, ...]] = (0, 0, ())  # cursor, back and lines that were in sight last
        self._switch = ErrorSwitch(style, lambda choice: session.apply(edits.choose_error(session.document, choice)))
        self._canvas = Canvas(style, self)
        self._item = SumsItem(style)
        self._canvas.scene().addItem(self._item)
        self._descent = DescentBar(style, self._descend)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._switch)
        layout.addWidget(self._canvas, 1)
        layout.addWidget(self._descent)
        self._canvas.on_resize, self._canvas.on_key, self._canvas.on_press = self._resized, self._key, self._press
        self._canvas.set_least(style, LOWEST)

    def title(self) -> str:
        """What the dock says."""
        return tr("Backward pass")

    def refresh(self, changed: frozenset[str]) -> None:
        """Whatever changed: the session knows most of it already."""
        if changed == {"question"}:
            return
        self._switch.show_choice(self.session.document.error, self.session.document.cursor)
        self._canvas.setAccessibleName(self.title())
        self._draw()
        self._follow()
        self._canvas.setAccessibleDescription(self.description())

    def _follow(self) -> None:
        """Keep in sight what is added: BPTT's term as the errors go back, RTRL's as the cursor goes on."""
        document, bar, sums = self.session.document, self._canvas.verticalScrollBar(), self._item.sums
        shown = document.cursor, document.back, tuple(len(part.lines) for part in sums.parts) if sums else ()
        if shown == self._followed:
            return
        before, (_, went, _), self._followed = bar.value(), self._followed, shown
        if went and not document.back:
            bar.setValue(0)
        self._canvas.ensureVisible(self._item.newest(0 if document.back else 1), 0, round(self.style_.px(8)))
        self._whole()
        if bar.value() != before:  # the scene tells of its changes later: the view would be painted twice
            QCoreApplication.sendPostedEvents(self._canvas.scene(), QEvent.Type.MetaCall.value)

    def _whole(self) -> None:
        """No line is cut in two at the top."""
        bar = self._canvas.verticalScrollBar()
        bar.setValue(math.ceil(self._item.line_from(bar.value())))

    def _resized(self) -> None:
        self._draw()
        self._whole()

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self.style_ = style
        for part in (self._canvas, self._switch, self._descent):
            part.set_style(style)
        self._canvas.set_least(style, LOWEST)
        self._draw()

    def canvas(self) -> QGraphicsView:
        """What is saved as a picture."""
        return self._canvas

    def data(self) -> dict[str, np.ndarray]:
        """(L,) each: the terms of BPTT by tau, and dE[t]/dW of RTRL by t."""
        known = following.triangle(self.session)
        if not isinstance(known, Triangle) or not self.session.document.cursor:
            return {}
        return {"bptt": columns(self.session, known), "rtrl": rows(self.session, known)}

    def sums(self) -> Sums | None:
        """What is drawn."""
        return self._item.sums

    def description(self) -> str:
        """The sums in words, for a screen reader."""
        sums = self._item.sums
        if sums is None:
            return self._item.message
        parts = [f"{part.title}: {short(part.total, 6) if part.lines else part.waiting}" for part in sums.parts]
        return "; ".join([*parts, sums.verdict])

    def _draw(self) -> None:
        width = float(max(1, self._canvas.viewport().width()))
        sums = made(self.session, self._descent.alpha)
        self._item.show_sums(sums, width, self.style_, self._message())
        room, high = self._canvas.maximumViewportSize().height(), self._item.height
        if high > room:  # the first line in sight is whole at the end too
            high = math.ceil(self._item.line_from(high - room)) + room
        self._canvas.scene().setSceneRect(QRectF(0, 0, width, max(room, high)))
        self._descent.show_state(sums is not None and self.session.gradients is not None)

    def _message(self) -> str:
        known = following.triangle(self.session)
        if isinstance(known, InputError):
            return str(known)
        if not self.session.length:
            return self.session.busy or tr("There is no text to read yet.")
        if not self.session.document.cursor:
            return tr("Step forward; then B carries the errors back, instant by instant.")
        return self.session.busy or tr("Computing…")

    def _descend(self) -> None:
        report = self.session.gradients
        if report is not None:
            vector = self.session.document.network.vector.copy()
            vector[: report.right.vector.size] -= self._descent.alpha * report.right.vector
            if np.isfinite(vector).all():
                self.session.apply(edits.descend(self.session.document, vector))

    def _press(self, at: QPointF) -> None:
        """Ask where the number there comes from."""
        spot = self._item.spot_at(at)
        if spot is not None and self._item.sums is not None:
            ask(self.session, question(self.session, self._item.sums, spot))

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._item.sums is not None:
            ask(self.session, question(self.session, self._item.sums, Spot(0)))
            return True
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            return False
        self.session.apply(edits.follow_weight(self.session.document, neighbour(self.session, step)))
        return True
