"""dE/dW by the complex step: exact to rounding, and without a word about derivatives."""

import numpy as np

from rnrviz.network.gradients import Gradients, Instants, Progress, instants_range, step_rows, total_of
from rnrviz.network.literal import Literal
from rnrviz.network.network import Network
from rnrviz.network.problems import InputError
from rnrviz.network.scope import Scope
from rnrviz.network.trace import Trace
from rnrviz.network.vocabulary import Sequence

STEP = 1e-30
ROOM = 64 * 2**20


def complex_step(
    network: Network,
    sequence: "str | list[str] | Sequence | Trace",
    instants: Instants | None = None,
    progress: Progress | None = None,
    per_step: bool = False,
) -> Gradients:
    """dE/dW = Im E(W + ih) / h (Squire and Trapp 1998): nothing is subtracted, so h may be 1e-30 and no digit is lost.

    The equations themselves are computed, in complex numbers (`Literal`), for many parameters at once. ``instants`` and
    ``per_step`` as in `bptt`; ``progress`` is told the fraction done and may raise Cancelled. As many runs as there are
    parameters are needed.
    """
    trace = sequence if isinstance(sequence, Trace) else network.run(sequence)
    if not np.array_equal(trace.network.program.operations, network.program.operations):
        raise InputError("The trace is of another network.")
    first, last = instants_range(trace, instants)
    counted = [t for t in range(first, last) if trace.counts[t]]
    table, program = step_rows(trace, per_step), network.program
    batch = max(1, ROOM // (16 * (network.vector.size + len(trace) * program.width)))
    for begin in range(0, program.size if counted else 0, batch):
        which = np.arange(begin, min(begin + batch, program.size))
        vectors = np.tile(network.vector.astype(np.complex128), (len(which), 1))
        vectors[np.arange(len(which)), which] += 1j * STEP
        literal = Literal(network, trace, vectors)
        for done, t in enumerate(counted, 1):
            table[t if per_step else 0, which] += trace.counts[t] * literal.error(t + 1).imag / STEP
            if progress:
                progress((begin + len(which) * done / len(counted)) / program.size)
    return Gradients(
        "complex", program, trace.errors, total_of(table), table if per_step else None, scope=Scope((first, last))
    )
