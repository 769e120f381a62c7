"""What all instants together contribute to the gradient of a layer: the sum of delta[tau] times what was read at tau.

The gradient of a matrix is summed up in the registers, four rows by twenty-four columns at a time, over a group of
instants. The deltas of biases and one-hot columns are summed up by symbol first, in C (symbols + 1, rows padded to
eights), whose last row is of the instants without a symbol.
"""

import numpy as np

from rnrviz.kernels.lanes import first, spread
from rnrviz.kernels.memory import load, load_some, number, store, store_some
from rnrviz.kernels.packing import padded
from rnrviz.kernels.table import (
    BIAS,
    COLUMN,
    COLUMN_LAG,
    EIGHT,
    FOUR,
    FOURS,
    FROM,
    HAS_BIAS,
    LAG,
    ONE,
    PARAMETER,
    SIZE,
    SYMBOLS,
    THREE,
    TO,
    TWO,
    WIDTH,
    ZERO,
    compiled,
)

SIXTEEN, TWENTY_FOUR = EIGHT * TWO, EIGHT * THREE
GROUP = np.uint64(48)  # instants; their rows of the record stay in the nearest cache


@compiled
def layer_gather(ops, k, S, A, tokens, C, gradient, start, begin, stop):
    """The part of the instants begin..stop-1."""
    if ops[k, WIDTH]:
        for t in range(begin, stop, GROUP):
            matrix_gather(ops, k, S, A, gradient, t + start, min(GROUP, stop - t))
    if ops[k, SYMBOLS] or ops[k, HAS_BIAS]:
        symbol_gather(ops, k, A, tokens, C, start, begin, stop)
        rows, size, symbols = padded(ops[k, SIZE]), ops[k, SIZE], ops[k, SYMBOLS]
        for symbol in range(symbols):
            for i in range(size):
                gradient[ops[k, COLUMN] + i * symbols + symbol] += C[symbol * rows + i]
        if ops[k, HAS_BIAS]:
            for symbol in range(symbols + ONE):
                for i in range(size):
                    gradient[ops[k, BIAS] + i] += C[symbol * rows + i]


@compiled
def symbol_gather(ops, k, A, tokens, C, start, begin, stop):
    """C = the deltas of each symbol's instants, added up."""
    size, symbols, lag, length = ops[k, SIZE], ops[k, SYMBOLS], ops[k, COLUMN_LAG], np.uint64(tokens.size)
    rows, step = padded(size), np.uint64(A.shape[1])
    for i in range(ZERO, rows * (symbols + ONE), EIGHT):
        store(C, i, spread(0.0))
    for i in range(ZERO, size, EIGHT):
        many = first(size - i)
        if symbols:
            for t in range(begin, stop):
                symbol = np.uint64(tokens[t - lag]) if t - lag < length else symbols
                at = symbol * rows + i
                store(C, at, load(C, at) + load_some(A, (t + start) * step + ops[k, TO] + i, many, 0.0))
        else:
            value = spread(0.0)
            for t in range(begin, stop):
                value += load_some(A, (t + start) * step + ops[k, TO] + i, many, 0.0)
            store(C, i, value)


@compiled
def matrix_gather(ops, k, S, A, gradient, row, many):
    """The matrix's part of ``many`` instants from ``row`` on."""
    size, width, step = ops[k, SIZE], ops[k, WIDTH], np.uint64(S.shape[1])
    source, delta = (row - ops[k, LAG]) * step + ops[k, FROM], row * step + ops[k, TO]
    fours = size & FOURS
    wide = width // TWENTY_FOUR * TWENTY_FOUR
    for j in range(ZERO, wide, TWENTY_FOUR):
        for i in range(ZERO, fours, FOUR):
            four_by_twenty_four(
                gradient, ops[k, PARAMETER] + i * width + j, width, S, source + j, A, delta + i, step, many
            )
    if wide + SIXTEEN <= width:
        for i in range(ZERO, fours, FOUR):
            at = ops[k, PARAMETER] + i * width + wide
            four_by_sixteen(gradient, at, width, S, source + wide, A, delta + i, step, many)
        wide += SIXTEEN
    for j in range(wide, width, EIGHT):
        some = first(width - j)
        for i in range(ZERO, fours, FOUR):
            four_by_eight(
                gradient, ops[k, PARAMETER] + i * width + j, width, S, source + j, A, delta + i, step, many, some
            )
    for i in range(fours, size):
        for j in range(ZERO, width, EIGHT):
            some, at = first(width - j), ops[k, PARAMETER] + i * width + j
            value = load_some(gradient, at, some, 0.0)
            for n in range(many):
                x = load_some(S, source + j + n * step, some, 0.0)
                value += spread(number(A, delta + i + n * step)) * x
            store_some(gradient, at, some, value)


@compiled
def four_by_twenty_four(gradient, at, width, S, source, A, delta, step, many):
    """Four rows, twenty-four columns: as many sums as keep the CPU's multipliers busy."""
    second, third, fourth = at + width, at + TWO * width, at + THREE * width
    a, b, c, d = load(gradient, at), load(gradient, second), load(gradient, third), load(gradient, fourth)
    e, f = load(gradient, at + EIGHT), load(gradient, second + EIGHT)
    g, h = load(gradient, third + EIGHT), load(gradient, fourth + EIGHT)
    k, m = load(gradient, at + SIXTEEN), load(gradient, second + SIXTEEN)
    n, o = load(gradient, third + SIXTEEN), load(gradient, fourth + SIXTEEN)
    for _ in range(many):
        x, y, z = load(S, source), load(S, source + EIGHT), load(S, source + SIXTEEN)
        one, two = spread(number(A, delta)), spread(number(A, delta + ONE))
        three, four = spread(number(A, delta + TWO)), spread(number(A, delta + THREE))
        a += one * x
        b += two * x
        c += three * x
        d += four * x
        e += one * y
        f += two * y
        g += three * y
        h += four * y
        k += one * z
        m += two * z
        n += three * z
        o += four * z
        source += step
        delta += step
    store(gradient, at, a)
    store(gradient, second, b)
    store(gradient, third, c)
    store(gradient, fourth, d)
    store(gradient, at + EIGHT, e)
    store(gradient, second + EIGHT, f)
    store(gradient, third + EIGHT, g)
    store(gradient, fourth + EIGHT, h)
    store(gradient, at + SIXTEEN, k)
    store(gradient, second + SIXTEEN, m)
    store(gradient, third + SIXTEEN, n)
    store(gradient, fourth + SIXTEEN, o)


@compiled
def four_by_sixteen(gradient, at, width, S, source, A, delta, step, many):
    """Four rows, sixteen columns."""
    second, third, fourth = at + width, at + TWO * width, at + THREE * width
    a, b, c, d = load(gradient, at), load(gradient, second), load(gradient, third), load(gradient, fourth)
    e, f = load(gradient, at + EIGHT), load(gradient, second + EIGHT)
    g, h = load(gradient, third + EIGHT), load(gradient, fourth + EIGHT)
    for _ in range(many):
        x, y = load(S, source), load(S, source + EIGHT)
        one, two = spread(number(A, delta)), spread(number(A, delta + ONE))
        three, four = spread(number(A, delta + TWO)), spread(number(A, delta + THREE))
        a += one * x
        b += two * x
        c += three * x
        d += four * x
        e += one * y
        f += two * y
        g += three * y
        h += four * y
        source += step
        delta += step
    store(gradient, at, a)
    store(gradient, second, b)
    store(gradient, third, c)
    store(gradient, fourth, d)
    store(gradient, at + EIGHT, e)
    store(gradient, second + EIGHT, f)
    store(gradient, third + EIGHT, g)
    store(gradient, fourth + EIGHT, h)


@compiled
def four_by_eight(gradient, at, width, S, source, A, delta, step, many, some):
    """Four rows, eight columns or fewer; even and odd instants apart, which are added up at the end."""
    second, third, fourth = at + width, at + TWO * width, at + THREE * width
    a, b = load_some(gradient, at, some, 0.0), load_some(gradient, second, some, 0.0)
    c, d = load_some(gradient, third, some, 0.0), load_some(gradient, fourth, some, 0.0)
    e, f, g, h = spread(0.0), spread(0.0), spread(0.0), spread(0.0)
    for _ in range(many >> ONE):
        x, y = load_some(S, source, some, 0.0), load_some(S, source + step, some, 0.0)
        other = delta + step
        a += spread(number(A, delta)) * x
        b += spread(number(A, delta + ONE)) * x
        c += spread(number(A, delta + TWO)) * x
        d += spread(number(A, delta + THREE)) * x
        e += spread(number(A, other)) * y
        f += spread(number(A, other + ONE)) * y
        g += spread(number(A, other + TWO)) * y
        h += spread(number(A, other + THREE)) * y
        source += TWO * step
        delta += TWO * step
    if many & ONE:
        x = load_some(S, source, some, 0.0)
        a += spread(number(A, delta)) * x
        b += spread(number(A, delta + ONE)) * x
        c += spread(number(A, delta + TWO)) * x
        d += spread(number(A, delta + THREE)) * x
    store_some(gradient, at, some, a + e)
    store_some(gradient, second, some, b + f)
    store_some(gradient, third, some, c + g)
    store_some(gradient, fourth, some, d + h)
