"""The loop over strings for networks of memory blocks: `rnrviz.kernels.learning.learn`, but much faster.

Of the record S and of the adjoints A only what belongs to the outputs, at most eight, is written.
"""

import math

import numpy as np

from rnrviz.kernels import cached, errors, inlined, operations, packing, passes
from rnrviz.kernels import table as c
from rnrviz.kernels.activations import activate
from rnrviz.kernels.blocks import AT, LAST, LAYER, NETS, ROW, Y, alone, blocks_ahead, blocks_back, pack_blocks
from rnrviz.kernels.gathering import gather_from
from rnrviz.kernels.lanes import spread
from rnrviz.kernels.layer import entry
from rnrviz.kernels.learning import ALPHA, BATCH, BETA_1, CLIP, DESCENT, RULE, update
from rnrviz.kernels.reading import read, write
from rnrviz.kernels.registers import eight
from rnrviz.kernels.table import EIGHT, ONE, ZERO

compiled = cached(fastmath={"reassoc", "contract"})


@alone
def outputs_ahead(plan, ops, P, Q, S, tokens, start):
    """The last layer and the outputs at every instant, into the record."""
    k, size, length = plan[LAST], ops[plan[LAST], c.SIZE], np.uint64(tokens.size)
    place, width = ops[k, c.PLACE], ops[k, c.WIDTH]
    net, y = ops[k, c.TO], ops[k + ONE, c.TO]
    for t in range(length):
        row = (t + start) * np.uint64(S.shape[1])
        table = place + EIGHT * (width + entry(ops, k, tokens, t, length))
        write(S, row + net, size, eight(P, place, width, Q, (t + ONE) * plan[ROW] + plan[AT + Y], table))
        activate(ops[k + ONE, c.FUNCTION], S, row + net, row + y, size)


@alone
def outputs_back(plan, ops, S, A, D, counts, error, scale, start, length):
    """The deltas of the last layer times ``scale``, into A."""
    k, step, size = plan[LAST], np.uint64(A.shape[1]), ops[plan[LAST], c.SIZE]
    for t in range(start, start + length):
        write(A, t * step + ops[k, c.TO], size, spread(0.0))
        write(A, t * step + ops[k + ONE, c.TO], size, spread(0.0))
    errors.seed(error, counts, D, S, A, start, ZERO, length)
    if passes.reached(ops, k + ONE, error):
        operations.activation_reverse(ops, k + ONE, S, A, start, length)
    for t in range(start, start + length):
        delta = t * step + ops[k, c.TO]
        write(A, delta, size, scale * read(A, delta, size))


@alone
def gather(ops, k, S, source, A, delta, step, other, tokens, C, gradient):
    """The gradient of a layer's weights; what it reads is in S, its deltas in A, whose rows are ``other`` apart."""
    gather_from(ops, k, S, source, A, delta, step, other, tokens, C, gradient, ZERO, np.uint64(tokens.size))


@inlined()
def there_and_back(plan, ops, w, room, P, Q, S, A, tokens, D, counts, error, E, into, scale, start):
    """Forward and BPTT over a whole string: ``into`` += scale dE/dW of the sum of E[t], unless that is not finite.

    It may be the weights themselves: then it is a step of descent.
    """
    length, k, last, apart = np.uint64(tokens.size), plan[LAYER], plan[LAST], plan[ROW]
    pack_blocks(plan, ops, w, P)
    packing.pack(ops, last, w, room)
    blocks_ahead(plan, ops, P, Q, tokens)
    outputs_ahead(plan, ops, room, Q, S, tokens, start)
    errors.all_errors(error[0], D, counts, S, start, error[1], error[2], error[3], E, ZERO, length)
    if math.isfinite(errors.summed(E, counts)):
        packing.pack_rows(ops, k, w, room)
        packing.pack_rows(ops, last, w, room)
        outputs_back(plan, ops, S, A, D, counts, error, scale, start, length)
        blocks_back(plan, ops, room, Q, A, start, length)
        gather(ops, k, Q, plan[AT + Y], Q, apart + plan[AT + NETS], apart, apart, tokens, room, into)
        step = np.uint64(A.shape[1])
        delta = start * step + ops[last, c.TO]
        gather(ops, last, Q, apart + plan[AT + Y], A, delta, apart, step, tokens, room, into)


@compiled
def learn(
    plan, ops, w, weights, P, Q, S, A, room, tokens, D, counts, begins, order, error, start, first, second,
    waiting, state, settings, losses,
):  # fmt: skip
    """As `rnrviz.kernels.learning.learn`, never truncated; ``plan``, P and Q as in `rnrviz.kernels.blocks`."""
    E, batch = np.zeros(S.shape[0]), np.int64(settings[BATCH])
    at_once = batch <= 1 and settings[RULE] == DESCENT and settings[BETA_1] == 0.0 and settings[CLIP] <= 0.0
    into, scale = (w, -settings[ALPHA]) if at_once else (waiting, 1.0)
    for n in range(order.size):
        begin, end = begins[order[n]], begins[order[n] + 1]
        there_and_back(
            plan, ops, weights, room, P, Q, S, A, tokens[begin:end], D[begin:end], counts[begin:end], error,
            E, into, scale, np.uint64(start),
        )  # fmt: skip
        losses[n] = errors.summed(E, counts[begin:end])
        if not math.isfinite(losses[n]):
            return n
        state[1] += 1
        if state[1] >= batch:
            state[0] += 1
            if not at_once:
                update(w, waiting, 1.0 / state[1], first, second, state[0], settings)
            state[1] = 0
    return order.size
