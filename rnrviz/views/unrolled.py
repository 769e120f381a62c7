"""The unrolled network: a column per instant, grown as the text is read, aligned with the tape."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtWidgets import QGraphicsView, QToolTip, QVBoxLayout, QWidget

from rnrviz.document import edits
from rnrviz.figures.foot import FootItem
from rnrviz.figures.network_layout import Band, Structure, structure
from rnrviz.figures.numbers import NOT_A_NUMBER, full, short
from rnrviz.figures.span import Span
from rnrviz.figures.style import Style
from rnrviz.figures.symbols import subscript
from rnrviz.figures.unrolled import MARGIN, UnrolledItem
from rnrviz.figures.unrolled_content import Content
from rnrviz.figures.unrolled_geometry import least_height
from rnrviz.language import tr
from rnrviz.network.notation import spoken, symbol
from rnrviz.views.axis import TimeAxis, follow_axis
from rnrviz.views.brush import Brush
from rnrviz.views.canvas import Canvas
from rnrviz.views.questions import ask, of_unit
from rnrviz.views.way_back import copies, way_back

if TYPE_CHECKING:
    from rnrviz.document.session import Session
    from rnrviz.network.network import Network
    from rnrviz.network.trace import Trace

LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@final
class UnrolledView(QWidget):
    """Units coloured by value, weights by sign and size; a click on a column moves the cursor there."""

    name = "unrolled"

    def __init__(self, session: Session, style: Style, axis: TimeAxis | None) -> None:
        super().__init__()
        self.session, self.style_ = session, style
        self.axis = axis or TimeAxis(session.length, style.scale)
        self._structure: tuple[Network, Structure] | None = None
        self._canvas = Canvas(style, self)
        self._canvas.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._item = UnrolledItem(style)
        self._foot = FootItem(style, instants=True)
        self._canvas.scene().addItem(self._item)
        self._canvas.scene().addItem(self._foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._canvas)
        self._canvas.on_resize = self._draw
        self._canvas.on_press, self._canvas.on_drag = self._press, self._go
        self._canvas.on_hover = self._hover
        follow_axis(self._canvas, self.axis)
        self._brush = Brush(self._canvas, self.session, self.axis)
        self.axis.changed.connect(self._draw)

    def title(self) -> str:
        """What the dock says."""
        return tr("Unrolled network")

    def refresh(self, changed: frozenset[str]) -> None:
        """Read the trace again where it changed; keep the cursor in sight."""
        if self._brush.refresh(changed) or not changed - {"busy", "gradients"}:
            return
        if changed & {"all", "network", "sequence"}:
            self._item.show_content(self._content())
            self.updateGeometry()
        if self._structure is not None:
            shape = self._structure[1]
            self._item.show_back(way_back(self.session, shape), copies(self.session, shape))
        if changed & {"all", "cursor", "sequence"}:
            self.axis.reveal(self.session.document.cursor, self._canvas.viewport().width())
        self._canvas.setAccessibleName(self.title())
        self._canvas.setAccessibleDescription(self.description())
        self._draw()

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self.style_ = style
        self._canvas.set_style(style)
        self._item.set_style(style)
        self.updateGeometry()
        self._draw()

    def minimumSizeHint(self) -> QSize:
        """The height below which nodes and edges would give way to strips."""
        content = self._item.content
        least = least_height(content.structure, self.style_.scale) if content else 0.0
        return QSize(0, math.ceil(least + 2 * self.style_.px(MARGIN)))

    def canvas(self) -> QGraphicsView:
        """What is saved as a picture."""
        return self._canvas

    def data(self) -> dict[str, np.ndarray]:
        """Every signal (L, shape) by its name, and every parameter."""
        trace = self.session.trace
        signals = {} if trace is None else {name: np.asarray(trace[name]) for name in trace.names}
        return signals | dict(self.session.document.network.parameters)

    def shown(self) -> Content | None:
        """What is drawn."""
        return self._item.content

    def description(self) -> str:
        """The units at the cursor in words, for a screen reader."""
        content, t = self._item.content, self._item.reached
        if content is None or not t:
            return tr("No token has been read yet.")
        bands = [band for band in content.structure.bands if band.size <= 16]
        return "; ".join(self.sentence(band, k, t, short) for band in bands for k in range(band.size))

    def sentence(self, band: Band, unit: int, t: int, write: Callable[[float], str] = full) -> str:
        """One unit at one instant: its symbol and its value, with every digit unless `write` is briefer."""
        name = f"{symbol(band.signal).unicode}{subscript(band.index(unit)).translate(LOWERED)}[{t}]"
        if t > self._item.known(band.signal):
            return tr("{name}: not computed yet").format(name=name)
        content = self._item.content
        value = float(content.values[band.signal][t - 1, unit]) if content and t else 0.0
        said = tr("not a number") if np.isnan(value) else write(value)
        said = f"{NOT_A_NUMBER} ({said})" if np.isnan(value) else said
        return f"{name} = {said}"

    def _content(self) -> Content:
        network, trace = self.session.document.network, self.session.trace
        if trace is not None:
            network = trace.network
        if self._structure is None or self._structure[0] is not network:
            self._structure = network, structure(network)
        shape = self._structure[1]
        length, sequence = self.session.length, self.session.sequence
        whole = trace is not None and len(trace) == length
        values = {b.signal: _flat(trace, b) for b in shape.bands} if trace is not None and whole else {}
        active = None if network.embedding else sequence.indices
        return Content(shape, network.parameters, values, length, active, _tokens(network))

    def _go(self, at: QPointF) -> None:
        """To the instant there; errors that are on their way back go on to it, or return from there."""
        document, t = self.session.document, self.axis.t_at(at.x())
        if document.back and 1 <= t <= document.cursor:
            self.session.apply(edits.go_back(document, document.cursor - t + 1))
        else:
            self.session.apply(edits.move_cursor(document, t))

    def _press(self, at: QPointF) -> None:
        """To the instant there, and ask where the unit's value comes from."""
        document, found = self.session.document, self._item.unit_at(at)
        self._go(at)
        if found is not None:
            row, unit, t = found
            ask(self.session, of_unit(document, row.band.signal, row.band.index(unit), t))

    def _hover(self, at: QPointF | None) -> None:
        text = "" if at is None else self._told(at)
        if at is None or not text:
            QToolTip.hideText()
            return
        QToolTip.showText(self._canvas.viewport().mapToGlobal(self._canvas.mapFromScene(at)), text, self._canvas)

    def _told(self, at: QPointF) -> str:
        """What stands at this place."""
        label = self._item.label_at(at)
        if label is not None:
            return self._legend(label.band)
        found = self._item.unit_at(at)
        if found is None:
            return ""
        row, unit, t = found
        words = spoken(row.band.signal, row.band.role)
        tokens = self._item.content.tokens.get(row.band.signal, ()) if self._item.content else ()
        if tokens:
            words = tr("{what}, symbol “{token}”").format(what=words, token=tokens[unit])
        return f"{self.sentence(row.band, unit, t)}\n{words}"

    def _legend(self, band: Band) -> str:
        """What a row is, and which value has the strongest colour."""
        limit = self._item.content.limits[band.signal] if self._item.content else 1.0
        words = spoken(band.signal, band.role)
        return tr("{what}: blue is −{limit}, red is {limit}").format(what=words, limit=short(limit))

    def _draw(self) -> None:
        axis, viewport = self.axis, self._canvas.viewport()
        size = max(1, viewport.width()), max(1, viewport.height())
        self._canvas.setSceneRect(QRectF(0, 0, *size))
        cursor = min(self.session.document.cursor, self.session.length)
        span = Span(axis.right(size[0]), size[1], axis.gutter, axis.column, axis.first, cursor)
        self._item.show_span(span)
        columns = [(t, span.x(t)) for t in span.columns(self.session.length)]
        tokens = self.session.sequence.tokens
        self._foot.show_tokens(tokens, columns, span.column, QRectF(0, 0, span.width, span.height), self.style_)


def _flat(trace: Trace, band: Band) -> np.ndarray:
    return np.asarray(trace[band.signal]).reshape(len(trace), band.size)


def _tokens(network: Network) -> dict[str, tuple[str, ...]]:
    """The signals whose units stand for the vocabulary's symbols."""
    symbols = network.vocabulary.tokens
    made = {} if network.embedding else {"u": symbols}
    outputs = [s for s in network.program.signals.values() if s.role == "output" and s.size == len(symbols)]
    return made | {signal.name: symbols for signal in outputs}
