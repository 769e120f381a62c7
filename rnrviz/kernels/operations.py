"""The operations an architecture compiles to, three faces each.

Input lookup; layer, which is the matrix product, the bias and the column that a one-hot input picks from a matrix, in
one pass; activation; gate, the product element by element; sum; peephole, the product cell by cell.

``forward`` adds to a signal; ``reverse`` adds, from the adjoint of what was written, to the adjoints of
what was read and to the gradient (BPTT); ``tangent`` adds to d(signal)/d(parameters) (RTRL).

An operation is a row ``k`` of the table ``ops`` (the columns below), all of it unsigned: indices that cannot be
negative need no wrap-around check, and slices, which cost a count of references each, are avoided. ``row`` is the
instant's row in the record ``S`` (instants x signals); a source with a lag is read at ``row - lag``. ``A`` holds
adjoints, shaped like ``S``; ``T`` holds tangents, (lags + 1, signals, parameters), used as a ring over the instants:
``now`` and ``before`` are the places in it of the instant and of the source's.
"""

import numpy as np
from numba import njit

from rnrviz.kernels.activations import LOGISTIC, SOFTMAX, TANH, activate, slope

KIND, TO, SIZE, FROM, WIDTH, LAG, PARAMETER, FUNCTION = range(8)
FROM_2, LAG_2, SHARE, FIRST, LOW, HIGH, LOW_1, HIGH_1, LOW_2, HIGH_2 = range(8, 18)
BIAS, HAS_BIAS, COLUMN, SYMBOLS, COLUMN_LAG = range(18, 23)
COLUMNS = 23

LOOKUP, LAYER, ACTIVATION, GATE, SUM, PEEPHOLE = range(6)

ZERO, ONE, TWO, THREE, FOUR = (np.uint64(n) for n in range(5))
FOURS = ~np.uint64(3)

FLAGS = {"reassoc", "contract"}
compiled = njit(nogil=True, fastmath=FLAGS, error_model="numpy", forceinline=True)


@compiled
def add_tangent(scale, T, place, source, now, to, low, high):
    """T[now, to] += scale T[place, source], over the parameters low..high-1."""
    for p in range(low, high):
        T[now, to, p] += scale * T[place, source, p]


# --- input lookup: u[t] is a one-hot vector (FUNCTION 0) or a row of the table of embeddings (FUNCTION 1) ---


@compiled
def lookup_forward(ops, k, w, S, row, token):
    to, size, start = ops[k, TO], ops[k, SIZE], ops[k, PARAMETER] + token * ops[k, SIZE]
    if ops[k, FUNCTION]:
        for i in range(size):
            S[row, to + i] = w[start + i]
    else:
        for i in range(size):
            S[row, to + i] = 0.0
        S[row, to + token] = 1.0


@compiled
def lookup_reverse(ops, k, A, gradient, row, token):
    to, size, start = ops[k, TO], ops[k, SIZE], ops[k, PARAMETER] + token * ops[k, SIZE]
    if ops[k, FUNCTION]:
        for i in range(size):
            gradient[start + i] += A[row, to + i]


@compiled
def lookup_tangent(ops, k, T, now, token):
    to, size, start = ops[k, TO], ops[k, SIZE], ops[k, PARAMETER] + token * ops[k, SIZE]
    if ops[k, FUNCTION]:
        for i in range(size):
            T[now, to + i, start + i] += 1.0


# --- layer: W s + (a column of W', which is W' u with a one-hot u) + bias; any of the three may be missing ---


@compiled
def layer_forward(ops, k, w, S, row, token, seen):
    to, size, source, width = ops[k, TO], ops[k, SIZE], ops[k, FROM], ops[k, WIDTH]
    at, start, bias = row - ops[k, LAG], ops[k, PARAMETER], ops[k, BIAS]
    column, symbols = ops[k, COLUMN] + token, ops[k, SYMBOLS]
    keep, has_bias, has_column = ops[k, FIRST] == 0, ops[k, HAS_BIAS], symbols > 0 and seen
    for i in range(size):
        total = S[row, to + i] if keep else 0.0
        if has_bias:
            total += w[bias + i]
        if has_column:
            total += w[column + i * symbols]
        S[row, to + i] = total
    fours = size & FOURS if width else ZERO
    for i in range(ZERO, fours, FOUR):
        add_four_products(w, start + i * width, width, S, at, source, row, to + i)
    for i in range(fours, size if width else ZERO):
        total = 0.0
        for j in range(width):
            total += w[start + i * width + j] * S[at, source + j]
        S[row, to + i] += total


@compiled
def add_four_products(w, first, width, S, at, source, row, to):
    """S[row, to..to + 3] += four rows of w times S[at, source..], which is read once."""
    second, third, fourth = first + width, first + TWO * width, first + THREE * width
    a, b, c, d = 0.0, 0.0, 0.0, 0.0
    for j in range(width):
        value = S[at, source + j]
        a += w[first + j] * value
        b += w[second + j] * value
        c += w[third + j] * value
        d += w[fourth + j] * value
    S[row, to] += a
    S[row, to + ONE] += b
    S[row, to + TWO] += c
    S[row, to + THREE] += d


@compiled
def layer_reverse(ops, k, w, S, A, gradient, row, token, seen):
    to, size, source, width = ops[k, TO], ops[k, SIZE], ops[k, FROM], ops[k, WIDTH]
    at, start, bias = row - ops[k, LAG], ops[k, PARAMETER], ops[k, BIAS]
    column, symbols = ops[k, COLUMN] + token, ops[k, SYMBOLS]
    fours = size & FOURS if width else ZERO
    for i in range(ZERO, fours, FOUR):
        add_four_rows(w, start + i * width, width, A, row, to + i, at, source)
    for i in range(fours, size if width else ZERO):
        delta = A[row, to + i]
        for j in range(width):
            A[at, source + j] += delta * w[start + i * width + j]
    for i in range(size if width else ZERO):
        delta = A[row, to + i]
        for j in range(width):
            gradient[start + j] += delta * S[at, source + j]
        start += width
    if ops[k, HAS_BIAS]:
        for i in range(size):
            gradient[bias + i] += A[row, to + i]
    if symbols > 0 and seen:
        for i in range(size):
            gradient[column + i * symbols] += A[row, to + i]


@compiled
def add_four_rows(w, first, width, A, row, to, at, source):
    """A[at, source..] += four rows of w, times A[row, to..to + 3]."""
    second, third, fourth = first + width, first + TWO * width, first + THREE * width
    a, b, c, d = A[row, to], A[row, to + ONE], A[row, to + TWO], A[row, to + THREE]
    for j in range(width):
        A[at, source + j] += a * w[first + j] + b * w[second + j] + c * w[third + j] + d * w[fourth + j]


@compiled
def layer_tangent(ops, k, w, S, T, row, now, before, token, seen):
    to, size, source, width = ops[k, TO], ops[k, SIZE], ops[k, FROM], ops[k, WIDTH]
    at, start, low, high = row - ops[k, LAG], ops[k, PARAMETER], ops[k, LOW_1], ops[k, HIGH_1]
    symbols = ops[k, SYMBOLS]
    for i in range(size):
        for j in range(width):
            add_tangent(w[start + j], T, before, source + j, now, to + i, low, high)
        for j in range(width):
            T[now, to + i, start + j] += S[at, source + j]
        start += width
        if ops[k, HAS_BIAS]:
            T[now, to + i, ops[k, BIAS] + i] += 1.0
        if symbols > 0 and seen:
            T[now, to + i, ops[k, COLUMN] + token + i * symbols] += 1.0


# --- activation: g(S); always the only term of its signal, so that g' follows from the signal ---


@compiled
def activation_forward(ops, k, S, row):
    activate(ops[k, FUNCTION], S, row - ops[k, LAG], ops[k, FROM], row, ops[k, TO], ops[k, SIZE])


@compiled
def activation_reverse(ops, k, S, A, row):
    to, size, source, at = ops[k, TO], ops[k, SIZE], ops[k, FROM], row - ops[k, LAG]
    function = ops[k, FUNCTION]
    if function == LOGISTIC:
        for i in range(size):
            A[at, source + i] += A[row, to + i] * slope(LOGISTIC, S[row, to + i])
    elif function == TANH:
        for i in range(size):
            A[at, source + i] += A[row, to + i] * slope(TANH, S[row, to + i])
    elif function == SOFTMAX:
        mean = 0.0
        for i in range(size):
            mean += S[row, to + i] * A[row, to + i]
        for i in range(size):
            A[at, source + i] += S[row, to + i] * (A[row, to + i] - mean)
    else:
        for i in range(size):
            A[at, source + i] += A[row, to + i] * slope(function, S[row, to + i])


@compiled
def activation_tangent(ops, k, S, T, row, now, before):
    to, size, source, function = ops[k, TO], ops[k, SIZE], ops[k, FROM], ops[k, FUNCTION]
    low, high = ops[k, LOW_1], ops[k, HIGH_1]
    for i in range(size):
        value = S[row, to + i]
        if function == SOFTMAX:
            add_tangent(value, T, before, source + i, now, to + i, low, high)
            for j in range(size):
                add_tangent(-value * S[row, to + j], T, before, source + j, now, to + i, low, high)
        else:
            add_tangent(slope(function, value), T, before, source + i, now, to + i, low, high)


# --- gate: a b, element by element; a has one component for every SHARE components (the cells of a block) of b ---


@compiled
def gate_forward(ops, k, S, row):
    to, a, b, share = ops[k, TO], ops[k, FROM], ops[k, FROM_2], ops[k, SHARE]
    at, at_2 = row - ops[k, LAG], row - ops[k, LAG_2]
    if ops[k, FIRST]:
        for i in range(ops[k, WIDTH]):
            for j in range(i * share, i * share + share):
                S[row, to + j] = S[at, a + i] * S[at_2, b + j]
    else:
        for i in range(ops[k, WIDTH]):
            for j in range(i * share, i * share + share):
                S[row, to + j] += S[at, a + i] * S[at_2, b + j]


@compiled
def gate_reverse(ops, k, S, A, row):
    to, a, b, share = ops[k, TO], ops[k, FROM], ops[k, FROM_2], ops[k, SHARE]
    at, at_2 = row - ops[k, LAG], row - ops[k, LAG_2]
    for i in range(ops[k, WIDTH]):
        for j in range(i * share, i * share + share):
            delta = A[row, to + j]
            A[at, a + i] += delta * S[at_2, b + j]
            A[at_2, b + j] += delta * S[at, a + i]


@compiled
def gate_tangent(ops, k, S, T, row, now, before, before_2):
    to, a, b, share = ops[k, TO], ops[k, FROM], ops[k, FROM_2], ops[k, SHARE]
    at, at_2 = row - ops[k, LAG], row - ops[k, LAG_2]
    for i in range(ops[k, WIDTH]):
        for j in range(i * share, i * share + share):
            add_tangent(S[at_2, b + j], T, before, a + i, now, to + j, ops[k, LOW_1], ops[k, HIGH_1])
            add_tangent(S[at, a + i], T, before_2, b + j, now, to + j, ops[k, LOW_2], ops[k, HIGH_2])


# --- sum: a signal as it is ---


@compiled
def sum_forward(ops, k, S, row):
    to, source, at = ops[k, TO], ops[k, FROM], row - ops[k, LAG]
    if ops[k, FIRST]:
        for i in range(ops[k, SIZE]):
            S[row, to + i] = S[at, source + i]
    else:
        for i in range(ops[k, SIZE]):
            S[row, to + i] += S[at, source + i]


@compiled
def sum_reverse(ops, k, A, row):
    to, source, at = ops[k, TO], ops[k, FROM], row - ops[k, LAG]
    for i in range(ops[k, SIZE]):
        A[at, source + i] += A[row, to + i]


@compiled
def sum_tangent(ops, k, T, now, before):
    to, source = ops[k, TO], ops[k, FROM]
    for i in range(ops[k, SIZE]):
        add_tangent(1.0, T, before, source + i, now, to + i, ops[k, LOW_1], ops[k, HIGH_1])


# --- peephole: every gate looks at the SHARE cells of its own block, one weight a cell ---


@compiled
def peephole_forward(ops, k, w, S, row):
    to, source, start, share = ops[k, TO], ops[k, FROM], ops[k, PARAMETER], ops[k, SHARE]
    at = row - ops[k, LAG]
    for i in range(ops[k, SIZE]):
        total = 0.0
        for j in range(i * share, i * share + share):
            total += w[start + j] * S[at, source + j]
        S[row, to + i] = total if ops[k, FIRST] else S[row, to + i] + total


@compiled
def peephole_reverse(ops, k, w, S, A, gradient, row):
    to, source, start, share = ops[k, TO], ops[k, FROM], ops[k, PARAMETER], ops[k, SHARE]
    at = row - ops[k, LAG]
    for i in range(ops[k, SIZE]):
        for j in range(i * share, i * share + share):
            A[at, source + j] += A[row, to + i] * w[start + j]
            gradient[start + j] += A[row, to + i] * S[at, source + j]


@compiled
def peephole_tangent(ops, k, w, S, T, row, now, before):
    to, source, start, share = ops[k, TO], ops[k, FROM], ops[k, PARAMETER], ops[k, SHARE]
    at = row - ops[k, LAG]
    for i in range(ops[k, SIZE]):
        for j in range(i * share, i * share + share):
            add_tangent(w[start + j], T, before, source + j, now, to + i, ops[k, LOW_1], ops[k, HIGH_1])
            T[now, to + i, start + j] += S[at, source + j]
