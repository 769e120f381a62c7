"""What a picture of the state space holds: paths of points, one per instant, and the axes they stand on."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

from rnrviz.figures.scales import Scale
from rnrviz.figures.style import Style

COLOURS = ("phi", "gamma", "lambda", "z", "x", "u", "y")  # whose colours stand for the first, second, ... symbol
LARGEST = 1e150  # larger coordinates are not drawn
ROOM = 0.08
CLOSEST, FARTHEST = 1e-3, 40.0  # how much of what fits may be seen


@dataclass(frozen=True, eq=False)
class Path:
    """Points (L+1, 2) of t = 0 to L, NaN where there is none; `symbols` (L,) numbers of `tokens`, what was read."""

    points: NDArray[np.float64]
    symbols: NDArray[np.int64]
    tokens: tuple[str, ...]

    @property
    def text(self) -> str:
        """The string."""
        return (" " if any(len(token) > 1 for token in self.tokens) else "").join(self.tokens)


@dataclass(frozen=True)
class AxisName:
    """A symbol with an index, or words; and small print such as the explained variance."""

    symbol: str = ""
    index: str = ""
    words: str = ""
    note: str = ""


@dataclass(frozen=True)
class Window:
    """The part of the plane that is seen."""

    left: float
    right: float
    bottom: float
    top: float

    def moved(self, x: float, y: float) -> Window:
        """Shifted."""
        return Window(self.left + x, self.right + x, self.bottom + y, self.top + y)

    def zoomed(self, factor: float, x: float, y: float) -> Window:
        """Made smaller by this factor around a point that stays where it is."""
        return Window(*(x + (side - x) / factor for side in (self.left, self.right)),
                      *(y + (side - y) / factor for side in (self.bottom, self.top)))  # fmt: skip

    def squared(self, box: QRectF) -> Window:
        """Widened in one direction so that both axes have the same scale in a box."""
        wide, high = self.right - self.left, self.top - self.bottom
        per = max(wide / max(1.0, box.width()), high / max(1.0, box.height()))
        x, y = (per * box.width() - wide) / 2, (per * box.height() - high) / 2
        return Window(self.left - x, self.right + x, self.bottom - y, self.top + y)


@dataclass(frozen=True, eq=False)
class Space:
    """The whole picture; `message` alone where there is nothing to show. `window` None fits everything."""

    path: Path | None = None
    kept: tuple[Path, ...] = ()
    axes: tuple[AxisName, AxisName] = (AxisName(), AxisName())
    signal: str = "x"
    cursor: int = 0
    equal: bool = True
    window: Window | None = None
    notes: tuple[str, ...] = ()
    message: str = ""

    @property
    def paths(self) -> tuple[Path, ...]:
        """The present string's path first."""
        return (*((self.path,) if self.path else ()), *self.kept)

    def fitted(self) -> Window:
        """What shows every point, with some room."""
        points = np.concatenate([finite(path.points) for path in self.paths] or [np.zeros((0, 2))])
        if not len(points):
            return Window(-1.0, 1.0, -1.0, 1.0)
        (left, bottom), (right, top) = points.min(axis=0), points.max(axis=0)
        x, y = _room(left, right), _room(bottom, top)
        return Window(float(left - x), float(right + x), float(bottom - y), float(top + y))

    def seen(self, box: QRectF) -> Window:
        """The window in a box of this shape."""
        window = self.window or self.fitted()
        return window.squared(box) if self.equal else window

    def zoomed(self, factor: float, x: float, y: float, box: QRectF) -> Space:
        """The picture with another window, as near and as far as makes sense."""
        window, whole = self.seen(box).zoomed(factor, x, y), self.fitted()
        part = (window.right - window.left) / (whole.right - whole.left)
        return replace(self, window=window) if CLOSEST < part < FARTHEST else self


@dataclass(frozen=True)
class Plane:
    """From coordinates to pixels in a box, and back."""

    across: Scale
    up: Scale

    @staticmethod
    def of(window: Window, box: QRectF) -> Plane:
        """The window fills the box."""
        return Plane(
            Scale(window.left, window.right, box.left(), box.right()),
            Scale(window.bottom, window.top, box.bottom(), box.top()),
        )

    def places(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Pixels (N, 2) of points (N, 2); NaN where they are not finite or too large."""
        placed = np.stack([self.across.at(points[:, 0]), self.up.at(points[:, 1])], axis=1)
        return np.where(drawable(points)[:, None], placed, np.nan)

    def point(self, place: QPointF) -> tuple[float, float]:
        """The coordinates at a pixel."""
        return self.across.number(place.x()), self.up.number(place.y())


def drawable(points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which of the points (N, 2) can be drawn."""
    with np.errstate(all="ignore"):
        return np.asarray((np.abs(points) < LARGEST).all(axis=1))


def finite(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Those that can be drawn."""
    return points[drawable(points)]


def symbol_colour(number: int, style: Style) -> QColor:
    """The colour of a symbol by its number in the vocabulary; its shape is the number too, four in turn."""
    return style.signal(COLOURS[number % len(COLOURS)])


def hollow(number: int) -> bool:
    """Whether a symbol's mark is only an outline: where colours and shapes begin again."""
    return number // (4 * len(COLOURS)) % 2 == 1


def _room(low: float, high: float) -> float:
    """The margin beyond the points; enough to see something where all are the same."""
    return float(ROOM * (high - low)) or max(1e-3, 0.1 * abs(float(low))) or 1.0
