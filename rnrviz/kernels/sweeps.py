"""The three sweeps over time: forward (stepping), reverse (BPTT), tangent (RTRL).

``ops`` (operations, COLUMNS) is the table of a program and ``stages`` (S, 3) are its stages: first operation, end, and
the direction of a recurrence, which goes instant by instant; the others (0) go operation by operation, each over all
instants. ``w`` holds the flat parameters, ``S`` is the record with ``start`` rows of zeros (the instants up to 0)
before the first token's and as many after the last as the program looks ahead, ``tokens`` (L,) the symbols' numbers,
``D`` (L, n_Y) the targets, ``counts`` (L,) the factor of each E[t] in the gradient (0: no target). ``error`` is (kind,
offset of y, offset of the signal that the derivative refers to, n_Y). Tables are uint64.
"""

import numpy as np

from rnrviz.kernels import cached, errors, inlined, layer
from rnrviz.kernels import operations as o
from rnrviz.kernels import table as c

compiled = cached(fastmath=c.FLAGS)


@compiled
def forward(ops, stages, w, S, tokens, D, counts, error, E, start, first, last):
    """Record the instants first..last-1 (0-based) in S and their errors in E (NaN without a target)."""
    begin, stop = np.uint64(first), np.uint64(last)
    for stage in range(np.uint64(stages.shape[0])):
        low, instants, recurrent = stages[stage, 0], stop - begin, stages[stage, 2]
        many = stages[stage, 1] - low
        for outer in range(instants if recurrent else many):
            for inner in range(many if recurrent else instants):
                done = outer if recurrent else inner
                t = stop - np.uint64(1) - done if recurrent == c.BACKWARD else begin + done
                k = low + (inner if recurrent else outer)
                row, kind = t + np.uint64(start), ops[k, c.KIND]
                if kind == c.LAYER:
                    source = t - ops[k, c.COLUMN_LAG]  # before the first token: far beyond the last
                    seen = source < stop
                    layer.layer_forward(ops, k, w, S, row, np.uint64(tokens[source if seen else t]), seen)
                elif kind == c.ACTIVATION:
                    o.activation_forward(ops, k, S, row)
                elif kind == c.GATE:
                    o.gate_forward(ops, k, S, row)
                elif kind == c.SUM:
                    o.sum_forward(ops, k, S, row)
                elif kind == c.PEEPHOLE:
                    o.peephole_forward(ops, k, w, S, row)
                elif kind == c.CONSTANT:
                    o.constant_forward(ops, k, S, row)
                else:
                    o.lookup_forward(ops, k, w, S, row, np.uint64(tokens[t]))
    for at in range(begin, stop):
        E[at] = np.nan
        if counts[at] != 0.0:
            E[at] = errors.error(error[0], D, at, S, at + np.uint64(start), error[1], error[2], error[3])


@compiled
def reverse(ops, stages, w, S, A, D, counts, error, start, oldest, newest, first, last):
    """Carry the errors of the instants first..last-1 through the instants oldest..newest-1; A (like S) must hold zeros.

    Afterwards A holds delta, dE/d(signal), of every signal at every instant.
    """
    begin, stop = np.uint64(oldest), np.uint64(newest)
    for t in range(np.uint64(first), np.uint64(last)):
        if counts[t] != 0.0:
            row = t + np.uint64(start)
            errors.derivative(error[0], counts[t], D, t, S, row, error[1], error[3], A, row, error[2])
    for done in range(np.uint64(stages.shape[0])):
        stage = np.uint64(stages.shape[0]) - np.uint64(1) - done
        end, instants, recurrent = stages[stage, 1], stop - begin, stages[stage, 2]
        many = end - stages[stage, 0]
        for outer in range(instants if recurrent else many):
            for inner in range(many if recurrent else instants):
                done = outer if recurrent else inner
                row = np.uint64(start) + (begin + done if recurrent == c.BACKWARD else stop - np.uint64(1) - done)
                k = end - np.uint64(1) - (inner if recurrent else outer)
                kind = ops[k, c.KIND]
                if kind == c.LAYER:
                    layer.layer_reverse(ops, k, w, A, row)
                elif kind == c.ACTIVATION:
                    o.activation_reverse(ops, k, S, A, row)
                elif kind == c.GATE:
                    o.gate_reverse(ops, k, S, A, row)
                elif kind == c.SUM:
                    o.sum_reverse(ops, k, A, row)
                elif kind == c.PEEPHOLE:
                    o.peephole_reverse(ops, k, w, A, row)


@compiled
def gather(ops, S, A, tokens, gradient, start, oldest, newest):
    """Add to the gradient what the instants oldest..newest-1 contribute: delta[tau] times what was read at tau.

    Nothing outside counts: that is the truncation of BPTT.
    """
    begin, stop = np.uint64(oldest), np.uint64(newest)
    length = np.uint64(tokens.size)
    blocks = begin + ((stop - begin) & c.FOURS)
    for k in range(np.uint64(ops.shape[0])):
        kind, lag = ops[k, c.KIND], ops[k, c.COLUMN_LAG]
        if kind == c.LAYER:
            for t in range(begin, blocks, c.FOUR):
                layer.layer_gather_four(ops, k, S, A, gradient, t + np.uint64(start))
            if ops[k, c.SYMBOLS]:
                for t in range(begin, blocks):
                    if t - lag < length:
                        layer.column_gather(ops, k, A, gradient, t + np.uint64(start), np.uint64(tokens[t - lag]))
            for t in range(blocks, stop):
                seen = t - lag < length
                token = np.uint64(tokens[t - lag if seen else t])
                layer.layer_gather(ops, k, S, A, gradient, t + np.uint64(start), token, seen)
        elif kind == c.PEEPHOLE:
            for t in range(begin, stop):
                o.peephole_gather(ops, k, S, A, gradient, t + np.uint64(start))
        elif kind == c.LOOKUP:
            for t in range(begin, stop):
                o.lookup_gather(ops, k, A, gradient, t + np.uint64(start), np.uint64(tokens[t]))


@inlined(inline="always")  # compiled with its caller only, which is costly enough
def there_and_back(ops, stages, w, S, A, tokens, D, counts, error, E, gradient, start, leads, length):
    """Forward and BPTT over a whole string: gradient = dE/dW of the sum of E[t]. For kernels."""
    zero = np.int64(0)  # a literal 0 would have the sweeps compiled once more
    forward(ops, stages, w, S, tokens, D, counts, error, E, start, zero, length)
    for row in range(start + length + leads):
        for i in range(A.shape[1]):
            A[row, i] = 0.0
    for i in range(gradient.size):
        gradient[i] = 0.0
    reverse(ops, stages, w, S, A, D, counts, error, start, zero, length, zero, length)
    gather(ops, S, A, tokens, gradient, start, zero, length)


@compiled
def forward_and_back(ops, stages, w, S, A, tokens, D, counts, error, E, gradient, start, leads, length):
    """The same to be called from outside."""
    there_and_back(ops, stages, w, S, A, tokens, D, counts, error, E, gradient, start, leads, length)


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
