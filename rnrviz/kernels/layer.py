"""The operation "layer": W s, the bias, and the column that a one-hot input picks from a matrix, in one pass.

Any of the three may be missing. The faces are as in `rnrviz.kernels.operations`; forward reads the weights as
`rnrviz.kernels.packing` puts them.
"""

import numpy as np

from rnrviz.kernels.lanes import first, load, load_some, number, spread, store
from rnrviz.kernels.packing import padded, panel
from rnrviz.kernels.reading import put
from rnrviz.kernels.table import (
    BIAS,
    COLUMN,
    COLUMN_LAG,
    EIGHT,
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
    PLACE,
    SIZE,
    SYMBOLS,
    THREE,
    TO,
    TWO,
    WIDTH,
    ZERO,
    compiled,
    add_tangent,
)

SIXTEEN, TWENTY_FOUR = EIGHT * TWO, EIGHT * THREE


@compiled
def entry(ops, k, tokens, t, stop):
    """Which row of its table a layer adds at t: the symbol's, or the last where there is none."""
    source = t - ops[k, COLUMN_LAG]  # before the first token: far beyond the last
    return np.uint64(tokens[source]) if ops[k, SYMBOLS] and source < stop else ops[k, SYMBOLS]


@compiled
def layer_forward(ops, k, P, S, row, entry):
    """One instant; ``entry`` is the symbol's row in the table."""
    to, size, width, keep = ops[k, TO], ops[k, SIZE], ops[k, WIDTH], ops[k, FIRST] == 0
    source = (row - ops[k, LAG]) * S.shape[1] + ops[k, FROM]
    table = ops[k, PLACE] + padded(size) * (width + entry)
    to_row, top, at = row * S.shape[1] + to, ZERO, ops[k, PLACE]
    while top < size:
        rows = panel(padded(size) - top)
        if rows > SIXTEEN:
            four_eights(P, at, width, S, source, table + top, to_row + top, keep, size - top)
        elif rows > EIGHT:
            two_eights(P, at, width, S, source, table + top, to_row + top, keep, size - top)
        else:
            one_eight(P, at, width, S, source, table + top, to_row + top, keep, size - top)
        at += rows * width
        top += rows


@compiled
def one_eight(P, at, width, S, source, table, to, keep, many):
    """Eight components of a layer, its products four at a time."""
    a, b, c, d = load(P, table), spread(0.0), spread(0.0), spread(0.0)
    fours = width & FOURS
    for j in range(ZERO, fours, FOUR):
        a += spread(number(S, source + j)) * load(P, at)
        b += spread(number(S, source + j + ONE)) * load(P, at + EIGHT)
        c += spread(number(S, source + j + TWO)) * load(P, at + SIXTEEN)
        d += spread(number(S, source + j + THREE)) * load(P, at + TWENTY_FOUR)
        at += EIGHT * FOUR
    for j in range(fours, width):
        a += spread(number(S, source + j)) * load(P, at)
        at += EIGHT
    put(S, to, (a + b) + (c + d), keep, many)


@compiled
def two_eights(P, at, width, S, source, table, to, keep, many):
    """Sixteen components of a layer."""
    a, b, c, d = load(P, table), load(P, table + EIGHT), spread(0.0), spread(0.0)
    twos = width >> ONE << ONE
    for j in range(ZERO, twos, TWO):
        x, y = spread(number(S, source + j)), spread(number(S, source + j + ONE))
        a += x * load(P, at)
        b += x * load(P, at + EIGHT)
        c += y * load(P, at + SIXTEEN)
        d += y * load(P, at + TWENTY_FOUR)
        at += EIGHT * FOUR
    if twos < width:
        x = spread(number(S, source + twos))
        a += x * load(P, at)
        b += x * load(P, at + EIGHT)
    put(S, to, a + c, keep, many)
    put(S, to + EIGHT, b + d, keep, many - EIGHT)


@compiled
def four_eights(P, at, width, S, source, table, to, keep, many):
    """Thirty-two components of a layer."""
    a, b, c, d = load(P, table), load(P, table + EIGHT), load(P, table + SIXTEEN), load(P, table + TWENTY_FOUR)
    e, f, g, h = spread(0.0), spread(0.0), spread(0.0), spread(0.0)
    twos = width >> ONE << ONE
    for j in range(ZERO, twos, TWO):
        x, y = spread(number(S, source + j)), spread(number(S, source + j + ONE))
        other = at + EIGHT * FOUR
        a += x * load(P, at)
        b += x * load(P, at + EIGHT)
        c += x * load(P, at + SIXTEEN)
        d += x * load(P, at + TWENTY_FOUR)
        e += y * load(P, other)
        f += y * load(P, other + EIGHT)
        g += y * load(P, other + SIXTEEN)
        h += y * load(P, other + TWENTY_FOUR)
        at = other + EIGHT * FOUR
    if twos < width:
        x = spread(number(S, source + twos))
        a += x * load(P, at)
        b += x * load(P, at + EIGHT)
        c += x * load(P, at + SIXTEEN)
        d += x * load(P, at + TWENTY_FOUR)
    put(S, to, a + e, keep, many)
    put(S, to + EIGHT, b + f, keep, many - EIGHT)
    put(S, to + SIXTEEN, c + g, keep, many - SIXTEEN)
    put(S, to + TWENTY_FOUR, d + h, keep, many - TWENTY_FOUR)


@compiled
def layer_forward_four(ops, k, P, S, row, first_entry, second_entry, third_entry, fourth_entry):
    """Four instants from ``row`` on, so that the weights are read only once."""
    to, size, width, keep = ops[k, TO], ops[k, SIZE], ops[k, WIDTH], ops[k, FIRST] == 0
    step = np.uint64(S.shape[1])
    source = (row - ops[k, LAG]) * step + ops[k, FROM]
    table = ops[k, PLACE] + padded(size) * width
    top, at = ZERO, ops[k, PLACE]
    while top < size:
        rows = panel(padded(size) - top)
        for i in range(ZERO, rows, EIGHT):
            below = table + top + i
            a, b = load(P, below + first_entry * padded(size)), load(P, below + second_entry * padded(size))
            c, d = load(P, below + third_entry * padded(size)), load(P, below + fourth_entry * padded(size))
            for j in range(width):
                weights, x = load(P, at + i + j * rows), source + j
                a += spread(number(S, x)) * weights
                b += spread(number(S, x + step)) * weights
                c += spread(number(S, x + TWO * step)) * weights
                d += spread(number(S, x + THREE * step)) * weights
            here, many = row * step + to + top + i, size - top - i
            put(S, here, a, keep, many)
            put(S, here + step, b, keep, many)
            put(S, here + TWO * step, c, keep, many)
            put(S, here + THREE * step, d, keep, many)
        at += rows * width
        top += rows


@compiled
def layer_reverse(ops, k, w, A, row):
    to, size, source, width = ops[k, TO], ops[k, SIZE], ops[k, FROM], ops[k, WIDTH]
    target, start = (row - ops[k, LAG]) * A.shape[1] + source, ops[k, PARAMETER]
    delta = row * A.shape[1] + to
    eights, fours = (size >> THREE << THREE, size & FOURS) if width else (ZERO, ZERO)
    for i in range(ZERO, eights, EIGHT):
        add_eight_rows(w, start + i * width, width, A, delta + i, target)
    for i in range(eights, fours, FOUR):
        add_four_rows(w, start + i * width, width, A, delta + i, target)
    for i in range(fours, size if width else ZERO):
        value = spread(number(A, delta + i))
        for j in range(ZERO, width, EIGHT):
            weights = load_some(w, start + i * width + j, first(width - j), 0.0)
            put(A, target + j, value * weights, True, width - j)


@compiled
def add_four_rows(w, at, width, A, delta, target):
    """A[target..] += four rows of w, times A[delta..delta + 3]."""
    a, b = spread(number(A, delta)), spread(number(A, delta + ONE))
    c, d = spread(number(A, delta + TWO)), spread(number(A, delta + THREE))
    for j in range(ZERO, width, EIGHT):
        some = first(width - j)
        value = a * load_some(w, at + j, some, 0.0) + b * load_some(w, at + width + j, some, 0.0)
        other = c * load_some(w, at + TWO * width + j, some, 0.0)
        other += d * load_some(w, at + THREE * width + j, some, 0.0)
        put(A, target + j, value + other, True, width - j)


@compiled
def add_eight_rows(w, at, width, A, delta, target):
    """The same of eight rows."""
    a, b = spread(number(A, delta)), spread(number(A, delta + ONE))
    c, d = spread(number(A, delta + TWO)), spread(number(A, delta + THREE))
    delta, lower = delta + FOUR, at + FOUR * width
    e, f = spread(number(A, delta)), spread(number(A, delta + ONE))
    g, h = spread(number(A, delta + TWO)), spread(number(A, delta + THREE))
    full = width >> THREE << THREE
    for j in range(ZERO, full, EIGHT):
        value = a * load(w, at + j) + b * load(w, at + width + j)
        other = c * load(w, at + TWO * width + j) + d * load(w, at + THREE * width + j)
        value += e * load(w, lower + j) + f * load(w, lower + width + j)
        other += g * load(w, lower + TWO * width + j) + h * load(w, lower + THREE * width + j)
        store(A, target + j, load(A, target + j) + (value + other))
    if full < width:
        some = first(width - full)
        at, lower = at + full, lower + full
        value = a * load_some(w, at, some, 0.0) + b * load_some(w, at + width, some, 0.0)
        other = c * load_some(w, at + TWO * width, some, 0.0) + d * load_some(w, at + THREE * width, some, 0.0)
        value += e * load_some(w, lower, some, 0.0) + f * load_some(w, lower + width, some, 0.0)
        other += g * load_some(w, lower + TWO * width, some, 0.0) + h * load_some(w, lower + THREE * width, some, 0.0)
        put(A, target + full, value + other, True, width - full)


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
