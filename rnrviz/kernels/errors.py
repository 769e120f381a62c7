"""The error E[t] and its derivative.

Quadratic: E = 1/2 sum (d - y)^2, chapter ec:error. Cross-entropy: with softmax -sum d log y, with the
logistic function the binary cross-entropy of every output, summed, which is computed from the net input Y: that is
exact where y would round to 0 or 1. Where softmax is nearly sure of the only target, 1 - y is taken as the sum of the
other outputs, which keeps the digits that y lost; the logistic function's 1 - y is its value at -Y. ``y`` and ``net``
are offsets in the row of the record S.
"""

import math

import numpy as np

from rnrviz.kernels import inlined
from rnrviz.kernels.exponential import log, logistic
from rnrviz.kernels.lanes import bits, lowest, spread, total
from rnrviz.kernels.memory import number, put_number
from rnrviz.kernels.reading import put, read

ERRORS = ("quadratic", "cross_entropy")
SMALL = 1e-280
SURE = 0.999  # from here on, five terms of the logarithm's series in 1 - y are exact
QUADRATIC, SOFTMAX_ENTROPY, LOGISTIC_ENTROPY = range(3)

ZERO, ONE, EIGHT = np.uint64(0), np.uint64(1), np.uint64(8)

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
    target, output, at = t * size, row * np.uint64(S.shape[1]) + y, place * np.uint64(A.shape[1]) + to
    if kind == SOFTMAX_ENTROPY:
        softmax_derivative(scale, D, target, S, output, size, A, at)
    elif kind == QUADRATIC:
        add_difference(scale, 1.0, D, target, S, output, size, A, at)
    else:
        net = row * np.uint64(S.shape[1]) + to
        for i in range(ZERO, size, EIGHT):
            d, rest = read(D, target + i, size - i), logistic(0.0 - read(S, net + i, size - i))
            value = read(S, output + i, size - i) * (1.0 - d) - rest * d
            put(A, at + i, scale * value, True, size - i)


@compiled
def add_difference(scale, mass, D, target, S, output, size, A, at):
    """A += scale (mass y - d)."""
    for i in range(ZERO, size, EIGHT):
        d, value = read(D, target + i, size - i), read(S, output + i, size - i)
        put(A, at + i, scale * (value * mass - d), True, size - i)


@compiled
def softmax_derivative(scale, D, target, S, output, size, A, at):
    """The mass is the sum of the targets; an only target whose output is above 1/2 is sure."""
    sums, sure = spread(0.0), ZERO
    for i in range(ZERO, size, EIGHT):
        d = read(D, target + i, size - i)
        sums += d
        sure |= bits(d != 0.0) & bits(read(S, output + i, size - i) > 0.5)
    only = only_target(D, target, size) if sure else size
    sure = only < size and number(S, output + only) > 0.5
    before = number(A, at + only) if sure else 0.0
    add_difference(scale, total(sums), D, target, S, output, size, A, at)
    if sure:
        put_number(A, at + only, before - scale * others_than(S, output, size, only))


@compiled
def others_than(S, output, size, only):
    """The sum of all the outputs but one."""
    rest = 0.0
    for i in range(ZERO, size):
        rest += number(S, output + i) if i != only else 0.0
    return rest


@compiled
def seed(error, counts, D, S, A, start, first, last):
    """The derivatives of the instants first..last-1 that count."""
    for t in range(first, last):
        if counts[t] != 0.0:
            derivative(error[0], counts[t], D, t, S, t + start, error[1], error[3], A, t + start, error[2])


@compiled
def only_target(D, target, size):
    """The number of the only target, from D's entry ``target`` on, that is not 0, if that is 1; else ``size``."""
    found = size
    for i in range(ZERO, size, EIGHT):
        some = bits(read(D, target + i, size - i) != 0.0)
        if some:
            if found != size or some & (some - ONE):
                return size
            found = i + lowest(some)
    return found if found != size and number(D, target + found) == 1.0 else size


@compiled
def all_errors(kind, D, counts, S, start, y, net, size, E, begin, stop):
    """E of the instants begin..stop-1, NaN without a target; the logarithms of single targets side by side."""
    others, sure = kind != SOFTMAX_ENTROPY, False
    for t in range(begin, stop if not others else begin):
        only = only_target(D, t * size, size)
        likely = number(S, (t + start) * np.uint64(S.shape[1]) + y + only) if only < size else 0.0
        simple = likely > SMALL
        E[t] = likely if simple else 1.0
        sure = sure or likely > SURE
        others = others or not (simple or counts[t] == 0.0)
    for t in range(begin, stop):
        E[t] = 0.0 - log(E[t]) if counts[t] != 0.0 and kind == SOFTMAX_ENTROPY else math.nan
    if sure:
        for t in range(begin, stop):
            if E[t] < 1.0 - SURE:
                sure_error(D, t, S, (t + start) * np.uint64(S.shape[1]) + y, size, E)
    if others:
        for t in range(begin, stop):
            if counts[t] != 0.0 and (kind != SOFTMAX_ENTROPY or E[t] == 0.0):
                E[t] = error(kind, D, t, S, t + start, y, net, size)


@compiled
def summed(E, counts):
    """The sum of E[t] over the instants that count."""
    total = 0.0
    for t in range(counts.size):
        if counts[t] != 0.0:
            total += E[t]
    return total


@compiled
def sure_error(D, t, S, output, size, E):
    """E[t] = -log y of an only target that is nearly sure, by the series of -log(1 - rest)."""
    only = only_target(D, t * size, size)
    if only < size and number(S, output + only) > SURE:
        rest = others_than(S, output, size, only)
        E[t] = rest * (1.0 + rest * (0.5 + rest * (1.0 / 3.0 + rest * (0.25 + rest * 0.2))))
