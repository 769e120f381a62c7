"""The gradients: RTRL, BPTT and finite differences side by side, and whether they are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, final

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGraphicsView, QToolTip, QVBoxLayout, QWidget

from rnrviz.document import edits
from rnrviz.figures.matrices import Block, Entry, cell_box, moved
from rnrviz.figures.matrix_rows import MatrixRows
from rnrviz.figures.numbers import full
from rnrviz.figures.style import Style
from rnrviz.figures.verdict import Verdict, VerdictItem
from rnrviz.language import tr
from rnrviz.network.notation import symbol
from rnrviz.views.axis import TimeAxis
from rnrviz.views.canvas import Canvas
from rnrviz.views.choice import ErrorSwitch
from rnrviz.views.fault_bar import FaultBar
from rnrviz.views.judgement import blocks, headings, verdict
from rnrviz.views.own_keys import SHIFTED, SIDEWAYS, OwnKeys
from rnrviz.views.questions import ask, of_weight
from rnrviz.views.weights import WeightEditor

if TYPE_CHECKING:
    from rnrviz.document.report import GradientReport
    from rnrviz.document.session import Session

LOWEST, LOW = 84, 300  # of the pictures; of the view, below which it has no room for a hint
MOST = 0.6  # of the height, for a verdict that stays
ARROWS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


@final
class GradientsView(QWidget):
    """A switch E[t] / sum, the verdict, a row of pictures per parameter, and the chosen weight."""

    name = "gradients"

    def __init__(self, session: Session, style: Style, axis: TimeAxis | None) -> None:
        super().__init__()
        self.session, self.style_ = session, style
        self._report: GradientReport | None = None
        self._blocks: tuple[Block, ...] = ()
        self._verdict = Verdict()
        self._switch = ErrorSwitch(style, lambda choice: session.apply(edits.choose_error(session.document, choice)))
        self._breaker = FaultBar(style, lambda fault: session.apply(edits.break_gradients(session.document, fault)))
        self._canvas = Canvas(style, self)
        self._rows, self._head = MatrixRows(style), VerdictItem(style)
        self._editor = WeightEditor(style)
        self._build()

    def _build(self) -> None:
        for item in (self._rows, self._head):
            self._canvas.scene().addItem(item)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._switch)
        layout.addWidget(self._breaker)
        layout.addWidget(self._canvas, 1)
        layout.addWidget(self._editor)
        canvas = self._canvas
        canvas.set_least(self.style_, LOWEST)
        canvas.on_resize, canvas.on_press, canvas.on_hover = self._resized, self._press, self._hover
        canvas.on_key, canvas.on_double = self._key, self._edit
        OwnKeys(canvas, SIDEWAYS, SHIFTED)
        canvas.verticalScrollBar().valueChanged.connect(self._pin)
        self._editor.on_value = self._set_weight
        self._editor.on_leave = canvas.setFocus

    def title(self) -> str:
        """What the dock says."""
        return tr("Gradients")

    def refresh(self, changed: frozenset[str]) -> None:
        """Whatever changed, ask the session: it computes what is missing and nothing else."""
        if changed == {"question"}:
            return
        report = self.session.gradients
        if changed == {"busy"} and report is self._report is not None:
            return
        if report is not self._report or changed & {"all", "network", "language"} or report is None:
            self._report = report
            self._blocks = self._made(report)
            self._verdict = verdict(report) if report is not None else self._waiting()
        self._switch.show_choice(self.session.document.error, self.session.document.cursor)
        self._breaker.show_fault(self.session.document.fault, self.session.document.network)
        self._canvas.setAccessibleName(self.title())
        self._canvas.setAccessibleDescription(self._verdict.words)
        self._draw()

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self.style_ = style
        for part in (self._canvas, self._switch, self._breaker, self._editor):
            part.set_style(style)
        self._canvas.set_least(style, LOWEST)
        self._draw()

    def canvas(self) -> QGraphicsView:
        """What is saved as a picture."""
        return self._canvas

    def data(self) -> dict[str, np.ndarray]:
        """Each parameter, and its gradient by each method: `gradient/rtrl/W_x_u`, ..."""
        report = self._report
        found: dict[str, np.ndarray] = dict(self.session.document.network.parameters)
        for method in ("rtrl", "bptt", "differences"):
            gradients = getattr(report, method, None)
            if gradients is not None:
                found |= {f"gradient/{method}/{name}": gradients[name] for name in gradients.names}
        return found

    def verdict(self) -> Verdict:
        """What is said over the pictures."""
        return self._verdict

    def place(self, picture: int = 1) -> QPointF | None:
        """Where the chosen entry's cell is on the canvas, in one of the pictures."""
        entry = self._rows.selected
        if entry is None:
            return None
        block, place = self._blocks[entry.block], self._rows.places[entry.block]
        return self._rows.mapToScene(cell_box(block, place.pictures[picture], entry).center())

    def _made(self, report: GradientReport | None) -> tuple[Block, ...]:
        return () if report is None else blocks(self.session.document.network, report)

    def _waiting(self) -> Verdict:
        if self.session.trace is None or not len(self.session.trace):
            return Verdict("none", self.session.busy or tr("There is no text to read yet."))
        if not self.session.document.cursor:
            return Verdict("none", tr("Step forward: the gradients of E[t] are shown here."))
        return Verdict("none", self.session.busy or tr("Computing gradients…"))

    def _draw(self) -> None:
        width = self._canvas.viewport().width()
        titles = headings(self._report) if self._blocks and self._report else ()
        self._head.show_verdict(self._verdict, titles, width, self.style_)
        self._rows.show_blocks(self._blocks, width, self.style_)
        self._rows.setPos(0, self._head.height())
        selected = self._rows.selected
        if selected is not None and not self._fits(selected):
            self._rows.selected = None
        high = self._head.height() + self._rows.boundingRect().height()
        room = self._canvas.maximumViewportSize().height()
        self._canvas.scene().setSceneRect(QRectF(0, 0, max(1, width), max(high, room)))
        self._pin(self._canvas.verticalScrollBar().value())
        self._numbers()

    def _resized(self) -> None:
        self._editor.set_low(self.height() < self.style_.px(LOW))
        self._draw()
        self._reveal()

    def _pin(self, value: int) -> None:
        self._head.setPos(0, value if self._stays else 0)

    @property
    def _stays(self) -> bool:
        """Whether the verdict stays over the pictures: where it leaves them room."""
        return self._head.height() <= MOST * self._canvas.viewport().height()

    def _fits(self, entry: Entry) -> bool:
        if entry.block >= len(self._blocks):
            return False
        rows, columns = self._blocks[entry.block].size
        return entry.row < rows and entry.column < columns

    def _numbers(self) -> None:
        entry = self._rows.selected
        if entry is None:
            self._editor.show_nothing()
            return
        block = self._blocks[entry.block]
        value, *gradients = values(block, entry)
        rows = tuple(zip(headings(self._report)[1:], gradients, strict=True)) if self._report else ()
        none = tr("none: fixed") if block.fixed else "…"
        self._editor.show_weight(block.name, block.subscript(entry.row, entry.column), value or 0.0, rows, none)

    def _choose(self, entry: Entry | None) -> None:
        self._rows.selected = entry
        self._rows.update()
        self._numbers()
        self._reveal()

    def _reveal(self) -> None:
        entry = self._rows.selected
        if entry is not None:
            place, head = self._rows.places[entry.block], self._head.height() if self._stays else 0.0
            low = place.row.height() + head > self._canvas.viewport().height()
            wanted = cell_box(self._blocks[entry.block], place.pictures[0], entry) if low else place.row
            box = self._rows.mapRectToScene(wanted)
            self._canvas.ensureVisible(box.adjusted(0, -head, 0, 0), 0, 0)

    def _press(self, at: QPointF) -> None:
        self._choose(self._entry(at))
        self._ask()

    def _ask(self) -> None:
        """Where the chosen entry's gradient comes from."""
        entry = self._rows.selected
        if entry is not None:
            block = self._blocks[entry.block]
            ask(self.session, of_weight(self.session.document, block.name, block.index(entry.row, entry.column)))

    def _edit(self, _at: QPointF) -> None:
        """A second press: of what the first one chose, for that may have scrolled the rows."""
        if self._rows.selected is not None:
            self._editor.edit()

    def _entry(self, at: QPointF) -> Entry | None:
        if self._head.contains(self._head.mapFromScene(at)):
            return None
        return self._rows.at(self._rows.mapFromScene(at))

    def _hover(self, at: QPointF | None) -> None:
        entry = self._entry(at) if at is not None else None
        if at is None or entry is None or self._report is None:
            QToolTip.hideText()
            return
        where = self._canvas.viewport().mapToGlobal(self._canvas.mapFromScene(at) + QPoint(0, 8))
        told = described(self._blocks[entry.block], entry, headings(self._report))
        QToolTip.showText(where, told, self._canvas)

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if not self._blocks:
            return False
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._rows.selected is not None:
            self._editor.edit()
            return True
        sideways = key in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        if key not in ARROWS or (sideways and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier):
            return False  # left and right alone step through time, wherever the focus is
        entry = self._rows.selected
        self._choose(Entry(0, 0, 0) if entry is None else moved(self._blocks, entry, *ARROWS[key]))
        self._ask()
        return True

    def _set_weight(self, value: float) -> None:
        entry = self._rows.selected
        if entry is not None:
            block = self._blocks[entry.block]
            index = block.index(entry.row, entry.column)
            self.session.apply(edits.set_weight(self.session.document, block.name, index, value))


def values(block: Block, entry: Entry) -> tuple[float | None, ...]:
    """W, the gradient by each method and the difference at an entry; None where unknown."""
    return tuple(None if p is None else float(p[entry.row, entry.column]) for p in block.pictures)


def described(block: Block, entry: Entry, titles: tuple[str, ...]) -> str:
    """An entry in full precision, one line each."""
    title = f"{symbol(block.name).unicode} ({block.subscript(entry.row, entry.column)})"
    if block.fixed:
        return f"{title}, {tr('fixed')}\n{titles[0]}: {full(values(block, entry)[0] or 0.0)}"
    pairs = zip(titles, values(block, entry), strict=True)
    return "\n".join([title, *(f"{name}: {'…' if value is None else full(value)}" for name, value in pairs)])
