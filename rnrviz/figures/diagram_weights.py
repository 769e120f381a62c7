"""Which weights arrive at a node, and which weight's line passes nearest to a point."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rnrviz.figures.diagram_block import Node
from rnrviz.figures.diagram_edges import Strands
from rnrviz.figures.diagram_plan import Plan, Shape

Weight = tuple[str, tuple[int, ...]]


def net_of(plan: Plan, signal: str) -> str:
    """The net input that feeds a signal: that of a layer or gate; of a cell its own input Z."""
    owners: dict[str, str | None] = {la.signal: la.net for la in plan.layers if not la.lag}
    for memory in plan.memories:
        owners |= {g.signal: g.net for g in memory.gates}
        owners |= {memory.carousel: memory.net, memory.cell: memory.net}
    return owners.get(signal) or signal


def arriving(plan: Plan, node: Node, shapes: Mapping[str, Shape]) -> tuple[Weight, ...]:
    """Every weight of the net input behind a node, the bias last; none for the bottom row."""
    if node.lag or node.signal == "u" or node.kind == "mini":
        return ()
    net = net_of(plan, node.signal)
    row = int(np.ravel_multi_index(node.index, shapes[net]))
    found: list[Weight] = []
    for bundle in (b for b in plan.bundles if b.net == net):
        count = int(np.prod(shapes[bundle.source]))
        if bundle.kind == "product":
            found += [(bundle.parameter, (row, column)) for column in range(count)]
        else:
            cells = count // int(np.prod(shapes[net]))
            plain = len(shapes[bundle.source]) == 1
            found += [(bundle.parameter, (row,) if plain else (row, cell)) for cell in range(cells)]
    if net in plan.biases:
        found.append((plan.biases[net], (row,)))
    return tuple(found)


def nearest(made: tuple[Strands, ...], x: float, y: float, reach: float) -> Weight | None:
    """The weight whose line is nearest to a point and within `reach`, among bundles of few lines."""
    best, found = reach, None
    for each in (m for m in made if m.few):
        distance = _to_curves(each, x, y) if each.curves else _to_lines(each, x, y)
        if len(distance) and distance.min() < best:
            k = int(distance.argmin())
            best, found = float(distance[k]), (each.fan.bundle.parameter, tuple(int(i) for i in each.which[k]))
    return found


def _to_lines(made: Strands, x: float, y: float) -> np.ndarray:
    ends = np.array([[ln.x1(), ln.y1(), ln.x2(), ln.y2()] for ln in made.lines]).reshape(-1, 4)
    along = ends[:, 2:] - ends[:, :2]
    offset = np.array([x, y]) - ends[:, :2]
    share = np.clip((offset * along).sum(1) / np.maximum((along**2).sum(1), 1e-12), 0.0, 1.0)
    return np.asarray(np.hypot(*(offset - share[:, None] * along).T))


def _to_curves(made: Strands, x: float, y: float) -> np.ndarray:
    steps = np.linspace(0.0, 1.0, 40)
    points = [[(p.x(), p.y()) for p in map(curve.pointAtPercent, steps.tolist())] for curve in made.curves]
    return np.asarray(np.hypot(*(np.array(points) - np.array([x, y])).transpose(2, 0, 1)).min(axis=1))
