"""dE/dW by finite differences, the judge that knows nothing of derivatives."""

from collections.abc import Callable

import numpy as np

from rnrviz.kernels import sweeps
from rnrviz.kernels.sweeps import Weights
from rnrviz.network.gradients import Gradients, Instants, Progress, instants_range, step_rows, total_of
from rnrviz.network.network import Network
from rnrviz.network.problems import InputError
from rnrviz.network.scope import Scope
from rnrviz.network.trace import Trace
from rnrviz.network.vocabulary import Sequence

LEVELS = 9
LARGEST_STEP = 0.1


def differences(
    network: Network,
    sequence: "str | list[str] | Sequence | Trace",
    instants: Instants | None = None,
    progress: Progress | None = None,
    per_step: bool = False,
) -> Gradients:
    """Central differences with Richardson extrapolation (Ridders 1982): knows nothing of derivatives.

    The step is halved LEVELS times; for every E[t] the entry of the extrapolation table with the smallest estimated
    error is kept. ``progress`` is told the fraction done and may raise Cancelled.
    """
    trace = sequence if isinstance(sequence, Trace) else network.run(sequence)
    if not np.array_equal(trace.network.program.operations, network.program.operations):
        raise InputError("The trace is of another network.")
    first, last = instants_range(trace, instants)
    program = network.program
    table = step_rows(trace, per_step)
    doubt = np.zeros(network.program.size)
    vector = network.vector.copy()
    weights = Weights(program.operations, vector)
    record, errors = trace.record.copy(), np.zeros(len(trace))

    def error_at(parameter: int, value: float) -> np.ndarray:
        old, vector[parameter] = vector[parameter], value
        weights.changed()
        sweeps.forward(
            program.operations, program.stages, weights, record, trace.sequence.indices, trace.targets, trace.counts,
            network.error, errors, program.lags, 0, len(trace) if program.leads else last,
        )  # fmt: skip
        vector[parameter] = old
        return np.where(trace.counts[first:last] > 0.0, errors[first:last], 0.0)

    with np.errstate(all="ignore"):
        for parameter in range(network.program.size if last > first else 0):
            best, worst = _ridders(lambda value, p=parameter: error_at(p, value), vector[parameter])  # type: ignore[misc]
            doubt[parameter] = worst.sum()
            if per_step:
                table[first:last, parameter] = best
            else:
                table[0, parameter] = best.sum()
            if progress:
                progress((parameter + 1) / network.program.size)
    steps, scope = table if per_step else None, Scope((first, last))
    return Gradients("differences", network.program, trace.errors, total_of(table), steps, doubt, scope)


def _ridders(function: Callable[[float], np.ndarray], at: float) -> tuple[np.ndarray, np.ndarray]:
    """The derivative of a vector-valued function at a point, and its estimated error."""
    step = LARGEST_STEP * max(1.0, abs(at))
    best = worst = np.empty(0)
    row: list[np.ndarray] = []
    for level in range(LEVELS):
        new = [(function(at + step) - function(at - step)) / (2 * step)]
        if not level:
            best, worst = new[0].copy(), np.full_like(new[0], np.inf)
        for order, old in enumerate(row, 1):
            new.append(new[-1] + (new[-1] - old) / (4.0**order - 1))
            doubt = np.maximum(abs(new[-1] - new[-2]), abs(new[-1] - old))
            better = doubt < worst
            best, worst = np.where(better, new[-1], best), np.where(better, doubt, worst)
        row, step = new, step / 2
    return best, worst
