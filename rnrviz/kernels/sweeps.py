"""The sweeps over time: forward (stepping), reverse and gather (BPTT); that of RTRL is in `rnrviz.kernels.tangents`.

What the arguments are stands in `rnrviz.kernels.passes`, which does the work.
"""

import numpy as np

from rnrviz.kernels import cached, passes
from rnrviz.kernels import table as c

compiled = cached(fastmath=c.FLAGS)
reverse = passes.back


@compiled
def forward(ops, stages, w, S, tokens, D, counts, error, E, start, first, last):
    """Record the instants first..last-1 (0-based) in S and their errors in E (NaN without a target)."""
    room = np.empty(passes.needed(ops))
    passes.ahead(ops, stages, w, room, S, tokens, D, counts, error, E, start, first, last)


@compiled
def gather(ops, S, A, tokens, gradient, start, oldest, newest):
    """Add to the gradient what the instants oldest..newest-1 contribute."""
    passes.together(ops, S, A, tokens, np.empty(passes.needed(ops)), gradient, start, oldest, newest)


@compiled
def forward_and_back(ops, stages, w, S, A, tokens, D, counts, error, E, gradient, start, leads, length):
    """Forward and BPTT over a whole string: gradient = dE/dW of the sum of E[t]."""
    room = np.empty(passes.needed(ops))
    passes.there_and_back(
        ops, stages, w, S, A, tokens, D, counts, error, E, gradient, room, start, leads, length
    )  # fmt: skip
