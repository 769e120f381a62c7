"""Where the parts of one memory block stand, bottom to top as in the chapter's figures.

Cell input Z enters from below, is squashed by g_Z, meets the input gate at a ×, is kept by the carousel, squashed
by g_M, meets the output gate at a × and leaves as z. The gates stand on a stair at the left, so that no line of
theirs crosses another; the cells of a block share them and stand side by side at the right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rnrviz.figures.diagram_plan import Gate, Memory

LANE = 22.0
CELL = 78.0
PAD = 6.0
LEVEL = {"input": 2, "forget": 3, "output": 5}


@dataclass(frozen=True)
class Node:
    """Something that can be pointed at: a signal's component with a place and an extent (pixels)."""

    signal: str
    lag: int
    index: tuple[int, ...]
    kind: str
    x: float
    y: float
    w: float
    h: float

    def contains(self, x: float, y: float, slack: float = 2.0) -> bool:
        """Whether a point is on it, or as near as `slack`."""
        return abs(x - self.x) <= self.w / 2 + slack and abs(y - self.y) <= self.h / 2 + slack


@dataclass(frozen=True)
class Column:
    """One cell: its centre line and the heights of its parts (pixels, growing downwards)."""

    cell: int
    x: float
    keep: float
    ports: float
    squash_in: float
    times_in: float
    carousel: float
    squash_out: float
    times_out: float
    top: float


@dataclass(frozen=True)
class Block:
    """One memory block: its frame (left, top, width, height), gate nodes by place, columns, and sizes of its marks.

    Drawn `alone`, it has room for the values of its net inputs.
    """

    number: int
    frame: tuple[float, float, float, float]
    gates: Mapping[str, Node]
    columns: tuple[Column, ...]
    nodes: tuple[Node, ...]
    times: float
    squash: float
    gap: float
    captioned: bool = True
    alone: bool = False


def least_width(memory: Memory, scale: float) -> float:
    """The narrowest frame in which a block stays legible."""
    return scale * (len(memory.gates) * LANE + memory.shape[1] * CELL + 2 * PAD)


def lay_block(
    memory: Memory,
    number: int,
    frame: tuple[float, float, float, float],
    unit: float,
    scale: float,
    captioned: bool = True,
) -> Block:
    """Place a block in its frame; `unit` is the height of a unit with its number inside."""
    left, top, width, height = frame
    spare = max(0.0, width - least_width(memory, scale)) / (len(memory.gates) + 2 * memory.shape[1])
    lane = min(scale * LANE + spare, scale * 62)
    times, squash, kept, gap = _sizes(height, unit, scale)
    levels = _levels(top, height, unit, times, squash, kept, gap)
    lanes = len(memory.gates) * lane
    room = (width - lanes - 2 * scale * PAD) / memory.shape[1]
    room = min(room, scale * 190)
    start = left + (width - lanes - room * memory.shape[1]) / 2
    wide = max(kept, scale * 44)
    centres = [start + lanes + room * (c + 0.56) for c in range(memory.shape[1])]
    keep = wide / 2 + times + max(scale * 9, min(gap, scale * 26))
    columns = tuple(Column(c, x, keep, *levels) for c, x in enumerate(centres))
    radius = min(scale * 15, lane / 2 - scale * 1.5, times * 1.55)
    shared = len(columns) > 1
    heights = {p: _rail(p, levels, times, kept, gap) if shared else _height(p, levels) for p in LEVEL}
    gates = {g.place: _gate(g, number, start + lane * (len(memory.gates) - i - 0.5), heights[g.place], radius)
             for i, g in enumerate(memory.gates)}  # fmt: skip
    nodes = [*gates.values(), *_ports(memory, number, gates, columns, scale)]
    for c in columns:
        nodes.append(Node(memory.carousel, 0, (number, c.cell), "carousel", c.x, c.carousel, wide, kept))
        nodes.append(Node(memory.cell, 0, (number, c.cell), "cell", c.x, c.top, scale * 46, min(unit, scale * 22)))
    return Block(number, frame, gates, columns, tuple(nodes), times, squash, gap, captioned)


def _sizes(height: float, unit: float, scale: float) -> tuple[float, float, float, float]:
    """Radius of a ×, radius of a squashing mark, height of the carousel, and the gap that is left between the parts."""
    roomy = min(1.0, max(0.0, (height / scale - 130) / 150))
    times, squash = scale * (7.0 + 3.5 * roomy), scale * (8.0 + 7.0 * roomy)
    kept = scale * (20 + 24 * roomy)
    used = min(unit, scale * 22) / 2 + 4 * times + 4 * squash + kept + scale * 4
    return times, squash, kept, max(scale * 2, (height - used) / 6)


def _levels(
    top: float, height: float, unit: float, times: float, squash: float, kept: float, gap: float
) -> tuple[float, float, float, float, float, float, float]:
    """Heights of ports, g_Z, ×, carousel, g_M, × and z."""
    ports = top + height
    squash_in = ports - 4 * (squash / 8) - gap - squash
    times_in = squash_in - squash - gap - times
    carousel = times_in - times - gap - kept / 2
    squash_out = carousel - kept / 2 - gap - squash
    times_out = squash_out - squash - gap - times
    return ports, squash_in, times_in, carousel, squash_out, times_out, top


def _height(place: str, levels: tuple[float, ...]) -> float:
    return levels[LEVEL[place]]


def _gate(gate: Gate, number: int, x: float, y: float, radius: float) -> Node:
    return Node(gate.signal, 0, (number,), "gate", x, y, 2 * radius, 2 * radius)


def _rail(place: str, levels: tuple[float, ...], times: float, kept: float, gap: float) -> float:
    """The line of a shared gate runs just below the marks it serves."""
    half = kept / 2 if place == "forget" else times
    return _height(place, levels) + half + gap * 0.5


def _ports(
    memory: Memory, number: int, gates: Mapping[str, Node], columns: tuple[Column, ...], scale: float
) -> list[Node]:
    size = scale * 9
    ports = [
        Node(gate.net, 0, (number,), "port", gates[gate.place].x, columns[0].ports, size, size)
        for gate in memory.gates
        if gate.net
    ]
    if memory.net:
        ports += [Node(memory.net, 0, (number, c.cell), "port", c.x, c.ports, size, size) for c in columns]
    return ports
