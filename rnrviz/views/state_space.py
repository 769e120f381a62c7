"""The state space: the way of the state through two of its dimensions while the network reads."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QGraphicsView, QToolTip, QVBoxLayout, QWidget

from rnrviz.document import edits
from rnrviz.document.session import BESIDE
from rnrviz.figures.numbers import full
from rnrviz.figures.state_space import StateSpaceItem, needed
from rnrviz.figures.style import Style
from rnrviz.figures.trajectory import Space, Window, drawable
from rnrviz.language import tr
from rnrviz.network.problems import InputError
from rnrviz.views import trajectories
from rnrviz.views.axis import TimeAxis
from rnrviz.views.canvas import Canvas
from rnrviz.views.own_keys import SHIFTED, OwnKeys
from rnrviz.views.space_controls import SpaceControls
from rnrviz.views.trajectories import Ways

if TYPE_CHECKING:
    from rnrviz.document.session import Session
    from rnrviz.network.trace import Trace

LOWEST, SIZE = 150, (420, 460)
ZOOM, NOTCH, PAN = 1.25, 120.0, 0.1
ZOOMS = {Qt.Key.Key_Plus: ZOOM, Qt.Key.Key_Minus: 1 / ZOOM}
PANS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1)}


@final
class StateSpaceView(QWidget):
    """A point per instant; click one and the cursor goes there.

    The wheel, + and - zoom, dragging and Shift with the arrows move, a double click and 0 show everything.
    """

    name = "state_space"

    def __init__(self, session: Session, style: Style, axis: TimeAxis | None = None) -> None:
        super().__init__()
        self.session, self.style_ = session, style
        self._space = Space()
        self._ways: Ways | None = None
        self._window: Window | None = None
        self._from: QPointF | None = None
        self._canvas, self._item = Canvas(style, self), StateSpaceItem(style)
        self._canvas.scene().addItem(self._item)
        self._controls = SpaceControls(style, self._chosen, self._keep)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._controls)
        layout.addWidget(self._canvas, 1)
        self._listen()

    def _listen(self) -> None:
        canvas = self._canvas
        canvas.set_least(self.style_, LOWEST)
        canvas.on_resize, canvas.on_press, canvas.on_drag = self._draw, self._press, self._drag
        canvas.on_hover, canvas.on_wheel, canvas.on_key = self._hover, self._wheel, self._key
        canvas.on_double = lambda at: self._see(None)
        OwnKeys(canvas, (*ZOOMS, Qt.Key.Key_0))
        OwnKeys(canvas, tuple(PANS), SHIFTED)

    def title(self) -> str:
        """What the dock says."""
        return tr("State space")

    def refresh(self, changed: frozenset[str]) -> None:
        """Only move on where the record is the same."""
        if changed <= BESIDE - {"answers"} and not self._space.message:
            return
        self._update()

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self.style_ = style
        self._canvas.set_style(style)
        self._canvas.set_least(style, LOWEST)
        self._controls.set_style(style)
        self._draw()

    def sizeHint(self) -> QSize:
        """Nearly square."""
        return QSize(*(round(self.style_.px(side)) for side in SIZE))

    def canvas(self) -> QGraphicsView:
        """What is saved as a picture."""
        return self._canvas

    def data(self) -> dict[str, np.ndarray]:
        """The signal (L, n) and the coordinates (L, 2) of t = 1 to L; those of kept strings as `kept/1`, ..."""
        if self._ways is None or self._space.path is None:
            return {}
        found = {self._space.signal: self._ways.ways[0].states[1:], "coordinates": self._space.path.points[1:]}
        return found | {f"kept/{k}": path.points[1:] for k, path in enumerate(self._space.kept, 1)}

    def space(self) -> Space:
        """What is drawn."""
        return self._space

    def controls(self) -> SpaceControls:
        """The lists, the switches and the kept strings."""
        return self._controls

    def place(self, t: int) -> QPointF | None:
        """Where the point of an instant stands on the canvas."""
        return self._item.place(t)

    def description(self) -> str:
        """The point at the cursor, in words."""
        return self._space.message or self.sentence(0, self._space.cursor).replace("\n", "; ")

    def sentence(self, number: int, t: int) -> str:
        """A point of a path: its instant, what was read, its coordinates with every digit."""
        path = self._space.paths[number]
        rows = [tr("t = {t}, after “{token}”").format(t=t, token=path.tokens[t - 1]) if t else "t = 0"]
        rows += [f"{name} = {full(float(value))}" for name, value in self._coordinates(path.points[t])]
        return "\n".join([f"“{path.text}”", *rows] if number else rows)

    def _coordinates(self, point: np.ndarray) -> list[tuple[str, float]]:
        return [pair for pair in zip(self._controls.names(), point.tolist(), strict=True) if pair[0] != "t"]

    def _chosen(self) -> None:
        self._window = None
        self._update()

    def _keep(self) -> None:
        self._controls.keep(self.session.document.text)

    def _update(self) -> None:
        trace = self.session.trace
        network = trace.network if trace is not None else self.session.document.network
        self._controls.retranslate(network)
        made = self._made(trace)
        if made is not None:
            self._space = made
        self._canvas.setAccessibleName(self.title())
        self._canvas.setAccessibleDescription(self.description())
        self._draw()

    def _made(self, trace: Trace | None) -> Space | None:
        """The picture; None while what was there before is all there is."""
        if trace is None or not len(trace):
            self._ways = None
            return Space(message=self.session.busy or tr("There is no text to read yet."))
        signal, kept = self._controls.signal, self._controls.kept
        ways = self.session.answers.get(
            "state_space", (trace, signal.name, kept), trajectories.seconds(trace, signal.name, kept),
            lambda progress: trajectories.find(trace, signal.name, kept, progress),
        )  # fmt: skip
        if isinstance(ways, InputError):
            return Space(message=str(ways))
        if ways is None:
            return None if self._space.path else Space(message=self.session.busy or tr("Computing…"))
        self._ways = ways
        return self._pictured(ways, min(self.session.document.cursor, len(trace)))

    def _pictured(self, ways: Ways, cursor: int) -> Space:
        signal, axes = self._controls.signal, self._controls.axes
        paths = [trajectories.path(way, ways.components, axes) for way in ways.ways]
        names = tuple(trajectories.axis_name(axis, signal, ways.components) for axis in axes)
        equal = self._controls.equal and ("time", 0) not in axes
        lost = np.flatnonzero(~drawable(paths[0].points[1:]))
        notes = (
            (tr("From t = {t} on the state is too large to be drawn.").format(t=int(lost[0]) + 1),) if len(lost) else ()
        )
        return Space(paths[0], tuple(paths[1:]), (names[0], names[1]), signal.name, cursor, equal, self._window, notes)

    def _draw(self) -> None:
        size, width = self._canvas.maximumViewportSize(), self._canvas.viewport().width()
        height = max(float(size.height()), needed(self._space, width, self.style_))
        area = QRectF(0, 0, max(1, width), height)
        self._canvas.scene().setSceneRect(area)
        self._item.show_space(self._space, area, self.style_)

    def _see(self, window: Window | None) -> None:
        """Show this part of the plane; None for everything."""
        self._window = window
        self._space = replace(self._space, window=window)
        self._draw()

    def _press(self, at: QPointF) -> None:
        self._from = at
        found = self._item.nearest(at)
        if found is not None and found[0] == 0:
            self.session.apply(edits.move_cursor(self.session.document, found[1]))

    def _drag(self, at: QPointF) -> None:
        if self._from is None or self._space.message:
            return
        (x, y), (to_x, to_y) = (self._item.plane().point(place) for place in (self._from, at))
        self._from = at
        self._see(self._space.seen(self._item.box).moved(x - to_x, y - to_y))

    def _wheel(self, event: QWheelEvent) -> None:
        at = self._canvas.mapToScene(event.position().toPoint())
        self._zoom(ZOOM ** (event.angleDelta().y() / NOTCH), at)
        event.accept()

    def _zoom(self, factor: float, at: QPointF) -> None:
        if not self._space.message:
            self._see(self._space.zoomed(factor, *self._item.plane().point(at), self._item.box).window)

    def _key(self, event: QKeyEvent) -> bool:
        key, shift = Qt.Key(event.key()), event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if key in ZOOMS:
            self._zoom(ZOOMS[key], self._item.box.center())
        elif key == Qt.Key.Key_0:
            self._see(None)
        elif key in PANS and shift and not self._space.message:
            window = self._space.seen(self._item.box)
            wide, high = window.right - window.left, window.top - window.bottom
            self._see(window.moved(PAN * wide * PANS[key][0], PAN * high * PANS[key][1]))
        else:
            return False
        return True

    def _hover(self, at: QPointF | None) -> None:
        found = self._item.nearest(at) if at is not None else None
        if at is None or found is None:
            QToolTip.hideText()
            return
        where = self._canvas.viewport().mapToGlobal(self._canvas.mapFromScene(at))
        QToolTip.showText(where, self.sentence(*found), self._canvas)
