"""The order in memory: signals and parameters that are used alike stand side by side.

Then one operation does for several equations what each would need its own for: the net inputs of all the gates of an
LSTM are one matrix product, their activations one pass.
"""

from dataclasses import dataclass
from functools import partial
from graphlib import TopologicalSorter
from itertools import groupby, pairwise, takewhile

import numpy as np

from rnrviz.kernels import table as c
from rnrviz.network.equations import Config, Equation, Term
from rnrviz.network.stages import Stage, stages

Likeness = tuple[str, ...]
TRAINED, FIXED = "trained", "fixed"


@dataclass(frozen=True)
class Layout:
    """Equations in the order of computation and of their signals in a row of the record, each with its stage;
    parameters in their order, fixed ones last."""

    equations: tuple[Equation, ...]
    parameters: tuple[str, ...]
    stages: tuple[Stage, ...]


def layout(equations: tuple[Equation, ...], config: Config, embedding: str) -> Layout:
    """Stage by stage, in each by level (longest way from the inputs of the instant), the alike ones side by side."""
    staged = stages(equations)
    levels = _levels(equations, staged)
    consumers = {
        t.sources[0].signal: str(config.get(t.activation, t.activation))
        for e in equations
        for t in e.terms
        if t.activation
    }
    laid: list[Equation] = []
    steps = {(staged[e.target].number, levels[e.target]): None for e in equations}
    for step in sorted(steps):
        place = {equation.target: number for number, equation in enumerate(laid)}

        def order(equation: Equation, place: dict[str, int] = place) -> tuple[object, ...]:
            first = equation.terms[0]
            read = place.get(first.sources[0].signal, -1) if first.sources else -1
            function = str(config.get(first.activation, first.activation)) if first.activation else ""
            return (*likeness(equation), function, read, consumers.get(equation.target, ""))

        laid += sorted((e for e in equations if (staged[e.target].number, levels[e.target]) == step), key=order)
    return Layout(tuple(laid), _parameters(laid, embedding), tuple(staged[e.target] for e in laid))


def likeness(equation: Equation) -> Likeness:
    """Equal for equations whose terms are of the same kinds and read the same signals by matrices."""
    return tuple(
        f"{term.kind} {[(s.signal, s.lag) for s in term.sources] if term.kind == 'product' else ''} {term.factor}"
        for term in equation.terms
    )


def _levels(equations: tuple[Equation, ...], staged: dict[str, Stage]) -> dict[str, int]:
    """How many others, one after the other, an equation waits for.

    Those that it reads at the same instant; where neither recurs, at any instant, as each is done for the whole string.
    """
    waits = {
        equation.target: {
            s.signal
            for term in equation.terms
            for s in term.sources
            if s.signal in staged and not (s.lag and (staged[s.signal].direction or staged[equation.target].direction))
        }
        for equation in equations
    }
    levels: dict[str, int] = {}
    for name in TopologicalSorter(waits).static_order():
        levels[name] = 1 + max((levels[signal] for signal in waits[name]), default=-1)
    return levels


def _parameters(laid: list[Equation], embedding: str) -> tuple[str, ...]:
    """Term by term over each group of alike equations: their matrices one below the other, then their biases."""
    names: dict[str, None] = {"embedding": None} if embedding == TRAINED else {}
    for _, group in groupby(laid, likeness):
        terms: list[tuple[Term, ...]] = [equation.terms for equation in group]
        for column in zip(*terms, strict=True):
            names |= {term.parameter: None for term in column if term.parameter}
    return (*names, *(("embedding",) if embedding == FIXED else ()))


def merge(table: np.ndarray, stage: list[Stage]) -> tuple[np.ndarray, np.ndarray]:
    """The table with every operation joined to the one before it where the two do the same to neighbours.

    Also the stages, (S, 3): first operation, end, direction.
    """
    rows: list[np.ndarray] = []
    bounds: list[list[int]] = []
    for row, at in zip(table, stage, strict=True):
        fresh = not bounds or bounds[-1][3] != at.number
        if not fresh and _continues(rows[-1].astype(np.int64), row.astype(np.int64)):
            last = rows[-1]
            last[c.SIZE] += row[c.SIZE]
            last[c.WIDTH] += row[c.WIDTH] if row[c.KIND] == c.ACTIVATION else 0
            for low, high in ((c.LOW, c.HIGH), (c.LOW_1, c.HIGH_1), (c.LOW_2, c.HIGH_2)):
                last[low], last[high] = min(last[low], row[low]), max(last[high], row[high])
            continue
        if fresh:
            bounds.append([len(rows), 0, at.direction, at.number])
        rows.append(row.copy())
        bounds[-1][1] = len(rows)
    merged = np.array(rows, np.uint64)
    merged[:, c.READ] = is_read(merged)
    for first, end, *_ in bounds:
        fuse(merged[first:end])
    packed, summed = packed_size(merged), summed_size(merged)
    merged[:, c.PLACE] = packed.cumsum() - packed
    merged[:, c.ROOM], merged[:, c.SUMS] = max(packed.sum(), summed.max()), summed.max()
    return merged, np.array([bound[:3] for bound in bounds], np.uint64)


def fuse(stage: np.ndarray) -> None:
    """Note where a layer of a stage can do the work of the activation after it."""
    for layer, after in pairwise(stage):
        alike = after[c.FROM] == layer[c.TO] and after[c.SIZE] == layer[c.SIZE] <= 16 and after[c.LAG] == 0
        if layer[c.KIND] == c.LAYER and after[c.KIND] == c.ACTIVATION and after[c.FUNCTION] != c.SOFTMAX and alike:
            layer[c.FUSED] = after[c.FUSED] = 1
    for k, layer in enumerate(stage):
        if layer[c.KIND] == c.LAYER and not (layer[c.FUSED] and layer[c.SIZE] <= 8):
            inside = list(takewhile(partial(_activates, layer), stage[k + 1 :]))
            layer[c.AFTER] = len(inside)
            for row in inside:
                row[c.AFTER] = 1


def _activates(layer: np.ndarray, row: np.ndarray) -> bool:
    """Whether a row is an activation of a layer's components, one by one."""
    begin = int(row[c.FROM]) - int(layer[c.TO])
    inside = 0 <= begin <= int(layer[c.SIZE]) - int(row[c.SIZE]) and row[c.LAG] == 0
    return bool(row[c.KIND] == c.ACTIVATION and row[c.FUNCTION] != c.SOFTMAX and inside)


def is_read(table: np.ndarray) -> np.ndarray:
    """Whether some operation reads, at any instant, what each operation writes; true also where it only may be so."""
    rows = table.astype(np.int64)
    sizes = rows[:, c.SIZE] * np.maximum(rows[:, c.SHARE], 1)
    sizes = np.where(rows[:, c.KIND] == c.LAYER, rows[:, c.WIDTH], np.maximum(sizes, rows[:, c.WIDTH]))
    begins, ends = rows[:, [c.FROM, c.FROM_2]], rows[:, [c.FROM, c.FROM_2]] + sizes[:, None]
    return np.array([((begins < row[c.TO] + row[c.SIZE]) & (ends > row[c.TO])).any() for row in rows])


def packed_size(table: np.ndarray) -> np.ndarray:
    """How many numbers the packed weights of each operation take, `rnrviz.kernels.packing`."""
    rows, layer = table.astype(np.int64), table[:, c.KIND] == c.LAYER
    forward = eights(rows[:, c.SIZE]) * (rows[:, c.WIDTH] + rows[:, c.SYMBOLS] + 1)
    return np.where(layer, np.maximum(forward, rows[:, c.SIZE] * eights(rows[:, c.WIDTH])), 0)


def summed_size(table: np.ndarray) -> np.ndarray:
    """How many numbers each operation sums up by symbol, `rnrviz.kernels.gathering`."""
    rows = table.astype(np.int64)
    return np.where(table[:, c.KIND] == c.LAYER, eights(rows[:, c.SIZE]) * (rows[:, c.SYMBOLS] + 1), 0)


def eights(size: np.ndarray) -> np.ndarray:
    """The next multiples of eight."""
    return -(-size // 8) * 8


def _continues(a: np.ndarray, b: np.ndarray) -> bool:
    """Whether b goes on where a ends: the same operation on the next components of everything.

    An activation of what a writes has to wait for it.
    """
    same = [c.KIND, c.LAG, c.FUNCTION, c.FIRST]
    size = int(a[c.SIZE])
    steps = {c.TO: size}
    if a[c.KIND] == c.LAYER:
        same += [c.FROM, c.WIDTH, c.HAS_BIAS, c.SYMBOLS, c.COLUMN_LAG]
        steps |= {c.PARAMETER: size * int(a[c.WIDTH]), c.COLUMN: size * int(a[c.SYMBOLS])}
        steps |= {c.BIAS: size * int(a[c.HAS_BIAS])}
    elif a[c.KIND] == c.ACTIVATION and a[c.FUNCTION] != c.SOFTMAX and not a[c.TO] <= b[c.FROM] < a[c.TO] + size:
        steps |= {c.FROM: size}
    else:
        return False
    return all(a[i] == b[i] for i in same) and all(a[i] + step == b[i] for i, step in steps.items())
