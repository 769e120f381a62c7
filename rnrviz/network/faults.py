"""Gradients that are wrong on purpose: where the equality of RTRL and BPTT ends, and what a mistake looks like."""

from dataclasses import dataclass, replace

import numpy as np

from rnrviz.kernels import sweeps
from rnrviz.kernels import table as c
from rnrviz.network.backward import gather, newest
from rnrviz.network.copies import mean_of_copies
from rnrviz.network.gradients import Gradients, Instants, Progress, bptt, instants_range
from rnrviz.network.network import Network
from rnrviz.network.online import online
from rnrviz.network.problems import InputError
from rnrviz.network.scissors import scissors
from rnrviz.network.trace import Trace

TRUNCATE, MEAN, ONLINE, SCISSORS, FLIP, SINGLE = "truncate", "mean", "online", "scissors", "flip", "float32"
KINDS = (TRUNCATE, MEAN, ONLINE, SCISSORS, FLIP, SINGLE)


@dataclass(frozen=True)
class Fault:
    """``kind`` is one of KINDS; ``t_0`` is for truncation, ``alpha`` for updates, ``signal`` for a flipped g'."""

    kind: str
    t_0: int = 2
    alpha: float = 0.01
    signal: str = ""

    @property
    def breaks_rtrl(self) -> bool:
        """Whether it is RTRL that is wrong; else BPTT is."""
        return self.kind == ONLINE


def faulty(trace: Trace, instants: Instants, fault: Fault, progress: Progress | None = None) -> Gradients:
    """The gradient of the sum of E[t] over the instants (1-based, inclusive), with this fault.

    Truncated; the mean of the copies; RTRL with an update after every token; cut as in 1997; the sign of one
    activation's derivative flipped; or the weights, the record and the result rounded to float32.
    """
    if fault.kind == TRUNCATE:
        return bptt(trace, instants, truncate=fault.t_0, progress=progress)
    if fault.kind == MEAN:
        return mean_of_copies(bptt(trace, instants), trace)
    if fault.kind == ONLINE:
        return _on_line(trace, instants, fault.alpha, progress)
    if fault.kind == SCISSORS:
        return scissors(trace, instants, progress=progress)
    return _flipped(trace, instants, fault.signal) if fault.kind == FLIP else _rounded(trace, instants)


def activated(network: Network) -> tuple[str, ...]:
    """The signals whose activation's derivative can be flipped: those that are nothing but an activation."""
    last = "y" if network.loss == "cross_entropy" else ""  # its error begins before the activation
    return tuple(
        e.target for e in network.equations if [t.kind for t in e.terms] == ["activation"] and e.target != last
    )


def _on_line(trace: Trace, instants: Instants, alpha: float, progress: Progress | None) -> Gradients:
    first, last = instants_range(trace, instants)
    made = online(trace, alpha, progress).gradients
    steps = made.steps if made.steps is not None else np.zeros((0, made.vector.size))
    with np.errstate(all="ignore"):
        return replace(made, vector=steps[first:last].sum(0), steps=None)


def flipped(network: Network, signal: str) -> tuple[np.ndarray, np.ndarray]:
    """The operations and stages with the sign of this activation's derivative wrong.

    Raises InputError for a signal that is no activation.
    """
    if signal not in activated(network):
        raise InputError("{signal} is no activation whose derivative could be flipped.", signal=signal)
    program = network.program
    operations, place = program.operations.copy(), program.signals[signal]
    rows = (k for k, row in enumerate(operations) if row[c.KIND] == c.ACTIVATION)
    k = next(k for k in rows if operations[k, c.TO] <= place.offset < operations[k, c.TO] + operations[k, c.SIZE])
    return _split(operations, program.stages, k, place.offset, place.size)


def _flipped(trace: Trace, instants: Instants, signal: str) -> Gradients:
    network, program = trace.network, trace.network.program
    split, stages = flipped(network, signal)
    first, last = instants_range(trace, instants)
    adjoints, total, through = np.zeros_like(trace.record), np.zeros(program.size), (0, newest(trace, last))
    sweeps.reverse(
        split, stages, network.weights, trace.record, adjoints, trace.targets, trace.counts, network.error,
        program.lags, *through, first, last,
    )  # fmt: skip
    gather(trace, adjoints, total, through)
    return Gradients("flip", program, trace.errors, total)


def _split(operations: np.ndarray, stages: np.ndarray, k: int, offset: int, size: int) -> tuple[np.ndarray, np.ndarray]:
    """The operations with activation k, which may serve several signals, cut in up to three, one of them flipped."""
    apart = operations.copy()
    if apart[k, c.FUSED]:
        apart[k - 1 : k + 1, c.FUSED] = 0  # the layer before no longer does the work of both
    row, parts = apart[k], []
    for begin, end in ((row[c.TO], offset), (offset, offset + size), (offset + size, row[c.TO] + row[c.SIZE])):
        if int(begin) < int(end):
            part = row.copy()
            part[c.FROM] += np.uint64(int(begin) - int(row[c.TO]))
            part[c.TO], part[c.SIZE] = begin, int(end) - int(begin)
            part[c.FUNCTION] += np.uint64(c.FLIPPED if int(begin) == offset else 0)
            parts.append(part)
    more = len(parts) - 1
    moved = stages.copy()
    moved[:, 0] += np.where(stages[:, 0] > k, more, 0).astype(np.uint64)
    moved[:, 1] += np.where(stages[:, 1] > k, more, 0).astype(np.uint64)
    return np.concatenate([apart[:k], parts, apart[k + 1 :]]), moved


def rounded(trace: Trace) -> Trace:
    """The run with its weights and its record rounded to float32."""
    run = trace.network.with_vector(_single(trace.network.vector)).run(trace.sequence)
    return replace(run, record=_single(run.record), targets=trace.targets, counts=trace.counts)


def _rounded(trace: Trace, instants: Instants) -> Gradients:
    made = bptt(rounded(trace), instants)
    return replace(made, method="float32", vector=_single(made.vector))


def _single(values: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        return np.asarray(values.astype(np.float32).astype(np.float64))
