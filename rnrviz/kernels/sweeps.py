"""The sweeps over time: forward (stepping), reverse and gather (BPTT); that of RTRL is in `rnrviz.kernels.tangents`.

What the arguments are stands in `rnrviz.kernels.passes`, which does the work.
"""

from functools import cached_property
from typing import final

import numpy as np

from rnrviz.kernels import passes
from rnrviz.kernels import table as c


def space(size: int) -> np.ndarray:
    """So many zeros, which begin where a cache line does."""
    whole = np.zeros(size + 7)
    begin = -(whole.ctypes.data // 8) % 8
    return whole[begin : begin + size]


@final
class Weights:
    """The flat parameters ``w`` of a program and what the sweeps read in their place, packed when first needed.

    Whoever changes the parameters must say so by ``changed`` before the next sweep.
    """

    def __init__(self, ops: np.ndarray, w: np.ndarray) -> None:
        self.ops, self.w = ops, w.view()
        self.w.flags.writeable = False  # one compiled kernel serves all

    @cached_property
    def ahead(self) -> np.ndarray:
        """For the sweep forward."""
        packed = space(int(self.ops[0, c.ROOM]))
        passes.pack_ahead(self.ops, self.w, packed)
        return packed

    @cached_property
    def back(self) -> np.ndarray:
        """For the reverse sweep."""
        packed = space(int(self.ops[0, c.ROOM]))
        passes.pack_back(self.ops, self.w, packed)
        return packed

    def changed(self) -> None:
        """Pack anew what has been packed."""
        packed = vars(self)
        if "ahead" in packed:
            passes.pack_ahead(self.ops, self.w, packed["ahead"])
        if "back" in packed:
            passes.pack_back(self.ops, self.w, packed["back"])


def forward(
    ops: np.ndarray,
    stages: np.ndarray,
    weights: Weights,
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
    passes.ahead(ops, stages, weights.w, weights.ahead, S, tokens, D, counts, error, E, start, first, last)


def reverse(
    ops: np.ndarray,
    stages: np.ndarray,
    weights: Weights,
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
    and A may hold deltas of any signal instead, which are carried. ``ops`` may read other signals than the table of
    the weights, but must have the same layers.
    """
    passes.carry(
        ops, stages, weights.w, weights.back, S, A, D, counts, error, start, oldest, newest, first, last
    )  # fmt: skip


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
    passes.together(ops, S, A, tokens, space(int(ops[0, c.SUMS])), gradient, start, oldest, newest)
