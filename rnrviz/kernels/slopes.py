"""RTRL of chosen signals, for rules that change the weights after every token.

J[t mod lags] (n, P) = d(s[t])/dw of the n components ``carried`` of the record that are read at a later instant, where
``lags`` is how far back the program reads. An instant by itself is left to the reverse and gather faces:

    d(s[t])/dw = (the instant's own part) + sum_lag sum_j d(s[t])/d(s_j[t-lag]) d(s_j[t-lag])/dw

(Williams and Zipser 1989). What was carried was gathered with the weights of its own instant, as theirs is.
"""

import numpy as np

from rnrviz.kernels import inlined, passes
from rnrviz.kernels import table as c
from rnrviz.kernels.lanes import spread
from rnrviz.kernels.memory import put_number
from rnrviz.kernels.reading import put, read, write
from rnrviz.kernels.table import EIGHT, ZERO

ERROR = -1


@inlined(_nrt=True, fastmath=c.FLAGS)
def slope(ops, stages, w, room, sums, S, A, tokens, D, counts, error, start, t, column, carried, J, row):
    """row (P,) = d(S[t, column])/dw, or dE[t]/dw where the column is ERROR; t is 0-based.

    ``room`` has the weights packed for the reverse pass.
    """
    now, width = t + np.int64(1), np.uint64(A.shape[1])
    for n in range(np.uint64(t) * width, np.uint64(start + now) * width):
        put_number(A, n, 0.0)
    first = now  # no error enters
    if column == ERROR:
        first = t
    else:
        A[start + t, column] = 1.0
    passes.carry(ops, stages, w, room, S, A, D, counts, error, start, t, now, first, now)
    add_up(ops, sums, S, A, tokens, start, t, carried, J, row)


@inlined(_nrt=True, fastmath=c.FLAGS)
def add_up(ops, sums, S, A, tokens, start, t, carried, J, row):
    """row (P,) = what the deltas A of the instant t say of the weights: its own part, and that of the instants read."""
    size, lags = np.uint64(row.size), J.shape[0]
    for n in range(ZERO, size, EIGHT):
        write(row, n, size - n, spread(0.0))
    passes.together(ops, S, A, tokens, sums, row, start, t, t + np.int64(1))
    for lag in range(1, min(lags, t) + 1):
        plane = np.uint64((t - lag) % lags * carried.size)
        for j in range(carried.size):
            delta = A[start + t - lag, carried[j]]
            if delta != 0.0:
                at = (plane + np.uint64(j)) * size
                for n in range(ZERO, size, EIGHT):
                    put(row, n, delta * read(J, at + n, size - n), True, size - n)


@inlined(_nrt=True, fastmath=c.FLAGS)
def slopes(ops, stages, w, room, sums, S, A, tokens, D, counts, error, start, t, first, last, columns, carried, J, U):
    """U[r] = d(S[t, columns[r]])/dw, first <= r < last; where the last ones are ``carried``, J has the instant t too.

    J takes it in the place of the oldest. ``columns`` are those of the outputs, or ERROR, then ``carried``.
    """
    size = columns.size - carried.size
    for r in range(first, last):
        slope(ops, stages, w, room, sums, S, A, tokens, D, counts, error, start, t, columns[r], carried, J, U[r])
    for r in range(size, last):
        for n in range(U.shape[1]):
            J[t % J.shape[0], r - size, n] = U[r, n]
