"""Forward and BPTT through an LSTM's memory blocks, kept in the registers: learning from small networks waits for them.

``plan`` says where a program has its blocks, `rnrviz.network.training.blocks`; up to sixteen cells are taken, eight at
a time, a panel. The three gates of a block are computed once for every cell of it, so that the lanes of all the values
of a panel are its cells and nothing has to be moved between them. Q, a record of its own, has a row for every instant;
the first is for the one before the first token and stays zero.
"""

import numpy as np

from rnrviz.kernels import cached
from rnrviz.kernels import table as c
from rnrviz.kernels.activations import activated, slope
from rnrviz.kernels.lanes import evens, odds, spread, twice
from rnrviz.kernels.memory import load, number, put_number, store
from rnrviz.kernels.packing import column_of, padded, turned
from rnrviz.kernels.reading import write
from rnrviz.kernels.registers import four_sums
from rnrviz.kernels.table import EIGHT, EIGHTS, FOUR, FOURS, ONE, THREE, TWO, ZERO, compiled

# the plan: how many cells; which operation is their layer; how many cells a block has; whether it has forget gates, and
# else what x[t-1] is multiplied by; which operation is the layer that reads the cells; how wide a row of Q is
CELLS, LAYER, SHARE, FORGETS, KEPT, LAST, ROW = range(7)
FUNCTION = np.uint64(7)  # of the input, forget and output gates, of what is let in and of what is let out
NET = np.uint64(12)  # where in their layer the net inputs of the first four of these begin
AT = np.uint64(16)  # where in a row of Q the cells' eight VALUES begin
PLAN, MOST = 24, 16
INPUT, FORGET, OUTLET, INLET, STATE, SQUASHED, Y, NETS = VALUES = tuple(np.uint64(n) for n in range(8))
ROWS = np.uint64(4)
SIXTEEN, TWENTY_FOUR, THIRTY_TWO = EIGHT * TWO, EIGHT * THREE, EIGHT * FOUR

alone = cached(fastmath=c.FLAGS, _nrt=False, no_cpython_wrapper=True, no_cfunc_wrapper=True)  # a function of its own


@alone
def pack_blocks(plan, ops, w, P):
    """The weights of the net inputs, all four together: for every panel column by column, then symbol by symbol."""
    k, cells, share = plan[LAYER], plan[CELLS], plan[SHARE]
    width, symbols, panels = ops[k, c.WIDTH], ops[k, c.SYMBOLS], each(plan, ops)
    for panel in range(ZERO, cells, EIGHT):
        for q in range(ZERO, ROWS):
            if q == FORGET and not plan[FORGETS]:
                continue
            shared = ONE if q == INLET else share
            row, at = plan[NET + q] + panel // shared, (panel >> THREE) * panels + q * EIGHT
            source = ops[k, c.PARAMETER] + row * width
            whole = width & EIGHTS if shared == ONE and cells - panel >= EIGHT else ZERO
            for j in range(ZERO, whole, EIGHT):
                turned(P, at + j * THIRTY_TWO, THIRTY_TWO, w, source + j, width)
            for j in range(whole, width):
                put_column(P, at + j * THIRTY_TWO, w, source + j, width, panel, cells - panel, shared)
            at += width * THIRTY_TWO
            bias = at + symbols * THIRTY_TWO
            if ops[k, c.HAS_BIAS]:
                put_column(P, bias, w, ops[k, c.BIAS] + row, ONE, panel, cells - panel, shared)
            for j in range(symbols):
                put_column(P, at, w, ops[k, c.COLUMN] + row * symbols + j, symbols, panel, cells - panel, shared)
                store(P, at, load(P, at) + load(P, bias))
                at += THIRTY_TWO


@compiled
def each(plan, ops):
    """How many packed weights a panel has: columns, symbols and the biases, of four net inputs of eight cells."""
    return (ops[plan[LAYER], c.WIDTH] + ops[plan[LAYER], c.SYMBOLS] + ONE) * THIRTY_TWO


@compiled
def put_column(P, at, w, source, step, panel, many, share):
    """A column of a matrix for the cells of a panel, ``share`` of which have the same row, the first at the source."""
    if share == ONE:
        store(P, at, column_of(w, source, step, many))
    elif share == TWO:
        store(P, at, twice(column_of(w, source, step, (min(many, EIGHT) + ONE) >> ONE)))
    else:
        for lane in range(min(many, EIGHT)):
            put_number(P, at + lane, w[source + ((panel + lane) // share - panel // share) * step])


@alone
def blocks_ahead(plan, ops, P, Q, tokens):
    """Every instant of a string: x[t] = f x[t-1] + i z, y[t] = o h(x[t])."""
    k, cells = plan[LAYER], plan[CELLS]
    width, outputs = ops[k, c.WIDTH], plan[AT + Y]
    panels, apart = each(plan, ops), plan[ROW]
    constant = spread(np.uint64(plan[KEPT]).view(np.float64))
    for t in range(np.uint64(tokens.size)):
        before, now = t * apart, (t + ONE) * apart
        table = THIRTY_TWO * (width + np.uint64(tokens[t]))
        for panel in range(ZERO, cells, EIGHT):
            at, here = (panel >> THREE) * panels, now + panel
            first, second, third, fourth = four_sums(P, at, width, Q, before + outputs, at + table)
            i, o = activated(plan[FUNCTION + INPUT], first), activated(plan[FUNCTION + OUTLET], third)
            z = activated(plan[FUNCTION + INLET], fourth)
            f = activated(plan[FUNCTION + FORGET], second) if plan[FORGETS] else constant
            x = f * load(Q, before + plan[AT + STATE] + panel) + i * z
            h = activated(plan[FUNCTION + ROWS], x)
            write(Q, now + outputs + panel, cells - panel, o * h)
            store(Q, here + plan[AT + INPUT], i)
            store(Q, here + plan[AT + FORGET], f)
            store(Q, here + plan[AT + OUTLET], o)
            store(Q, here + plan[AT + INLET], z)
            store(Q, here + plan[AT + STATE], x)
            store(Q, here + plan[AT + SQUASHED], h)


@alone
def blocks_back(plan, ops, P, Q, A, start, length):
    """The deltas of the last layer, in A, carried through every instant back to the first."""
    k, last, cells, share = plan[LAYER], plan[LAST], plan[CELLS], plan[SHARE]
    step, apart, wide = np.uint64(A.shape[1]), plan[ROW], padded(cells)
    states = (length + ONE) * apart  # behind the last instant: the deltas of x and of y that come from the next one
    outputs, spare = states + wide, states + TWO * wide
    for i in range(states, spare, EIGHT):
        store(Q, i, spread(0.0))
    for back in range(length):
        t = length - back
        here, delta = t * apart, (t - ONE + start) * step + ops[last, c.TO]
        net = here + plan[AT + NETS]
        for panel in range(ZERO, cells, EIGHT):
            at, many = here + panel, cells - panel
            i, f, o = load(Q, at + plan[AT + INPUT]), load(Q, at + plan[AT + FORGET]), load(Q, at + plan[AT + OUTLET])
            z, h = load(Q, at + plan[AT + INLET]), load(Q, at + plan[AT + SQUASHED])
            y = load(Q, outputs + panel)
            for row in range(ops[last, c.SIZE]):
                y += spread(number(A, delta + row)) * load(P, ops[last, c.PLACE] + row * wide + panel)
            x = load(Q, states + panel) + y * o * slope(plan[FUNCTION + ROWS], h)
            store(Q, states + panel, x * f)
            into = x * z * slope(plan[FUNCTION + INPUT], i)
            out = y * h * slope(plan[FUNCTION + OUTLET], o)
            write(Q, net + plan[NET + INLET] + panel, many, x * i * slope(plan[FUNCTION + INLET], z))
            put_gate(Q, net + plan[NET + INPUT], into, panel, many, share, spare)
            put_gate(Q, net + plan[NET + OUTLET], out, panel, many, share, spare)
            if plan[FORGETS]:
                kept = x * load(Q, at - apart + plan[AT + STATE]) * slope(plan[FUNCTION + FORGET], f)
                put_gate(Q, net + plan[NET + FORGET], kept, panel, many, share, spare)
        if wide > EIGHT:
            low, high = wide_rows(P, ops[k, c.PLACE], ops[k, c.SIZE], Q, net)
            store(Q, outputs, low)
            store(Q, outputs + EIGHT, high)
        else:
            store(Q, outputs, rows(P, ops[k, c.PLACE], ops[k, c.SIZE], Q, net))


@compiled
def rows(P, at, size, Q, delta):
    """The rows of a matrix of eight columns, each times its delta."""
    a, b, c, d = spread(0.0), spread(0.0), spread(0.0), spread(0.0)
    fours = size & FOURS
    for i in range(delta, delta + fours, FOUR):
        a += spread(number(Q, i)) * load(P, at)
        b += spread(number(Q, i + ONE)) * load(P, at + EIGHT)
        c += spread(number(Q, i + TWO)) * load(P, at + SIXTEEN)
        d += spread(number(Q, i + THREE)) * load(P, at + TWENTY_FOUR)
        at += THIRTY_TWO
    for i in range(delta + fours, delta + size):
        a += spread(number(Q, i)) * load(P, at)
        at += EIGHT
    return (a + b) + (c + d)


@compiled
def wide_rows(P, at, size, Q, delta):
    """The same of sixteen columns."""
    a, b, c, d = spread(0.0), spread(0.0), spread(0.0), spread(0.0)
    e, f, g, h = spread(0.0), spread(0.0), spread(0.0), spread(0.0)
    fours = size & FOURS
    for i in range(delta, delta + fours, FOUR):
        w, x, y, z = number(Q, i), number(Q, i + ONE), number(Q, i + TWO), number(Q, i + THREE)
        a += spread(w) * load(P, at)
        b += spread(w) * load(P, at + EIGHT)
        c += spread(x) * load(P, at + SIXTEEN)
        d += spread(x) * load(P, at + TWENTY_FOUR)
        at += THIRTY_TWO
        e += spread(y) * load(P, at)
        f += spread(y) * load(P, at + EIGHT)
        g += spread(z) * load(P, at + SIXTEEN)
        h += spread(z) * load(P, at + TWENTY_FOUR)
        at += THIRTY_TWO
    for i in range(delta + fours, delta + size):
        a += spread(number(Q, i)) * load(P, at)
        b += spread(number(Q, i)) * load(P, at + EIGHT)
        at += SIXTEEN
    return (a + c) + (e + g), (b + d) + (f + h)


@compiled
def put_gate(Q, at, delta, panel, many, share, spare):
    """A gate's delta: the sum of those of the cells of its block."""
    if share == ONE:
        write(Q, at + panel, many, delta)
    elif share == TWO:
        write(Q, at + (panel >> ONE), (min(many, EIGHT) + ONE) >> ONE, evens(delta) + odds(delta))
    else:
        store(Q, spare, delta)
        for lane in range(min(many, EIGHT)):
            gate, first = (panel + lane) // share, (panel + lane) % share == 0
            put_number(Q, at + gate, number(Q, spare + lane) + (0.0 if first else number(Q, at + gate)))
