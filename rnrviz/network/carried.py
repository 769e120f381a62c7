"""What RTRL has to carry from instant to instant, and what it can leave to each instant alone.

Carried are the signals that are read at a later instant and whatever stands between those and the ones they are
computed from; their tangents are kept in panels, see `rnrviz.kernels.panels`. All other operations are local: the
errors of an instant come back through them within that instant.
"""

from dataclasses import dataclass
from functools import cached_property
from math import lcm

import numpy as np

from rnrviz.kernels import panels
from rnrviz.kernels import table as c
from rnrviz.kernels.lanes import COUNT
from rnrviz.kernels.product import BLOCK
from rnrviz.network.rows import Rows, reads, target

WHOLE = lcm(BLOCK, COUNT)
NEAR = 4096  # floats of a panel, as many as stay in the CPU's nearest memory
Mask = np.ndarray


@dataclass(frozen=True, eq=False)
class Carried:
    """The tables that `rnrviz.kernels.tangents` runs, under its names."""

    local: np.ndarray
    stages: np.ndarray
    operations: np.ndarray
    seeds: np.ndarray
    plan: np.ndarray

    @property
    def panels(self) -> int:
        """The number of panels."""
        begin, end, step = (int(self.plan[i]) for i in (panels.BEGIN, panels.END, panels.STEP))
        return -(-(end - begin) // step)

    @property
    def tables(self) -> tuple[np.ndarray, ...]:
        """The first arguments of `rnrviz.kernels.tangents.tangent`."""
        return self.local, self.stages, self.operations, self.seeds, self.plan

    def workspace(self, record: np.ndarray, keep: bool) -> tuple[np.ndarray, ...]:
        """Its working space A, T, kept, scale for a record; ``keep`` if it will be called instant by instant."""
        rows, step = int(self.plan[panels.ROWS]), int(self.plan[panels.STEP])
        tables = aligned(self.kept_size if keep else 0)
        return np.zeros_like(record), aligned(rows * step), tables, np.zeros(2 * record.shape[1])

    @property
    def kept_size(self) -> int:
        """The number of tangents that are kept from call to call."""
        lags, kept, _, step, *_ = (int(n) for n in self.plan)
        return self.panels * lags * kept * step

    @cached_property
    def work(self) -> int:
        """About how many multiplications an instant takes."""
        rows = [[int(n) for n in row] for row in self.operations]
        layers = sum(row[c.SIZE] * (row[c.WIDTH] + 1) for row in rows if row[c.KIND] == c.LAYER)
        return int(self.plan[panels.END] - self.plan[panels.BEGIN]) * (layers + sum(row[c.SIZE] for row in rows))


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
    return Carried(
        np.array(local, np.uint64).reshape(-1, c.COLUMNS),
        np.array([[0, len(local), 0]], np.uint64),
        np.array(places.parts(), np.uint64).reshape(-1, panels.COLUMNS),
        np.array(places.seeds(), np.uint64).reshape(-1, 6),
        _plan(carried, places, lags),
    )


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


def _plan(carried: list[np.ndarray], places: Rows, lags: int) -> np.ndarray:
    """As few panels as fit into the nearest memory, alike in size."""
    ranges = [(int(row[c.LOW]), int(row[c.HIGH])) for row in carried]
    begin, end = min((r[0] for r in ranges), default=0), max((r[1] for r in ranges), default=0)
    most = max(WHOLE, NEAR // (places.count + 1) // WHOLE * WHOLE)
    number = -(-max(1, end - begin) // most)
    unit = WHOLE if number > 1 else COUNT
    step = -(-max(1, end - begin) // (number * unit)) * unit
    plan = np.zeros(6, np.uint64)
    plan[[panels.LAGS, panels.KEPT, panels.ROWS]] = lags, places.kept, places.count + 1
    plan[[panels.STEP, panels.BEGIN, panels.END]] = step, begin, end
    return plan
