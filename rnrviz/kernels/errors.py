"""The error E[t] and its derivative.

Quadratic: E = 1/2 sum (d - y)^2, chapter ec:error. Cross-entropy: with softmax -sum d log y, with the
logistic function the binary cross-entropy of every output, summed. Cross-entropy is computed from the net
input Y, which is exact where y would round to 0 or 1.
"""

import math

from numba import njit

ERRORS = ("quadratic", "cross_entropy")
QUADRATIC, SOFTMAX_ENTROPY, LOGISTIC_ENTROPY = range(3)

compiled = njit(nogil=True, error_model="numpy")


@compiled
def error(kind, d, y, net):
    """E[t] of one instant: targets d, outputs y, net inputs Y, all (n_Y,)."""
    total = 0.0
    if kind == QUADRATIC:
        for i in range(d.size):
            total += 0.5 * (d[i] - y[i]) * (d[i] - y[i])
    elif kind == SOFTMAX_ENTROPY:
        top = net.max()
        normaliser = 0.0
        for i in range(d.size):
            normaliser += math.exp(net[i] - top)
        normaliser = top + math.log(normaliser)
        for i in range(d.size):
            if d[i] != 0.0:
                total += d[i] * (normaliser - net[i])
    else:
        for i in range(d.size):
            total += max(net[i], 0.0) - d[i] * net[i] + math.log1p(math.exp(-abs(net[i])))
    return total


@compiled
def derivative(kind, scale, d, y, out):
    """out += scale dE/dy (quadratic) or scale dE/dY (cross-entropy, through its activation)."""
    total = 1.0
    if kind == SOFTMAX_ENTROPY:
        total = d.sum()
    for i in range(d.size):
        out[i] += scale * (y[i] * total - d[i])
