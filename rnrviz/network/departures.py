"""The triangle (t, tau) of a gradient that is wrong on purpose, beside the right one, cell by cell.

The cell of E[t] and the copy at tau is E[t]'s part of the weight as used at tau. A fault of BPTT changes what comes
back to the copies; an update after every token changes the copies themselves, and so what RTRL carries forward.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from rnrviz.kernels import sweeps
from rnrviz.kernels.sweeps import Weights
from rnrviz.network.backward import clear, inside, newest
from rnrviz.network.contributions import contributions
from rnrviz.network.copies import number_of_copies
from rnrviz.network.faults import FLIP, MEAN, ONLINE, SCISSORS, SINGLE, TRUNCATE, Fault, flipped, rounded
from rnrviz.network.followed import Triangle
from rnrviz.network.gradients import Instants, Progress
from rnrviz.network.online import online
from rnrviz.network.problems import InputError
from rnrviz.network.scissors import cut
from rnrviz.network.trace import LARGEST, Trace
from rnrviz.network.uses import contribution_of_entry

ROUNDING = 1e-9  # differences below this part of a cell are no departure


@dataclass(frozen=True, eq=False)
class Departure:
    """``cells`` (L, L) with the ``fault``, ``exact`` (L, L) of the same errors without it; rows t, columns tau.

    For updates after every token row t of ``exact`` is the gradient of E[t] with the weights as they were at t.
    The mean divides what the cells add up to by the number of ``copies`` of the weight.
    """

    fault: Fault
    cells: np.ndarray
    exact: np.ndarray
    copies: int = 1

    @cached_property
    def off(self) -> np.ndarray:
        """(L, L): how far every cell is off, as a part of the exact one; infinite where that is 0, 0 up to rounding."""
        with np.errstate(all="ignore"):
            part = np.abs(self.cells - self.exact) / np.abs(self.exact)
        same = (self.cells == self.exact) | (np.isnan(self.cells) & np.isnan(self.exact))
        part = np.where(same, 0.0, part)
        return np.where(part <= ROUNDING, 0.0, np.where(np.isnan(part), np.inf, part))

    @cached_property
    def lost(self) -> np.ndarray:
        """(L, L): whether the fault leaves the cell out."""
        return np.asarray((self.cells == 0.0) & (self.off > 0.0))

    def rows(self) -> np.ndarray:
        """(L,): the sum of every row, as the broken RTRL has dE[t]/dW."""
        return np.asarray(self.cells.sum(1))

    def columns(self, instants: Instants) -> np.ndarray:
        """(L,): the sum of every column over the errors of these instants (1-based, inclusive)."""
        return np.asarray(self.cells[instants[0] - 1 : instants[1]].sum(0))

    def totals(self, instants: Instants) -> tuple[float, float]:
        """The gradient with the fault, and the exact one, of the sum of E[t] over these instants."""
        with np.errstate(all="ignore"):
            found, exact = (t[instants[0] - 1 : instants[1]].sum() for t in (self.cells, self.exact))
            found = np.float32(found) if self.fault.kind == SINGLE else found / self.copies
        return float(found), float(exact)


def departure(
    trace: Trace, known: Triangle, fault: Fault, instants: Instants, progress: Progress | None = None
) -> Departure:
    """What the fault makes of the known triangle; only the mean depends on the instants.

    Raises InputError where the network cannot have the fault, as `rnrviz.network.faults.faulty`.
    """
    exact = known.table
    if fault.kind == TRUNCATE and trace.network.program.leads:  # ways may leave the window and come back
        return Departure(fault, contributions(trace, *known.weight, fault.t_0, progress), exact)
    if fault.kind == TRUNCATE:
        apart = np.abs(np.subtract.outer(np.arange(len(trace)), np.arange(len(trace))))
        return Departure(fault, np.where(apart < fault.t_0, exact, 0.0), exact)
    if fault.kind == MEAN:
        return Departure(fault, exact, exact, number_of_copies(trace, known.weight[0], instants))
    if fault.kind == ONLINE:
        return _online(trace, known, fault, progress)
    if fault.kind == SINGLE:
        return Departure(fault, contributions(rounded(trace), *known.weight, progress=progress), exact)
    return Departure(fault, _table(trace, known, _swept(trace, fault), progress), exact)


def _table(
    trace: Trace, known: Triangle, each: Iterator[tuple[int, np.ndarray, Trace]], progress: Progress | None
) -> np.ndarray:
    """The table of the adjoints of every E[t] alone and of the record that they belong to."""
    table = np.zeros((len(trace), len(trace)))
    for t, rows, run in each:
        rows = rows[: newest(trace, t + 1)]
        table[t, : len(rows)] = contribution_of_entry(run, rows, *known.weight)
        if progress:
            progress((t + 1) / len(trace))
    return table


def _swept(trace: Trace, fault: Fault) -> Iterator[tuple[int, np.ndarray, Trace]]:
    """The adjoints of every E[t] alone, cut as in 1997 or with a flipped derivative."""
    network, program, record = trace.network, trace.network.program, trace.record
    operations, stages = program.operations, program.stages
    if fault.kind == SCISSORS:
        operations, record = cut(network), np.hstack([record, record])
    elif fault.kind == FLIP:
        operations, stages = flipped(trace.network, fault.signal)
    adjoints = np.zeros_like(record)
    doubled = replace(trace, record=record)
    for t in np.flatnonzero(trace.counts).tolist():
        through = (0, newest(trace, t + 1))
        sweeps.reverse(
            operations, stages, network.weights, record, adjoints, trace.targets, trace.counts, network.error,
            program.lags, *through, t, t + 1,
        )  # fmt: skip
        yield t, inside(doubled, adjoints), trace
        clear(trace, adjoints, through)


def _online(trace: Trace, known: Triangle, fault: Fault, progress: Progress | None) -> Departure:
    """The table of the copies as they were, each at its own instant, and that of E[t] at the weights of t."""
    program, size = trace.network.program, len(trace) * trace.network.vector.size * 8
    if 3 * size > LARGEST:
        raise InputError(
            "The weights of every instant need {size:.0f} GB; {most:.0f} GB are allowed.",
            size=3 * size / 2**30,
            most=LARGEST / 2**30,
        )
    made = online(trace, fault.alpha)
    steps = made.gradients.steps if made.gradients.steps is not None else np.zeros((0, program.size))
    vectors = np.tile(trace.network.vector, (len(trace), 1))
    with np.errstate(all="ignore"):
        vectors[1:, : program.size] -= fault.alpha * np.cumsum(steps, 0)[: len(trace) - 1]
    each = [Weights(program.operations, vector) for vector in vectors]
    cells = _table(trace, known, _moving(made.trace, each), progress)
    return Departure(fault, cells, _table(trace, known, _still(trace, each), None))


def _moving(run: Trace, each: list[Weights]) -> Iterator[tuple[int, np.ndarray, Trace]]:
    """The adjoints of every E[t] of a run whose weights change, instant by instant with the weights of that instant."""
    network, program = run.network, run.network.program
    adjoints = np.zeros_like(run.record)
    for t in np.flatnonzero(run.counts).tolist():
        for s in range(t, -1, -1):
            errors = (t, t + 1) if s == t else (0, 0)  # E[t] begins once
            sweeps.reverse(
                program.operations, program.stages, each[s], run.record, adjoints, run.targets, run.counts,
                network.error, program.lags, s, s + 1, *errors,
            )  # fmt: skip
        yield t, inside(run, adjoints), run
        clear(run, adjoints, (0, t + 1))


def _still(trace: Trace, each: list[Weights]) -> Iterator[tuple[int, np.ndarray, Trace]]:
    """The adjoints of every E[t] of the run that has the weights of t from its beginning."""
    network, program = trace.network, trace.network.program
    run = replace(trace, record=trace.record.copy(), errors=trace.errors.copy())
    adjoints = np.zeros_like(run.record)
    for t in np.flatnonzero(trace.counts).tolist():
        sweeps.forward(
            program.operations, program.stages, each[t], run.record, run.sequence.indices, run.targets, run.counts,
            network.error, run.errors, program.lags, 0, t + 1,
        )  # fmt: skip
        sweeps.reverse(
            program.operations, program.stages, each[t], run.record, adjoints, run.targets, run.counts,
            network.error, program.lags, 0, t + 1, t, t + 1,
        )  # fmt: skip
        yield t, inside(run, adjoints), run
        clear(run, adjoints, (0, t + 1))
