"""A layer of up to eight components and the activation after it, which is the next operation, done as one.

Between the two the numbers stay in the registers: in a recurrence every instant waits for the one before it.
"""

import numpy as np

from rnrviz.kernels.activations import activated, reverse_slope
from rnrviz.kernels.lanes import lane_0, lane_1, lane_2, lane_3, lane_4, lane_5, lane_6, lane_7, spread
from rnrviz.kernels.layer import entry
from rnrviz.kernels.memory import load
from rnrviz.kernels.packing import padded
from rnrviz.kernels.reading import put, read, write
from rnrviz.kernels.registers import eight
from rnrviz.kernels.table import (
    EIGHT,
    FIRST,
    FOUR,
    FROM,
    FUNCTION,
    LAG,
    ONE,
    PLACE,
    SIZE,
    THREE,
    TO,
    TWO,
    WIDTH,
    ZERO,
    compiled,
)


@compiled
def fused_forward(ops, k, P, S, tokens, start, stop, row):
    """An instant of a layer of up to eight components, and of the activation after it, which is operation k + 1."""
    step, many, at = np.uint64(S.shape[1]), ops[k, SIZE], row * np.uint64(S.shape[1])
    table = ops[k, PLACE] + EIGHT * (ops[k, WIDTH] + entry(ops, k, tokens, row - start, stop))
    source = (row - ops[k, LAG]) * step + ops[k, FROM]
    value = eight(P, ops[k, PLACE], ops[k, WIDTH], S, source, table)
    if ops[k, FIRST] == 0:
        value += read(S, at + ops[k, TO], many)
    write(S, at + ops[k, TO], many, value)
    write(S, at + ops[k + ONE, TO], many, activated(ops[k + ONE, FUNCTION], value))


@compiled
def fused_reverse(ops, k, P, S, A, row, active):
    """The reverse of the two, of up to sixteen; ``active``: the activation's own delta may differ from 0."""
    size, width, step = ops[k, SIZE], ops[k, WIDTH], np.uint64(A.shape[1])
    net, y = row * step + ops[k, TO], row * step + ops[k + ONE, TO]
    delta, other = net_delta(ops, k, S, A, net, y, size, active), spread(0.0)
    if size > EIGHT:
        other = net_delta(ops, k, S, A, net + EIGHT, y + EIGHT, size - EIGHT, active)
    target, at, apart = (row - ops[k, LAG]) * step + ops[k, FROM], ops[k, PLACE], padded(width)
    for j in range(ZERO, width, EIGHT):
        value = rows_times(P, at + j, apart, size, delta)
        if size > EIGHT:
            value += rows_times(P, at + j + EIGHT * apart, apart, size - EIGHT, other)
        put(A, target + j, value, True, width - j)


@compiled
def net_delta(ops, k, S, A, net, y, many, active):
    """delta of up to eight components of the layer, which is also put into A."""
    delta = read(A, net, many)
    if active:
        delta += reverse_slope(ops[k + ONE, FUNCTION], read(S, y, many)) * read(A, y, many)
        write(A, net, many, delta)
    return delta


@compiled
def rows_times(P, at, apart, size, delta):
    """Eight columns of up to eight rows, each times its delta, which never leave the registers."""
    a, b = lane_0(delta) * load(P, at), spread(0.0)
    if size > ONE:
        b = lane_1(delta) * load(P, at + apart)
    if size > TWO:
        a += lane_2(delta) * load(P, at + TWO * apart)
    if size > THREE:
        b += lane_3(delta) * load(P, at + THREE * apart)
    at += FOUR * apart
    if size > FOUR:
        a += lane_4(delta) * load(P, at)
    if size > FOUR + ONE:
        b += lane_5(delta) * load(P, at + apart)
    if size > FOUR + TWO:
        a += lane_6(delta) * load(P, at + TWO * apart)
    if size > FOUR + THREE:
        b += lane_7(delta) * load(P, at + THREE * apart)
    return a + b
