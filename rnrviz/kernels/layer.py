"""The operation "layer": W s, the bias, and the column that a one-hot input picks from a matrix, in one pass.

Any of the three may be missing. The faces are as in `rnrviz.kernels.operations`.
"""

from rnrviz.kernels.table import (
    BIAS,
    COLUMN,
    FIRST,
    FOUR,
    FOURS,
    FROM,
    HAS_BIAS,
    HIGH_1,
    LAG,
    LOW_1,
    ONE,
    PARAMETER,
    SIZE,
    SYMBOLS,
    THREE,
    TO,
    TWO,
    WIDTH,
    ZERO,
    add_tangent,
    compiled,
)


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
def layer_reverse(ops, k, w, A, row):
    to, size, source, width = ops[k, TO], ops[k, SIZE], ops[k, FROM], ops[k, WIDTH]
    at, start = row - ops[k, LAG], ops[k, PARAMETER]
    fours = size & FOURS if width else ZERO
    for i in range(ZERO, fours, FOUR):
        add_four_rows(w, start + i * width, width, A, row, to + i, at, source)
    for i in range(fours, size if width else ZERO):
        delta = A[row, to + i]
        for j in range(width):
            A[at, source + j] += delta * w[start + i * width + j]


@compiled
def layer_gather(ops, k, S, A, gradient, row, token, seen):
    """One instant's part."""
    to, size, source, width = ops[k, TO], ops[k, SIZE], ops[k, FROM], ops[k, WIDTH]
    at, start, bias = row - ops[k, LAG], ops[k, PARAMETER], ops[k, BIAS]
    column, symbols = ops[k, COLUMN] + token, ops[k, SYMBOLS]
    for i in range(size):
        delta = A[row, to + i]
        for j in range(width):
            gradient[start + j] += delta * S[at, source + j]
        start += width
        if ops[k, HAS_BIAS]:
            gradient[bias + i] += delta
        if symbols > 0 and seen:
            gradient[column + i * symbols] += delta


@compiled
def layer_gather_four(ops, k, S, A, gradient, row):
    """The part of four instants from ``row`` on, one-hot columns apart, so that the gradient is read only once."""
    to, size, source, width = ops[k, TO], ops[k, SIZE], ops[k, FROM], ops[k, WIDTH]
    at, start, bias = row - ops[k, LAG], ops[k, PARAMETER], ops[k, BIAS]
    for i in range(size):
        e, f, g, h = A[row, to + i], A[row + ONE, to + i], A[row + TWO, to + i], A[row + THREE, to + i]
        for j in range(width):
            gradient[start + j] += (e * S[at, source + j] + f * S[at + ONE, source + j]) + (
                g * S[at + TWO, source + j] + h * S[at + THREE, source + j]
            )
        start += width
        if ops[k, HAS_BIAS]:
            gradient[bias + i] += (e + f) + (g + h)


@compiled
def column_gather(ops, k, A, gradient, row, token):
    """The one-hot column's part of one instant."""
    to, column, symbols = ops[k, TO], ops[k, COLUMN] + token, ops[k, SYMBOLS]
    for i in range(ops[k, SIZE]):
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
