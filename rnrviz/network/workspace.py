"""The arrays in which the sweep of RTRL works: little beside two tables of tangents, however long the string is."""

import numpy as np

from rnrviz.kernels import panels
from rnrviz.kernels.sweeps import space
from rnrviz.network.carried import Carried

LIMIT = 1.2  # of the size of two tables of tangents, where LEAST instants at a time do not already take more
SMALL = 32  # numbers' worth of what is the same for all: the plan, and what aligns the arrays
LEAST = 2  # instants that are done at a time
FOLDED = 2**17  # floats of folded instants, as many as stay in the second nearest memory
MOST = 2**28  # floats of tangents kept between the instants done at a time; beyond, all are done at once


def workspace(carried: Carried, length: int, width: int, keep: bool) -> tuple[np.ndarray, ...]:
    """The plan, A, T, kept, scale and C of `rnrviz.kernels.tangents`, for ``length`` instants of ``width`` numbers.

    With ``keep`` it is called bit by bit, an instant or a few at a time.
    """
    plan = carried.plan.copy()
    rows, step, height, across = (int(plan[i]) for i in (panels.ROWS, panels.STEP, panels.KEPT, panels.ACROSS))
    near, fold, past = rows * step, height * across, carried.past
    taken = SMALL + near + carried.panel.size + (1 + past) * width + carried.ones + carried.sums
    saves = carried.kept_size if keep or carried.panels > 1 else 0
    many = 1 if keep else at_once(carried, length, fold + width, taken)
    if not keep and many < length:
        many = at_once(carried, length, fold + width, taken + saves)
    plan[panels.AT_ONCE], plan[panels.KEEP] = many, keep
    T = space(near + carried.panel.size + many * fold)
    T[near : near + carried.panel.size] = carried.panel.ravel()
    kept, scale = space(saves if keep or many < length else 0), np.ones(width + carried.ones)
    return plan, np.zeros((past + many, width)), T, kept, scale, space(carried.sums)


def at_once(carried: Carried, length: int, each: int, taken: int) -> int:
    """How many instants of ``each`` numbers to do at a time, beside what is ``taken`` already."""
    if carried.kept_size >= MOST:
        return length
    many = int(LIMIT * carried.table_size - taken) // max(1, each)
    if each > 0 and carried.plan[panels.FOLDS]:
        many = min(many, FOLDED // each)
    return min(max(LEAST, many), length)
