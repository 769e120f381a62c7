"""What all instants together contribute to the gradient of a layer: the sum of delta[tau] times what was read at tau.

The gradient of a matrix is summed up in the registers, four rows by twenty-four columns at a time, over a group of
instants. The deltas of biases and one-hot columns are summed up by symbol first, in C (symbols + 1, rows padded to
eights), whose last row is of the instants without a symbol.
"""

import numpy as np

from rnrviz.kernels.lanes import first, spread
from rnrviz.kernels.memory import load, load_some, number, put_number, store, store_some
from rnrviz.kernels.packing import padded
from rnrviz.kernels.reading import put, read
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
    step = np.uint64(S.shape[1])
    source, delta = (begin + start - ops[k, LAG]) * step + ops[k, FROM], (begin + start) * step + ops[k, TO]
    gather_from(ops, k, S, source, A, delta, step, step, tokens, C, gradient, begin, stop)


@compiled
def gather_from(ops, k, S, source, A, delta, step, other, tokens, C, gradient, begin, stop):
    """The same, from where in S is what the layer read at the first instant, in A its deltas; and rows so far apart."""
    if ops[k, WIDTH]:
        for t in range(ZERO, stop - begin, GROUP):
            many = min(GROUP, stop - begin - t)
            matrix_gather(ops, k, S, source + t * step, A, delta + t * other, step, other, gradient, many)
    if ops[k, SYMBOLS] or ops[k, HAS_BIAS]:
        symbol_gather(ops, k, A, delta, other, tokens, C, begin, stop)
        add_symbols(ops, k, C, gradient)


@compiled
def add_symbols(ops, k, C, gradient):
    """What C holds, added to the gradients of the one-hot columns and of the biases."""
    size, symbols = ops[k, SIZE], ops[k, SYMBOLS]
    rows, at, bias = padded(size), ops[k, COLUMN], ops[k, BIAS]
    if ops[k, HAS_BIAS]:
        for i in range(ZERO, size, EIGHT):
            value, source = load(C, i), i
            for _ in range(symbols):
                source += rows
                value += load(C, source)
            put(gradient, bias + i, value, True, size - i)
    if symbols:
        for i in range(size):
            source = i
            for _ in range(symbols):
                put_number(gradient, at, number(gradient, at) + number(C, source))
                source += rows
                at += ONE


@compiled
def symbol_gather(ops, k, A, delta, step, tokens, C, begin, stop):
    """C = the deltas of each symbol's instants, added up."""
    size, symbols, lag, length = ops[k, SIZE], ops[k, SYMBOLS], ops[k, COLUMN_LAG], np.uint64(tokens.size)
    rows = padded(size)
    for i in range(ZERO, rows * (symbols + ONE), EIGHT):
        store(C, i, spread(0.0))
    if symbols:  # instant by instant: no sum waits for the one before it
        for t in range(begin, stop):
            at = rows * (np.uint64(tokens[t - lag]) if t - lag < length else symbols)
            for i in range(ZERO, size, EIGHT):
                store(C, at + i, load(C, at + i) + read(A, delta + i, size - i))
            delta += step
    else:
        for i in range(ZERO, size, EIGHT):
            value = spread(0.0)
            for t in range(stop - begin):
                value += read(A, delta + t * step + i, size - i)
            store(C, i, value)


@compiled
def matrix_gather(ops, k, S, source, A, delta, step, apart, gradient, many):
    """The matrix's part of ``many`` instants."""
    size, width = ops[k, SIZE], ops[k, WIDTH]
    fours = size & FOURS
    wide = width // TWENTY_FOUR * TWENTY_FOUR
    for j in range(ZERO, wide, TWENTY_FOUR):
        for i in range(ZERO, fours, FOUR):
            four_by_twenty_four(
                gradient, ops[k, PARAMETER] + i * width + j, width, S, source + j, A, delta + i, step, apart, many
            )
    if wide + SIXTEEN <= width:
        for i in range(ZERO, fours, FOUR):
            at = ops[k, PARAMETER] + i * width + wide
            four_by_sixteen(gradient, at, width, S, source + wide, A, delta + i, step, apart, many)
        wide += SIXTEEN
    for j in range(wide, width, EIGHT):
        some = first(width - j)
        for i in range(ZERO, fours, FOUR):
            four_by_eight(
                gradient, ops[k, PARAMETER] + i * width + j, width, S, source + j, A, delta + i, step, apart, many, some
            )
    for i in range(fours, size):
        for j in range(ZERO, width, EIGHT):
            some, at = first(width - j), ops[k, PARAMETER] + i * width + j
            value = load_some(gradient, at, some, 0.0)
            for n in range(many):
                x = load_some(S, source + j + n * step, some, 0.0)
                value += spread(number(A, delta + i + n * apart)) * x
            store_some(gradient, at, some, value)


@compiled
def four_by_twenty_four(gradient, at, width, S, source, A, delta, step, apart, many):
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
        delta += apart
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
def four_by_sixteen(gradient, at, width, S, source, A, delta, step, apart, many):
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
        delta += apart
    store(gradient, at, a)
    store(gradient, second, b)
    store(gradient, third, c)
    store(gradient, fourth, d)
    store(gradient, at + EIGHT, e)
    store(gradient, second + EIGHT, f)
    store(gradient, third + EIGHT, g)
    store(gradient, fourth + EIGHT, h)


@compiled
def four_by_eight(gradient, at, width, S, source, A, delta, step, apart, many, some):
    """Four rows, eight columns or fewer; even and odd instants apart, which are added up at the end."""
    second, third, fourth = at + width, at + TWO * width, at + THREE * width
    a, b = load_some(gradient, at, some, 0.0), load_some(gradient, second, some, 0.0)
    c, d = load_some(gradient, third, some, 0.0), load_some(gradient, fourth, some, 0.0)
    e, f, g, h = spread(0.0), spread(0.0), spread(0.0), spread(0.0)
    for _ in range(many >> ONE):
        x, y = load_some(S, source, some, 0.0), load_some(S, source + step, some, 0.0)
        other = delta + apart
        a += spread(number(A, delta)) * x
        b += spread(number(A, delta + ONE)) * x
        c += spread(number(A, delta + TWO)) * x
        d += spread(number(A, delta + THREE)) * x
        e += spread(number(A, other)) * y
        f += spread(number(A, other + ONE)) * y
        g += spread(number(A, other + TWO)) * y
        h += spread(number(A, other + THREE)) * y
        source += TWO * step
        delta += TWO * apart
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
