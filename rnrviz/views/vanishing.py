"""The vanishing gradient: how errors and outputs lose, or explode with, what the network remembers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGraphicsView, QToolTip, QVBoxLayout, QWidget

from rnrviz.document import edits
from rnrviz.figures.fading import Curve, Fading
from rnrviz.figures.numbers import short
from rnrviz.figures.style import Style
from rnrviz.figures.vanishing import VanishingItem, needed
from rnrviz.language import tr
from rnrviz.network.problems import InputError
from rnrviz.views import vanishing_words as words
from rnrviz.views.axis import TimeAxis
from rnrviz.views.canvas import Canvas
from rnrviz.views.own_keys import SHIFTED, SIDEWAYS, OwnKeys
from rnrviz.views.vanishing_controls import Controls
from rnrviz.views.vanishing_curves import KEYS, Question, labels, norms, radii, radius_seconds, seconds

if TYPE_CHECKING:
    from rnrviz.document.session import Session
    from rnrviz.network.trace import Trace

LOWEST, FIRST = 134, 0.06
SIZE = (420, 460)
WANTED = frozenset({"all", "network", "sequence", "cursor", "weight", "answers", "language", "busy"})


@final
class VanishingView(QWidget):
    """Norms over the distance k for four networks, and the spectral radius of their states over t.

    Shift with left and right reads off a distance; a click on the lower plot moves the cursor there.
    """

    name = "vanishing"

    def __init__(self, session: Session, style: Style, axis: TimeAxis | None = None) -> None:
        super().__init__()
        self.session, self.style_ = session, style
        self._fading = Fading()
        self._built: object = None
        self._canvas, self._item = Canvas(style, self), VanishingItem(style)
        self._canvas.scene().addItem(self._item)
        self._controls = Controls(style, self._ask)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._controls)
        layout.addWidget(self._canvas, 1)
        self._canvas.set_least(style, LOWEST)
        self._canvas.on_resize, self._canvas.on_press = self._draw, self._press
        self._canvas.on_hover, self._canvas.on_key = self._hover, self._key
        OwnKeys(self._canvas, SIDEWAYS, SHIFTED)

    def title(self) -> str:
        """What the dock says."""
        return tr("Vanishing gradient")

    def tab(self) -> str:
        """What a tab says, where there is little room."""
        return tr("Vanishing")

    def refresh(self, changed: frozenset[str]) -> None:
        """Ask again for whatever may have changed; what is known already is at hand at once."""
        if not changed & WANTED or (changed == {"busy"} and not self._fading.message):
            return
        self._ask()

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self.style_ = style
        self._canvas.set_style(style)
        self._canvas.set_least(style, LOWEST)
        self._controls.set_style(style)
        self._draw()

    def sizeHint(self) -> QSize:
        """Room for both plots."""
        return QSize(*(round(self.style_.px(side)) for side in SIZE))

    def canvas(self) -> QGraphicsView:
        """What is saved as a picture."""
        return self._canvas

    def data(self) -> dict[str, np.ndarray]:
        """The norms over k and the radii over t of every network that is shown, as `norm/elman`, `radius/elman`."""
        named = [(KEYS[curve.look], curve) for curve in self._fading.curves]
        found = {f"norm/{key}": c.values for key, c in named if c.values is not None}
        return found | {f"radius/{key}": c.radii for key, c in named if c.radii is not None}

    def fading(self) -> Fading:
        """What is drawn."""
        return self._fading

    def controls(self) -> Controls:
        """The switch, the legend and the slider."""
        return self._controls

    def question(self, trace: Trace) -> Question:
        """What is asked now."""
        controls, t = self._controls, min(self.session.document.cursor, len(trace))
        weight = words.weight_name(self.session.document, trace.network)
        return Question(controls.what, t, weight, controls.factor, controls.seed)

    def _ask(self) -> None:
        document, trace = self.session.document, self.session.trace
        network = trace.network if trace is not None else document.network
        self._controls.retranslate(words.buttons(network, words.weight_name(document, network)))
        message = words.nothing(self.session, self._controls.what)
        fading = Fading(message=message) if message or trace is None else self._answered(trace)
        if fading is not None:
            self._fading = fading
        self._canvas.setAccessibleName(self.title())
        self._canvas.setAccessibleDescription(words.description(self._fading))
        self._draw()

    def _answered(self, trace: Trace) -> Fading | None:
        """The picture as far as it is known; None while there is nothing but what was there before."""
        asked, answers = self.question(trace), self.session.answers
        first = 0.0 if self._built is trace.network else FIRST
        key = (trace, asked.what, asked.t, asked.weight, asked.factor, asked.seed)
        found = answers.get("fading", key, seconds(trace, asked) + first, lambda p: norms(trace, asked, p))
        radius = answers.get(
            "radii", (trace, asked.factor, asked.seed), radius_seconds(trace) + first,
            lambda p: radii(trace, asked.factor, asked.seed, p),
        )  # fmt: skip
        if isinstance(found, InputError):
            return Fading(message=str(found))
        if found is None:
            return None if self._fading.curves else Fading(message=self.session.busy or tr("Computing…"))
        self._built = trace.network
        known = radius if isinstance(radius, tuple) else (None,) * len(KEYS)
        curves = tuple(
            Curve(*labels()[k], k, values, known[k], by if asked.what == "weight" else "")
            for k, (values, by) in enumerate(found)
            if self._controls.shows(k)
        )
        probe = self._fading.probe
        made = words.picture(trace, asked, curves)
        return replace(made, probe=probe if probe is not None and probe <= made.reach else None)

    def _draw(self) -> None:
        size, width = self._canvas.maximumViewportSize(), self._canvas.viewport().width()
        height = max(float(size.height()), needed(self._fading, width, self.style_))
        area = QRectF(0, 0, max(1, width), height)
        self._canvas.scene().setSceneRect(area)
        self._item.show_fading(self._fading, area, self.style_)

    def _press(self, at: QPointF) -> None:
        t, k = self._item.t_at(at), self._item.k_at(at)
        if t is not None:
            self.session.apply(edits.move_cursor(self.session.document, t))
        elif k is not None:
            self._probe(None if k == self._fading.probe else k)

    def _hover(self, at: QPointF | None) -> None:
        text = self._told(at) if at is not None else ""
        if at is None or not text:
            QToolTip.hideText()
            return
        QToolTip.showText(self._canvas.viewport().mapToGlobal(self._canvas.mapFromScene(at)), text, self._canvas)

    def _told(self, at: QPointF) -> str:
        """Every curve's number under the pointer."""
        k, t = self._item.k_at(at), self._item.t_at(at)
        if k is not None:
            return words.at_distance(self._fading, k)
        rows = [(c.label, float(c.radii[t - 1])) for c in self._fading.curves if t and c.radii is not None]
        return "\n".join([f"t = {t}", *(f"{name}: {short(value)}" for name, value in rows)]) if t else ""

    def _key(self, event: QKeyEvent) -> bool:
        """Shift with left and right reads off the next distance, Escape stops reading."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self._fading.drawn:
            probe = self._fading.probe
            self._probe(0 if probe is None else min(self._fading.reach, max(0, probe + step)))
            return True
        if event.key() == Qt.Key.Key_Escape and self._fading.probe is not None:
            self._probe(None)
            return True
        return False

    def _probe(self, k: int | None) -> None:
        self._fading = replace(self._fading, probe=k)
        said = words.description(self._fading) if k is None else words.at_distance(self._fading, k).replace("\n", "; ")
        self._canvas.setAccessibleDescription(said)
        self._draw()
