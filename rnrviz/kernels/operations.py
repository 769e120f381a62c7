"""The operations an architecture compiles to, three faces each; the reverse face is in two halves.

Input lookup; layer, which is the matrix product, the bias and the column that a one-hot input picks from a matrix, in
one pass; activation; gate, the product element by element; sum, a signal times a number; peephole, the product cell
by cell; constant, a number added.

``forward`` adds to a signal. ``reverse`` adds, from the adjoint delta of what was written, to the adjoints of what
was read, and ``gather``, where there are weights, adds delta times what was read to the gradient (BPTT). ``tangent``
adds to d(signal)/d(parameters) (RTRL).

Layer stands in a file of its own; `rnrviz.kernels.table` says what the columns and the arrays are.
"""

import numpy as np

from rnrviz.kernels.activations import LOGISTIC, SOFTMAX, TANH, activate, slope
from rnrviz.kernels.lanes import evens, odds, spread, twice
from rnrviz.kernels.memory import load, number, put_number, store
from rnrviz.kernels.panels import add_row, clear, meets
from rnrviz.kernels.reading import put, read, write
from rnrviz.kernels.table import (
    EIGHT,
    FIRST,
    FOUR,
    FROM,
    FROM_2,
    FUNCTION,
    HIGH_1,
    HIGH_2,
    LAG,
    LAG_2,
    LOW_1,
    LOW_2,
    PARAMETER,
    SEVEN,
    SHARE,
    SIZE,
    TO,
    TWO,
    WIDTH,
    ZERO,
    compiled,
    factor,
)

# --- input lookup: u[t] is a one-hot vector (FUNCTION 0) or a row of a table, trained (1) or fixed (2) ---


@compiled
def lookup_forward(ops, k, w, S, row, token):
    to, size, start = ops[k, TO], ops[k, SIZE], ops[k, PARAMETER] + token * ops[k, SIZE]
    if ops[k, FUNCTION]:
        for i in range(size):
            S[row, to + i] = w[start + i]
    else:
        at = row * np.uint64(S.shape[1]) + to
        for i in range(ZERO, size, EIGHT):
            write(S, at + i, size - i, spread(0.0))
        put_number(S, at + token, 1.0)


@compiled
def lookup_gather(ops, k, A, gradient, row, token):
    to, size, start = ops[k, TO], ops[k, SIZE], ops[k, PARAMETER] + token * ops[k, SIZE]
    if ops[k, FUNCTION] == 1:
        for i in range(size):
            gradient[start + i] += A[row, to + i]


# --- activation: g(S); always the only term of its signal, so that g' follows from the signal ---


@compiled
def activation_forward(ops, k, S, row, many):
    size, function, step = ops[k, SIZE], ops[k, FUNCTION], np.uint64(S.shape[1])
    at, here = (row - ops[k, LAG]) * step + ops[k, FROM], row * step + ops[k, TO]
    for _ in range(many):
        activate(function, S, at, here, size)
        at += step
        here += step


@compiled
def activation_reverse(ops, k, S, A, row, many):
    size, function, step = ops[k, SIZE], ops[k, FUNCTION] & SEVEN, np.uint64(A.shape[1])
    at, here = (row - ops[k, LAG]) * step + ops[k, FROM], row * step + ops[k, TO]
    sign = -1.0 if ops[k, FUNCTION] > SEVEN else 1.0
    for _ in range(many):
        mean = 0.0
        if function == SOFTMAX:
            for i in range(size):
                mean += number(S, here + i) * number(A, here + i)
        for i in range(ZERO, size, EIGHT):
            y, delta = read(S, here + i, size - i), read(A, here + i, size - i)
            if function == SOFTMAX:
                delta = y * (delta - mean)
            elif function == LOGISTIC:
                delta = delta * slope(LOGISTIC, y)
            elif function == TANH:
                delta = delta * slope(TANH, y)
            else:
                delta = delta * slope(function, y)
            put(A, at + i, sign * delta, True, size - i)
        at += step
        here += step


@compiled
def activation_tangent(ops, k, S, T, row, to, source, step, columns):
    place, size, function = ops[k, TO], ops[k, SIZE], ops[k, FUNCTION]
    if function == SOFTMAX:
        for p in range(ZERO, columns, EIGHT):
            mean = spread(0.0)
            for i in range(size):
                mean += S[row, place + i] * load(T, source + i * step + p)
            for i in range(size):
                store(T, to + i * step + p, S[row, place + i] * (load(T, source + i * step + p) - mean))
    else:
        for i in range(size):
            add_row(T, to + i * step, False, slope(function, S[row, place + i]), source + i * step, columns)


@compiled
def slopes(ops, k, S, scale, row):
    """The activation's slopes, for the layer before it, which multiplies by them."""
    for i in range(ops[k, SIZE]):
        scale[ops[k, FROM] + i] = slope(ops[k, FUNCTION], S[row, ops[k, TO] + i])


# --- gate: a b, element by element; a has one component for every SHARE components (the cells of a block) of b ---


@compiled
def gate_some(S, a, source, to, first, many):
    """Up to eight components."""
    b = read(S, source, many)
    if first:
        write(S, to, many, a * b)
    else:
        write(S, to, many, read(S, to, many) + a * b)


@compiled
def gate_forward(ops, k, S, row):
    to, a, b, share, width = ops[k, TO], ops[k, FROM], ops[k, FROM_2], ops[k, SHARE], ops[k, WIDTH]
    at, at_2, first, step = row - ops[k, LAG], row - ops[k, LAG_2], ops[k, FIRST], np.uint64(S.shape[1])
    here, one, two = row * step + to, at * step + a, at_2 * step + b
    if share == 1:
        for i in range(ZERO, width, EIGHT):
            gate_some(S, read(S, one + i, width - i), two + i, here + i, first, width - i)
    elif share == TWO and width <= FOUR:
        gate_some(S, twice(read(S, one, width)), two, here, first, TWO * width)
    else:
        for i in range(ops[k, WIDTH]):
            for j in range(i * share, i * share + share):
                value = S[at, a + i] * S[at_2, b + j]
                S[row, to + j] = value if first else S[row, to + j] + value


@compiled
def gate_reverse(ops, k, S, A, row):
    to, a, b, share, width = ops[k, TO], ops[k, FROM], ops[k, FROM_2], ops[k, SHARE], ops[k, WIDTH]
    at, at_2, step = row - ops[k, LAG], row - ops[k, LAG_2], np.uint64(A.shape[1])
    here, one, two = row * step + to, at * step + a, at_2 * step + b
    if share == 1:
        for i in range(ZERO, width, EIGHT):
            many = width - i
            delta, first, second = read(A, here + i, many), read(S, one + i, many), read(S, two + i, many)
            write(A, one + i, many, read(A, one + i, many) + delta * second)
            write(A, two + i, many, read(A, two + i, many) + delta * first)
    elif share == TWO and width <= FOUR:
        delta, first, second = read(A, here, TWO * width), twice(read(S, one, width)), read(S, two, TWO * width)
        product = delta * second
        write(A, one, width, read(A, one, width) + (evens(product) + odds(product)))
        write(A, two, TWO * width, read(A, two, TWO * width) + delta * first)
    else:
        for i in range(ops[k, WIDTH]):
            for j in range(i * share, i * share + share):
                delta = A[row, to + j]
                A[at, a + i] += delta * S[at_2, b + j]
                A[at_2, b + j] += delta * S[at, a + i]


@compiled
def gate_tangent(ops, k, S, T, row, to, source, source_2, step, columns, begin, end):
    a, b, share, keep = ops[k, FROM], ops[k, FROM_2], ops[k, SHARE], ops[k, FIRST] == 0
    at, at_2 = row - ops[k, LAG], row - ops[k, LAG_2]
    one = meets(ops[k, LOW_1], ops[k, HIGH_1], begin, end)
    two = meets(ops[k, LOW_2], ops[k, HIGH_2], begin, end)
    for i in range(ops[k, WIDTH]):
        for j in range(i * share, i * share + share):
            if one:
                add_row(T, to + j * step, keep, S[at_2, b + j], source + i * step, columns)
            if two:
                add_row(T, to + j * step, keep or one, S[at, a + i], source_2 + j * step, columns)


# --- sum: a signal times the number FACTOR ---


@compiled
def sum_forward(ops, k, S, row):
    to, source, at, first, scale = ops[k, TO], ops[k, FROM], row - ops[k, LAG], ops[k, FIRST], factor(ops, k)
    for i in range(ops[k, SIZE]):
        value = scale * S[at, source + i]
        S[row, to + i] = value if first else S[row, to + i] + value


@compiled
def sum_reverse(ops, k, A, row):
    to, source, at, scale = ops[k, TO], ops[k, FROM], row - ops[k, LAG], factor(ops, k)
    for i in range(ops[k, SIZE]):
        A[at, source + i] += scale * A[row, to + i]


@compiled
def sum_tangent(ops, k, T, to, source, step, columns):
    for i in range(ops[k, SIZE]):
        add_row(T, to + i * step, ops[k, FIRST] == 0, factor(ops, k), source + i * step, columns)


# --- constant: the number FACTOR; nothing depends on anything ---


@compiled
def constant_forward(ops, k, S, row):
    to, first, value = ops[k, TO], ops[k, FIRST], factor(ops, k)
    for i in range(ops[k, SIZE]):
        S[row, to + i] = value if first else S[row, to + i] + value


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
def peephole_reverse(ops, k, w, A, row):
    to, source, start, share = ops[k, TO], ops[k, FROM], ops[k, PARAMETER], ops[k, SHARE]
    at = row - ops[k, LAG]
    for i in range(ops[k, SIZE]):
        for j in range(i * share, i * share + share):
            A[at, source + j] += A[row, to + i] * w[start + j]


@compiled
def peephole_gather(ops, k, S, A, gradient, row):
    to, source, start, share = ops[k, TO], ops[k, FROM], ops[k, PARAMETER], ops[k, SHARE]
    at = row - ops[k, LAG]
    for i in range(ops[k, SIZE]):
        for j in range(i * share, i * share + share):
            gradient[start + j] += A[row, to + i] * S[at, source + j]


@compiled
def peephole_tangent(ops, k, w, T, to, source, step, columns, begin, end):
    size, start, share, keep = ops[k, SIZE], ops[k, PARAMETER], ops[k, SHARE], ops[k, FIRST] == 0
    if meets(ops[k, LOW_1], ops[k, HIGH_1], begin, end):
        for i in range(size):
            for j in range(i * share, i * share + share):
                add_row(T, to + i * step, keep or j > i * share, w[start + j], source + j * step, columns)
    elif not keep:
        clear(T, to, step, size, columns)
