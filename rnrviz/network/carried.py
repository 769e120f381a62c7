"""What RTRL has to carry from instant to instant, and what it can leave to each instant alone.

Carried are the signals that are read at a later instant and whatever stands between those and the ones they are
computed from; their tangents are kept in panels, see `rnrviz.kernels.panels`. All other operations are local: the
errors of an instant come back through them within that instant.
"""

from dataclasses import dataclass
from math import lcm

import numpy as np

from rnrviz.kernels import owning, panels
from rnrviz.kernels import table as c
from rnrviz.kernels.lanes import COUNT
from rnrviz.kernels.product import BLOCK
from rnrviz.network.folded import Fold, fold, work_of
from rnrviz.network.rows import Rows, reads, target

WHOLE = lcm(BLOCK, COUNT)
NEAR = 4096  # floats of a panel, as many as stay in the CPU's nearest memory
TENTH = 10  # the work of folding is to be no more of the whole
LEAST = 4  # instants that are folded at a time
FOLDED = 2**17  # floats of folded instants, as many as stay in the next one
MOST = 2**28  # floats of tangents kept between those that are folded; beyond, all are folded at once
Mask = np.ndarray


@dataclass(frozen=True, eq=False)
class Carried:
    """The tables that `rnrviz.kernels.tangents` runs, under its names."""

    local: np.ndarray
    stages: np.ndarray
    operations: np.ndarray
    folds: np.ndarray
    seeds: np.ndarray
    plan: np.ndarray
    panel: np.ndarray  # of the folding, as it is before the first instant
    work: int  # about how many multiplications an instant takes
    fold_work: int  # how many of these are for folding

    @property
    def panels(self) -> int:
        """The number of panels."""
        begin, end, step = (int(self.plan[i]) for i in (panels.BEGIN, panels.END, panels.STEP))
        return -(-(end - begin) // step)

    @property
    def least(self) -> int:
        """The fewest panels to carry at a time, where not all are: each time the instants are folded anew."""
        return 1 + TENTH * self.fold_work * self.panels // max(1, self.work)

    @property
    def tables(self) -> tuple[np.ndarray, ...]:
        """The first arguments of `rnrviz.kernels.tangents.tangent`; `workspace` gives the next, the plan."""
        return self.local, self.stages, self.operations, self.folds, self.seeds

    def workspace(self, record: np.ndarray, keep: bool) -> tuple[np.ndarray, ...]:
        """The plan and its working space A, T, kept, scale for a record; ``keep`` if called bit by bit."""
        plan, kept, (rows, step) = self.plan.copy(), 0, (int(self.plan[i]) for i in (panels.ROWS, panels.STEP))
        fold, near = int(plan[panels.KEPT] * plan[panels.ACROSS]), rows * step
        if fold:
            some = max(LEAST, FOLDED // fold) if self.kept_size < MOST else len(record)
            plan[panels.AT_ONCE] = 1 if keep else min(len(record), some)
        if keep or (fold and int(plan[panels.AT_ONCE]) < len(record)):
            kept = self.kept_size
        plan[panels.KEEP] = keep
        T = aligned(near + self.panel.size + int(plan[panels.AT_ONCE]) * fold)
        T[near : near + self.panel.size] = self.panel.ravel()
        return plan, np.zeros_like(record), T, aligned(kept), np.zeros(2 * record.shape[1])

    @property
    def kept_size(self) -> int:
        """The number of tangents that are kept from call to call."""
        lags, kept, _, step, *_ = (int(n) for n in self.plan)
        return self.panels * lags * kept * step


def aligned(size: int) -> np.ndarray:
    """Zeros that begin where a register's worth of memory begins: what crosses a border costs twice."""
    room = np.zeros(size + 8)
    start = -room.ctypes.data // 8 % 8
    return room[start : start + size]


def divide(table: np.ndarray, width: int, output: slice) -> Carried:
    """Divide a program's operations (a row of its record has ``width`` floats; y is at ``output``)."""
    rows = [row for row in table if _has_effect(row)]
    inside, lagged = _closure(rows, width)
    local = [row for row, carried in zip(rows, inside, strict=True) if not carried]
    carried = [row for row, carried in zip(rows, inside, strict=True) if carried]
    seeded = _seeded(local, carried, output, width)
    lags = max((lag for row in rows for _, lag, _ in reads(row)), default=0)
    places = Rows(carried, lagged, seeded, lags)
    begin, end = (
        min((int(row[c.LOW]) for row in carried), default=0),
        max((int(row[c.HIGH]) for row in carried), default=0),
    )
    folded = fold(carried, lagged, places, end - begin) if carried else None
    parts = np.array(places.parts(), np.uint64).reshape(-1, panels.COLUMNS)
    across = folded.across if folded else 0
    panel = np.zeros((places.count, across))
    if folded:
        panel[np.arange(places.kept), folded.columns] = 1.0
        _mark(parts, folded)
    return Carried(
        np.array(local, np.uint64).reshape(-1, c.COLUMNS),
        np.array([[0, len(local), 0]], np.uint64),
        parts,
        folded.folds if folded else np.zeros(0, np.uint64),
        np.array(places.seeds(), np.uint64).reshape(-1, 6),
        _plan((begin, end), places, lags, folded),
        panel,
        folded.work if folded else work_of(carried, end - begin),
        folded.own_work if folded else 0,
    )


def _mark(parts: np.ndarray, folded: Fold) -> None:
    """Note where the net inputs are marked; only the first operation of one does it."""
    done: set[int] = set()
    for part in parts:
        if part[c.KIND] in owning.OWNERS:
            to = int(part[c.TO])
            part[panels.NET] = folded.nets[to]
            part[panels.MARKS] = 0 if to in done else part[c.SIZE]
            done.update(range(to, to + int(part[c.SIZE])))


def _has_effect(row: np.ndarray) -> bool:
    """Whether what it writes depends on the parameters through it."""
    return row[c.KIND] in (c.LAYER, c.PEEPHOLE) or (row[c.KIND] == c.LOOKUP and row[c.FUNCTION] == 1) or any(reads(row))


def _closure(rows: list[np.ndarray], width: int) -> tuple[list[bool], Mask]:
    """Which operations are carried; which components are read at a later instant."""
    inside, needed, lagged = [False] * len(rows), np.zeros(width, bool), np.zeros(width, bool)
    for where in (where for row in rows for where, lag, _ in reads(row) if lag):
        lagged[where] = needed[where] = True
    grows = True
    while grows:
        grows = False
        for k, row in enumerate(rows):
            if not inside[k] and (needed[target(row)].any() or any(lag for _, lag, _ in reads(row))):
                inside[k] = grows = needed[target(row)] = True
                for where, *_ in reads(row):
                    needed[where] = True
    return inside, lagged


def _seeded(local: list[np.ndarray], carried: list[np.ndarray], output: slice, width: int) -> Mask:
    """The carried components that the error of the same instant reaches directly or through the local operations."""
    seeded, written = np.zeros(width, bool), np.zeros(width, bool)
    seeded[output] = True
    for row in carried:
        written[target(row)] = True
        if target(row).start == output.start and row[c.KIND] == c.ACTIVATION:
            seeded[int(row[c.FROM]) : int(row[c.FROM]) + int(row[c.SIZE])] = True  # cross-entropy begins there
    for where in (where for row in local for where, *_ in reads(row)):
        seeded[where] = True
    return seeded & written


def _plan(through: tuple[int, int], places: Rows, lags: int, folded: Fold | None) -> np.ndarray:
    """As few panels as fit into the nearest memory, alike in size."""
    begin, end = through
    rows = (places.kept * (lags + 1) if folded else places.count) + 1
    most = max(WHOLE, NEAR // rows // WHOLE * WHOLE)
    number = -(-max(1, end - begin) // most)
    unit = WHOLE if number > 1 else COUNT
    step = -(-max(1, end - begin) // (number * unit)) * unit
    plan = np.zeros(panels.PLAN, np.uint64)
    plan[[panels.LAGS, panels.KEPT, panels.ROWS]] = lags, places.kept, rows
    plan[[panels.STEP, panels.BEGIN, panels.END]] = step, begin, end
    if folded:
        plan[[panels.ACROSS, panels.FOLDS]] = folded.across, folded.many
    return plan
