"""The three sweeps over time: forward (stepping), reverse (BPTT), tangent (RTRL).

``ops`` (operations, COLUMNS) is the table of a program, ``w`` the flat parameters, ``S`` the record with
``start`` rows of zeros (the instants up to 0) before the first token's, ``tokens`` (L,) the symbols' numbers,
``D`` (L, n_Y) the targets, ``counts`` (L,) the factor of each E[t] in the gradient (0: no target).
``error`` is (kind, offset of y, offset of the signal that the derivative refers to, n_Y).
"""

import numpy as np
from numba import njit

from rnrviz.kernels import errors, prepare_cache
from rnrviz.kernels import operations as o

prepare_cache()
compiled = njit(nogil=True, fastmath=o.FLAGS, error_model="numpy", cache=True)


@compiled
def forward(ops, w, S, tokens, D, counts, error, E, start, first, last):
    """Record the instants first..last-1 (0-based) in S and their errors in E (NaN without a target)."""
    for t in range(first, last):
        row = t + start
        for k in range(ops.shape[0]):
            op = ops[k]
            kind = op[o.KIND]
            if op[o.FIRST]:
                o.clear(S[row, op[o.TO] : op[o.TO] + op[o.SIZE]])
            if kind == o.PRODUCT:
                o.product_forward(op, w, S, row)
            elif kind == o.ACTIVATION:
                o.activation_forward(op, S, row)
            elif kind == o.BIAS:
                o.bias_forward(op, w, S, row)
            elif kind == o.GATE:
                o.gate_forward(op, S, row)
            elif kind == o.SUM:
                o.sum_forward(op, S, row)
            elif kind == o.PEEPHOLE:
                o.peephole_forward(op, w, S, row)
            elif t >= op[o.LAG]:
                token = tokens[t - op[o.LAG]]
                if kind == o.COLUMN:
                    o.column_forward(op, w, S, row, token)
                else:
                    o.lookup_forward(op, w, S, row, token)
        if counts[t] == 0.0:
            E[t] = np.nan
        else:
            y = S[row, error[1] : error[1] + error[3]]
            E[t] = errors.error(error[0], D[t], y, S[row, error[2] : error[2] + error[3]])


@compiled
def reverse(ops, w, S, A, tokens, D, counts, error, gradient, start, oldest, first, last):
    """Carry the errors of the instants first..last-1 back to ``oldest``; A (like S) must hold zeros.

    Afterwards A holds delta, dE/d(signal), of every signal at every instant; the gradient is added to
    ``gradient``. Nothing earlier than ``oldest`` counts: that is the truncation of BPTT.
    """
    for t in range(last - 1, oldest - 1, -1):
        row = t + start
        if t >= first and counts[t] != 0.0:
            y = S[row, error[1] : error[1] + error[3]]
            errors.derivative(error[0], counts[t], D[t], y, A[row, error[2] : error[2] + error[3]])
        for k in range(ops.shape[0] - 1, -1, -1):
            op = ops[k]
            kind = op[o.KIND]
            if kind == o.PRODUCT:
                o.product_reverse(op, w, S, A, gradient, row)
            elif kind == o.ACTIVATION:
                o.activation_reverse(op, S, A, row)
            elif kind == o.BIAS:
                o.bias_reverse(op, A, gradient, row)
            elif kind == o.GATE:
                o.gate_reverse(op, S, A, row)
            elif kind == o.SUM:
                o.sum_reverse(op, A, row)
            elif kind == o.PEEPHOLE:
                o.peephole_reverse(op, w, S, A, gradient, row)
            elif t >= op[o.LAG]:
                token = tokens[t - op[o.LAG]]
                if kind == o.COLUMN:
                    o.column_reverse(op, A, gradient, row, token)
                else:
                    o.lookup_reverse(op, A, gradient, row, token)


@compiled
def tangent(ops, w, S, T, tokens, D, counts, error, gradient, seed, start, first, last):
    """Carry d(signal)/d(parameters) through the instants first..last-1, as RTRL does.

    T (lags + 1, signals, parameters) is a ring over the instants, zeros before the first; ``gradient``
    (rows, parameters) takes dE[t]/dW, one row an instant, or their sum when it has one row only.
    ``seed`` (n_Y,) is working space.
    """
    rows = T.shape[0]
    for t in range(first, last):
        row = t + start
        now = t % rows
        for k in range(ops.shape[0]):
            op = ops[k]
            kind = op[o.KIND]
            if op[o.FIRST]:
                for i in range(op[o.SIZE]):
                    o.clear(T[now, op[o.TO] + i, op[o.LOW] : op[o.HIGH]])
            before = (t - op[o.LAG]) % rows
            if kind == o.PRODUCT:
                o.product_tangent(op, w, S, T, row, now, before)
            elif kind == o.ACTIVATION:
                o.activation_tangent(op, S, T, row, now, before)
            elif kind == o.BIAS:
                o.bias_tangent(op, T, now)
            elif kind == o.GATE:
                o.gate_tangent(op, S, T, row, now, before, (t - op[o.LAG_2]) % rows)
            elif kind == o.SUM:
                o.sum_tangent(op, T, now, before)
            elif kind == o.PEEPHOLE:
                o.peephole_tangent(op, w, S, T, row, now, before)
            elif t >= op[o.LAG]:
                token = tokens[t - op[o.LAG]]
                if kind == o.COLUMN:
                    o.column_tangent(op, T, now, token)
                else:
                    o.lookup_tangent(op, T, now, token)
        if counts[t] != 0.0:
            o.clear(seed)
            y = S[row, error[1] : error[1] + error[3]]
            errors.derivative(error[0], counts[t], D[t], y, seed)
            out = gradient[t if gradient.shape[0] > 1 else 0]
            for i in range(error[3]):
                o.add_scaled(seed[i], T[now, error[2] + i], out)
