"""What RTRL has to carry from instant to instant, and what it can leave to each instant alone.

Carried are the signals that are read at a later instant and whatever stands between those and the ones they are
computed from; their tangents are kept in panels, see `rnrviz.kernels.panels`. All other operations are local: the
errors of an instant come back through them within that instant.
"""

from dataclasses import dataclass
from functools import cached_property
from math import lcm

import numpy as np

from rnrviz.kernels import owning, panels
from rnrviz.kernels import table as c
from rnrviz.kernels.lanes import COUNT
from rnrviz.kernels.product import BLOCK, is_held
from rnrviz.network.folded import Fold, fold, work_of
from rnrviz.network.layout import summed_size
from rnrviz.network.rows import Rows, reads, target

WHOLE = lcm(BLOCK, COUNT)
NEAR = 4096  # floats of a panel, as many as stay in the CPU's nearest memory
ALONE, SHARE = 0.75, 0.5  # of the size of two tables: at most a panel without others, and one of several
TENTH = 10  # the work of folding is to be no more of the whole
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
    ones: int  # the most rows that an operation writes
    sums: int  # the most numbers that a local operation sums up by symbol
    past: int  # how far back a local operation reads what no parameter reaches

    @cached_property
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
        """The first arguments of `rnrviz.kernels.tangents.tangent`."""
        return self.local, self.stages, self.operations, self.folds, self.seeds

    @cached_property
    def kept_size(self) -> int:
        """The number of tangents that are kept from call to call."""
        lags, kept, _, step, *_ = (int(n) for n in self.plan)
        return self.panels * lags * kept * step

    @cached_property
    def table_size(self) -> int:
        """The numbers of two tables of tangents: of all that is read later, by all parameters that are carried."""
        return table_size(self.plan)


def divide(table: np.ndarray, width: int, output: slice) -> Carried:
    """Divide a program's operations (a row of its record has ``width`` floats; y is at ``output``)."""
    rows = [row for row in table if _has_effect(row)]
    inside, lagged = _closure(rows, width)
    local = [row for row, carried in zip(rows, inside, strict=True) if not carried]
    carried = [row for row, carried in zip(rows, inside, strict=True) if carried]
    seeded = _seeded(local, carried, output, width)
    lags = max((lag for row in rows for _, lag, _ in reads(row)), default=0)
    places = Rows(carried, lagged, seeded, 1 if lags == 1 and _reads_first(carried) else lags + 1)
    begin, end = (
        min((int(row[c.LOW]) for row in carried), default=0),
        max((int(row[c.HIGH]) for row in carried), default=0),
    )
    folded = fold(carried, lagged, places, end - begin) if places.planes > 1 and carried else None
    parts = np.array(places.parts(), np.uint64).reshape(-1, panels.COLUMNS)
    across = folded.across if folded else 0
    panel = np.zeros((places.count if folded else 0, across))
    if folded:
        panel[np.arange(places.kept), folded.columns] = 1.0
        _mark(parts, folded)
    alone = np.array(local, np.uint64).reshape(-1, c.COLUMNS)
    return Carried(
        alone,
        np.array([[0, len(local), 0]], np.uint64),
        parts,
        folded.folds if folded else np.zeros(0, np.uint64),
        np.array(places.seeds(), np.uint64).reshape(-1, 6),
        _plan((begin, end), places, lags, folded),
        panel,
        folded.work if folded else work_of(carried, end - begin),
        folded.own_work if folded else 0,
        max(1, places.kept, *(int(row[c.SIZE]) for row in carried)),
        int(summed_size(alone).max(initial=0)),
        int(alone[:, [c.LAG, c.LAG_2]].max(initial=0)),
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
        before = output.start - target(row).start
        if row[c.KIND] == c.ACTIVATION and 0 <= before < int(row[c.SIZE]):
            net = int(row[c.FROM]) + before
            seeded[net : net + output.stop - output.start] = True  # cross-entropy begins there
    for where in (where for row in local for where, *_ in reads(row)):
        seeded[where] = True
    return seeded & written


def _reads_first(carried: list[np.ndarray]) -> bool:
    """Whether all that is read of the last instant is read by a layer before it writes its own rows."""
    others = [row for row in carried if row[c.KIND] != c.ACTIVATION]
    one = len(others) == 1 and others[0][c.KIND] == c.LAYER and is_held(int(others[0][c.SIZE]))
    return one and not any(lag for row in carried if row[c.KIND] == c.ACTIVATION for _, lag, _ in reads(row))


def table_size(plan: np.ndarray) -> int:
    """See `Carried.table_size`."""
    return 2 * int(plan[panels.KEPT]) * int(plan[panels.END] - plan[panels.BEGIN])


def _plan(through: tuple[int, int], places: Rows, lags: int, folded: Fold | None) -> np.ndarray:
    """As few panels as fit into the nearest memory and are little beside the tables, alike in size."""
    begin, end = through
    rows = (places.kept * places.planes if folded else places.count) + 1
    plan = np.zeros(panels.PLAN, np.uint64)
    plan[[panels.LAGS, panels.PLANES, panels.KEPT, panels.ROWS]] = lags, places.planes, places.kept, rows
    plan[[panels.BEGIN, panels.END]] = begin, end
    number, unit = 1, COUNT
    if rows * (end - begin) > min(NEAR, ALONE * table_size(plan)):
        near = min(NEAR, SHARE * table_size(plan))
        number, unit = -(-max(1, end - begin) // max(WHOLE, int(near) // rows // WHOLE * WHOLE)), WHOLE
    plan[panels.STEP] = -(-max(1, end - begin) // (number * unit)) * unit
    if folded:
        plan[[panels.ACROSS, panels.FOLDS]] = folded.across, folded.many
    return plan
