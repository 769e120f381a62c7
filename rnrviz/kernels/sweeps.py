"""The sweeps over time: forward (stepping), reverse and gather (BPTT), tangent (RTRL).

What the arguments are stands in `rnrviz.kernels.passes`, which does the work of all but the last.
"""

import numpy as np

from rnrviz.kernels import cached, errors, layer, passes
from rnrviz.kernels import operations as o
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


@compiled
def tangent(ops, w, S, T, tokens, D, counts, error, gradient, seed, start, first, last):
    """Carry d(signal)/d(parameters) through the instants first..last-1, as RTRL does.

    T (lags + 1, signals, parameters) is a ring over the instants, zeros before the first; ``gradient``
    (rows, parameters) takes dE[t]/dW, one row an instant, or their sum when it has one row only.
    ``seed`` (1, n_Y) is working space.
    """
    rows, zero, stop = np.uint64(T.shape[0]), np.uint64(0), np.uint64(last)
    for t in range(np.uint64(first), stop):
        row = t + np.uint64(start)
        now = t % rows
        for k in range(np.uint64(ops.shape[0])):
            kind = ops[k, c.KIND]
            if ops[k, c.FIRST]:
                for i in range(ops[k, c.TO], ops[k, c.TO] + ops[k, c.SIZE]):
                    for p in range(ops[k, c.LOW], ops[k, c.HIGH]):
                        T[now, i, p] = 0.0
            before = (t + rows - ops[k, c.LAG]) % rows
            if kind == c.LAYER:
                at = t - ops[k, c.COLUMN_LAG]
                token = np.uint64(tokens[at if at < stop else t])
                layer.layer_tangent(ops, k, w, S, T, row, now, before, token, at < stop)
            elif kind == c.ACTIVATION:
                o.activation_tangent(ops, k, S, T, row, now, before)
            elif kind == c.GATE:
                o.gate_tangent(ops, k, S, T, row, now, before, (t + rows - ops[k, c.LAG_2]) % rows)
            elif kind == c.SUM:
                o.sum_tangent(ops, k, T, now, before)
            elif kind == c.PEEPHOLE:
                o.peephole_tangent(ops, k, w, S, T, row, now, before)
            elif kind == c.LOOKUP:
                o.lookup_tangent(ops, k, T, now, np.uint64(tokens[t]))
        if counts[t] != 0.0:
            for i in range(error[3]):
                seed[zero, i] = 0.0
            errors.derivative(error[0], counts[t], D, t, S, row, error[1], error[3], seed, zero, zero)
            place = t if gradient.shape[0] > 1 else zero
            for i in range(error[3]):
                for p in range(np.uint64(gradient.shape[1])):
                    gradient[place, p] += seed[zero, i] * T[now, error[2] + i, p]
