"""The activation functions g and their derivatives, the latter as functions of g's own value."""

import math

from rnrviz.kernels import inlined
from rnrviz.kernels.exponential import exp, logistic, tanh

ACTIVATIONS = ("logistic", "tanh", "identity", "relu", "softmax")
LOGISTIC, TANH, IDENTITY, RELU, SOFTMAX = range(5)

compiled = inlined(fastmath={"reassoc", "contract"})


@compiled
def activate(function, S, at, source, row, to, size):
    """S[row, to:to + size] = g(S[at, source:source + size])."""
    if function == LOGISTIC:
        for i in range(size):
            S[row, to + i] = logistic(S[at, source + i])
    elif function == TANH:
        for i in range(size):
            S[row, to + i] = tanh(S[at, source + i])
    elif function == IDENTITY:
        for i in range(size):
            S[row, to + i] = S[at, source + i]
    elif function == RELU:
        for i in range(size):
            value = S[at, source + i]
            S[row, to + i] = 0.0 if value < 0.0 else value
    else:
        softmax(S, at, source, row, to, size)


@compiled
def softmax(S, at, source, row, to, size):
    """Shifted by the largest component, so that nothing overflows."""
    top = -math.inf
    for i in range(size):
        top = S[at, source + i] if S[at, source + i] > top else top
    total = 0.0
    for i in range(size):
        value = exp(S[at, source + i] - top)
        S[row, to + i] = value
        total += value
    share = 1.0 / total
    for i in range(size):
        S[row, to + i] *= share


@compiled
def slope(function, value):
    """g' where g is ``value``: y (1 - y) for the logistic function, 1 - y^2 for tanh (chapter, RTRL)."""
    if function == LOGISTIC:
        return value * (1.0 - value)
    if function == TANH:
        return 1.0 - value * value
    if function == RELU and not value > 0.0:
        return value * 0.0
    return 1.0
