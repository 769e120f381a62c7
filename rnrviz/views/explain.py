"""Explain: the number that was asked, its equation, the numbers in it as links, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, final

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QGraphicsView, QToolTip, QVBoxLayout, QWidget

from rnrviz.document import edits
from rnrviz.figures.explanation import ExplanationItem
from rnrviz.figures.explanation_sheet import Shown
from rnrviz.figures.numbers import full
from rnrviz.figures.style import Style
from rnrviz.language import ntr, tr
from rnrviz.network.explain import Explanation
from rnrviz.network.explain_words import name_of
from rnrviz.network.expressions import evaluate
from rnrviz.network.marks import Live
from rnrviz.network.question import Question
from rnrviz.views import explained
from rnrviz.views.axis import TimeAxis
from rnrviz.views.canvas import Canvas
from rnrviz.views.explain_bar import ExplainBar
from rnrviz.views.explain_reader import Pin, Reader
from rnrviz.views.questions import ask

if TYPE_CHECKING:
    from rnrviz.document.session import Session

Key, Modifier = Qt.Key, Qt.KeyboardModifier
SHORTCUTS = {
    (Key.Key_C, Modifier.ControlModifier): "text",
    (Key.Key_C, Modifier.ControlModifier | Modifier.ShiftModifier): "tex",
    (Key.Key_Left, Modifier.AltModifier): "back",
    (Key.Key_Backspace, Modifier.NoModifier): "back",
}


@final
class ExplainView(QWidget):
    """Up and Down go through the numbers, Enter follows one, Backspace goes back; Ctrl+C copies."""

    name = "explain"

    def __init__(self, session: Session, style: Style, axis: TimeAxis | None = None) -> None:
        super().__init__()
        self.session, self.style_ = session, style
        self._reader = Reader(session)
        self._found: Explanation | None = None
        self._shown: tuple[Shown, ...] = ()
        self._message = ""
        self._bar = ExplainBar(style)
        self._canvas = Canvas(style, self)
        self._item = ExplanationItem(style)
        self._canvas.scene().addItem(self._item)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._bar)
        layout.addWidget(self._canvas, 1)
        self._listen()

    def _listen(self) -> None:
        canvas, bar = self._canvas, self._bar
        canvas.on_resize, canvas.on_press = self._draw, self._press
        canvas.on_hover, canvas.on_key = self._hover, self._key
        canvas.installEventFilter(self)
        bar.on_back, bar.on_pin, bar.on_copy = self.back, self.pin, self.copy

    def title(self) -> str:
        """What the dock says."""
        return tr("Explain")

    def refresh(self, changed: frozenset[str]) -> None:
        """Ask again where what is explained may have changed."""
        if changed <= {"busy", "gradients"} and self._found is not None:
            return
        if "network" in changed or "sequence" in changed:
            self._reader.forget()
        self._read()

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self.style_ = style
        self._canvas.set_style(style)
        self._bar.set_style(style)
        self._draw()

    def sizeHint(self) -> QSize:
        """A column of text."""
        return QSize(round(self.style_.px(420)), round(self.style_.px(420)))

    def canvas(self) -> QGraphicsView:
        """What is saved as a picture."""
        return self._canvas

    def data(self) -> dict[str, np.ndarray]:
        """The value, and the value of each summand."""
        if self._found is None:
            return {}
        terms = [evaluate(term) for term in self._found.terms()]
        return {"value": np.array([self._found.value]), "terms": np.array(terms)}

    def explanation(self) -> Explanation | None:
        """What is shown above all others."""
        return self._found

    def shown(self) -> tuple[Shown, ...]:
        """All that is shown, the pinned ones last."""
        return self._shown

    def back(self) -> None:
        """To the number that was asked before."""
        question = self._reader.step_back()
        if question is not None:
            self.session.apply(edits.ask(self.session.document, question))

    def pin(self) -> None:
        """Keep the explanation below, or no longer."""
        if self._found is not None:
            self._reader.toggle(self._found.question)
            self._read()

    def copy(self, tex: bool) -> None:
        """The equation as TeX or as text, each way to it below the other."""
        if self._found is not None:
            ways = range(len(self._found.readings))
            write = self._found.as_tex if tex else self._found.as_text
            QGuiApplication.clipboard().setText("\n\n".join(write(way) for way in ways))

    def _read(self) -> None:
        reader, document = self._reader, self.session.document
        found = reader.read()
        self._found = found if isinstance(found, Explanation) else None
        errors = document.instants if document.cursor else None
        faulty = document.fault is not None
        above = (explained.shown(self._found, errors, document.weight, faulty),) if self._found is not None else ()
        self._shown = (*above, *reader.pinned())
        self._message = "" if self._found is not None else reader.message()
        self._bar.show_state(self._found is not None, len(reader.trail), reader.is_pinned(document.question))
        self._canvas.setAccessibleName(self.title())
        self._canvas.setAccessibleDescription(self.description())
        self._draw()

    def description(self) -> str:
        """The explanation as text, for a screen reader."""
        return self._message if self._found is None else self._found.as_text()

    def _draw(self) -> None:
        width = self._canvas.viewport().width()
        trail = self._reader.links() if self._found is not None else ()
        self._item.show_explanations(trail, self._shown, width, self.style_, self._message)
        room = self._canvas.maximumViewportSize().height()
        self._item.spread(room)
        self._canvas.scene().setSceneRect(QRectF(0, 0, max(1, width), max(self._item.needed(), 1)))

    def _press(self, at: QPointF) -> None:
        self._follow(self._item.at(at))

    def _follow(self, number: int | None) -> None:
        """Go where a number comes from, or take a pinned explanation away."""
        about = None if number is None else self._item.sheet.spots[number][0].about
        if isinstance(about, Pin):
            self._reader.unpin(about)
            self._read()
        elif isinstance(about, Question):
            self._item.focus = None
            ask(self.session, about)
            self._canvas.verticalScrollBar().setValue(0)

    def _hover(self, at: QPointF | None) -> None:
        number = None if at is None else self._item.at(at)
        told = "" if number is None else self._told(number)
        if number != self._item.under:
            self._item.under = number
            self._item.update()
        hand = Qt.CursorShape.PointingHandCursor if self._leads(number) else Qt.CursorShape.ArrowCursor
        self._canvas.viewport().setCursor(hand)
        if at is None or not told:
            QToolTip.hideText()
            return
        where = self._canvas.viewport().mapToGlobal(self._canvas.mapFromScene(at) + QPoint(0, 8))
        QToolTip.showText(where, told, self._canvas)

    def _leads(self, number: int | None) -> bool:
        return number is not None and not isinstance(self._item.sheet.spots[number][0].about, Live)

    def _told(self, number: int) -> str:
        """A number in full precision, and what it is."""
        spot, values = self._item.sheet.spots[number][0], self._reader.values
        if isinstance(spot.about, Pin):
            return tr("Take this away")
        if isinstance(spot.about, Live):
            words = ntr("{n} other together", "{n} others together", spot.about.count).format(n=spot.about.count)
            return f"{words}: {full(spot.value)}"
        if not isinstance(spot.about, Question) or values is None:
            return ""
        return f"{explained.text_of(values, spot.about)} = {full(values(spot.about))}\n{name_of(values, spot.about)}"

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The dock's own keys are not the window's while it has the focus."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and _wanted(event):
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        wanted, key = _wanted(event), Key(event.key())
        if wanted == "back":
            self.back()
        elif wanted:
            self.copy(wanted == "tex")
        elif key in (Key.Key_Up, Key.Key_Down):
            self._move(1 if key == Key.Key_Down else -1)
        elif key in (Key.Key_Return, Key.Key_Enter):
            self._enter()
        elif key == Key.Key_Escape and self._item.focus is not None:
            self._item.focus = None
            self._item.update()
        else:
            return False
        return True

    def _enter(self) -> None:
        """Follow the number with the focus; where nothing is asked yet, begin with E[t]."""
        document = self.session.document
        if self._item.focus is not None:
            self._follow(self._item.focus)
        elif document.question is None and document.cursor:
            ask(self.session, Question("error", "E", (), document.cursor))

    def _move(self, by: int) -> None:
        """The focus to the next number or the one before."""
        stops = self._item.stops()
        if not stops:
            return
        at = stops.index(self._item.focus) + by if self._item.focus in stops else 0 if by > 0 else len(stops) - 1
        self._item.focus = stops[min(max(0, at), len(stops) - 1)]
        self._item.update()
        self._canvas.setAccessibleDescription(self._told(self._item.focus))
        self._canvas.ensureVisible(self._item.sheet.spots[self._item.focus][1], 10, 30)


def _wanted(event: QKeyEvent) -> str:
    return SHORTCUTS.get((Key(event.key()), event.modifiers() & ~Modifier.KeypadModifier), "")
