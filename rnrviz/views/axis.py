"""The shared time axis: where column t stands, the same in every view of the score."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QWheelEvent

from rnrviz.views import pinches

if TYPE_CHECKING:
    from rnrviz.views.canvas import Canvas

GUTTER = 112.0
COLUMN = 46.0
MARGIN = 44.0
VALUES = 114.0
NARROWEST, WIDEST = 6.0, 260.0
ROOMY = 2.4
CONTEXT = 2
NOTCH = 120.0


class TimeAxis(QObject):
    """One column per instant t = 1..length, from the gutter rightwards; all measures in widget pixels."""

    changed = Signal()

    def __init__(self, length: int = 0, scale: float = 1.0, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.length = length
        self.scale = scale
        self.first = 0.0
        self.shown: int | None = None
        self.zoomed = 1.0
        self.chosen = False
        self.width = 800.0
        self.beside = 0.0
        self.rest = 0
        self.token = 0.0

    @property
    def gutter(self) -> float:
        """Width of the labels at the left."""
        return round(GUTTER * self.scale)

    @property
    def column(self) -> float:
        """Width of one column."""
        return min(WIDEST, max(NARROWEST, COLUMN * self.scale * self.zoomed))

    def x(self, t: float) -> float:
        """The centre of column t, 1-based; t = 0 is the place before the first column."""
        return self.gutter + (t - 0.5 - self.first) * self.column

    def t_at(self, px: float) -> int:
        """The column at this place, clamped to 0..length."""
        t = math.floor((px - self.gutter) / self.column + self.first) + 1
        return max(0, min(self.length, t))

    def visible(self, width: float) -> range:
        """The columns of which something shows in a widget of this width."""
        first = max(1, math.floor(self.first) + 1)
        last = math.ceil(self.first + max(0.0, width - self.gutter) / self.column)
        return range(first, min(self.length, last) + 1)

    def fits(self, width: float) -> float:
        """How many columns fit between the gutter and the margin, where each view's menu has its button."""
        return max(1.0, (self.right(width) - self.gutter) / self.column)

    def right(self, width: float) -> float:
        """Where the views of the score end: the margin is left to each view's menu, and to what stands beside it."""
        return max(1.0, width - MARGIN * self.scale - self.beside)

    @property
    def tail(self) -> float:
        """How many columns stay free right of an instant, for the values that the staves write beside the cursor."""
        return max(0.0, VALUES * self.scale / self.column - 0.5)

    def reveal(self, t: int, width: float | None = None) -> None:
        """Scroll as little as needed to show column t and its neighbours; else nothing moves.

        But the first column is not left cut where it may be whole. What is shown stays in sight when text size or width
        change, unless the user has scrolled away from it.
        """
        self.shown = t
        room = self.fits(width or self.width)
        after = min(max(CONTEXT, self.tail), room - 1)
        context = min(CONTEXT, room - 1 - after)
        if t - 1 - context < self.first:
            self.scroll_to(t - 1 - context)
        elif t + after > self.first + room:
            self.scroll_to(t + after - room)
        elif self.first < 1 and t + after <= room:
            self.scroll_to(0)

    def scroll_to(self, first: float) -> None:
        """Put this (0-based) column at the left edge, as far as the length allows."""
        wanted = self._allowed(first)
        if wanted != self.first:
            self.first = wanted
            self.changed.emit()

    def zoom(self, factor: float, around: float | None = None) -> None:
        """Widen the columns by this factor; the instant at `around` (pixels) stays where it is."""
        at = self.gutter if around is None else max(self.gutter, around)
        instant = (at - self.gutter) / self.column + self.first
        before = self.column
        wanted = before * factor / (COLUMN * self.scale)
        self.zoomed = min(WIDEST / (COLUMN * self.scale), max(NARROWEST / (COLUMN * self.scale), wanted))
        self.chosen = True
        self.first = self._allowed(instant - (at - self.gutter) / self.column)
        self.changed.emit()

    def fit(self) -> None:
        """Columns as wide as lets all tokens be seen at once, between the usual width and ROOMY times that.

        Wide tokens may have more; where not all tokens can be seen at once, none is cut short without need.
        """
        self.chosen = False
        usual = COLUMN * self.scale
        room = (self.right(self.width) - self.gutter) / usual
        count = max(1, self.length)
        each = min(room / count, (room - VALUES / COLUMN) / (count - 0.5))
        token = min(self.token / COLUMN, WIDEST / usual)
        wanted = min(max(ROOMY, token), each) if each >= 1.0 else max(1.0, min(ROOMY, token))
        if wanted != self.zoomed:
            self.zoomed = wanted
            self.first = self._allowed(self.first)
            self.changed.emit()

    def set_length(self, length: int) -> None:
        """The number of instants changed."""
        if length != self.length:
            jump = abs(length - self.length) > CONTEXT
            self.length = length
            self._settle(jump)

    def set_token(self, width: float) -> None:
        """The widest token needs this much, in pixels at text size 1."""
        if width != self.token:
            wide = max(width, self.token) > COLUMN
            self.token = width
            if wide and not self.chosen:
                self.fit()

    def set_rest(self, rest: int) -> None:
        """So many columns follow the last instant: tokens that cannot be read, which the tape can be scrolled to."""
        if rest != self.rest:
            self.rest = rest
            self.first = self._allowed(self.first)
            self.changed.emit()

    def set_scale(self, scale: float) -> None:
        """The text size changed: gutter and columns follow."""
        if scale != self.scale:
            with self._in_sight():
                self.scale = scale
                self._settle(True)

    def set_width(self, width: float) -> None:
        """The views of the score are this wide now."""
        if width != self.width:
            with self._in_sight():
                self.width = width
                self._settle(True)

    def set_beside(self, beside: float) -> None:
        """So many pixels are taken by the names of the views, beside their menus."""
        if beside != self.beside:
            with self._in_sight():
                self.beside = beside
                self._settle(True)

    @contextmanager
    def _in_sight(self) -> Iterator[None]:
        """What was revealed last and is in sight still is so afterwards."""
        seen = self.shown is not None and self.first < self.shown <= self.first + self.fits(self.width)
        yield
        if seen and self.shown is not None:
            self.reveal(self.shown)

    def _settle(self, anew: bool) -> None:
        """Fit the columns `anew`, or when the tokens fill too much or too little of the room; not if the user zoomed.

        So the columns depend on length, width and text size alone, and are again what they were when these are; only
        while one types they keep still.
        """
        filled = self.length / max(1.0, self.fits(self.width) - self.tail)
        if not self.chosen and (anew or not 0.5 <= filled <= 1.0):
            self.fit()
        self.first = self._allowed(self.first)
        self.changed.emit()

    def _allowed(self, first: float) -> float:
        last = max(self.length + self.tail if self.length else 0.0, self.length + self.rest)
        return min(max(0.0, first), max(0.0, last - self.fits(self.width)))


def follow_axis(canvas: Canvas, axis: TimeAxis) -> None:
    """Let the wheel over a canvas scroll and zoom the axis, and a pinch zoom it around its middle."""
    canvas.on_wheel = lambda event: handle_wheel(event, axis)
    pinches.welcome(canvas.viewport())
    canvas.on_pinch = lambda factor, at: axis.zoom(factor, at.x())


def handle_wheel(event: QWheelEvent, axis: TimeAxis) -> None:
    """Wheel scrolls along time, Ctrl+wheel widens the columns; accepts the event."""
    delta = event.angleDelta()
    turn = (delta.y() or delta.x()) / NOTCH
    if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        axis.zoom(1.15**turn, event.position().x())
    else:
        axis.scroll_to(axis.first - 3 * turn)
    event.accept()
