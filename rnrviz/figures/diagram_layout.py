"""Where everything stands: rows of units from the input at the bottom to the output at the top, blocks between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from rnrviz.figures.diagram_block import Block, Node
from rnrviz.figures.diagram_plan import Bundle, Layer, Shape

Frame = tuple[float, float, float, float]
Point = tuple[float, float]


@dataclass(frozen=True)
class Row:
    """One layer in place: its frame (left, top, width, height), the pitch of its units, the room for its name.

    The name stands at the left or, in a `mirrored` one, at the right.
    """

    layer: Layer
    frame: Frame
    pitch: float
    look: str
    """`number`: the value stands inside; `disc`; `cell`: too many units for discs, side by side like a heat map."""
    name: float = 50.0
    mirrored: bool = False

    @property
    def whole(self) -> Frame:
        """The frame with the name."""
        left, top, width, height = self.frame
        return left - (0 if self.mirrored else self.name), top, width + self.name, height


@dataclass(frozen=True, eq=False)
class Fan:
    """The edges of one bundle: ends (k, 4) as x0 y0 x1 y1, the index (k, 2) of each weight, its source's number (k,).

    `lane` detours at x, past what stands between the heights `clear`.
    """

    bundle: Bundle
    ends: NDArray[np.float64]
    which: NDArray[np.intp]
    sources: NDArray[np.intp]
    lane: float | None
    clear: tuple[float, float]

    @cached_property
    def middle(self) -> tuple[float, float, float, float]:
        """The line in the middle of all."""
        x0, y0, x1, y1 = self.ends.mean(axis=0).tolist()
        return x0, y0, x1, y1


@dataclass(frozen=True)
class Copy:
    """The arrow that carries a signal to where it is read at another instant; `lane` is the x of its long way."""

    signal: str
    points: tuple[Point, ...]
    lane: float


@dataclass(frozen=True)
class Mark:
    """An operation in place: + × g or a number."""

    sign: str
    x: float
    y: float
    activation: str = ""


@dataclass(frozen=True)
class Wire:
    """What an operation reads or gives; with `head` it ends in an arrow. `signal` is empty between two marks."""

    signal: str
    lag: int
    points: tuple[Point, ...]
    head: bool = False


@dataclass(frozen=True, eq=False)
class Layout:
    """A drawing in place. `strip` holds the small nodes that stand for blocks when not all are drawn in full.

    `dots` are where a wire parts in two; `seams` where signals meet that stand side by side in a layer.
    """

    size: tuple[float, float]
    scale: float
    rows: tuple[Row, ...]
    nodes: tuple[Node, ...]
    blocks: tuple[tuple[str, Block], ...]
    strip: tuple[Node, ...]
    fans: tuple[Fan, ...]
    copies: tuple[Copy, ...]
    marks: tuple[Mark, ...]
    wires: tuple[Wire, ...]
    dots: tuple[Point, ...]
    seams: tuple[tuple[float, float, float], ...]
    shapes: Mapping[str, Shape] = field(repr=False)

    def flat(self, node: Node) -> int:
        """The place of a node's component in its signal, block by block."""
        return int(np.ravel_multi_index(node.index, self.shapes[node.signal]))

    def at(self, x: float, y: float) -> Node | None:
        """The topmost node under a point."""
        return next((n for n in reversed(self.nodes + self.strip) if n.contains(x, y)), None)
