"""The operation "layer": W s, the bias, and the column that a one-hot input picks from a matrix, in one pass.

Any of the three may be missing. The faces are as in `rnrviz.kernels.operations`; forward reads the weights as
`rnrviz.kernels.packing` puts them.
"""

import numpy as np

from rnrviz.kernels.activations import activate
from rnrviz.kernels.lanes import spread
from rnrviz.kernels.memory import load, number
from rnrviz.kernels.packing import padded, panel
from rnrviz.kernels.panels import SCALE, is_clear, meets
from rnrviz.kernels.product import product
from rnrviz.kernels.reading import put
from rnrviz.kernels.registers import add_columns, eight, eight_by_four, four_eights, sixteen_by_four, two_eights
from rnrviz.kernels.table import (
    AFTER,
    COLUMN_LAG,
    EIGHT,
    FIRST,
    FOUR,
    FOURS,
    FROM,
    FUNCTION,
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
        activate_part(ops, k, S, row * step, to + top, to + top + THIRTY_TWO)
    rest = THIRTY_TWO * panels
    top, at = rest, ops[k, PLACE] + rest * width
    while top < size:
        left = size - top
        if left > EIGHT:
            two_eights(P, at, width, S, source, table + top, to_row + top, keep, left)
            at += SIXTEEN * width
            top += SIXTEEN
        else:
            put(S, to_row + top, eight(P, at, width, S, source, table + top), keep, left)
            top += EIGHT
    activate_part(ops, k, S, row * step, to + rest, to + size)


@compiled
def activate_part(ops, k, S, origin, low, high):
    """What the activations after a layer make of its components low..high-1; the row begins at ``origin``."""
    for n in range(k + ONE, k + ONE + ops[k, AFTER]):
        begin, end = max(low, ops[n, FROM]), min(high, ops[n, FROM] + ops[n, SIZE])
        if begin < end:
            activate(ops[n, FUNCTION], S, origin + begin, origin + ops[n, TO] + begin - ops[n, FROM], end - begin)


@compiled
def layer_four(ops, k, P, S, row, first_entry, second_entry, third_entry, fourth_entry):
    """Four instants from ``row`` on, with their rows in the table."""
    to, size, width, keep = ops[k, TO], ops[k, SIZE], ops[k, WIDTH], ops[k, FIRST] == 0
    step, all_rows = np.uint64(S.shape[1]), padded(size)
    source = (row - ops[k, LAG]) * step + ops[k, FROM]
    table = ops[k, PLACE] + all_rows * width
    one, two = table + first_entry * all_rows, table + second_entry * all_rows
    three, four = table + third_entry * all_rows, table + fourth_entry * all_rows
    top, at = ZERO, ops[k, PLACE]
    while top < size:
        rows = panel(all_rows - top)
        for i in range(ZERO, rows, SIXTEEN):
            here, many = row * step + to + top + i, size - top - i
            a, b, c, d = (
                load(P, one + top + i),
                load(P, two + top + i),
                load(P, three + top + i),
                load(P, four + top + i),
            )
            if rows > EIGHT:
                below = top + i + EIGHT
                others = load(P, one + below), load(P, two + below), load(P, three + below), load(P, four + below)
                sixteen_by_four(P, at + i, rows, width, S, source, step, (a, b, c, d), others, here, keep, many)
            else:
                eight_by_four(P, at, rows, width, S, source, step, (a, b, c, d), here, keep, many)
        at += rows * width
        top += rows


@compiled
def layer_reverse(ops, k, P, A, row, many):
    """Four instants at a time the weights are read only once."""
    width, step, done = ops[k, WIDTH], np.uint64(A.shape[1]), ZERO
    target, delta = (row - ops[k, LAG]) * step + ops[k, FROM], row * step + ops[k, TO]
    while done < many:
        if done + FOUR > many:
            reverse_one(ops, k, P, A, row + done, target, delta)
            done += ONE
            target += step
            delta += step
        else:
            for j in range(ZERO, width, SIXTEEN):
                add_columns(P, ops[k, PLACE] + j, padded(width), ops[k, SIZE], A, delta, step, target + j, width - j)
            done += FOUR
            target += FOUR * step
            delta += FOUR * step


@compiled
def reverse_one(ops, k, P, A, row, target, delta):
    """One instant: its delta of what the layer writes, added to that of what it reads."""
    size, width = ops[k, SIZE], ops[k, WIDTH]
    eights, fours, apart = size >> THREE << THREE, size & FOURS, padded(width)
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
def layer_tangent(ops, k, w, T, scale, to, source, step, columns, begin, end, early):
    """``early``: most of what is read is still zero, so that the product leaves out the zeros at both ends."""
    size, width, first = ops[k, SIZE], ops[k, WIDTH], ops[k, SCALE]
    low, high = ZERO, width if meets(ops[k, LOW_1], ops[k, HIGH_1], begin, end) else ZERO
    if early:
        while low < high and is_clear(T, source + low * step, columns):
            low += ONE
        while low < high and is_clear(T, source + (high - ONE) * step, columns):
            high -= ONE
    start, source = ops[k, PARAMETER] + low, source + low * step
    product(w, start, width, T, source, to, step, columns, high - low, size, ops[k, FIRST] == 0, scale, first)
