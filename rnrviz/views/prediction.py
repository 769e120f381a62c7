"""The prediction at the cursor: how probable each symbol is as the next one, and how probable it really is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtWidgets import QGraphicsView, QVBoxLayout, QWidget

from rnrviz.document import truths
from rnrviz.document.session import BESIDE
from rnrviz.figures.bars import BarsItem
from rnrviz.figures.bars_content import FOOT, HEAD, LEAST, LEGEND, LINE, ROW, Bar, Prediction, note_height
from rnrviz.figures.numbers import percent, short
from rnrviz.figures.style import Style
from rnrviz.language import tr
from rnrviz.network.question import Question
from rnrviz.network.tasks.distributions import distance, divergence
from rnrviz.views.axis import TimeAxis
from rnrviz.views.canvas import Canvas
from rnrviz.views.questions import ask, of_output
from rnrviz.views.truth_choice import TruthChoice, counted, how_far, places, why_unknown

if TYPE_CHECKING:
    from rnrviz.document.session import Session
    from rnrviz.network.tasks.distributions import Distributions
    from rnrviz.network.trace import Trace

SHOWN, DOZEN = 16, 12
WIDTH = 420


@final
class PredictionView(QWidget):
    """Bars for the next symbol at the cursor's instant."""

    name = "prediction"

    def __init__(self, session: Session, style: Style, axis: TimeAxis | None) -> None:
        super().__init__()
        self.session, self.style_ = session, style
        self._prediction = Prediction()
        self._canvas = Canvas(style, self)
        self._item = BarsItem(style)
        self._canvas.scene().addItem(self._item)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.choice = TruthChoice(session, style)
        layout.setSpacing(0)
        layout.addWidget(self.choice)
        layout.addWidget(self._canvas, 1)
        self._canvas.on_resize, self._canvas.on_press = self._draw, self._press

    def title(self) -> str:
        """What the dock says."""
        return tr("Prediction")

    def refresh(self, changed: frozenset[str]) -> None:
        """Anything that moves the cursor or the trace changes the prediction."""
        if changed <= BESIDE - {"truth", "answers"} and not self._prediction.message:
            return
        if changed & {"all", "network", "sequence", "truth", "language"}:
            self.choice.show_choice()
        if changed & {"all", "network", "sequence", "cursor", "busy", "truth", "answers", "language"}:
            self._prediction = predict(self.session)
            self._canvas.setAccessibleName(self.title())
            self._canvas.setAccessibleDescription(describe(self._prediction))
        self._draw()

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self.style_ = style
        self._canvas.set_style(style)
        self.choice.set_style(style)
        self._draw()

    def sizeHint(self) -> QSize:
        """A row for each bar that there can be, the chooser and two lines of small print."""
        height = self.style_.px(HEAD + LEGEND + ROW * (self._rows() + 2) + 8) + self.choice.sizeHint().height()
        return QSize(round(self.style_.px(WIDTH)), round(height))

    def needed(self, width: float) -> int:
        """The least height in which everything can be read, at the last token too, which has most small print."""
        style, notes = self.style_, [_last(), how_far(1.23e-10, 1.23e-10)]
        if truths.source(self.session) not in (truths.LEGAL, truths.NOTHING):
            notes.append(places(9))
        rows = style.px(HEAD - LINE + LEGEND + LEAST * self._rows() + FOOT)
        return math.ceil(rows + sum(note_height(n, width, style) for n in notes)) + self.choice.sizeHint().height()

    def _rows(self) -> int:
        symbols = len(self.session.document.network.vocabulary)
        return symbols if symbols <= SHOWN else DOZEN + 2

    def canvas(self) -> QGraphicsView:
        """What is saved as a picture."""
        return self._canvas

    def data(self) -> dict[str, np.ndarray]:
        """For the whole string: outputs y, targets d, E, p, the outputs divided by their sum; the truth where known."""
        trace = self.session.trace
        if trace is None:
            return {}
        found = truths.of_session(self.session)
        known = {} if found is None else {"truth": found.rows()}
        return {"y": trace["y"], "p": normalised(trace["y"])[0], "d": trace["d"], "E": trace["E"]} | known

    def prediction(self) -> Prediction:
        """What is shown."""
        return self._prediction

    def _press(self, at: QPointF) -> None:
        """Ask where a probability comes from, or E[t]."""
        prediction, bar = self._prediction, self._item.bar_at(at)
        symbols = self.session.document.network.vocabulary.numbers
        if prediction.t and bar is not None and not bar.rest:
            ask(self.session, of_output(self.session.document, symbols[bar.symbol], prediction.t))
        elif prediction.t and self._item.on_error(at):
            ask(self.session, Question("error", "E", (), prediction.t))

    def _draw(self) -> None:
        size = self._canvas.maximumViewportSize()
        height = max(float(size.height()), self._prediction.needed(size.width(), self.style_))
        area = QRectF(0, 0, max(1, self._canvas.viewport().width()), height)
        self._canvas.scene().setSceneRect(area)
        self._item.show_prediction(self._prediction, area, self.style_)


def predict(session: Session) -> Prediction:
    """The prediction of the session at its cursor."""
    trace, t = session.trace, session.document.cursor
    if trace is None or not len(trace):
        return Prediction(message=session.busy or tr("There is no text to read yet."))
    if t < 1:
        return Prediction(message=tr("Step forward: after each token its prediction is shown here."))
    t = min(t, len(trace))
    probabilities, possible = normalised(trace["y"][t - 1])
    found = truths.of_session(session) if possible else None
    truth = None if found is None else found.rows(t - 1, t)[0]
    token = trace.sequence.tokens[t - 1]
    heading = tr("Next symbol after “{token}” (t = {t})").format(token=token, t=t)
    bars = chosen(probabilities, trace.network.vocabulary.tokens, _target(trace, t), not possible, truth)
    notes = (*_notes(trace, t, possible), *_compared(session, found, truth, probabilities, t))
    compared = possible and truths.source(session) != truths.NOTHING
    return Prediction(bars, t, heading, float(trace["E"][t - 1]), not possible, notes, compared=compared)


def _compared(
    session: Session,
    found: Distributions | None,
    truth: NDArray[np.float64] | None,
    probabilities: NDArray[np.float64],
    t: int,
) -> tuple[str, ...]:
    """How far the truth is, and over how many places it was counted."""
    if found is None or truth is None:
        return ()
    if np.isnan(truth).any():
        return (why_unknown(session),)
    said = how_far(float(divergence(truth, probabilities)), float(distance(truth, probabilities)))
    return tuple(note for note in (said, counted(found, t - 1)) if note)


def normalised(outputs: NDArray[np.float64]) -> tuple[NDArray[np.float64], bool]:
    """The outputs divided by their sum, as in the chapter; unchanged and False where that makes no sense."""
    with np.errstate(all="ignore"):
        total = outputs.sum(axis=-1, keepdims=True)
        if not (outputs >= 0).all() or not (np.isfinite(total) & (total > 0)).all():
            return outputs, False
        return outputs / total, True


def chosen(
    values: NDArray[np.float64],
    symbols: tuple[str, ...],
    target: int | None,
    raw: bool,
    truth: NDArray[np.float64] | None = None,
) -> tuple[Bar, ...]:
    """All symbols in the vocabulary's order, or the most probable dozen, the target and the sum of the rest."""
    real = np.full(len(symbols), np.nan) if truth is None else truth
    best = int(np.argmax(np.nan_to_num(values, nan=-np.inf)))
    numbers = list(range(len(symbols)))
    if len(symbols) > SHOWN:
        numbers = np.argsort(-np.nan_to_num(np.fmax(values, real), nan=-np.inf), kind="stable")[:DOZEN].tolist()
        numbers += [target] if target is not None and target not in numbers else []
    bars = [Bar(symbols[i], float(values[i]), i == target, i == best, truth=float(real[i])) for i in numbers]
    left = len(symbols) - len(numbers)
    if left and not raw:
        rest, other = (max(0.0, 1.0 - sum(seen)) for seen in ([b.value for b in bars], [b.truth for b in bars]))
        bars.append(Bar(tr("{n} others").format(n=left), rest, rest=True, truth=other if truth is not None else np.nan))
    return tuple(bars)


def _target(trace: Trace, t: int) -> int | None:
    wanted = trace["d"][t - 1]
    return None if np.isnan(wanted).any() else int(np.argmax(wanted))


def _notes(trace: Trace, t: int, possible: bool) -> tuple[str, ...]:
    notes = []
    outputs = trace["y"][t - 1]
    if t == len(trace):
        notes.append(_last())
    if not np.isfinite(outputs).all():
        notes.append(tr("Overflow: some outputs are not finite numbers."))
    elif not possible:
        notes.append(tr("These outputs cannot be read as probabilities; y[t] is shown as it is."))
    elif abs(outputs.sum() - 1) > 1e-9:
        sentence = tr("The output layer is not a softmax: its outputs are divided by their sum, {total}.")
        notes.append(sentence.format(total=short(float(outputs.sum()))))
    return tuple(notes)


def _last() -> str:
    return tr("This is the last token: no next one to compare with, and no E[t].")


def describe(prediction: Prediction) -> str:
    """The bars in words, for a screen reader."""
    if prediction.message:
        return prediction.message
    words = [_spoken(bar, prediction.raw) for bar in prediction.bars]
    return ". ".join((prediction.heading, ", ".join(words), *prediction.notes))


def _spoken(bar: Bar, raw: bool) -> str:
    words = f"{bar.symbol} {(short if raw else percent)(bar.value)}"
    if bar.truth == bar.truth:
        words += " " + tr("(truth {p})").format(p=percent(bar.truth))
    return words + (f" ({tr('target')})" if bar.target else "")
