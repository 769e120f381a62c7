"""The error E[t] and its derivative.

Quadratic: E = 1/2 sum (d - y)^2, chapter ec:error. Cross-entropy: with softmax -sum d log y, with the
logistic function the binary cross-entropy of every output, summed, which is computed from the net input Y: that is
exact where y would round to 0 or 1. ``y`` and ``net`` are offsets in the row of the record S.
"""

import math

from rnrviz.kernels import inlined
from rnrviz.kernels.exponential import log

ERRORS = ("quadratic", "cross_entropy")
SMALL = 1e-280
QUADRATIC, SOFTMAX_ENTROPY, LOGISTIC_ENTROPY = range(3)

compiled = inlined()


@compiled
def error(kind, D, t, S, row, y, net, size):
    """E[t] from the targets D[t] (n_Y,)."""
    total = 0.0
    if kind == QUADRATIC:
        for i in range(size):
            total += 0.5 * (D[t, i] - S[row, y + i]) * (D[t, i] - S[row, y + i])
    elif kind == SOFTMAX_ENTROPY:
        for i in range(size):
            if D[t, i] != 0.0:
                likely = S[row, y + i] > SMALL
                total -= D[t, i] * (log(S[row, y + i]) if likely else log_of_softmax(S, row, net, size, i))
    else:
        for i in range(size):
            value = S[row, net + i]
            total += max(value, 0.0) - D[t, i] * value + math.log1p(math.exp(-abs(value)))
    return total


@compiled
def log_of_softmax(S, row, net, size, i):
    """log y_i = Y_i - log sum exp Y, from the net inputs alone: exact where y_i would leave the normal numbers."""
    top = S[row, net]
    for j in range(size):
        top = max(top, S[row, net + j])
    total = 0.0
    for j in range(size):
        total += math.exp(S[row, net + j] - top)
    return S[row, net + i] - top - math.log(total)


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
