"""The reverse sweep over a trace: errors, or anything seeded by hand, carried back to every signal and every weight.

Instants are 0-based and ranges half-open here, as in the kernels. ``adjoints`` are shaped like the trace's record.
"""

from collections.abc import Iterator

import numpy as np

from rnrviz.kernels import sweeps
from rnrviz.network.trace import Trace

Range = tuple[int, int]


def newest(trace: Trace, last: int) -> int:
    """The end of the instants on which the errors before ``last`` depend; with leads that is the end of the string."""
    return len(trace) if trace.network.program.leads else last


def reach(trace: Trace, t: int, truncate: int | None) -> Range:
    """The instants through which E[t] is carried: fewer than ``truncate`` away from it."""
    if truncate is None:
        return 0, newest(trace, t + 1)
    return max(0, t + 1 - truncate), min(newest(trace, t + 1), t + truncate)


def carry(
    trace: Trace, adjoints: np.ndarray, through: Range, errors: Range, operations: np.ndarray | None = None
) -> None:
    """Carry the errors of the instants ``errors`` through the instants ``through``; ``adjoints`` must hold zeros.

    Afterwards they hold delta of every signal. ``operations`` replaces the program's, for what is to be cut.
    """
    network, program = trace.network, trace.network.program
    sweeps.reverse(
        program.operations if operations is None else operations, program.stages, network.weights, trace.record,
        adjoints, trace.targets, trace.counts, network.error, program.lags, *through, *errors,
    )  # fmt: skip


def carry_seeds(trace: Trace, adjoints: np.ndarray, through: Range) -> None:
    """Carry what ``adjoints`` holds, derivatives of anything by signals, through the instants ``through``."""
    carry(trace, adjoints, through, (0, 0))


def gather(trace: Trace, adjoints: np.ndarray, out: np.ndarray, through: Range) -> None:
    """Add to ``out`` (P,) what the weights as used at the instants ``through`` contribute."""
    program = trace.network.program
    sweeps.gather(
        program.operations, trace.record, adjoints, trace.sequence.indices, out, program.lags, *through
    )  # fmt: skip


def clear(trace: Trace, adjoints: np.ndarray, through: Range) -> None:
    """Zeros again where a sweep through these instants has written."""
    adjoints[through[0] : through[1] + trace.network.program.lags + trace.network.program.leads] = 0.0


def inside(trace: Trace, adjoints: np.ndarray) -> np.ndarray:
    """The rows of the instants of the string, (L, width)."""
    return adjoints[trace.network.program.lags :][: len(trace)]


def each_error(trace: Trace, truncate: int | None = None) -> Iterator[tuple[int, np.ndarray]]:
    """For every t that has a target the adjoints of E[t] alone at every instant, (L, width): good until the next."""
    adjoints = np.zeros_like(trace.record)
    for t in np.flatnonzero(trace.counts).tolist():
        through = reach(trace, t, truncate)
        carry(trace, adjoints, through, (t, t + 1))
        rows = inside(trace, adjoints)
        rows[: through[0]] = 0.0
        rows[through[1] :] = 0.0
        yield t, rows
        clear(trace, adjoints, through)


def add_input(trace: Trace, rows: np.ndarray) -> None:
    """Add to the adjoints ``rows`` (L, width) of a one-hot u what reaches it through weights: W^T delta.

    The sweeps pick a column in the place of such a product, and stop there: nothing before u depends on weights.
    """
    network = trace.network
    if network.embedding:
        return
    signals, length, u = network.program.signals, len(trace), network.program.signals["u"]
    for equation in network.equations:
        for term in (t for t in equation.terms if t.kind == "product" and t.sources[0].signal == "u"):
            lag, delta = term.sources[0].lag, rows[:, signals[equation.target].slice]
            first = max(0, -lag)
            last = max(first, min(length, length - lag))  # a string may be shorter than the lag
            with np.errstate(all="ignore"):
                rows[first:last, u.slice] += delta[first + lag : last + lag] @ network.parameters[term.parameter or ""]
