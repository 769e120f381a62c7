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
ROOM = 256 * 2**20


class Stepped(Literal):
    """The equations for as many vectors of parameters as ``which`` (B,) has places, in each i h added at one of them.

    As `Literal` would do it with the vectors written out, but the weights that all share are multiplied at once.
    """

    def __init__(self, network: Network, trace: Trace, which: np.ndarray) -> None:
        super().__init__(network, trace, network.vector[None])
        self.batch, self.kind, self.which = len(which), np.dtype(np.complex128), which
        self._found: dict[tuple[int, int], tuple[np.ndarray, np.ndarray]] = {}

    def row(self, index: int) -> np.ndarray:
        place = self.network.program.parameters["embedding"]
        values = self._alike(self.weights["embedding"][0, index])
        rows, at = self._stepped(place.offset + index * values.shape[1], values.shape[1])
        values[rows, at] += 1j * STEP
        return values

    def bias(self, name: str) -> np.ndarray:
        values = self._alike(self.weights[name][0])
        rows, at = self._stepped(self.network.program.parameters[name].offset, values.shape[1])
        values[rows, at] += 1j * STEP
        return values

    def product(self, name: str, read: np.ndarray) -> np.ndarray:
        weights = self.weights[name][0]
        parts = np.concatenate([read.real, read.imag]) @ weights.T
        found = np.asarray(parts[: len(read)] + 1j * parts[len(read) :])
        rows, at = self._stepped(self.network.program.parameters[name].offset, weights.size)
        found[rows, at // weights.shape[1]] += 1j * STEP * read[rows, at % weights.shape[1]]
        return found

    def weighted(self, name: str, read: np.ndarray) -> np.ndarray:
        found = self.weights[name].reshape(1, -1) * read
        rows, at = self._stepped(self.network.program.parameters[name].offset, read.shape[1])
        found[rows, at] += 1j * STEP * read[rows, at]
        return np.asarray(found)

    def _stepped(self, offset: int, size: int) -> tuple[np.ndarray, np.ndarray]:
        """Which of the vectors have their step within a parameter, and where in it."""
        if (offset, size) not in self._found:
            rows = np.flatnonzero((self.which >= offset) & (self.which < offset + size))
            self._found[offset, size] = rows, self.which[rows] - offset
        return self._found[offset, size]


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
    batch = max(1, ROOM // (16 * max(1, last) * program.width))
    for begin in range(0, program.size if counted else 0, batch):
        which = np.arange(begin, min(begin + batch, program.size))
        literal = Stepped(network, trace, which)
        for done, t in enumerate(counted, 1):
            table[t if per_step else 0, which] += trace.counts[t] * literal.error(t + 1).imag / STEP
            if progress:
                progress((begin + len(which) * done / len(counted)) / program.size)
    return Gradients(
        "complex", program, trace.errors, total_of(table), table if per_step else None, scope=Scope((first, last))
    )
