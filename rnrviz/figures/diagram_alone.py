"""One memory block of a plan alone, with what its weights read below it: the chapter's figures of a memory block."""

from __future__ import annotations

from dataclasses import replace

from rnrviz.figures.diagram_block import LANE, PAD
from rnrviz.figures.diagram_plan import Layer, Memory, Plan

CELL, AROUND, HEIGHT, LARGEST = 120.0, 40.0, 420.0, 2.2


def alone(plan: Plan, carousel: str, sizes: dict[str, tuple[int, ...]]) -> Plan:
    """The plan of one layer of blocks: what it reads in the bottom row, the blocks above, nothing else."""
    memory = next(m for m in plan.memories if m.carousel == carousel)
    bundles = tuple(b for b in plan.bundles if b.net in memory.nets)
    read = dict.fromkeys((b.source, b.lag) for b in bundles if b.kind == "product")
    known = {(la.signal, la.lag): la for la in plan.layers}
    layers = [replace(known.get(of) or Layer(*of, sizes[of[0]], 0), row=0) for of in read]
    biases = {net: name for net, name in plan.biases.items() if net in memory.nets}
    return Plan(tuple(layers), (replace(memory, row=1),), bundles, (), biases, 2)


def enlargement(memory: Memory, area: tuple[float, float], scale: float) -> float:
    """How much larger than the text of the window the block is drawn, so that it fills the area."""
    wide = len(memory.gates) * LANE * 2 + memory.shape[1] * CELL + 2 * PAD + 2 * AROUND
    fits = min(area[0] / (wide * scale), area[1] / (HEIGHT * scale))
    return max(1.0, min(LARGEST, fits))
