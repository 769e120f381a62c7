"""The weights of a layer in the order in which the sweeps read them, from where a register's width begins.

For the forward sweep a layer's part of the packed weights P begins with panels: 32, 16 or 8 rows of its matrix side by
side, column by column. Then comes a table: for every symbol the bias and the column that this symbol picks, added up;
last the bias alone, for where there is no symbol. All of it is padded with zeros to a multiple of eight rows. For the
reverse sweep it is the matrix, row by row. Weights that are read across the borders of cache lines cost half as much
again.
"""

from rnrviz.kernels.lanes import first, halves, highs, lows, other_halves, other_pairs, pairs
from rnrviz.kernels.memory import load, load_apart, load_eight_apart, load_some, store
from rnrviz.kernels.reading import read
from rnrviz.kernels.table import (
    BIAS,
    COLUMN,
    EIGHT,
    EIGHTS,
    FOUR,
    HAS_BIAS,
    ONE,
    PARAMETER,
    PLACE,
    SEVEN,
    SIZE,
    SYMBOLS,
    THREE,
    TWO,
    WIDTH,
    ZERO,
    compiled,
)


@compiled
def padded(size):
    """The next multiple of eight."""
    return (size + SEVEN) & EIGHTS


@compiled
def panel(rows):
    """How many rows, a multiple of eight, the next panel has where so many are left."""
    eights = rows // EIGHT
    return EIGHT * (FOUR if eights >= FOUR else (TWO if eights >= TWO else ONE))


@compiled
def column_of(w, at, step, many):
    """Up to eight numbers of a column, zeros in the other lanes."""
    return load_eight_apart(w, at, step) if many >= EIGHT else load_apart(w, at, step, first(many))


@compiled
def turned(P, to, apart, w, at, step):
    """Eight by eight numbers: w's rows, which are ``step`` apart, as columns of P, which are ``apart``."""
    a, b, c, d = load(w, at), load(w, at + step), load(w, at + TWO * step), load(w, at + THREE * step)
    at += FOUR * step
    e, f, g, h = load(w, at), load(w, at + step), load(w, at + TWO * step), load(w, at + THREE * step)
    a, b, c, d = lows(a, b), highs(a, b), lows(c, d), highs(c, d)
    e, f, g, h = lows(e, f), highs(e, f), lows(g, h), highs(g, h)
    a, b, c, d = pairs(a, c), pairs(b, d), other_pairs(a, c), other_pairs(b, d)
    e, f, g, h = pairs(e, g), pairs(f, h), other_pairs(e, g), other_pairs(f, h)
    store(P, to, halves(a, e))
    store(P, to + apart, halves(b, f))
    store(P, to + TWO * apart, halves(c, g))
    store(P, to + THREE * apart, halves(d, h))
    to += FOUR * apart
    store(P, to, other_halves(a, e))
    store(P, to + apart, other_halves(b, f))
    store(P, to + TWO * apart, other_halves(c, g))
    store(P, to + THREE * apart, other_halves(d, h))


@compiled
def pack_rows(ops, k, w, P):
    """Put a layer's matrix into P as the reverse sweep reads it: row by row, each padded to a multiple of eight."""
    at, width = ops[k, PLACE], ops[k, WIDTH]
    if width & SEVEN == ZERO:
        for i in range(ZERO, ops[k, SIZE] * width, EIGHT):
            store(P, at + i, load(w, ops[k, PARAMETER] + i))
        return
    for i in range(ops[k, SIZE]):
        for j in range(ZERO, width, EIGHT):
            store(P, at, read(w, ops[k, PARAMETER] + i * width + j, width - j))
            at += EIGHT


@compiled
def pack(ops, k, w, P):
    """Put a layer's weights into P."""
    size, width, start = ops[k, SIZE], ops[k, WIDTH], ops[k, PARAMETER]
    bias, column, symbols = ops[k, BIAS], ops[k, COLUMN], ops[k, SYMBOLS]
    top, at = ZERO, ops[k, PLACE]
    while width > ZERO and top < size:
        rows = panel(padded(size) - top)
        for i in range(ZERO, rows, EIGHT):  # outside: eight rows at a time stay in the nearest cache
            left, source = size - top - i if top + i < size else ZERO, start + (top + i) * width
            done = width & EIGHTS if left >= EIGHT else ZERO
            for j in range(ZERO, done, EIGHT):
                turned(P, at + j * rows + i, rows, w, source + j, width)
            for j in range(done, width):
                store(P, at + j * rows + i, column_of(w, source + j, width, left))
        at += rows * width
        top += rows
    at = ops[k, PLACE] + padded(size) * width
    for symbol in range(symbols + ONE):
        for i in range(ZERO, size, EIGHT):
            value = load_some(w, bias + i, first(size - i if ops[k, HAS_BIAS] else ZERO), 0.0)
            if symbol < symbols:
                value += column_of(w, column + i * symbols + symbol, symbols, size - i)
            store(P, at, value)
            at += EIGHT
