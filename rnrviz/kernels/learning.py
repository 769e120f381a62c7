"""The loop over strings: forward, BPTT and update, without the interpreter in between."""

import math

import numpy as np

from rnrviz.kernels import cached, inlined, passes

compiled = cached(fastmath={"reassoc", "contract"})

ALPHA, BETA_1, BETA_2, EPSILON, CLIP = range(5)


@inlined()
def adam(w, gradient, first, second, step, settings):
    """One update of Adam (Kingma and Ba 2015) of the parameters that have a gradient.

    The gradient is clipped to the norm ``settings[CLIP]`` if that is above 0.
    """
    norm = 0.0
    for i in range(gradient.size):
        norm += gradient[i] * gradient[i]
    norm = math.sqrt(norm)
    scale = settings[CLIP] / norm if 0.0 < settings[CLIP] < norm else 1.0
    b1, b2 = settings[BETA_1], settings[BETA_2]
    rate = settings[ALPHA] * math.sqrt(1.0 - b2**step) / (1.0 - b1**step)
    for i in range(gradient.size):
        g = gradient[i] * scale
        first[i] = b1 * first[i] + (1.0 - b1) * g
        second[i] = b2 * second[i] + (1.0 - b2) * g * g
        w[i] -= rate * first[i] / (math.sqrt(second[i]) + settings[EPSILON])


@compiled
def learn(
    ops, stages, w, weights, S, A, room, tokens, D, counts, begins, order, error, start, leads, first, second, settings,
    step, losses,
):  # fmt: skip
    """Train on the strings ``order`` one after the other, updating after each; stop at a loss that is not finite.

    ``weights`` is a read-only view of ``w``; string k is ``begins[k]..begins[k + 1]`` of tokens, D and counts. S and
    A have rows for the longest; ``room`` is working space as in `rnrviz.kernels.passes`. ``losses`` (len(order),) takes
    the sum of E[t] of each string before its update.
    """
    gradient = np.zeros(first.size)
    E = np.zeros(S.shape[0])
    for n in range(order.size):
        begin, end = begins[order[n]], begins[order[n] + 1]
        for row in range(start + end - begin, start + end - begin + leads):
            for i in range(S.shape[1]):
                S[row, i] = 0.0  # where a longer string may have left something
        passes.there_and_back(
            ops, stages, weights, S, A, tokens[begin:end], D[begin:end], counts[begin:end], error, E, gradient, room,
            start, leads, end - begin,
        )  # fmt: skip
        total = 0.0
        for t in range(end - begin):
            if counts[begin + t] != 0.0:
                total += E[t]
        losses[n] = total
        if not math.isfinite(total):
            return n
        adam(w, gradient, first, second, step + n + 1, settings)
    return order.size
