"""How high the rows of a drawing are: blocks get most of what is left over, the gaps hold edges and operations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rnrviz.figures.diagram_plan import Plan

LABEL = 23.0
UNIT, LARGE = 22.0, 44.0
PAD = 5.0
GAP, BESIDE_BLOCKS, WIDEST = 35.0, 37.0, 92.0
BLOCK = 118.0
MARK, FIRST = 26.0, 32.0
STRETCH, STRETCH_BLOCKS = 1.53, 1.52


@dataclass(frozen=True)
class Heights:
    """The size of units, and top and bottom of each row, the bottom row first."""

    unit: float
    rows: tuple[tuple[float, float], ...]


def least_height(plan: Plan, scale: float) -> float:
    """The lowest drawing in which nothing lies on anything else."""
    return scale * (2 * LABEL + sum(_rows(plan, UNIT)) + sum(_gaps(plan)))


def heights(plan: Plan, height: float, scale: float) -> Heights:
    """Share a height among the rows."""
    stretch = STRETCH_BLOCKS if plan.memories else STRETCH
    unit = LARGE if height >= stretch * least_height(plan, scale) else UNIT
    rows, gaps = _rows(plan, unit), _gaps(plan)
    spare = height / scale - 2 * LABEL - sum(rows) - sum(gaps)
    if spare < 0:
        squeeze = max(0.2, 1 + spare / max(1.0, sum(gaps)))
        gaps = [gap * squeeze for gap in gaps]
    else:
        rows, gaps = _stretched(plan, rows, gaps, spare)
    placed, bottom = [], height - scale * LABEL
    for row, gap in zip(rows, [*gaps, 0.0], strict=True):
        placed.append((bottom - scale * row, bottom))
        bottom -= scale * (row + gap)
    return Heights(scale * unit, tuple(placed))


def _stretched(plan: Plan, rows: list[float], gaps: list[float], spare: float) -> tuple[list[float], list[float]]:
    """Blocks take four times what a gap takes, and all that gaps do not need."""
    blocks = [plan.memory_in(row) is not None for row in range(plan.rows)]
    share = spare / (4 * sum(blocks) + len(gaps) or 1)
    more = [min(share, max(0.0, WIDEST - gap)) if any(blocks) else share for gap in gaps]
    left = (spare - sum(more)) / max(1, sum(blocks))
    return [r + left * b for r, b in zip(rows, blocks, strict=True)], [g + m for g, m in zip(gaps, more, strict=True)]


def _rows(plan: Plan, unit: float) -> list[float]:
    return [BLOCK if plan.memory_in(row) else unit + 2 * PAD for row in range(plan.rows)]


def _gaps(plan: Plan) -> list[float]:
    """The least room above each row but the last."""
    return [max(_plain(plan, row), _marks(plan).get(row + 1, 0.0)) for row in range(plan.rows - 1)]


def _plain(plan: Plan, row: int) -> float:
    if plan.memory_in(row):
        return BESIDE_BLOCKS + (24.0 if plan.memory_in(row + 1) else 8.0)
    return BESIDE_BLOCKS if plan.memory_in(row + 1) else GAP


def _marks(plan: Plan) -> Mapping[int, float]:
    """Room for the operations below a row."""
    found: dict[int, float] = {}
    for link in plan.links:
        row = plan.row_of(link.target)
        found[row] = max(found.get(row, 0.0), FIRST + MARK * link.root.depth)
    return found
