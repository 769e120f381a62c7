"""The error E[t] and its derivative.

Quadratic: E = 1/2 sum (d - y)^2, chapter ec:error. Cross-entropy: with softmax -sum d log y, with the
logistic function the binary cross-entropy of every output, summed. Cross-entropy is computed from the net
input Y, which is exact where y would round to 0 or 1. ``y`` and ``net`` are offsets in the row of the record S.
"""

import math

from rnrviz.kernels import inlined

ERRORS = ("quadratic", "cross_entropy")
QUADRATIC, SOFTMAX_ENTROPY, LOGISTIC_ENTROPY = range(3)

compiled = inlined()


@compiled
def error(kind, D, t, S, row, y, net, size):
    """E[t] from the targets D[t] (n_Y,)."""
    total = 0.0
    if kind == QUADRATIC:
        for i in range(size):
            total += 0.5 * (D[t, i] - S[row, y + i]) ** 2
    elif kind == SOFTMAX_ENTROPY:
        normaliser = log_of_sum(S, row, y, net, size)
        for i in range(size):
            if D[t, i] != 0.0:
                total += D[t, i] * (normaliser - S[row, net + i])
    else:
        for i in range(size):
            value = S[row, net + i]
            total += max(value, 0.0) - D[t, i] * value + math.log1p(math.exp(-abs(value)))
    return total


@compiled
def log_of_sum(S, row, y, net, size):
    """log sum exp Y_i = Y_k - log y_k, at the largest component, where y_k >= 1 / n_Y loses no digits."""
    best = net
    for i in range(size):
        if S[row, net + i] > S[row, best]:
            best = net + i
    return S[row, best] - math.log(S[row, y + best - net])


@compiled
def derivative(kind, scale, D, t, S, row, y, size, A, place, to):
    """A[place, to..] += scale dE/dy (quadratic) or scale dE/dY (cross-entropy, through its activation)."""
    total = 1.0
    if kind == SOFTMAX_ENTROPY:
        total = 0.0
        for i in range(size):
            total += D[t, i]
    for i in range(size):
        A[place, to + i] += scale * (S[row, y + i] * total - D[t, i])
