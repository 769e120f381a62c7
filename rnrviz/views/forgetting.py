"""The forgetting problem: a cell without forget gate drifts away on a long stream, one with it does not."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtWidgets import QGraphicsView, QHBoxLayout, QLabel, QPushButton, QSpinBox, QToolTip, QVBoxLayout, QWidget

from rnrviz.document import edits
from rnrviz.figures.drift import DriftItem, Stretch
from rnrviz.figures.numbers import short
from rnrviz.figures.style import Style
from rnrviz.language import ntr, tr
from rnrviz.network.problems import InputError
from rnrviz.network.training.forgetting import RECIPES, SECONDS, Drift, drift, stream
from rnrviz.views.axis import TimeAxis
from rnrviz.views.canvas import Canvas
from rnrviz.views.number_box import indent
from rnrviz.views.scrolling import by_keys

if TYPE_CHECKING:
    from rnrviz.document.session import Session
    from rnrviz.document.worker import Progress

SHORTEST, LONGEST, USUAL = 20, 5000, 400
MOST_SEED = 999
CLOSED = 0.2
FIELD = 74  # the width of a field
Wish = tuple[int, int, int]  # length and seed of the stream, seed of the training


@final
class ForgettingView(QWidget):
    """Two networks are trained while one waits, and read the same stream; its length and both seeds can be chosen."""

    name = "forgetting"

    def __init__(self, session: Session, style: Style, axis: TimeAxis | None) -> None:
        super().__init__()
        self.session, self.style_ = session, style
        self._shown: tuple[Wish, tuple[Drift, ...]] | None = None
        self._problem = ""
        self.length, self.drawn, self.seed = (QSpinBox() for _ in range(3))
        self._labels = tuple(QLabel() for _ in range(3))
        self.open_buttons = tuple(QPushButton() for _ in RECIPES)
        self._canvas = Canvas(style, self)
        self._canvas.on_key = by_keys(self._canvas, lambda n: self.style_.px(n))
        self._item = DriftItem(style)
        self._canvas.scene().addItem(self._item)
        self._canvas.on_resize, self._canvas.on_hover = self._draw, self._hover
        self._lay_out()
        self._connect()
        self.set_style(style)

    def _lay_out(self) -> None:
        self._rows = (QHBoxLayout(), QHBoxLayout())
        for label, box in zip(self._labels, self._boxes(), strict=True):
            label.setBuddy(box)
            self._rows[0].addWidget(label)
            self._rows[0].addWidget(box)
        self._rows[0].addStretch(1)
        self._canvas.setMinimumHeight(80)
        for button in self.open_buttons:
            self._rows[1].addWidget(button)
        self._rows[1].addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._rows[0])
        layout.addWidget(self._canvas, 1)
        layout.addLayout(self._rows[1])

    def _connect(self) -> None:
        self.length.setRange(SHORTEST, LONGEST)
        self.length.setSingleStep(100)
        self.length.setValue(USUAL)
        for box in (self.drawn, self.seed):
            box.setRange(1, MOST_SEED)
        for box in self._boxes():
            box.setKeyboardTracking(False)
            box.valueChanged.connect(lambda _value: self._ask())
        for which, button in enumerate(self.open_buttons):
            button.clicked.connect(partial(self.open, which))

    def _boxes(self) -> tuple[QSpinBox, QSpinBox, QSpinBox]:
        return self.length, self.drawn, self.seed

    def title(self) -> str:
        """What the dock says."""
        return tr("Forgetting")

    def refresh(self, changed: frozenset[str]) -> None:
        """It has its own networks and its own text: only the first time, and when an answer comes."""
        if changed & {"all", "language"}:
            self._canvas.setAccessibleName(self.title())
            self._speak()
        if changed & {"all", "language", "answers", "sequence", "network"}:
            self._ask()

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self.style_ = style
        self._canvas.set_style(style)
        for row, (top, bottom) in zip(self._rows, ((6, 2), (2, 8)), strict=True):
            row.setContentsMargins(*(round(style.px(n)) for n in (14, top, 14, bottom)))
            row.setSpacing(round(style.px(6)))
        for box in self._boxes():
            indent(box, style)
            box.setFixedWidth(round(style.px(FIELD)))
        for label in self._labels:
            label.setFont(style.font(0.92))
            label.setStyleSheet(f"color: {style.muted.name()}; background: transparent")
        self._draw()

    def sizeHint(self) -> QSize:
        """Two plots and a paragraph."""
        return QSize(round(self.style_.px(420)), round(self.style_.px(520)))

    def canvas(self) -> QGraphicsView:
        """What is saved as a picture."""
        return self._canvas

    def data(self) -> dict[str, np.ndarray]:
        """Cells with and without resets, and which predictions are right, by network."""
        found: dict[str, np.ndarray] = {}
        for name, one in zip(("without", "with"), self.drifts(), strict=False):
            parts = {"x": one.cells, "x_reset": one.reset, "right": one.right, "right_reset": one.right_reset}
            found |= {f"{key}_{name}": value for key, value in parts.items()}
        return found

    def drifts(self) -> tuple[Drift, ...]:
        """What is drawn: the network without forget gate, then the one with it."""
        return () if self._shown is None else self._shown[1]

    def wish(self) -> Wish:
        """What the fields say."""
        return self.length.value(), self.drawn.value(), self.seed.value()

    def text(self) -> str:
        """The stream of now."""
        longest = self.drifts()[0].longest if self.drifts() else 1
        return stream(self.wish()[0], self.wish()[1], longest)

    def open(self, which: int) -> None:
        """Use one of the two networks in the window, with the stream as its text."""
        if self._shown is None or self._shown[0] != self.wish():
            return
        name = titles()[which]
        network = self.drifts()[which].network
        self.session.apply(edits.set_network(self.session.document, network, name, self.text(), name))

    def _ask(self) -> None:
        """Have the networks trained and run, unless they are shown already; what is shown stays meanwhile."""
        wish = length, drawn, seed = self.wish()
        if (self._shown is None or self._shown[0] != wish) and self.session.trace is not None:

            def work(progress: Progress) -> tuple[Drift, ...]:
                return tuple(drift(name, seed, length, drawn) for name in RECIPES)

            found = self.session.answers.get("forgetting", wish, SECONDS, work)
            self._problem = str(found) if isinstance(found, InputError) else ""
            if found is not None and not isinstance(found, InputError):
                self._shown = wish, found
        self._draw()

    def _speak(self) -> None:
        words = tr("tokens"), tr("stream"), tr("weights")
        spoken = tr("Length of the stream"), tr("Seed of the stream"), tr("Seed of the initial weights")
        for label, box, text, name in zip(self._labels, self._boxes(), words, spoken, strict=True):
            label.setText(text)
            box.setAccessibleName(name)
            box.setToolTip(name)
        for button, name in zip(self.open_buttons, titles(), strict=True):
            button.setAccessibleName(tr("Open: {name}").format(name=name))
            button.setToolTip(tr("Use this network in the window, with the stream as its text"))
        for button, text in zip(self.open_buttons, (tr("Open the upper one"), tr("Open the lower one")), strict=True):
            button.setText(text)

    def _stretches(self) -> tuple[Stretch, ...]:
        return tuple(
            Stretch(name, fared(one), one.cells, one.reset, one.right)
            for name, one in zip(titles(), self.drifts(), strict=False)
        )

    def _draw(self) -> None:
        stretches = self._stretches()
        caption = sentence(self.drifts()) if stretches else self._problem or tr("Training two small networks…")
        size = self._canvas.maximumViewportSize()
        height = max(float(size.height()), self._item.needed(len(stretches), caption, size.width(), self.style_))
        area = QRectF(0, 0, max(1, self._canvas.viewport().width()), height)
        self._canvas.scene().setSceneRect(area)
        self._item.show_stretches(stretches, caption, area, self.style_)
        for button in self.open_buttons:
            button.setEnabled(bool(stretches))
        words = [f"{one.title}: {one.words}" for one in stretches]
        self._canvas.setAccessibleDescription(". ".join([*words, caption]))

    def _hover(self, at: QPointF | None) -> None:
        found = None if at is None else self._item.instant_at(at)
        if at is None or found is None:
            QToolTip.hideText()
            return
        place = self._canvas.viewport().mapToGlobal(self._canvas.mapFromScene(at))
        QToolTip.showText(place, self.told(*found), self._canvas)

    def told(self, which: int, t: int) -> str:
        """The cells at an instant, with and without resets, and whether the prediction is right."""
        one = self.drifts()[which]
        cells, reset = (", ".join(short(float(v)) for v in part[t - 1]) for part in (one.cells, one.reset))
        right = tr("right") if one.right[t - 1] else tr("wrong")
        words = tr("t = {t}, “{token}”: x = {x}, with resets {reset}; prediction {right}")
        return words.format(t=t, token=self.text()[t - 1], x=cells, reset=reset, right=right)


def titles() -> tuple[str, str]:
    """What the two networks are called."""
    return tr("LSTM without forget gate"), tr("LSTM with forget gate")


def fared(one: Drift) -> str:
    """How many predictions are wrong, without and with resets."""
    wrong, reset = int((~one.right).sum()), int((~one.right_reset).sum())
    words = ntr("{n} wrong prediction of {all}", "{n} wrong predictions of {all}", wrong)
    return (words + "; " + tr("with resets {reset}")).format(n=wrong, all=len(one.right), reset=reset)


def sentence(drifts: tuple[Drift, ...]) -> str:
    """What is to be seen, said of these very networks."""
    without, gated = drifts
    learned = tr(
        "Both learned {judged} streams of {each} strings aⁿbⁿT (n ≤ {longest}) and predict {a} and {b} of them without "
        "a fault. Thick: x read on without a reset; thin: begun anew with each string."
    ).format(judged=without.judged, each=without.each, longest=without.longest, a=without.accepted, b=gated.accepted)
    if gated.first_wrong:
        seen = tr("This time the forget gate does not save the count: try other initial weights.")
    elif without.first_wrong:
        seen = tr("Without forget gate, what every string leaves in the CEC adds up until the count is wrong.")
    else:
        seen = tr("This time the network without forget gate counts back to where it began: try other initial weights.")
    return " ".join(part for part in (learned, seen, closing(gated)) if part)


def closing(one: Drift) -> str:
    """What the forget gate does at the ends of strings, by its own number."""
    if one.kept != one.kept:
        return ""
    empties = tr("At every T the forget gate empties the CEC: λ ≤ {most}.")
    stays = tr("The forget gate does not close at every T: λ is up to {most}.")
    return (empties if one.kept < CLOSED else stays).format(most=short(one.kept, 2)).replace(" ≤ ", "\u00a0≤\u00a0")
