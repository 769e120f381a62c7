"""Where everything stands: rows of units from the input at the bottom to the output at the top, blocks between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from rnrviz.figures.diagram_block import LANE, Block, Node, lay_block, least_width
from rnrviz.figures.diagram_plan import Bundle, Layer, Link, Plan, Shape

MOST_BLOCKS = 4
MOST_CELLS = 16
NUMBER_WIDTH = 50.0
NUMBER_HEIGHT = 21.0
LOWEST_MEMORY, LOWEST_ROW = 296.0, 84.0


@dataclass(frozen=True)
class Row:
    """One layer in place: its frame (left, top, width, height), the pitch and the shape of its units."""

    layer: Layer
    frame: tuple[float, float, float, float]
    pitch: float
    look: str
    """`number`: the value stands inside; `disc`; `cell`: too many units for discs, side by side like a heat map."""


@dataclass(frozen=True, eq=False)
class Fan:
    """The edges of one bundle: ends (k, 4) as x0 y0 x1 y1 and the index (k, 2) of each weight; `lane` detours at x."""

    bundle: Bundle
    ends: NDArray[np.float64]
    which: NDArray[np.intp]
    lane: float | None
    clear: tuple[float, float]


@dataclass(frozen=True)
class Copy:
    """The arrow that carries a signal to the bottom row for the next instant: from, to, and the x of its lane."""

    signal: str
    start: tuple[float, float]
    end: tuple[float, float]
    lane: float


@dataclass(frozen=True)
class Joint:
    """A link in place: where its sources leave, where its operator stands, where it arrives."""

    link: Link
    starts: tuple[tuple[float, float], ...]
    operator: tuple[float, float]
    tip: tuple[float, float]


@dataclass(frozen=True, eq=False)
class Layout:
    """A drawing in place. `strip` holds the small nodes that stand for blocks when not all are drawn in full."""

    size: tuple[float, float]
    scale: float
    rows: tuple[Row, ...]
    nodes: tuple[Node, ...]
    blocks: tuple[Block, ...]
    strip: tuple[Node, ...]
    fans: tuple[Fan, ...]
    copies: tuple[Copy, ...]
    links: tuple[Joint, ...]
    shapes: Mapping[str, Shape]

    def flat(self, node: Node) -> int:
        """The place of a node's component in its signal, block by block."""
        return int(np.ravel_multi_index(node.index, self.shapes[node.signal]))

    def at(self, x: float, y: float) -> Node | None:
        """The topmost node under a point."""
        return next((n for n in reversed(self.nodes + self.strip) if n.contains(x, y)), None)


def least_height(plan: Plan, scale: float) -> float:
    """The lowest drawing in which nothing lies on anything else."""
    return scale * (LOWEST_MEMORY if plan.memory else LOWEST_ROW * plan.rows)


def lay_out(
    plan: Plan, shapes: Mapping[str, Shape], size: tuple[float, float], scale: float, chosen: int = 0
) -> Layout:
    """Place a plan in `size` pixels at a text size; `chosen` is the block drawn when there is room for one only."""
    return _Setter(plan, shapes, size, scale, chosen).layout()


class _Setter:
    def __init__(
        self, plan: Plan, shapes: Mapping[str, Shape], size: tuple[float, float], scale: float, chosen: int
    ) -> None:
        self.plan, self.shapes, self.scale, self.chosen = plan, shapes, scale, chosen
        self.width, self.height = size
        self.rows: list[Row] = []
        self.nodes: dict[tuple[str, int], list[Node]] = {}
        skips = any(self._skips(b) for b in plan.bundles)
        self.left = scale * (40 if skips else 16)
        delayed = any(layer.lag for layer in plan.layers)
        self.right = self.width - scale * (38 if delayed else 16)
        low = 440 if plan.memory else 130 * plan.rows - 60
        self.unit = scale * (44 if self.height >= scale * low else 22)

    def layout(self) -> Layout:
        heights = self._heights()
        for row in range(self.plan.rows):
            self._lay_row([la for la in self.plan.layers if la.row == row], heights[row])
        blocks, strip = self._blocks()
        for block in blocks:
            for node in block.nodes:
                self.nodes.setdefault((node.signal, node.lag), []).append(node)
        nodes = tuple(n for group in self.nodes.values() for n in group)
        fans = tuple(f for b in self.plan.bundles if b.kind == "product" and (f := self._fan(b)) is not None)
        size = self.width, self.height
        copies, joints = self._copies(blocks), self._joints()
        return Layout(size, self.scale, tuple(self.rows), nodes, blocks, strip, fans, copies, joints, self.shapes)

    def _heights(self) -> list[float]:
        """The middle of each row."""
        label = self.scale * 26
        bottom = self.height - label - self.unit / 2
        top = label + self.unit / 2
        last = max(1, self.plan.rows - 1)
        return [bottom + (top - bottom) * r / last for r in range(self.plan.rows)]

    def _lay_row(self, layers: Sequence[Layer], y: float) -> None:
        if not layers:
            return
        margins = [self.scale * (68 if la.lag else 50) for la in layers]  # for the names: x[t−1] is longer than u[t]
        room = self.right - self.left - sum(margins)
        pitch = dict.fromkeys(layers, NUMBER_WIDTH + 4)
        if sum(prod(la.shape) * pitch[la] for la in layers) * self.scale > room:
            pitch = {la: 30 if la.signal == "u" else pitch[la] for la in layers}  # mostly noughts and a one
        widths = _share([prod(la.shape) * pitch[la] * self.scale for la in layers], room)
        spare = (room - sum(widths)) / len(layers)
        x = self.left
        for layer, width, margin in zip(layers, widths, margins, strict=True):
            x += margin + spare / 2
            self._lay_layer(layer, x, y, width)
            x += width + spare / 2

    def _lay_layer(self, layer: Layer, left: float, y: float, width: float) -> None:
        count = prod(layer.shape)
        pitch = width / count
        s = self.scale
        look, w, h = "disc", min(pitch - 3 * s, s * 22, self.unit), min(pitch - 3 * s, s * 22, self.unit)
        if pitch >= s * (NUMBER_WIDTH + 2):
            look, w = "number", s * (44 if self.unit > s * 30 else NUMBER_WIDTH)
            h = w if self.unit > s * 30 else s * NUMBER_HEIGHT
        elif w < s * 9:
            look, w, h = "cell", pitch, s * 18
        pad = 0 if look == "cell" else s * 5
        frame = (left - pad, y - h / 2 - pad, width + 2 * pad, h + 2 * pad)
        self.rows.append(Row(layer, frame, pitch, look))
        index = list(np.ndindex(*layer.shape))
        self.nodes[layer.signal, layer.lag] = [
            Node(layer.signal, layer.lag, i, look, left + pitch * (k + 0.5), y, w, h) for k, i in enumerate(index)
        ]

    def _blocks(self) -> tuple[tuple[Block, ...], tuple[Node, ...]]:
        memory = self.plan.memory
        if memory is None:
            return (), ()
        top, bottom = self._between(memory.row)
        count, cells = memory.shape
        gap = self.scale * 14
        fits = count * least_width(memory, self.scale) + gap * (count - 1) <= self.right - self.left
        if fits and count <= MOST_BLOCKS and count * cells <= MOST_CELLS:
            widest = self.scale * (len(memory.gates) * LANE * 2 + cells * 170)
            width = min((self.right - self.left - gap * (count - 1)) / count, widest)
            x = (self.left + self.right - count * width - gap * (count - 1)) / 2
            return tuple(self._block(n, x + n * (width + gap), top, width, bottom) for n in range(count)), ()
        width = min(self.right - self.left, max(least_width(memory, self.scale), 0.5 * (self.right - self.left)))
        block = self._block(min(self.chosen, count - 1), self.left, top, width, bottom)
        return (block,), self._strip(self.left + width + gap, top, bottom)

    def _block(self, n: int, x: float, top: float, width: float, bottom: float) -> Block:
        assert self.plan.memory is not None
        captioned = self.height > self.scale * 360
        return lay_block(self.plan.memory, n, (x, top, width, bottom - top), self.unit, self.scale, captioned)

    def _between(self, row: int) -> tuple[float, float]:
        """Top and bottom of the frames of the blocks, leaving room for the edges."""
        above = [r.frame[1] + r.frame[3] for r in self.rows if r.layer.row > row]
        below = [r.frame[1] for r in self.rows if r.layer.row < row]
        top, bottom = max(above, default=0.0), min(below, default=self.height)
        zone = min(self.scale * 92, max(self.scale * 30, 0.17 * (bottom - top)))
        return top + zone + self.scale * 8, bottom - zone

    def _strip(self, left: float, top: float, bottom: float) -> tuple[Node, ...]:
        """A small node for every block, in reading order."""
        assert self.plan.memory is not None
        count = self.plan.memory.shape[0]
        width, height = self.right - left, bottom - top - self.scale * 18
        if width < self.scale * 12:
            return ()
        columns = min(range(1, count + 1), key=lambda c: abs(width / c - 0.8 * height / -(-count // c)))
        lines = -(-count // columns)
        w, h = min(width / columns, self.scale * 46), min(height / lines, self.scale * 60)
        y0 = top + self.scale * 18 + h / 2
        signal = self.plan.memory.carousel
        return tuple(
            Node(signal, 0, (b,), "mini", left + (b % columns + 0.5) * w, y0 + (b // columns) * h, w, h)
            for b in range(count)
        )

    def _owner(self, net: str) -> tuple[str, int]:
        """The nodes at which the edges into a net input end."""
        owner = next((la.signal for la in self.plan.layers if la.net == net and not la.lag), None)
        return (owner or net, 0)

    def _row_of(self, signal: str, lag: int) -> int:
        memory = self.plan.memory
        layer = next((la for la in self.plan.layers if (la.signal, la.lag) == (signal, lag)), None)
        return layer.row if layer else memory.row if memory else 0

    def _skips(self, bundle: Bundle) -> bool:
        return self._row_of(*self._owner(bundle.net)) - self._row_of(bundle.source, bundle.lag) > 1

    def _fan(self, bundle: Bundle) -> Fan | None:
        sources = self.nodes.get((bundle.source, bundle.lag), [])
        targets = self.nodes.get(self._owner(bundle.net), [])
        if not sources or not targets:
            return None
        start = np.array([(n.x, n.y - n.h / 2) for n in sources])
        end = np.array([(n.x, n.y + n.h / 2) for n in targets])
        columns = np.array([self._flat(n) for n in sources])
        rows = np.array([self._flat(n) for n in targets])
        ends = np.concatenate(
            [np.tile(start, (len(end), 1)), np.repeat(end, len(start), axis=0)], axis=1
        )  # every target's edges together
        which = np.stack([np.repeat(rows, len(columns)), np.tile(columns, len(rows))], axis=1)
        lane = self.left - self.scale * 22 if self._skips(bundle) else None
        return Fan(bundle, ends, which, lane, self._clear(bundle))

    def _clear(self, bundle: Bundle) -> tuple[float, float]:
        """The heights between which a detour must keep to its lane: top and bottom of what stands in between."""
        low, high = self._row_of(bundle.source, bundle.lag), self._row_of(*self._owner(bundle.net))
        memory = self.plan.memory
        frames = [r.frame for r in self.rows if low < r.layer.row < high]
        tops, bottoms = [f[1] for f in frames], [f[1] + f[3] for f in frames]
        if memory and low < memory.row < high:
            top, bottom = self._between(memory.row)
            tops, bottoms = [*tops, top], [*bottoms, bottom]
        return min(tops, default=0.0), max(bottoms, default=0.0)

    def _flat(self, node: Node) -> int:
        return int(np.ravel_multi_index(node.index, self.shapes[node.signal]))

    def _joints(self) -> tuple[Joint, ...]:
        frames = {(r.layer.signal, r.layer.lag): r.frame for r in self.rows}
        made = []
        for target in dict.fromkeys(link.target for link in self.plan.links):
            own = [k for k in self.plan.links if k.target == target]
            left, top, width, height = frames[target, 0]
            for i, link in enumerate(own):
                x, y = left + width * (i + 1) / (len(own) + 1), top + height
                found = [frames[s] for s in link.sources if s in frames]
                starts = tuple((f[0] + f[2] * (0.3 + 0.4 * (f[0] < x)), f[1]) for f in found)
                made.append(Joint(link, starts, (x, y + self.scale * 18), (x, y)))
        return tuple(made)

    def _copies(self, blocks: Sequence[Block]) -> tuple[Copy, ...]:
        copies: list[Copy] = []
        for row in (r for r in self.rows if r.layer.lag):
            source = self.nodes.get((row.layer.signal, 0))
            if source:
                last = max(source, key=lambda n: n.x)
                own = next((r for r in self.rows if (r.layer.signal, r.layer.lag) == (row.layer.signal, 0)), None)
                x = own.frame[0] + own.frame[2] if own else last.x + last.w / 2
                left, top, width, height = row.frame
                lane = self.right + self.scale * (16 + 7 * len(copies))
                copies.append(Copy(row.layer.signal, (x, last.y), (left + width, top + height / 2), lane))
        return tuple(copies)


def _share(wanted: Sequence[float], room: float) -> list[float]:
    """Widths that give everyone what it wants while small wishes leave room for large ones."""
    given = [0.0] * len(wanted)
    open_, left = sorted(range(len(wanted)), key=lambda i: wanted[i]), room
    while open_:
        i = open_.pop(0)
        given[i] = min(wanted[i], left / (len(open_) + 1))
        left -= given[i]
    return given
