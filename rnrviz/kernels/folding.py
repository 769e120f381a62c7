"""An instant folded into one matrix, d s[t]/d s[t-1] of the signals s that are carried, before looking at parameters.

The operations of an instant are linear in tangents, the same for every column. So they are carried once for the columns
of a small panel of its own: one for each component of s[t-1], and one for each net input, which is what the parameters
add to. Columns that reach no component of s[t] in common serve as one. What comes out of it, a fold, has all that a
panel of parameters needs: d s[t]/dW = d s[t]/d s[t-1] d s[t-1]/dW + d s[t]/d(net input) what W multiplies.
"""

import numpy as np

from rnrviz.kernels import panels
from rnrviz.kernels.panels import add_row, meets
from rnrviz.kernels.product import product
from rnrviz.kernels.table import ONE, TWO, ZERO, compiled

# Columns of the table of folds: row to + i += T[to + i, column] row source + i, or, where a MATRIX begins there, WIDTH
# wide, += its row i times the rows from the source on; put there, not added, if FRESH; LOW..HIGH as in
# `rnrviz.kernels.table`. After the table come, for each net input, where its list of rows reached begins and its
# column; then these lists.
TO, SIZE, SOURCE, WIDTH, COLUMN, FRESH, MATRIX, LOW, HIGH, COLUMNS = (np.uint64(n) for n in range(10))


@compiled
def mark(ops, k, folds, lists, T, scale, to, step):
    """The columns of the net inputs that an operation writes."""
    for i in range(ops[k, panels.MARKS]):
        T[to + i * step + folds[lists + TWO * (ops[k, panels.NET] + i) + ONE]] += scale[ops[k, panels.SCALE] + i]


@compiled
def carry(folds, end, at, across, T, to, source, step, columns, scale, one, low, high):
    """The tangents of s[t], from ``to`` on, from those of s[t-1]; the fold of t begins ``at``, its rows ``across``."""
    for k in range(ZERO, end, COLUMNS):
        size, width, keep = folds[k + SIZE], folds[k + WIDTH], folds[k + FRESH] == 0
        begin, begin_1 = to + folds[k + TO] * step, source + folds[k + SOURCE] * step
        place = at + folds[k + TO] * across + folds[k + COLUMN]
        if folds[k + MATRIX]:
            if not meets(folds[k + LOW], folds[k + HIGH], low, high):
                width = ZERO
            product(T, place, across, T, begin_1, begin, step, columns, width, size, keep, scale, one)
        else:
            for i in range(size):
                add_row(T, begin + i * step, keep, T[place + i * across], begin_1 + i * step, columns)
