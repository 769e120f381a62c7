"""The three passes of BPTT: forward, reverse, and the gathering of the gradient. They work in arrays made beforehand.

``ops`` (operations, COLUMNS) is the table of a program and ``stages`` (S, 3) are its stages: first operation, end, and
the direction of a recurrence, which goes instant by instant; the others (0) go operation by operation, each over all
instants. ``w`` holds the flat parameters, ``S`` is the record with ``start`` rows of zeros (the instants up to 0)
before the first token's and as many after the last as the program looks ahead, ``tokens`` (L,) the symbols' numbers,
``D`` (L, n_Y) the targets, ``counts`` (L,) the factor of each E[t] in the gradient (0: no target). ``error`` is (kind,
offset of y, offset of the signal that the derivative refers to, n_Y). ``P`` (ops[0, ROOM] numbers) holds the weights
as `rnrviz.kernels.packing` puts them for the pass; ``room`` is as large, for what a pass packs by itself. ``C``
(ops[0, SUMS] numbers) is working space. Tables are uint64.
"""

import numpy as np

from rnrviz.kernels import cached, errors, fused, gathering, inlined, layer, packing
from rnrviz.kernels import operations as o
from rnrviz.kernels import table as c
from rnrviz.kernels.memory import put_number

compiled = cached(fastmath=c.FLAGS, _nrt=False)


@compiled
def pack_ahead(ops, w, P):
    """The weights for the pass forward."""
    for k in range(np.uint64(ops.shape[0])):
        if ops[k, c.KIND] == c.LAYER:
            packing.pack(ops, k, w, P)


@compiled
def pack_back(ops, w, P):
    """The weights for the reverse pass."""
    for k in range(np.uint64(ops.shape[0])):
        if ops[k, c.KIND] == c.LAYER:
            packing.pack_rows(ops, k, w, P)


@compiled
def ahead(ops, stages, w, P, S, tokens, D, counts, error, E, start, first, last):
    """Record the instants first..last-1 (0-based) in S and their errors in E (NaN without a target)."""
    begin, stop, before = np.uint64(first), np.uint64(last), np.uint64(start)
    for stage in range(np.uint64(stages.shape[0])):
        direction = stages[stage, 2]
        turns, many = (stop - begin, c.ONE) if direction else (c.ONE, stop - begin)
        for turn in range(turns):
            row = before + (stop - c.ONE - turn if direction == c.BACKWARD else begin + turn)
            for k in range(stages[stage, 0], stages[stage, 1]):
                kind, one = ops[k, c.KIND], direction and ops[k, c.FUSED] and ops[k, c.SIZE] <= c.EIGHT
                if kind == c.LAYER:
                    if one:
                        fused.fused_forward(ops, k, P, S, tokens, before, stop, row)
                    else:
                        layer.layer_forward(ops, k, P, S, tokens, before, stop, row, many)
                elif kind == c.ACTIVATION:
                    if not (one or (direction and ops[k, c.AFTER])):
                        o.activation_forward(ops, k, S, row, many)
                elif kind == c.GATE:
                    for at in range(row, row + many):
                        o.gate_forward(ops, k, S, at)
                elif kind == c.SUM:
                    for at in range(row, row + many):
                        o.sum_forward(ops, k, S, at)
                elif kind == c.PEEPHOLE:
                    for at in range(row, row + many):
                        o.peephole_forward(ops, k, w, S, at)
                elif kind == c.CONSTANT:
                    for at in range(row, row + many):
                        o.constant_forward(ops, k, S, at)
                else:
                    for at in range(row, row + many):
                        o.lookup_forward(ops, k, w, S, at, np.uint64(tokens[at - before]))
    errors.all_errors(error[0], D, counts, S, before, error[1], error[2], error[3], E, begin, stop)


@inlined()
def reached(ops, k, error):
    """Whether an error may come to an activation from what follows it."""
    return ops[k, c.READ] or (ops[k, c.TO] <= error[2] and error[2] < ops[k, c.TO] + ops[k, c.SIZE])


@compiled
def carry(ops, stages, w, P, S, A, D, counts, error, start, oldest, newest, first, last):
    """Carry the errors of the instants first..last-1 through the instants oldest..newest-1; A (like S) must hold zeros.

    With first = last there are none, and A may hold deltas of any signal instead, which are carried.

    Afterwards A holds delta, dE/d(signal), of every signal at every instant.
    """
    begin, stop = np.uint64(oldest), np.uint64(newest)
    before, seeded = np.uint64(start), first == last
    errors.seed(error, counts, D, S, A, before, np.uint64(first), np.uint64(last))
    for done in range(np.uint64(stages.shape[0])):
        stage = np.uint64(stages.shape[0]) - c.ONE - done
        low, end, direction = stages[stage, 0], stages[stage, 1], stages[stage, 2]
        turns, many = (stop - begin, c.ONE) if direction else (c.ONE, stop - begin)
        for turn in range(turns):
            forth = begin + (turn if direction else c.ZERO)
            row = before + (stop - c.ONE - turn if direction == c.FORWARD else forth)
            k = end
            while k > low:
                k -= c.ONE
                kind, one = ops[k, c.KIND], direction and ops[k, c.FUSED]
                if kind == c.LAYER:
                    if one:
                        fused.fused_reverse(ops, k, P, S, A, row, seeded or reached(ops, k + c.ONE, error))
                    elif ops[k, c.WIDTH]:
                        layer.layer_reverse(ops, k, P, A, row, many)
                elif kind == c.ACTIVATION:
                    if not one and (seeded or reached(ops, k, error)):
                        o.activation_reverse(ops, k, S, A, row, many)
                elif kind == c.GATE:
                    for at in range(row, row + many):
                        o.gate_reverse(ops, k, S, A, at)
                elif kind == c.SUM:
                    for at in range(row, row + many):
                        o.sum_reverse(ops, k, A, at)
                elif kind == c.PEEPHOLE:
                    for at in range(row, row + many):
                        o.peephole_reverse(ops, k, w, A, at)


@compiled
def together(ops, S, A, tokens, C, gradient, start, oldest, newest):
    """Add to the gradient what the instants oldest..newest-1 contribute: delta[tau] times what was read at tau.

    Nothing outside counts: that is the truncation of BPTT.
    """
    begin, stop, before = np.uint64(oldest), np.uint64(newest), np.uint64(start)
    for k in range(np.uint64(ops.shape[0])):
        kind = ops[k, c.KIND]
        if kind == c.LAYER:
            gathering.layer_gather(ops, k, S, A, tokens, C, gradient, before, begin, stop)
        elif kind == c.PEEPHOLE:
            for t in range(begin, stop):
                o.peephole_gather(ops, k, S, A, gradient, t + before)
        elif kind == c.LOOKUP:
            for t in range(begin, stop):
                o.lookup_gather(ops, k, A, gradient, t + before, np.uint64(tokens[t]))


@inlined(inline="always")  # compiled with its caller only, which is costly enough
def back(ops, stages, w, room, S, A, D, counts, error, start, oldest, newest, first, last):
    """The same as `carry`; the weights are packed first."""
    pack_back(ops, w, room)
    carry(ops, stages, w, room, S, A, D, counts, error, start, oldest, newest, first, last)


@inlined(inline="always")
def there_and_back(ops, stages, w, S, A, tokens, D, counts, error, E, gradient, room, start, leads, length):
    """Forward and BPTT over a whole string: gradient = dE/dW of the sum of E[t]."""
    zero = np.int64(0)  # a literal 0 would have the passes compiled once more
    pack_ahead(ops, w, room)
    ahead(ops, stages, w, room, S, tokens, D, counts, error, E, start, zero, length)
    entries = np.uint64(start + length + leads) * np.uint64(A.shape[1])
    for i in range(entries):
        put_number(A, i, 0.0)
    for i in range(gradient.size):
        gradient[i] = 0.0
    back(ops, stages, w, room, S, A, D, counts, error, start, zero, length, zero, length)
    together(ops, S, A, tokens, room, gradient, start, zero, length)
