"""Panels of tangents: d(signal)/d(parameters) for some of the parameters, a row for every component of a signal.

The columns of RTRL's tables do not depend on one another. So they are computed panel by panel, few enough at a time to
stay in the CPU's nearest memory, each through all the instants. ``T`` is one panel, flat: row r begins at r ``step``,
and its columns are the parameters ``begin``..``end - 1``; ``columns`` is their number, rounded up to eights.

The table of operations that RTRL runs has the columns of `rnrviz.kernels.table` and after them those below. ROW is the
first row of what is written, ROW_1 and ROW_2 those of what is read; RING.. tell that it is a row of the current plane:
T begins with the planes of the last ``lags`` instants and the current one, of the signals that are read later. SCALE is
where in ``scale`` the slope stands by which the layer is to multiply what it writes, for the activation that follows.
"""

from rnrviz.kernels import table as c
from rnrviz.kernels.lanes import spread
from rnrviz.kernels.memory import load, store
from rnrviz.kernels.table import EIGHT, ONE, ZERO, compiled

ROW, RING, ROW_1, RING_1, ROW_2, RING_2, SCALE = range(c.COLUMNS, c.COLUMNS + 7)
COLUMNS = c.COLUMNS + 7
SLOPE = 100  # the kind of an activation of which a layer does all but the slope
OFFSET, SIZE, SEED_ROW, SEED_RING, LOW, HIGH = range(6)  # columns of the table of what the errors of an instant reach
LAGS, KEPT, ROWS, STEP, BEGIN, END = range(6)  # of a plan: lags, rows of a plane, rows, columns of a panel, parameters


@compiled
def meets(low, high, begin, end):
    """Whether the parameters low..high-1 are among those of a panel."""
    return low < end and high > begin


@compiled
def add_row(T, to, keep, factor, source, columns):
    """T[to] = factor T[source], added if ``keep``."""
    for p in range(ZERO, columns, EIGHT):
        value = factor * load(T, source + p)
        if keep:
            value += load(T, to + p)
        store(T, to + p, value)


@compiled
def clear(T, to, step, size, columns):
    """``size`` rows of zeros."""
    for i in range(size):
        for p in range(ZERO, columns, EIGHT):
            store(T, to + i * step + p, spread(0.0))


@compiled
def copy(source, start, T, to, size):
    """As many numbers, a multiple of eight, from ``start`` of one array to ``to`` of another."""
    for i in range(ZERO, size, EIGHT):
        store(T, to + i, load(source, start + i))


@compiled
def add_own(T, to, step, begin, end, start, size, width, scale, first, S, at, source, stride):
    """d/dW[i, j] of W s: scale[first + i] s[i stride + j], in row i; W (size, width) begins at ``start``."""
    low, high = max(begin, start), min(end, start + size * width)
    if low < high:
        i = (low - start) // width
        while low < high:
            after = min(high, start + (i + ONE) * width)
            row, read, factor = to + i * step - begin, source + i * stride - start - i * width, scale[first + i]
            for p in range(low, after):
                T[row + p] += factor * S[at, read + p]
            low, i = after, i + ONE


@compiled
def add_ones(T, to, step, begin, end, start, size, stride, scale, first):
    """d/dW[i] of W[i]: scale[first + i], in row i; W[i] is the parameter ``start`` + i ``stride``."""
    if meets(start, start + size * stride, begin, end):
        i = (begin - start + stride - ONE) // stride if begin > start else ZERO
        p = start + i * stride
        while i < size and p < end:
            T[to + i * step + p - begin] += scale[first + i]
            i, p = i + ONE, p + stride
