"""What a picture of the triangle (t, tau) holds: the table, what RTRL and BPTT make of it, and what a fault does."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from rnrviz.figures.heat import largest
from rnrviz.network.faults import TRUNCATE

if TYPE_CHECKING:
    from rnrviz.network.departures import Departure

SMALLEST, GREATEST = -323, 308  # exponents of the computer's numbers
SAME = 1e-9


@dataclass(frozen=True, eq=False)
class Rows:
    """What is known: rows 1..`cursor` of `table` (L, L), of which `instants` count; columns from `tau` on are summed.

    `ahead` says that errors depend on later copies too: then RTRL does not apply. A fault that is switched on is in
    `departure`, and `note` says in words how far the totals are off.
    """

    table: np.ndarray
    weight: str
    index: str
    cursor: int
    instants: tuple[int, int]
    tau: int
    ahead: bool = False
    departure: Departure | None = None
    note: str = ""

    @property
    def band(self) -> int:
        """How many copies along the diagonal BPTT keeps when it is cut; 0: all."""
        fault = self.departure.fault if self.departure is not None else None
        return fault.t_0 if fault is not None and fault.kind == TRUNCATE else 0

    @cached_property
    def drawn(self) -> np.ndarray:
        """(L, L): the cells with the fault; those that it leaves out as they would be."""
        if self.departure is None:
            return self.table
        return np.where(self.departure.lost, self.departure.exact, self.departure.cells)

    @property
    def reach(self) -> int:
        """The last copy on which the known errors depend."""
        return len(self.table) if self.ahead else self.cursor

    @property
    def forward_is_wrong(self) -> bool:
        """Whether it is RTRL that has the fault."""
        return self.departure is not None and self.departure.fault.breaks_rtrl

    @cached_property
    def of_errors(self) -> np.ndarray:
        """(L,): the sum of every row, dE[t]/dW, as RTRL has it."""
        wrong = self.departure if self.forward_is_wrong else None
        return np.asarray(self.table.sum(1)) if wrong is None else wrong.rows()

    @cached_property
    def of_copies(self) -> np.ndarray:
        """(L,): the sum of every column over the errors that count, as BPTT has it."""
        wrong = None if self.forward_is_wrong else self.departure
        return self.exact_of_copies if wrong is None else wrong.columns(self.instants)

    @cached_property
    def exact_of_copies(self) -> np.ndarray:
        """(L,): the same without the fault."""
        return np.asarray(self.table[self.instants[0] - 1 : self.instants[1]].sum(0))

    @cached_property
    def rows_off(self) -> np.ndarray:
        """(L,): whether RTRL's dE[t]/dW is not that of the weights as they were at t."""
        if self.departure is None or not self.forward_is_wrong:
            return np.zeros(len(self.table), bool)
        return differ(self.of_errors, self.departure.exact.sum(1))

    @property
    def totals(self) -> tuple[float, float]:
        """What RTRL has, and what BPTT has so far."""
        first, last = self.instants
        copies = self.departure.copies if self.departure is not None else 1
        back = float(self.of_copies[self.tau - 1 :].sum()) / copies
        return float(self.of_errors[first - 1 : last].sum()), back

    def counts(self, t: int) -> bool:
        """Whether E[t] is one of the errors meant."""
        return self.instants[0] <= t <= self.instants[1]

    def decade(self, rows: range, columns: range) -> int | None:
        """The power of ten that no known entry in sight exceeds; None where they are all 0 or not finite.

        Entries of errors that are not meant count only where there are no others.
        """
        part = slice(columns.start - 1, columns.stop - 1)
        first, last = max(rows.start, self.instants[0]), min(rows.stop - 1, self.instants[1])
        most = largest(self.drawn[first - 1 : last, part]) if first <= last else 0.0
        most = most or largest(self.drawn[rows.start - 1 : min(rows.stop - 1, self.cursor), part])
        return min(GREATEST, max(SMALLEST, math.ceil(math.log10(most)))) if most > 0 else None


def differ(some: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Where two tables are not the same up to rounding; what is not finite is not compared."""
    with np.errstate(all="ignore"):
        return np.asarray(np.abs(some - others) > SAME * np.maximum(np.abs(some), np.abs(others)))
