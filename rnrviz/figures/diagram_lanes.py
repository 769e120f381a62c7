"""The lanes at both sides of a drawing, in which signals are copied to where another instant reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rnrviz.figures.diagram_block import Node
from rnrviz.figures.diagram_heights import Heights
from rnrviz.figures.diagram_layout import Copy, Point, Row
from rnrviz.figures.diagram_plan import Layer, Plan
from rnrviz.figures.diagram_rows import INPUT

APART = 11.0
OUT, BELOW = 9.0, 13.0
PASSING = 1.5


@dataclass(frozen=True)
class Lane:
    """A copy before the rows are laid: the layer of another instant, at which side (-1 left, 1 right), which lane."""

    layer: Layer
    side: int
    number: int


def plan_lanes(plan: Plan, heights: Heights, mirror: frozenset[str]) -> tuple[Lane, ...]:
    """A lane for every copy, so that no two run in the same place; what is typed in needs none."""
    taken: dict[tuple[int, int], list[tuple[float, float]]] = {}
    made = []
    for layer in (la for la in plan.layers if la.lag and la.signal != INPUT):
        side = -1 if layer.signal in mirror else 1
        top, bottom = _middle(plan, heights, plan.row_of(layer.signal), True), _middle(plan, heights, layer.row)
        top, bottom = min(top, bottom), max(top, bottom)
        number = 0
        while any(top < b - 1 and a + 1 < bottom for a, b in taken.get((side, number), ())):
            number += 1
        taken.setdefault((side, number), []).append((top, bottom))
        made.append(Lane(layer, side, number))
    return tuple(made)


def _middle(plan: Plan, heights: Heights, row: int, leaves: bool = False) -> float:
    """Where a copy leaves a row or arrives; it may leave above what stands beside blocks."""
    top, bottom = heights.rows[row]
    if not plan.memory_in(row):
        return (top + bottom) / 2
    beside = any(la.row == row for la in plan.layers)
    return top - PASSING * heights.unit if beside and leaves else top


def copies(
    lanes: Sequence[Lane],
    rows: Sequence[Row],
    nodes: Mapping[tuple[str, int], Sequence[Node]],
    blocks: Mapping[str, tuple[float, bool]],
    edges: tuple[float, float],
    scale: float,
) -> tuple[Copy, ...]:
    """The arrows in place. `blocks`: how far right the blocks of each cell output reach, and whether more stands
    beside them; `edges`: of the rows."""
    by_layer = {(r.layer.signal, r.layer.lag): r for r in rows}
    made = []
    for lane in lanes:
        source = nodes.get((lane.layer.signal, 0))
        if source:
            x = edges[1] + scale * (16 + APART * lane.number) if lane.side > 0 else 0.0
            x = x or edges[0] - scale * (16 + APART * lane.number)
            start = _leave(lane, by_layer.get((lane.layer.signal, 0)), source, rows, blocks, x, scale)
            end = _arrive(lane, by_layer[lane.layer.signal, lane.layer.lag], rows, x, scale)
            made.append(Copy(lane.layer.signal, (*start, *end), x))
    return tuple(made)


def _leave(
    lane: Lane, own: Row | None, source: Sequence[Node], rows: Sequence[Row], blocks: Mapping[str, tuple[float, bool]],
    x: float,     scale: float,
) -> list[Point]:  # fmt: skip
    """Straight to the lane, or past what stands beside in the same row: below it, above it where that is high."""
    last = max(source, key=lambda n: n.x * lane.side)
    y, height = last.y, last.h / 2
    edge = last.x + lane.side * last.w / 2
    if own is not None:
        edge = own.frame[0] + (own.frame[2] if lane.side > 0 else 0.0)
        height = own.frame[3] / 2
    beyond = [r for r in rows if _beyond(r, edge, y, lane.side) and r is not own]
    if not beyond:
        return [(edge, y), (x, y)]
    reach, more = blocks.get(lane.layer.signal, (edge, False))
    if more:
        up = min([y - height, *(r.frame[1] for r in beyond)]) - scale * OUT
        return [(edge, y), (edge + lane.side * scale * OUT, y), (edge + lane.side * scale * OUT, up), (x, up)]
    out = (max(edge, reach) if lane.side > 0 else edge) + lane.side * scale * OUT
    down = max([y + height, *(r.frame[1] + r.frame[3] for r in beyond)]) + scale * BELOW
    return [(edge, y), (out, y), (out, down), (x, down)]


def _arrive(lane: Lane, row: Row, rows: Sequence[Row], x: float, scale: float) -> list[Point]:
    """From the side, or from below where something stands in between."""
    left, top, width, height = row.frame
    edge, y = left + (width if lane.side > 0 else 0.0), top + height / 2
    beyond = [r for r in rows if r is not row and _beyond(r, edge, y, lane.side)]
    if not beyond:
        return [(x, y), (edge, y)]
    down = max([top + height, *(r.frame[1] + r.frame[3] for r in beyond)]) + scale * BELOW
    return [(x, down), (left + width / 2, down), (left + width / 2, top + height)]


def _beyond(row: Row, edge: float, y: float, side: int) -> bool:
    """Whether a layer stands between a frame's edge and the lane, at the same height."""
    left, top, width, height = row.whole
    outside = left >= edge - 1 if side > 0 else left + width <= edge + 1
    return outside and top - 2 <= y <= top + height + 2
