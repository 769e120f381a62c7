"""The prediction over time: symbols by instants, the network's probability beside the true one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGraphicsView, QToolTip, QVBoxLayout, QWidget

from rnrviz.document import edits, truths
from rnrviz.document.session import BESIDE
from rnrviz.figures.lanes import Columns
from rnrviz.figures.network_layout import structure
from rnrviz.figures.numbers import percent, short
from rnrviz.figures.outlook import OutlookItem
from rnrviz.figures.outlook_content import Outlook, needed
from rnrviz.figures.style import Style
from rnrviz.language import tr
from rnrviz.network.tasks.distributions import distance, divergence, probabilities
from rnrviz.views.axis import TimeAxis, follow_axis
from rnrviz.views.brush import Brush
from rnrviz.views.canvas import Canvas
from rnrviz.views.truth_choice import TruthChoice, counted, how_far, why_unknown

if TYPE_CHECKING:
    from rnrviz.document.session import Session
    from rnrviz.network.trace import Trace

MOST, DOZEN = 40, 12  # more symbols than MOST: the likeliest DOZEN of what shows, and the others
WIDEST, LEAST = 380, 240  # of the chooser
Numbers = NDArray[np.float64]


@final
class OutlookView(QWidget):
    """Every symbol's probability at every instant up to the cursor; a click moves the cursor there."""

    name = "outlook"

    def __init__(self, session: Session, style: Style, axis: TimeAxis | None) -> None:
        super().__init__()
        self.session, self.style_ = session, style
        self.axis = axis or TimeAxis(session.length, style.scale)
        self._row, self._offered = -1, True
        self._canvas = Canvas(style, self)
        self._item = OutlookItem(style)
        self._canvas.scene().addItem(self._item)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._canvas)
        self.choice = TruthChoice(session, style)
        self.choice.setParent(self)
        self._canvas.on_resize, self._canvas.on_key = self._draw, self._key
        self._canvas.on_press = self._canvas.on_drag = self._go
        self._canvas.on_hover = self._hover
        follow_axis(self._canvas, self.axis)
        self._brush = Brush(self._canvas, self.session, self.axis)
        self._canvas.verticalScrollBar().valueChanged.connect(lambda _value: self._show_choice())
        self.axis.changed.connect(self._draw)
        QWidget.setTabOrder(self._canvas, self.choice.box)

    def title(self) -> str:
        """What the pane is called."""
        return tr("Prediction over time")

    def refresh(self, changed: frozenset[str]) -> None:
        """Anything of the trace, the cursor or the truth."""
        self._brush.refresh(changed)
        if changed <= BESIDE - {"truth", "answers"} and not self._item.outlook.message:
            return
        if changed & {"all", "network", "sequence", "truth", "language"}:
            self.choice.show_choice()
            self._row = min(self._row, len(self.session.document.network.vocabulary) - 1)
            self.updateGeometry()
        self._canvas.setAccessibleName(self.title())
        self._draw()
        self._canvas.setAccessibleDescription(self.description())

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self.style_ = style
        self._canvas.set_style(style)
        self.choice.set_style(style)
        self._draw()

    def offer_choice(self, offered: bool) -> None:
        """Whether the truth can be chosen here: not where it can beside."""
        self._offered = offered
        self._show_choice()
        self._draw()

    def _show_choice(self) -> None:
        self.choice.setVisible(self._offered and self._canvas.verticalScrollBar().value() == 0)

    def minimumSizeHint(self) -> QSize:
        """The height from which every symbol has its row."""
        symbols = len(self.session.document.network.vocabulary)
        return QSize(0, math.ceil(needed(symbols if symbols <= MOST else DOZEN + 1, self.style_)))

    def canvas(self) -> QGraphicsView:
        """What is saved as a picture."""
        return self._canvas

    def data(self) -> dict[str, np.ndarray]:
        """For the whole string: p, the outputs divided by their sum (L, n_Y), the truth, and both distances (L,)."""
        trace, found = self.session.trace, truths.of_session(self.session)
        if trace is None:
            return {}
        network = probabilities(np.asarray(trace["y"]))
        if found is None:
            return {"p": network, "d": np.asarray(trace["d"])}
        truth = found.rows()
        bits, apart = divergence(truth, network), distance(truth, network)
        return {"p": network, "d": np.asarray(trace["d"]), "truth": truth, "bits": bits, "distance": apart}

    def outlook(self) -> Outlook:
        """What is drawn."""
        return self._item.outlook

    def description(self) -> str:
        """The column at the cursor in words, for a screen reader."""
        outlook, t = self._item.outlook, min(self.session.document.cursor, self.session.length)
        if outlook.message or t not in outlook.instants:
            return outlook.message or tr("No token has been read yet.")
        rows = [self._row] if 0 <= self._row < len(outlook.labels) else range(len(outlook.labels))
        return ". ".join([self._place(t), *(self._pair(row, t) for row in rows), self._apart(t)])

    def _draw(self) -> None:
        size = self._canvas.maximumViewportSize()
        outlook = self._outlook(size.width())
        height = max(float(size.height()), needed(len(outlook.labels), self.style_))
        width = self._canvas.viewport().width()
        self._canvas.scene().setSceneRect(QRectF(0, 0, max(1, width), height))
        right = min(width, self.axis.right(size.width()))
        end = self._place_choice(right)
        self._item.show_outlook(outlook, QRectF(0, 0, right, height), self.style_, end)

    def _place_choice(self, right: float) -> float:
        """The chooser at the right end of the legend; returns where it begins. In print there is none."""
        if not self._offered or self.style_.figure:
            return right
        px = self.style_.px
        wide = min(px(WIDEST), max(px(LEAST), 0.45 * (right - self.axis.gutter)), right)
        self.choice.setGeometry(round(right - wide), 0, round(wide), self.choice.sizeHint().height())
        return right - wide

    def _outlook(self, width: float) -> Outlook:
        trace, axis, document = self.session.trace, self.axis, self.session.document
        if trace is None or not len(trace):
            return Outlook(message=self.session.busy or tr("The predictions appear here once there is a text to read."))
        instants = axis.visible(axis.right(width))
        instants = range(instants.start, min(instants.stop, len(trace) + 1))
        network = probabilities(np.asarray(trace["y"][instants.start - 1 : instants.stop - 1]))
        found = truths.of_session(self.session)
        truth = np.full_like(network, np.nan)
        if found is not None and len(found) == len(trace):
            truth = found.rows(instants.start - 1, instants.stop - 1)
        labels, numbers = self._rows(trace, network, truth)
        ahead = structure(trace.network).ahead.get("y", 0.0)
        cursor = min(document.cursor, len(trace))
        reach = int(min(len(trace), cursor + ahead)) if cursor else 0
        return Outlook(
            labels, instants, gathered(network, numbers), gathered(truth, numbers), divergence(truth, network),
            self._targets(trace, instants, numbers), Columns(axis.gutter, axis.column, axis.first), cursor, reach,
            len(trace), truths.source(self.session) != truths.NOTHING, self._row,
        )  # fmt: skip

    def _rows(self, trace: Trace, network: Numbers, truth: Numbers) -> tuple[tuple[str, ...], NDArray[np.int64]]:
        """The labels of the rows, and the row of every symbol of the vocabulary."""
        symbols = trace.network.vocabulary.tokens
        if len(symbols) <= MOST:
            return symbols, np.arange(len(symbols))
        largest = np.nan_to_num(np.fmax(network, truth)).max(axis=0, initial=0.0)
        best = np.sort(np.argsort(-largest, kind="stable")[:DOZEN])
        numbers = np.full(len(symbols), DOZEN)
        numbers[best] = np.arange(DOZEN)
        return (*(symbols[i] for i in best), tr("{n} others").format(n=len(symbols) - DOZEN)), numbers

    def _targets(self, trace: Trace, instants: range, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        following = trace.sequence.indices[instants.start : instants.stop]
        found = np.full(len(instants), -1)
        found[: len(following)] = numbers[following]
        return found

    def _go(self, at: QPointF) -> None:
        self.session.apply(edits.move_cursor(self.session.document, self.axis.t_at(at.x())))

    def _key(self, event: QKeyEvent) -> bool:
        """Up and Down choose a row, whose numbers at the cursor are then told; Escape leaves it."""
        last = len(self._item.outlook.labels) - 1
        wanted = {
            Qt.Key.Key_Up: max(0, self._row - 1),
            Qt.Key.Key_Down: min(last, self._row + 1),
            Qt.Key.Key_Escape: -1,
        }
        if (
            event.modifiers()
            or Qt.Key(event.key()) not in wanted
            or (self._row < 0 and event.key() == Qt.Key.Key_Escape)
        ):
            return False
        self._row = wanted[Qt.Key(event.key())]
        self._draw()
        self._canvas.setAccessibleDescription(self.description())
        self._tell_chosen()
        return True

    def _tell_chosen(self) -> None:
        t = min(self.session.document.cursor, self.session.length)
        if self._row < 0 or t not in self._item.outlook.instants:
            QToolTip.hideText()
            return
        self._show(QPointF(self.axis.x(t), self._item.top(self._row) + self._item.row), self.told(self._row, t))

    def _hover(self, at: QPointF | None) -> None:
        found = None if at is None else self._item.cell_at(at)
        if at is None or found is None:
            QToolTip.hideText()
            return
        self._show(at, self.told(*found))

    def _show(self, at: QPointF, text: str) -> None:
        QToolTip.showText(self._canvas.viewport().mapToGlobal(self._canvas.mapFromScene(at)), text, self._canvas)

    def told(self, row: int, t: int) -> str:
        """Everything about one cell; the row after the last is the distance alone."""
        rows = [self._pair(row, t)] if row < len(self._item.outlook.labels) else []
        found = truths.of_session(self.session)
        places = [] if found is None else [counted(found, t - 1)]
        return "\n".join(part for part in (self._place(t), *rows, self._apart(t), *places) if part)

    def _place(self, t: int) -> str:
        token = self.session.sequence.tokens[t - 1]
        return tr("Next symbol after “{token}” (t = {t})").format(token=token, t=t)

    def _pair(self, row: int, t: int) -> str:
        """Both probabilities of a symbol, and whether it came."""
        outlook = self._item.outlook
        k = t - outlook.instants.start
        pair = [float(part[k, row]) for part in (outlook.network, outlook.truth)]
        network, truth = (percent(p) if p == p else "–" for p in pair)
        sentence = tr("{symbol}: network {p}, truth {q}") if outlook.compared else tr("{symbol}: network {p}")
        words = sentence.format(symbol=outlook.labels[row], p=network, q=truth)
        return f"{words} ({tr('target')})" if outlook.targets[k] == row else words

    def _apart(self, t: int) -> str:
        """How far the network is from the truth at an instant, or why that is not known."""
        trace, found = self.session.trace, truths.of_session(self.session)
        if trace is None or found is None:
            return ""
        truth, outputs = found.rows(t - 1, t)[0], np.asarray(trace["y"][t - 1])
        if np.isnan(truth).any():
            return why_unknown(self.session)
        network = probabilities(outputs)
        if np.isnan(network).any():
            return tr("These outputs cannot be read as probabilities: y[t] = {y}.").format(
                y=", ".join(short(float(y)) for y in outputs[:DOZEN])
            )
        return how_far(float(divergence(truth, network)), float(distance(truth, network)))


def gathered(values: Numbers, rows: NDArray[np.int64]) -> Numbers:
    """Columns (n, symbols) summed into the rows that the symbols belong to, (n, rows)."""
    if len(rows) == 0 or int(rows.max()) == len(rows) - 1:
        return values
    return np.stack([values[:, rows == row].sum(axis=1) for row in range(int(rows.max()) + 1)], axis=1)
