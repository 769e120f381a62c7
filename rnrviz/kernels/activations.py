"""The activation functions g and their derivatives, the latter as functions of g's own value."""

import math

import numpy as np

from rnrviz.kernels import inlined
from rnrviz.kernels.exponential import exp, logistic, moderate_exp, tanh
from rnrviz.kernels.lanes import absolute, bits, choose, first, largest, spread, total
from rnrviz.kernels.memory import load_some, store_some
from rnrviz.kernels.reading import read, write

ACTIVATIONS = ("logistic", "tanh", "identity", "relu", "softmax")
LOGISTIC, TANH, IDENTITY, RELU, SOFTMAX = range(5)

ZERO, SEVEN, EIGHT = np.uint64(0), np.uint64(7), np.uint64(8)
FAR = 300.0  # e^300 and its inverse are far from the largest and the smallest numbers, eight of them too

compiled = inlined(fastmath={"reassoc", "contract"})


@compiled
def activate(function, S, at, to, size):
    """S[to..] = g(S[at..]), ``size`` components."""
    if function == SOFTMAX:
        softmax(S, at, to, size)
        return
    for i in range(ZERO, size, EIGHT):
        write(S, to + i, size - i, activated(function, read(S, at + i, size - i)))


@compiled
def activated(function, value):
    """g of eight lanes."""
    if function == LOGISTIC:
        return logistic(value)
    if function == TANH:
        return tanh(value)
    if function == RELU:
        return choose(value < 0.0, 0.0, value)
    return value


@compiled
def softmax(S, at, to, size):
    """Shifted by the largest component, so that nothing overflows; a few that are far from it need not be."""
    if size <= EIGHT:
        few = read(S, at, size)
        if not bits(absolute(few) > FAR):
            value = choose(first(size), moderate_exp(few), 0.0)
            write(S, to, size, value * (1.0 / total(value)))
            return
    highest = load_some(S, at, first(size), -math.inf)
    for i in range(EIGHT, size, EIGHT):
        value = load_some(S, at + i, first(size - i), -math.inf)
        highest = choose(value > highest, value, highest)
    top = largest(highest)
    sums = spread(0.0)
    for i in range(ZERO, size, EIGHT):
        value = exp(load_some(S, at + i, first(size - i), -math.inf) - top)
        sums += value
        if size <= EIGHT:
            write(S, to, size, value * (1.0 / total(sums)))
            return
        store_some(S, to + i, first(size - i), value)
    share = 1.0 / total(sums)
    for i in range(ZERO, size, EIGHT):
        some = first(size - i)
        store_some(S, to + i, some, load_some(S, to + i, some, 0.0) * share)


@compiled
def slope(function, value):
    """g' where g is ``value``, lanes or a number: y (1 - y) for the logistic function, 1 - y^2 for tanh (chapter)."""
    if function == LOGISTIC:
        return value * (1.0 - value)
    if function == TANH:
        return 1.0 - value * value
    if function == RELU:
        return choose(value > 0.0, value * 0.0 + 1.0, value * 0.0)
    return value * 0.0 + 1.0


@compiled
def reverse_slope(function, value):
    """The slope that the reverse pass takes: -g' where the operation is FLIPPED."""
    kind = function & SEVEN
    if kind == LOGISTIC:
        value = slope(LOGISTIC, value)
    elif kind == TANH:
        value = slope(TANH, value)
    else:
        value = slope(kind, value)
    return 0.0 - value if function > SEVEN else value
