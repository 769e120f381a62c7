"""The sweeps over time: forward (stepping), reverse and gather (BPTT); that of RTRL is in `rnrviz.kernels.tangents`.

What the arguments are stands in `rnrviz.kernels.passes`, which does the work.
"""

import numpy as np

from rnrviz.kernels import passes
from rnrviz.kernels import table as c


def space(ops: np.ndarray) -> np.ndarray:
    """Working space for the passes; it begins where a cache line does."""
    size = int(ops[0, c.ROOM])
    whole = np.empty(size + 7)
    begin = -(whole.ctypes.data // 8) % 8
    return whole[begin : begin + size]


def forward(
    ops: np.ndarray,
    stages: np.ndarray,
    w: np.ndarray,
    S: np.ndarray,
    tokens: np.ndarray,
    D: np.ndarray,
    counts: np.ndarray,
    error: np.ndarray,
    E: np.ndarray,
    start: int,
    first: int,
    last: int,
) -> None:
    """Record the instants first..last-1 (0-based) in S and their errors in E (NaN without a target)."""
    passes.ahead(ops, stages, w, space(ops), S, tokens, D, counts, error, E, start, first, last)


def reverse(
    ops: np.ndarray,
    stages: np.ndarray,
    w: np.ndarray,
    S: np.ndarray,
    A: np.ndarray,
    D: np.ndarray,
    counts: np.ndarray,
    error: np.ndarray,
    start: int,
    oldest: int,
    newest: int,
    first: int,
    last: int,
) -> None:
    """Carry the errors of the instants first..last-1 through the instants oldest..newest-1; A (like S) must hold zeros.

    Afterwards A holds delta, dE/d(signal), of every signal at every instant. With first = last there are no errors,
    and A may hold deltas of any signal instead, which are carried.
    """
    passes.back(ops, stages, w, space(ops), S, A, D, counts, error, start, oldest, newest, first, last)


def gather(
    ops: np.ndarray,
    S: np.ndarray,
    A: np.ndarray,
    tokens: np.ndarray,
    gradient: np.ndarray,
    start: int,
    oldest: int,
    newest: int,
) -> None:
    """Add to the gradient what the instants oldest..newest-1 contribute."""
    passes.together(ops, S, A, tokens, space(ops), gradient, start, oldest, newest)
