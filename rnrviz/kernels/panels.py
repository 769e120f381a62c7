"""Panels of tangents: d(signal)/d(parameters) for some of the parameters, a row for every component of a signal.

The columns of RTRL's tables do not depend on one another. So they are computed panel by panel, few enough at a time to
stay in the CPU's nearest memory, each through all the instants. ``T`` is one panel, flat: row r begins at r ``step``,
and its columns are the parameters ``begin``..``end - 1``; ``columns`` is their number, rounded up to eights.

The table of operations that RTRL runs has the columns of `rnrviz.kernels.table` and after them those below. ROW is the
first row of what is written, ROW_1 and ROW_2 those of what is read; RING.. tell that it is a row of the current plane:
T begins with the planes of the last ``lags`` instants and the current one, of the signals that are read later (one
plane serves for both where an operation reads all of it before it writes). SCALE is
where in ``scale`` the slope stands by which the layer is to multiply what it writes, for the activation that follows.
NET and MARKS are for `rnrviz.kernels.folding`: the number of the net input that is written, and how many to mark.
"""

from rnrviz.kernels import table as c
from rnrviz.kernels.lanes import bits, spread
from rnrviz.kernels.memory import load, store
from rnrviz.kernels.table import EIGHT, ZERO, compiled

ROW, RING, ROW_1, RING_1, ROW_2, RING_2, SCALE = range(c.COLUMNS, c.COLUMNS + 7)
NET, MARKS = range(c.COLUMNS + 7, c.COLUMNS + 9)
COLUMNS = c.COLUMNS + 9
SLOPE = 100  # the kind of an activation of which a layer does all but the slope
OFFSET, SIZE, SEED_ROW, SEED_RING, LOW, HIGH = range(6)  # columns of the table of what the errors of an instant reach
# of a plan: lags, rows of a plane, rows, columns of a panel, parameters, columns of the panel of folding, the number of
# folds, how many instants are done at a time, whether the tangents are kept from call to call, planes
LAGS, KEPT, ROWS, STEP, BEGIN, END, ACROSS, FOLDS, AT_ONCE, KEEP, PLANES = range(11)
PLAN = 11


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
def is_clear(T, at, columns):
    """Whether a row is nothing but zeros."""
    others = ZERO
    for p in range(ZERO, columns, EIGHT):
        others |= bits(load(T, at + p) != spread(0.0))
    return others == ZERO


@compiled
def copy(source, start, T, to, size):
    """As many numbers, a multiple of eight, from ``start`` of one array to ``to`` of another."""
    for i in range(ZERO, size, EIGHT):
        store(T, to + i, load(source, start + i))
