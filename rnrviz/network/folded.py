"""What an instant of RTRL folds into: which component of the signals carried reaches which, and by how many columns.

`rnrviz.kernels.folding` carries the columns that are divided here. It pays where several operations with weights read
the same signals, as the gates of an LSTM do: they become one matrix.
"""

from dataclasses import dataclass
from itertools import groupby

import numpy as np

from rnrviz.kernels import folding, owning
from rnrviz.kernels import table as c
from rnrviz.network.rows import Rows, reads, target

EACH = 3  # multiplications in the time of loading and storing an operation's result
WORTH = 0.75  # of the work may be left, at most
OVERHEAD = 20_000  # multiplications in the time that the folding takes whatever the sizes


@dataclass(frozen=True, eq=False)
class Fold:
    """``folds`` as in `rnrviz.kernels.folding` and how ``many``; ``nets``, the numbers of net inputs by component; the
    ``columns`` of s[t-1], by row, and how many there are ``across``; the multiplications of an instant, and those
    of them that are for the folding."""

    folds: np.ndarray
    many: int
    nets: dict[int, int]
    columns: np.ndarray
    across: int
    work: int
    own_work: int


def work_of(carried: list[np.ndarray], columns: int) -> int:
    """About how many multiplications an instant takes, operation by operation."""
    some = 0
    for row in carried:
        many = sum(1 for _ in reads(row))
        some += int(row[c.SIZE]) * (int(row[c.WIDTH]) if row[c.KIND] == c.LAYER else EACH) * many
    return some * columns


def fold(carried: list[np.ndarray], lagged: np.ndarray, places: Rows, columns: int) -> Fold | None:
    """How to fold; None where that saves too little, and where something is read that is two instants old."""
    if any(lag > 1 for row in carried for _, lag, _ in reads(row)) or (places.seeded & ~lagged).any():
        return None
    states = np.flatnonzero(lagged)
    states = states[np.argsort(places.row[states])]
    nets = np.zeros(len(lagged), bool)
    for row in carried:
        nets[target(row)] |= row[c.KIND] in owning.OWNERS
    net = np.flatnonzero(nets)
    reach = _reach(carried, states, net)
    marks = _marks(reach, len(states))
    across = -(-(int(marks[-1]) + 1) // 8) * 8
    folds = _folds(reach[:, : len(states)], marks[: len(states)], [carried[places.writer[i]] for i in states])
    owned = reach[:, len(states) :]
    begins = len(folds) * int(folding.COLUMNS) + 2 * len(net) + 2 + np.cumsum([0, *owned.sum(0)])
    lists = np.concatenate([np.stack([begins, [*marks[len(states) :], 0]], 1).ravel(), np.nonzero(owned.T)[1]])
    each = sum(size * (width if matrix else EACH) for _, size, _, width, _, _, matrix, *_ in folds)
    work = columns * (each + EACH * owned.sum() // max(1, len(net))) + work_of(carried, across)
    before = work_of(carried, columns)
    if work > WORTH * before or work + OVERHEAD > before:
        return None
    table = np.concatenate([np.ravel(folds), lists]).astype(np.uint64)
    numbers = {int(i): k for k, i in enumerate(net)}
    return Fold(table, len(folds), numbers, marks[: len(states)], across, int(work), work_of(carried, across))


def _marks(reach: np.ndarray, states: int) -> np.ndarray:
    """Which column of the folding serves each: that of the one before, as long as they reach no row in common.

    The components of s[t-1] come first and share none with the net inputs.
    """
    marks, number = np.zeros(reach.shape[1], int), -1
    taken = np.zeros(len(reach), bool)
    for k in range(reach.shape[1]):
        if k in (0, states) or (taken & reach[:, k]).any():
            number += 1
            taken = np.zeros(len(reach), bool)
        marks[k] = number
        taken |= reach[:, k]
    return marks


def _reach(carried: list[np.ndarray], states: np.ndarray, net: np.ndarray) -> np.ndarray:
    """Which components of s[t] (rows) depend on which of s[t-1] and which net inputs at t (columns)."""
    width = max(int(where.stop) for row in carried for where in (target(row), *(r[0] for r in reads(row))))
    before = np.zeros((width, len(states) + len(net)), bool)
    now = before.copy()
    before[states, np.arange(len(states))] = True
    own = np.full(width, -1)
    own[net] = len(states) + np.arange(len(net))
    for row in carried:
        to, share = target(row), int(row[c.SHARE])
        for where, lag, column in reads(row):
            source = (before if lag else now)[where]
            if row[c.KIND] == c.LAYER or (row[c.KIND] == c.ACTIVATION and row[c.FUNCTION] == c.SOFTMAX):
                source = np.asarray(source.any(0, keepdims=True))
            elif row[c.KIND] == c.PEEPHOLE:
                source = np.asarray(source.reshape(-1, share, source.shape[1]).any(1))
            elif row[c.KIND] == c.GATE and column == c.FROM:
                source = source.repeat(share, 0)
            now[to] |= source
        if row[c.KIND] in owning.OWNERS:
            now[np.arange(to.start, to.stop), own[to]] = True
    return np.asarray(now[states])


def _folds(reach: np.ndarray, marks: np.ndarray, writers: list[np.ndarray]) -> list[tuple[int, ...]]:
    """The rows of the table of folds: single entries first, then matrices, then what nothing else writes."""
    found: list[tuple[int, ...]] = []
    fresh = np.ones(len(reach), bool)
    alone = np.bincount(marks)[marks] == 1
    keys = [tuple(w[[c.TO, c.LOW, c.HIGH]]) if a else m for w, a, m in zip(writers, alone, marks.tolist(), strict=True)]
    groups = [list(group) for _, group in groupby(range(len(marks)), keys.__getitem__)]
    for group in (g for g in groups if not alone[g[0]]):
        to, source = np.nonzero(reach[:, group])
        runs = [(a - b, a - n, fresh[a]) for n, (a, b) in enumerate(zip(to, source, strict=True))]
        for key, run in groupby(range(len(runs)), runs.__getitem__):
            these = list(run)
            first, below = int(to[these[0]]), int(source[these[0]])
            found.append((first, len(these), group[0] + below, 0, int(marks[group[0]]), int(key[2]), 0, 0, 0))
        fresh[to] = False
    for group in (g for g in groups if alone[g[0]]):
        low, high = (int(writers[group[0]][column]) for column in (c.LOW, c.HIGH))
        some = np.asarray(reach[:, group].any(1))
        for begin, size, new in _runs(some, fresh):
            found.append((begin, size, group[0], len(group), int(marks[group[0]]), new, 1, low, high))
        fresh &= ~some
    return found + [(begin, size, 0, 0, 0, 1, 1, 0, 0) for begin, size, _ in _runs(fresh, fresh)]


def _runs(chosen: np.ndarray, fresh: np.ndarray) -> list[tuple[int, int, int]]:
    """Where the chosen rows that follow one another begin, how many they are and whether they are fresh."""
    rows = np.flatnonzero(chosen)
    runs = [list(run) for _, run in groupby(range(len(rows)), lambda n: (rows[n] - n, fresh[rows[n]]))]
    return [(int(rows[run[0]]), len(run), int(fresh[rows[run[0]]])) for run in runs]
