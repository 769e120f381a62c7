"""RTRL with an update after every token: the chapter's exception to the equality of RTRL and BPTT."""

from dataclasses import dataclass

import numpy as np

from rnrviz.kernels import sweeps
from rnrviz.kernels.sweeps import Weights
from rnrviz.network.gradients import Gradients, Progress, step_rows, total_of
from rnrviz.network.network import Network
from rnrviz.network.prepared import Prepared
from rnrviz.network.problems import InputError
from rnrviz.network.scope import Scope
from rnrviz.network.trace import Trace


@dataclass(frozen=True, eq=False)
class Online:
    """``gradients``: of every E[t] at the weights of its instant, and their sum; ``E`` in it is of those weights too.

    ``network`` has the weights after the last token. ``trace``: what the changing network did.
    """

    gradients: Gradients
    network: Network
    trace: Trace


def online(trace: Trace, alpha: float, progress: Progress | None = None) -> Online:
    """RTRL of Williams and Zipser (1989) on line: after every token W -= alpha dE[t]/dW, the sensitivities go on.

    They were gathered with weights that have changed since, so that BPTT at fixed weights gives another gradient
    (chapter, "Excepto en el caso"); how far they are apart grows in proportion to alpha, while that is small. The
    tokens, targets and initial state are those of ``trace``, at whose weights it begins. Raises InputError for an alpha
    that is not finite, and as `rtrl`.
    """
    if not np.isfinite(alpha):
        raise InputError("alpha must be a finite number; it is {found}.", found=alpha)
    network, program = trace.network, trace.network.program
    vector = network.vector.copy()
    weights = Weights(program.operations, vector)
    record, errors, steps = trace.record.copy(), np.empty(len(trace)), step_rows(trace, True)
    tokens, D, counts = trace.sequence.indices, trace.targets, trace.counts
    ready = Prepared(network, weights, record, tokens, D, counts, steps, keep=True)
    for t in range(len(trace)):
        weights.changed()
        sweeps.forward(
            program.operations, program.stages, weights, record, tokens, D, counts, network.error, errors,
            program.lags, t, t + 1,
        )  # fmt: skip
        ready.carry(t, t + 1)
        with np.errstate(all="ignore"):
            vector[: program.size] -= alpha * (steps[t] if len(steps) > 1 else steps[0])
        if progress:
            progress((t + 1) / len(trace))
    gradients = Gradients("online", program, errors, total_of(steps), steps, scope=Scope((0, len(trace))))
    moved = Trace(network, trace.sequence, record, trace.targets, trace.counts, errors)
    return Online(gradients, network.with_vector(vector), moved)
