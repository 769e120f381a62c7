"""The activation functions g and their derivatives, the latter as functions of g's own value."""

import math

from numba import njit

ACTIVATIONS = ("logistic", "tanh", "identity", "relu", "softmax")
LOGISTIC, TANH, IDENTITY, RELU, SOFTMAX = range(5)

compiled = njit(nogil=True, fastmath={"reassoc", "contract"}, error_model="numpy")


@compiled
def softmax(source, out):
    """out += softmax(source), shifted by the largest component so that nothing overflows."""
    top = source[0]
    for i in range(source.size):
        if source[i] > top or math.isnan(source[i]):
            top = source[i]
    total = 0.0
    for i in range(out.size):
        out[i] = math.exp(source[i] - top)
        total += out[i]
    for i in range(out.size):
        out[i] /= total


@compiled
def activate(function, source, out):
    """out = g(source); out must hold zeros."""
    if function == LOGISTIC:
        for i in range(out.size):
            out[i] = 1.0 / (1.0 + math.exp(-source[i]))
    elif function == TANH:
        for i in range(out.size):
            out[i] = math.tanh(source[i])
    elif function == IDENTITY:
        for i in range(out.size):
            out[i] = source[i]
    elif function == RELU:
        for i in range(out.size):
            out[i] = source[i] if not source[i] < 0.0 else 0.0
    else:
        softmax(source, out)


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


@compiled
def softmax_reverse(value, delta, back):
    """back += J^T delta with J = diag(y) - y y^T."""
    mean = 0.0
    for i in range(value.size):
        mean += value[i] * delta[i]
    for i in range(value.size):
        back[i] += value[i] * (delta[i] - mean)
