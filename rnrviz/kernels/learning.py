"""The loop over strings: forward, BPTT and update, without the interpreter in between."""

import math

import numpy as np

from rnrviz.kernels import cached, errors, inlined, passes
from rnrviz.kernels import table as c
from rnrviz.kernels.memory import put_number

compiled = cached(fastmath={"reassoc", "contract"})

ALPHA, BETA_1, BETA_2, EPSILON, CLIP, RULE, BATCH, BACK, EVERY = range(9)
SETTINGS = 9
RULES = ("descent", "adam", "rmsprop")
DESCENT, ADAM, RMSPROP = range(3)


@inlined()
def update(w, gradient, share, first, second, step, settings):
    """One update of the parameters that have a gradient, of which the part ``share`` is taken; the gradient ends as 0.

    It is clipped to the norm ``settings[CLIP]`` if that is above 0. Descent keeps the part BETA_1 of its last step
    (momentum); Adam is that of Kingma and Ba (2015), RMSprop that of Tieleman and Hinton (2012).
    """
    scale = share
    if settings[CLIP] > 0.0:
        norm = 0.0
        for i in range(gradient.size):
            norm += gradient[i] * gradient[i]
        norm = share * math.sqrt(norm)
        scale = share * (settings[CLIP] / norm if settings[CLIP] < norm else 1.0)
    b1, b2, rate, rule = settings[BETA_1], settings[BETA_2], settings[ALPHA], settings[RULE]
    grown = 1.0
    if rule == ADAM:  # its means begin at 0
        rate /= 1.0 - b1**step
        grown = 1.0 / math.sqrt(1.0 - b2**step)
    if rule == DESCENT and b1 == 0.0:  # nothing is kept
        for i in range(gradient.size):
            w[i] -= rate * (gradient[i] * scale)
            gradient[i] = 0.0
        return
    for i in range(gradient.size):
        g = gradient[i] * scale
        if rule == DESCENT:
            first[i] = b1 * first[i] + g
            w[i] -= rate * first[i]
        else:
            first[i] = b1 * first[i] + (1.0 - b1) * g
            second[i] = b2 * second[i] + (1.0 - b2) * g * g
            w[i] -= rate * (first[i] if rule == ADAM else g) / (math.sqrt(second[i]) * grown + settings[EPSILON])
        gradient[i] = 0.0


@inlined()
def in_blocks(
    ops, stages, w, S, A, tokens, D, counts, error, E, gradient, room, sums, start, leads, length, back, every
):
    """Forward and BPTT(h; h') over a whole string; h is ``back``, h' is ``every``."""
    zero, width = np.int64(0), np.uint64(A.shape[1])
    passes.pack_ahead(ops, w, room)
    passes.ahead(ops, stages, w, room, S, tokens, D, counts, error, E, start, zero, length)
    passes.pack_back(ops, w, room)
    for i in range(np.uint64(start + length + leads) * width):
        put_number(A, i, 0.0)
    for i in range(gradient.size):
        gradient[i] = 0.0
    for begin in range(zero, length, every):
        end = min(begin + every, length)
        oldest, newest = max(zero, end - back), length if leads else end
        passes.carry(ops, stages, w, room, S, A, D, counts, error, start, oldest, newest, begin, end)
        passes.together(ops, S, A, tokens, sums, gradient, start, oldest, newest)
        for i in range(np.uint64(oldest) * width, np.uint64(start + newest + leads) * width):
            put_number(A, i, 0.0)


@compiled
def learn(
    ops, stages, w, weights, S, A, room, tokens, D, counts, begins, order, error, start, leads, first, second, waiting,
    state, settings, losses,
):  # fmt: skip
    """Train on the strings ``order`` one after the other until a loss is not finite; how many there were before that.

    ``weights`` is a read-only view of ``w``; string k is ``begins[k]..begins[k + 1]`` of tokens, D and counts. S and
    A have rows for the longest; ``room`` is working space as in `rnrviz.kernels.passes`. After BATCH strings their mean
    gradient is followed; ``waiting`` holds their sum until then, ``state`` how many updates were made and how many
    strings wait. ``losses`` (len(order),) takes the sum of E[t] of each string before its update.
    """
    gradient, sums = np.zeros(first.size), np.zeros(np.int64(ops[0, c.SUMS]))
    E = np.zeros(S.shape[0])
    batch, back, every = np.int64(settings[BATCH]), np.int64(settings[BACK]), np.int64(settings[EVERY])
    for n in range(order.size):
        begin, end = begins[order[n]], begins[order[n] + 1]
        for row in range(start + end - begin, start + end - begin + leads):
            for i in range(S.shape[1]):
                S[row, i] = 0.0  # where a longer string may have left something
        if every:
            in_blocks(
                ops, stages, weights, S, A, tokens[begin:end], D[begin:end], counts[begin:end], error, E, gradient,
                room, sums, start, leads, end - begin, back, every,
            )  # fmt: skip
        else:
            passes.there_and_back(
                ops, stages, weights, S, A, tokens[begin:end], D[begin:end], counts[begin:end], error, E, gradient,
                room, start, leads, end - begin,
            )  # fmt: skip
        losses[n] = errors.summed(E, counts[begin:end])
        if not math.isfinite(losses[n]):
            return n
        for i in range(gradient.size):
            waiting[i] += gradient[i]
        state[1] += 1
        if state[1] >= batch:
            state[0] += 1
            update(w, waiting, 1.0 / state[1], first, second, state[0], settings)
            state[1] = 0
    return order.size
