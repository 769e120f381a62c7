"""The cost of the gradients: RTRL and BPTT measured on this machine while one looks on."""

from __future__ import annotations

import math
import threading
from typing import TYPE_CHECKING, final

import numpy as np
from PySide6.QtCore import QCoreApplication, QRectF, QSize, Signal
from PySide6.QtWidgets import QComboBox, QGraphicsView, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from rnrviz.document.worker import Progress, Worker
from rnrviz.figures.costs import CostsItem
from rnrviz.figures.growth_plot import Law, Panel
from rnrviz.figures.numbers import short
from rnrviz.figures.style import Style
from rnrviz.language import tr
from rnrviz.network.measuring.costs import INSTANTS, Cost, costs, sizes
from rnrviz.network.measuring.growth import BPTT, RTRL, growth
from rnrviz.views.axis import TimeAxis
from rnrviz.views.canvas import Canvas
from rnrviz.views.own_keys import ENDS, OwnKeys
from rnrviz.views.scrolling import by_keys

if TYPE_CHECKING:
    from rnrviz.document.session import Session

LARGEST, USUAL = (32, 64, 128, 256), 2
COUNTED = {RTRL: 4.0, BPTT: 2.0}  # the chapter's exponents of the time
FITTED = 3  # fewer points say nothing about a law


@final
class CostView(QWidget):
    """Nothing is measured before the button is pressed; every result is drawn as it comes."""

    name = "cost"
    _news = Signal()

    def __init__(self, session: Session, style: Style, axis: TimeAxis | None) -> None:
        super().__init__()
        self.session = session
        self.style_ = style
        self._lock = threading.Lock()
        self._costs: list[Cost] = []
        self._largest = LARGEST[USUAL]
        self.worker = Worker("cost", self._news.emit)
        self._news.connect(self._collect)
        self.button, self.choice, self._label = QPushButton(), QComboBox(), QLabel()
        self._state = QLabel()
        for number in LARGEST:
            self.choice.addItem(str(number), number)
        self.choice.setCurrentIndex(USUAL)
        OwnKeys(self.choice, ENDS)
        self.button.clicked.connect(self.toggle)
        self._canvas = Canvas(style, self)
        self._canvas.on_key = by_keys(self._canvas, lambda n: self.style_.px(n))
        self._item = CostsItem(style)
        self._canvas.scene().addItem(self._item)
        self._canvas.on_resize = self._draw
        self._lay_out()
        self.set_style(style)
        if (application := QCoreApplication.instance()) is not None:
            application.aboutToQuit.connect(self.worker.close)

    def _lay_out(self) -> None:
        self._row = QHBoxLayout()
        for widget in (self.button, self._label, self.choice):
            self._row.addWidget(widget)
        self._row.addWidget(self._state, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._row)
        layout.addWidget(self._canvas, 1)

    def title(self) -> str:
        """What the dock says."""
        return tr("Cost")

    def refresh(self, changed: frozenset[str]) -> None:
        """It depends on the machine alone."""
        if changed & {"all", "language"}:
            self._canvas.setAccessibleName(self.title())
            self._draw()

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self.style_ = style
        self._canvas.set_style(style)
        self._row.setContentsMargins(*(round(style.px(n)) for n in (14, 6, 14, 4)))
        self._row.setSpacing(round(style.px(8)))
        for label in (self._label, self._state):
            label.setFont(style.font(0.92))
            label.setStyleSheet(f"color: {style.muted.name()}; background: transparent")
        self._draw()

    def sizeHint(self) -> QSize:
        """Two plots, one below the other."""
        return QSize(round(self.style_.px(420)), round(self.style_.px(560)))

    def canvas(self) -> QGraphicsView:
        """What is saved as a picture."""
        return self._canvas

    def data(self) -> dict[str, np.ndarray]:
        """What was measured so far, by algorithm: n_X, seconds per instant, bytes."""
        found: dict[str, np.ndarray] = {}
        for algorithm in (RTRL, BPTT):
            rows = self._of(algorithm)
            if rows:
                found[f"{algorithm}_n_X"] = np.array([row.n_X for row in rows])
                found[f"{algorithm}_seconds"] = np.array([row.seconds for row in rows])
                found[f"{algorithm}_bytes"] = np.array([row.bytes for row in rows])
        return found

    def toggle(self) -> None:
        """Measure, or stop measuring and keep what there is."""
        if self.worker.busy:
            self.worker.cancel()
        else:
            self._costs, self._largest = [], int(self.choice.currentData())
            largest, found = self._largest, self._costs

            def work(progress: Progress) -> None:
                costs(largest, lambda one: self._tell(found, one), progress)

            self.worker.start(work, lambda _done: None)
        self._draw()

    def _tell(self, found: list[Cost], one: Cost) -> None:
        """In the thread that measures."""
        with self._lock:
            found.append(one)
        self._news.emit()

    def _collect(self) -> None:
        self.worker.collect()
        self._draw()

    def _of(self, algorithm: str) -> list[Cost]:
        with self._lock:
            return [one for one in self._costs if one.algorithm == algorithm]

    def panels(self) -> tuple[Panel, ...]:
        """Time and memory, as far as they were measured."""
        if not self._costs:
            return ()
        found = [(algorithm, rows) for algorithm in (RTRL, BPTT) if (rows := self._of(algorithm))]
        reach = tuple(map(float, sizes(BPTT, self._largest)))
        time = tuple(law(name, rows, [1e6 * r.seconds for r in rows], COUNTED[name]) for name, rows in found)
        memory = tuple(law(name, rows, [r.bytes / 1e3 for r in rows], 0.0) for name, rows in found)
        return (
            Panel(tr("Time"), "n_X", tr("µs per instant"), time, reach),
            Panel(tr("Memory"), "n_X", tr("kB of arrays at work"), memory, reach),
        )

    def caption(self) -> str:
        """What is measured, and what the dotted lines are."""
        if not self._costs and not self.worker.busy:
            return tr(
                "Measures on this machine how long a gradient of an Elman network takes, and in how much memory, while "
                "its state grows: RTRL up to the chosen size, BPTT up to four times as much. "
                "Nothing is measured before you press the button."
            )
        return tr(
            "Forward pass and gradient, float64, one thread, medians; {rtrl} instants of RTRL, {bptt} of BPTT. Dashed: "
            "the power law of the larger half. Dotted: the chapter's fourth power (RTRL) and square (BPTT). "
            "Memory without weights and gradient; RTRL with the sensitivities kept between instants, "
            "as where tokens arrive one at a time."
        ).format(rtrl=INSTANTS[RTRL], bptt=INSTANTS[BPTT])

    def description(self) -> str:
        """The results in words, for a screen reader."""
        rows = [*self._of(RTRL), *self._of(BPTT)]
        sentence = tr("{algorithm}, n_X = {n}: {time} µs per instant, {memory} kB")
        words = [
            sentence.format(algorithm=r.algorithm, n=r.n_X, time=short(1e6 * r.seconds), memory=short(r.bytes / 1e3))
            for r in rows
        ]
        return ". ".join([*words, self.caption()])

    def _draw(self) -> None:
        self._show_state()
        panels, caption = self.panels(), self.caption()
        size = self._canvas.maximumViewportSize()
        height = max(float(size.height()), self._item.needed(len(panels), caption, size.width(), self.style_))
        area = QRectF(0, 0, max(1, self._canvas.viewport().width()), height)
        self._canvas.scene().setSceneRect(area)
        self._item.show_panels(panels, caption, area, self.style_)
        self._canvas.setAccessibleDescription(self.description())

    def _show_state(self) -> None:
        busy = self.worker.busy
        self.button.setText(tr("Stop") if busy else tr("Measure"))
        self._label.setText(tr("up to {n} =").format(n="<i>n<sub>X</sub></i>"))
        self.choice.setAccessibleName(tr("Largest n_X of RTRL"))
        self.choice.setEnabled(not busy)
        self._state.setText(f"{100 * (self.worker.progress or 0.0):.0f} %" if busy else "")


def law(name: str, rows: list[Cost], values: list[float], guide: float) -> Law:
    """Points with the power law through the larger half of them, once there are enough."""
    x, y = np.array([float(row.n_X) for row in rows]), np.array(values)
    if len(rows) < FITTED:
        return Law(name, x, y, math.nan, math.nan, x[0], guide)
    found = growth(name, "n_X", [row.n_X for row in rows], values)
    return Law(name, x, y, found.exponent, found.factor, found.first, guide)
