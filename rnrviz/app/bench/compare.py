"""Row by row: our gradients and the rivals', first that they are equal, then how long each takes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from rnrviz.app.bench import cases, memory, ours, rivals
from rnrviz.app.bench.cases import LARGE, Case, Task
from rnrviz.app.bench.results import BPTT, OURS, PRODUCT, RTRL, Memory, Row
from rnrviz.network.measuring.timing import Contender, Effort, Tick, measure

Tell = Callable[[Row | Memory], None]
PLAN = ((BPTT, cases.BPTT_CASES), (RTRL, cases.RTRL_CASES))


def planned(quick: bool, only: str | None) -> list[tuple[str, Case]]:
    """The rows of a run: algorithm and case."""
    return [(algorithm, case) for algorithm, all_of_it in PLAN for case in cases.chosen(all_of_it, quick, only)]


def compare(
    plan: Sequence[tuple[str, Case]], makers: Mapping[str, rivals.Maker], effort: Effort, tell: Tell, tick: Tick
) -> None:
    """Measure every row of the plan and tell it at once; ``tick`` is told the fraction done of all.

    Raises InputError if somebody's gradient is not ours.
    """
    for done, (algorithm, case) in enumerate(plan):
        task = cases.task(case)
        tell(time_row(algorithm, task, makers, effort, lambda part, done=done: tick((done + part) / len(plan))))  # type: ignore[misc]
        tell(memory.memory_of(algorithm, task))
    tick(1.0)


def time_row(algorithm: str, task: Task, makers: Mapping[str, rivals.Maker], effort: Effort, tick: Tick) -> Row:
    """One row of the table."""
    contenders = [ours.sweeps_of(algorithm, task), ours.functions_of(algorithm, task)]
    contenders += [made for make in makers.values() if (made := make(algorithm, task))]
    rivals.check(contenders, task)
    large = algorithm == RTRL and task.case.units >= LARGE
    if large:
        contenders.append(product(task))
    took = measure(contenders, effort, tick)
    times = {contender.name: found for contender, found in zip(contenders, took, strict=True)}
    row = Row(algorithm, task.case.title, task.case.length, times)
    if not large:
        return row
    alone = times.pop(PRODUCT).median
    reached = alone * (task.case.length - 1) / times[OURS].median
    return replace(row, product=2 * multiply_adds(task) / alone, reached=reached)


def shapes(task: Task) -> tuple[int, int, int]:
    """The product of RTRL at one instant: (rows, n) by (n, P); P is what the states depend on.

    rows: n for Elman; 2 n for LSTM, since what leads from z[t-1] to all x[t] is one matrix (n, n), to all z[t] another.
    """
    case = task.case
    states = case.units * case.cells
    nets, rows = (states, states) if case.architecture == "elman" else (states + 3 * case.units, 2 * states)
    return rows, states, nets * (states + case.symbols + 1)


def multiply_adds(task: Task) -> int:
    """The necessary multiply-adds of an instant. The first instant needs none: before it all is zero."""
    rows, states, parameters = shapes(task)
    return rows * states * parameters


def product(task: Task) -> Contender:
    """That matrix product alone, by numpy's BLAS, into a matrix made beforehand."""
    rows, states, parameters = shapes(task)
    random = np.random.default_rng(0)
    W, S = random.normal(size=(rows, states)), random.normal(size=(states, parameters))
    out = np.empty((rows, parameters))
    return Contender(PRODUCT, lambda: np.matmul(W, S, out=out))
