"""Sets a plan into an area: heights, lanes, rows, blocks, edges, wires, in this order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import prod

import numpy as np

from rnrviz.figures.diagram_block import LANE, Block, Node, lay_block, least_width
from rnrviz.figures.diagram_heights import UNIT, heights
from rnrviz.figures.diagram_lanes import APART, copies, plan_lanes
from rnrviz.figures.diagram_layout import Fan, Layout, Row
from rnrviz.figures.diagram_plan import Bundle, Layer, Memory, Plan, Shape
from rnrviz.figures.diagram_rows import lay_row, mirrored, name_width
from rnrviz.figures.diagram_wires import Ground, wiring

MOST_BLOCKS = 4
MOST_CELLS = 16
EDGE, COPIES, SKIPS, CHANNEL = 16.0, 22.0, 24.0, 13.0
BETWEEN = 14.0
BESIDE, LEAST_BESIDE, FINEST, UNDER = 0.4, 28.0, 6.0, 20.0
CAPTIONED = 300.0


def lay_out(
    plan: Plan,
    shapes: Mapping[str, Shape],
    size: tuple[float, float],
    scale: float,
    chosen: Mapping[str, int] | None = None,
    alone: bool = False,
) -> Layout:
    """Place a plan in `size` pixels at a text size.

    `chosen` is the block of each carousel that is drawn in full where there is room for one only, or `alone`.
    """
    return _Setter(plan, shapes, size, scale, chosen or {}, alone).layout()


class _Setter:
    def __init__(
        self,
        plan: Plan,
        shapes: Mapping[str, Shape],
        size: tuple[float, float],
        scale: float,
        chosen: Mapping[str, int],
        alone: bool,
    ) -> None:
        self.plan, self.shapes, self.scale, self.chosen, self.alone = plan, shapes, scale, chosen, alone
        self.width, self.height = size
        self.heights = heights(plan, size[1], scale)
        self.mirror = mirrored(plan)
        self.lanes = plan_lanes(plan, self.heights, self.mirror)
        self.left, self.right = self._margin(-1), self.width - self._margin(1)
        self.rows: list[Row] = []
        self.nodes: dict[tuple[str, int], list[Node]] = {}
        self.blocks: list[tuple[str, Block]] = []
        self.strip: list[Node] = []

    def layout(self) -> Layout:
        for row in range(self.plan.rows):
            self._lay(row)
        for _, block in self.blocks:
            for node in block.nodes:
                self.nodes.setdefault((node.signal, node.lag), []).append(node)
        nodes = tuple(n for group in self.nodes.values() for n in group)
        fans = tuple(f for b in self.plan.bundles if (f := self._fan(b)) is not None)
        edges = self.left - self._inner(-1), self.right + self._inner(1)
        small = {node.signal for node in self.strip}
        reach = {m.cell: (b.frame[0] + b.frame[2], c in small)
                 for m in self.plan.memories for c, b in self.blocks if c == m.carousel}  # fmt: skip
        copied = copies(self.lanes, self.rows, self.nodes, reach, edges, self.scale)
        frames = tuple((m.signals, b.frame) for m in self.plan.memories for c, b in self.blocks if c == m.carousel)
        ground = Ground(tuple(self.rows), frames, self.shapes, (self.left, self.right), self.scale)
        marks, wires, dots, seams = wiring(self.plan, ground)
        return Layout(
            (self.width, self.height), self.scale, tuple(self.rows), nodes, tuple(self.blocks), tuple(self.strip),
            fans, copied, marks, wires, dots, seams, self.shapes,
        )  # fmt: skip

    def _inner(self, side: int) -> float:
        """Room between the rows and the lanes of copies: for detours and, at the right, for wires."""
        skips = any(self._skips(b) and self._side(b) == side for b in self.plan.bundles)
        far = {tap for k in self.plan.links for tap in k.root.taps()
               if self.plan.row_of(tap.signal, tap.lag) < self.plan.row_of(k.target) - 1}  # fmt: skip
        return self.scale * (SKIPS * skips + (CHANNEL * len(far) if side > 0 else 0.0))

    def _margin(self, side: int) -> float:
        numbers = [lane.number for lane in self.lanes if lane.side == side]
        lanes = COPIES + APART * max(numbers) if numbers else 0.0
        return self.scale * (EDGE + lanes) + self._inner(side)

    def _lay(self, row: int) -> None:
        layers = [la for la in self.plan.layers if la.row == row]
        top, bottom = self.heights.rows[row]
        memory, right = self.plan.memory_in(row), self.right
        if memory is not None:
            wide = self._beside(layers, memory) if layers else 0.0
            self._lay_blocks(memory, self.left, right - wide, top, bottom)
            self._put(layers, (right - wide, right), top, min(self.heights.unit, self.scale * UNIT))
        elif layers:
            self._put(layers, (self.left, right), (top + bottom) / 2, self.heights.unit)

    def _put(self, layers: Sequence[Layer], area: tuple[float, float], y: float, unit: float) -> None:
        if not layers:
            return
        for placed, nodes in lay_row(layers, area, y, unit, self.scale, self.mirror):
            self.rows.append(placed)
            self.nodes[placed.layer.signal, placed.layer.lag] = nodes

    def _beside(self, layers: Sequence[Layer], memory: Memory) -> float:
        """The width that layers at the right of memory blocks get: no more than one block leaves."""
        names, room = sum(name_width(la) for la in layers), self.right - self.left
        wanted = names + sum(LEAST_BESIDE * prod(la.shape) for la in layers) + BETWEEN
        least = names + sum(FINEST * prod(la.shape) for la in layers)
        most = max(self.scale * least, room - least_width(memory, self.scale) - self.scale * BETWEEN)
        return min(self.scale * wanted, BESIDE * room, most)

    def _lay_blocks(self, memory: Memory, left: float, right: float, top: float, bottom: float) -> None:
        count, cells = memory.shape
        gap, least = self.scale * BETWEEN, least_width(memory, self.scale)
        if self.alone:
            width = min(right - left, self.scale * (len(memory.gates) * LANE * 2 + cells * 170))
            chosen = min(self.chosen.get(memory.carousel, 0), count - 1)
            self._block(memory, chosen, ((left + right - width) / 2, top, width, bottom - top))
            return
        fits = count * least + gap * (count - 1) <= right - left
        if fits and count <= MOST_BLOCKS and count * cells <= MOST_CELLS:
            widest = self.scale * (len(memory.gates) * LANE * 2 + cells * 170)
            width = min((right - left - gap * (count - 1)) / count, widest)
            x = (left + right - count * width - gap * (count - 1)) / 2
            for n in range(count):
                self._block(memory, n, (x + n * (width + gap), top, width, bottom - top))
            return
        width = min(right - left, max(least, 0.5 * (right - left)))
        chosen = min(self.chosen.get(memory.carousel, 0), count - 1)
        self._block(memory, chosen, (left, top, width, bottom - top))
        under = self.scale * UNDER if right < self.right else 0.0  # below what stands beside the blocks
        self.strip += self._minis(memory, left + width + gap, self.right, top + under, bottom)

    def _block(self, memory: Memory, n: int, frame: tuple[float, float, float, float]) -> None:
        captioned = self.height > self.scale * (CAPTIONED * len(self.plan.memories) + 60)
        block = lay_block(memory, n, frame, self.heights.unit, self.scale, captioned or self.alone)
        self.blocks.append((memory.carousel, replace(block, alone=self.alone)))

    def _minis(self, memory: Memory, left: float, right: float, top: float, bottom: float) -> list[Node]:
        """A small node for every block, in reading order."""
        count = memory.shape[0]
        width, height = right - left, bottom - top - self.scale * 18
        if width < self.scale * 12:
            return []
        columns = min(range(1, count + 1), key=lambda c: abs(width / c - 0.8 * height / -(-count // c)))
        lines = -(-count // columns)
        w, h = min(width / columns, self.scale * 46), min(height / lines, self.scale * 60)
        y0 = top + self.scale * 18 + h / 2
        return [
            Node(memory.carousel, 0, (b,), "mini", left + (b % columns + 0.5) * w, y0 + (b // columns) * h, w, h)
            for b in range(count)
        ]

    def _rises(self, bundle: Bundle) -> int:
        return self.plan.row_of(bundle.net) - self.plan.row_of(bundle.source, bundle.lag)

    def _skips(self, bundle: Bundle) -> bool:
        return bundle.kind == "product" and self._rises(bundle) > 1

    def _side(self, bundle: Bundle) -> int:
        """What comes from another instant stands at the right."""
        return 1 if bundle.lag and bundle.source not in self.mirror else -1

    def _fan(self, bundle: Bundle) -> Fan | None:
        if bundle.kind == "peephole" and self.plan.memory_of(bundle.net) is not None:
            return None  # drawn in the block
        sources = self.nodes.get((bundle.source, bundle.lag), [])
        targets = self.nodes.get((self.plan.owner(bundle.net), 0), [])
        if not sources or not targets:
            return None
        start = np.array([(n.x, n.y - n.h / 2) for n in sources])
        end = np.array([(n.x, n.y + n.h / 2) for n in targets])
        columns = np.array([self._flat(n) for n in sources])
        rows = np.array([self._flat(n) for n in targets])
        every = np.concatenate(
            [np.tile(start, (len(end), 1)), np.repeat(end, len(start), axis=0)], axis=1
        )  # every target's edges together
        to, of = np.repeat(rows, len(columns)), np.tile(columns, len(rows))
        which = np.stack([to, of], axis=1)
        if bundle.kind == "peephole":
            own = of // max(1, len(columns) // len(rows)) == to
            every, of, to = every[own], of[own], to[own]
            which = np.stack([to, of % max(1, len(columns) // len(rows))], axis=1)
        return Fan(bundle, every, which, of, self._lane(bundle), self._clear(bundle))

    def _lane(self, bundle: Bundle) -> float | None:
        if not self._skips(bundle):
            return None
        away = self.scale * (SKIPS - 2)
        return self.left - away if self._side(bundle) < 0 else self.right + self._inner(1) - away

    def _clear(self, bundle: Bundle) -> tuple[float, float]:
        """The heights between which a detour must keep to its lane: top and bottom of what stands in between."""
        low, high = self.plan.row_of(bundle.source, bundle.lag), self.plan.row_of(bundle.net)
        between = self.heights.rows[low + 1 : high]
        return min((r[0] for r in between), default=0.0), max((r[1] for r in between), default=0.0)

    def _flat(self, node: Node) -> int:
        return int(np.ravel_multi_index(node.index, self.shapes[node.signal]))
