"""The operation "layer": W s, the bias, and the column that a one-hot input picks from a matrix, in one pass.

Any of the three may be missing. The faces are as in `rnrviz.kernels.operations`; forward reads the weights as
`rnrviz.kernels.packing` puts them.
"""

import numpy as np

from rnrviz.kernels.lanes import spread
from rnrviz.kernels.memory import load, number
from rnrviz.kernels.packing import padded, panel
from rnrviz.kernels.panels import SCALE, meets
from rnrviz.kernels.product import product
from rnrviz.kernels.reading import put
from rnrviz.kernels.table import (
    COLUMN_LAG,
    EIGHT,
    FIRST,
    FOUR,
    FOURS,
    FROM,
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
)

FIVE, SIXTEEN, TWENTY_FOUR, THIRTY_TWO = FOUR + ONE, EIGHT * TWO, EIGHT * THREE, EIGHT * FOUR


@compiled
def entry(ops, k, tokens, t, stop):
    """Which row of its table a layer adds at t: the symbol's, or the last where there is none."""
    source = t - ops[k, COLUMN_LAG]  # before the first token: far beyond the last
    return np.uint64(tokens[source]) if ops[k, SYMBOLS] and source < stop else ops[k, SYMBOLS]


@compiled
def layer_forward(ops, k, P, S, tokens, start, stop, row, many):
    """``many`` instants from ``row`` on; four at a time the weights are read only once."""
    done = ZERO
    while done < many:
        t = row + done - start
        one = entry(ops, k, tokens, t, stop)
        if done + FOUR > many:
            layer_one(ops, k, P, S, row + done, one)
            done += ONE
        else:
            two, three = entry(ops, k, tokens, t + ONE, stop), entry(ops, k, tokens, t + TWO, stop)
            layer_four(ops, k, P, S, row + done, one, two, three, entry(ops, k, tokens, t + THREE, stop))
            done += FOUR


@compiled
def layer_one(ops, k, P, S, row, entry):
    """One instant; ``entry`` is the symbol's row in the table."""
    to, size, width, keep = ops[k, TO], ops[k, SIZE], ops[k, WIDTH], ops[k, FIRST] == 0
    step = np.uint64(S.shape[1])
    source = (row - ops[k, LAG]) * step + ops[k, FROM]
    table = ops[k, PLACE] + padded(size) * (width + entry)
    to_row, panels = row * step + to, padded(size) >> FIVE
    for n in range(panels):  # to and fro: the last panels of an instant are still near at the next
        top = THIRTY_TWO * (panels - ONE - n if row & ONE else n)
        at, many = ops[k, PLACE] + top * width, size - top
        four_eights(P, at, width, S, source, table + top, to_row + top, keep, many)
    top = THIRTY_TWO * panels
    at = ops[k, PLACE] + top * width
    while top < size:
        left = size - top
        if left > EIGHT:
            two_eights(P, at, width, S, source, table + top, to_row + top, keep, left)
            at += SIXTEEN * width
            top += SIXTEEN
        else:
            put(S, to_row + top, eight(P, at, width, S, source, table + top), keep, left)
            top += EIGHT


@compiled
def eight(P, at, width, S, source, table):
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
    return (a + b) + (c + d)


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
    put(S, to, a + c, keep, EIGHT)
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
    put(S, to, a + e, keep, EIGHT)
    put(S, to + EIGHT, b + f, keep, EIGHT)
    put(S, to + SIXTEEN, c + g, keep, EIGHT)
    put(S, to + TWENTY_FOUR, d + h, keep, many - TWENTY_FOUR)


@compiled
def layer_four(ops, k, P, S, row, first_entry, second_entry, third_entry, fourth_entry):
    """Four instants from ``row`` on, with their rows in the table."""
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
def layer_reverse(ops, k, P, A, row, many):
    size, width, step = ops[k, SIZE], ops[k, WIDTH], np.uint64(A.shape[1])
    target, delta = (row - ops[k, LAG]) * step + ops[k, FROM], row * step + ops[k, TO]
    eights, fours, apart = size >> THREE << THREE, size & FOURS, padded(width)
    for _ in range(many):
        for n in range(ZERO, eights, EIGHT):  # to and fro, as above
            i = eights - EIGHT - n if row & ONE else n
            add_eight_rows(P, ops[k, PLACE] + i * apart, width, A, delta + i, target)
        at = ops[k, PLACE] + eights * apart
        if eights < fours:
            add_four_rows(P, at, width, A, delta + eights, target)
            at += FOUR * apart
        for i in range(fours, size):
            value = spread(number(A, delta + i))
            for j in range(ZERO, width, EIGHT):
                put(A, target + j, value * load(P, at), True, width - j)
                at += EIGHT
        target += step
        delta += step


@compiled
def add_four_rows(P, at, width, A, delta, target):
    """A[target..] += four rows of the matrix, times A[delta..delta + 3]."""
    a, b = spread(number(A, delta)), spread(number(A, delta + ONE))
    c, d = spread(number(A, delta + TWO)), spread(number(A, delta + THREE))
    apart = padded(width)
    for j in range(ZERO, width, EIGHT):
        value = a * load(P, at + j) + b * load(P, at + apart + j)
        other = c * load(P, at + TWO * apart + j) + d * load(P, at + THREE * apart + j)
        put(A, target + j, value + other, True, width - j)


@compiled
def add_eight_rows(P, at, width, A, delta, target):
    """The same of eight rows."""
    a, b = spread(number(A, delta)), spread(number(A, delta + ONE))
    c, d = spread(number(A, delta + TWO)), spread(number(A, delta + THREE))
    apart = padded(width)
    delta, lower = delta + FOUR, at + FOUR * apart
    e, f = spread(number(A, delta)), spread(number(A, delta + ONE))
    g, h = spread(number(A, delta + TWO)), spread(number(A, delta + THREE))
    for j in range(ZERO, width, EIGHT):
        value = a * load(P, at + j) + b * load(P, at + apart + j)
        other = c * load(P, at + TWO * apart + j) + d * load(P, at + THREE * apart + j)
        value += e * load(P, lower + j) + f * load(P, lower + apart + j)
        other += g * load(P, lower + TWO * apart + j) + h * load(P, lower + THREE * apart + j)
        put(A, target + j, value + other, True, width - j)


@compiled
def layer_tangent(ops, k, w, T, scale, to, source, step, columns, begin, end):
    size, width, start, first = ops[k, SIZE], ops[k, WIDTH], ops[k, PARAMETER], ops[k, SCALE]
    many = width if meets(ops[k, LOW_1], ops[k, HIGH_1], begin, end) else ZERO
    product(w, start, width, T, source, to, step, columns, many, size, ops[k, FIRST] == 0, scale, first)
