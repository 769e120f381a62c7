"""The loop over strings of the rules that change the weights after every token: the Kalman filter, and descent by RTRL.

The slopes that are carried were gathered with the weights of their own instants (Williams and Zipser 1989).
"""

import math

import numpy as np

from rnrviz.kernels import cached, kalman, learning, passes, slopes
from rnrviz.kernels import table as c

compiled = cached(fastmath=c.FLAGS)

# In the settings after those of `rnrviz.kernels.learning`: whether it is the filter; the variance of the measurement,
# and what is added to that of the weights, both before the first string; the logarithms of what they are multiplied by
# from string to string; by how much alpha falls a string; how many strings came before.
FILTER, R, R_GROWTH, Q, Q_GROWTH, FALL, BEFORE = range(learning.SETTINGS, learning.SETTINGS + 7)
SETTINGS = learning.SETTINGS + 7


@compiled
def learn(
    ops, stages, w, weights, S, A, room, tokens, D, counts, begins, order, error, start, columns, carried, members,
    bounds, places, P, first, second, state, settings, losses,
):  # fmt: skip
    """Learn the strings ``order`` one after the other until a loss is not finite; how many there were before that.

    The arguments as of `rnrviz.kernels.learning.learn`; ``columns`` and ``carried`` as in `rnrviz.kernels.slopes`: for
    the filter those of y come first, for descent there is the error. ``members``, ``bounds``, ``places`` and ``P`` are
    for the filter, see `rnrviz.kernels.kalman`. ``losses`` (len(order),) takes the sum of E[t] of each string, every
    E[t] at the weights of its instant.
    """
    size, filters, y, one = columns.size - carried.size, settings[FILTER] != 0.0, np.int64(error[1]), np.int64(1)
    U, J = np.zeros((columns.size, first.size)), np.zeros((start, carried.size, first.size))
    work, M, xi = np.zeros((3, size, first.size)), np.zeros((size, size)), np.zeros(size)
    back, sums, E = np.zeros(room.size), np.zeros(np.int64(ops[0, c.SUMS])), np.zeros(S.shape[0])
    now = settings.copy()
    passes.pack_ahead(ops, weights, room)
    passes.pack_back(ops, weights, back)
    for n in range(order.size):
        begin, length = begins[order[n]], begins[order[n] + 1] - begins[order[n]]
        part, goals, known = tokens[begin : begin + length], D[begin : begin + length], counts[begin : begin + length]
        turn = settings[BEFORE] + n
        r, q = settings[R] * math.exp(settings[R_GROWTH] * turn), settings[Q] * math.exp(settings[Q_GROWTH] * turn)
        now[learning.ALPHA] = settings[learning.ALPHA] - settings[FALL] * turn
        loss = 0.0
        for t in range(length):
            passes.ahead(ops, stages, weights, room, S, part, goals, known, error, E, start, t, t + one)
            learns = known[t] != 0.0
            slopes.slopes(
                ops, stages, weights, back, sums, S, A, part, goals, known, error, start, t, 0 if learns else size,
                columns.size if t + one < length else size, columns, carried, J, U,
            )  # fmt: skip
            if not learns:
                continue
            loss += E[t]
            if filters:
                for i in range(size):
                    xi[i] = goals[t, i] - S[start + t, y + i]
                kalman.correct(w, U, xi, members, bounds, places, P, work, M, r, q)
            else:
                state[0] += 1
                learning.update(w, U[0], 1.0, first, second, state[0], now)
            passes.pack_ahead(ops, weights, room)
            passes.pack_back(ops, weights, back)
        losses[n] = loss
        if not math.isfinite(loss):
            return n
    return order.size
