"""Whether a program is a layer of memory blocks and what reads them, which learning then computes faster.

The plan says to `rnrviz.kernels.blocks` where the blocks are. It takes the chapter's LSTM, with and without forget
gates, of up to sixteen cells; peepholes, other inputs than one-hot ones and further layers take the usual way.
"""

from dataclasses import dataclass

import numpy as np

from rnrviz.kernels import blocks as b
from rnrviz.kernels import table as c
from rnrviz.kernels.sweeps import space
from rnrviz.network.layout import eights
from rnrviz.network.program import Program

Row = dict[int, int]


@dataclass(frozen=True, eq=False)
class Blocks:
    """The plan, and working space for strings of up to ``longest`` tokens."""

    plan: np.ndarray
    packed: np.ndarray
    values: np.ndarray


def blocks(program: Program, longest: int) -> Blocks | None:
    """What learning needs; None where the program is none of these."""
    plan = _plan(program)
    if plan is None:
        return None
    layer, cells = program.operations[int(plan[b.LAYER])], int(eights(plan[b.CELLS].astype(np.int64)))
    packed = space(int(b.ROWS) * cells * int(layer[c.WIDTH] + layer[c.SYMBOLS] + 1))
    return Blocks(plan, packed, space((longest + 1) * int(plan[b.ROW]) + 2 * cells + 8))


def _plan(program: Program) -> np.ndarray | None:
    ops, stages = program.operations, program.stages.tolist()
    directions, sizes = [direction for _, _, direction in stages], [end - first for first, end, _ in stages]
    if directions != [0, c.FORWARD, 0] or (sizes[0], sizes[2]) != (1, 2) or program.lags != 1 or program.leads:
        return None
    first, end, _ = stages[1]
    rows = [_signed(row) for row in ops[first:end]]
    kinds = [row[c.KIND] for row in rows]
    activations = [row for row in rows if row[c.KIND] == c.ACTIVATION]
    if kinds != [c.LAYER, *[c.ACTIVATION] * (len(activations) - 1), *kinds[-4:]]:
        return None
    found = _blocks(rows[0], activations, rows[-4:])
    if found is None or ops[0, c.KIND] != c.LOOKUP or ops[0, c.FUNCTION]:
        return None
    last = _signed(ops[end]), _signed(ops[end + 1])
    if not _is_last(*last, rows[-1][c.TO], found[b.CELLS]) or not _writes(last[1], program.signals["y"].offset):
        return None
    return _filled(rows[0], found | {b.LAYER: first, b.LAST: end})


def _signed(row: np.ndarray) -> Row:
    return dict(enumerate(row.astype(np.int64).tolist()))


def _blocks(layer: Row, activations: list[Row], last: list[Row]) -> dict[int, int] | None:
    """What the plan says of the last four operations, two that sum up x, h(x) and y; None if they are not these."""
    *sums, squash, out = last
    cells, share = out[c.SIZE], out[c.SHARE]
    x, y = squash[c.FROM], out[c.TO]
    fed = [row for row in sums if row[c.KIND] == c.GATE and row[c.FROM_2] != x]
    kept = [row for row in sums if row not in fed]
    if [row[c.KIND] for row in (squash, out)] != [c.ACTIVATION, c.GATE] or len(fed) != 1 or kept[0][c.KIND] not in (
        c.GATE, c.SUM,
    ):  # fmt: skip
        return None
    (into,), (keep,) = fed, kept
    forgets = keep[c.KIND] == c.GATE
    alike = (
        0 < cells <= b.MOST
        and {row[c.SIZE] for row in (*sums, squash)} == {cells} == {layer[c.WIDTH]}
        and {row[c.TO] for row in sums} == {x}
        and {row[c.SHARE] for row in (into, out, *([keep] if forgets else []))} == {share}
        and out[c.FROM_2] == squash[c.TO]
        and (layer[c.FROM], layer[c.LAG], layer[c.COLUMN_LAG], layer[c.FIRST]) == (y, 1, 0, 1)
        and layer[c.SYMBOLS] > 0
        and [into[c.LAG], into[c.LAG_2], squash[c.LAG], out[c.LAG], out[c.LAG_2]] == [0] * 5
        and (
            (keep[c.LAG], keep[c.LAG_2], keep[c.FROM_2]) == (0, 1, x)
            if forgets
            else (keep[c.LAG], keep[c.FROM]) == (1, x)
        )
    )
    if not alike:
        return None
    signals = {b.INPUT: into[c.FROM], b.OUTLET: out[c.FROM], b.INLET: into[c.FROM_2]}
    signals |= {b.FORGET: keep[c.FROM]} if forgets else {}
    sizes = {q: cells // (1 if q == b.INLET else share) for q in signals}
    nets = {q: _net(layer, activations, signal, sizes[q]) for q, signal in signals.items()}
    if None in nets.values() or squash[c.FUNCTION] >= c.SOFTMAX:
        return None
    own = {row for q, net in nets.items() if net for row in range(net[0], net[0] + sizes[q])}
    if len(own) < sum(sizes.values()):  # a net input that serves twice
        return None
    found = {b.CELLS: cells, b.SHARE: share, b.FORGETS: int(forgets), b.KEPT: keep[c.FACTOR]}
    for q, (net, function) in ((q, net) for q, net in nets.items() if net):
        found |= {int(b.NET + q): net, int(b.FUNCTION + q): function}
    return found | {int(b.FUNCTION + b.ROWS): squash[c.FUNCTION]}


def _net(layer: Row, activations: list[Row], signal: int, size: int) -> tuple[int, int] | None:
    """Which row of the layer a signal is activated from, and by what; None if it is not so."""
    for row in activations:
        begin = signal - row[c.TO]
        if 0 <= begin <= row[c.SIZE] - size and row[c.LAG] == 0 and row[c.FUNCTION] < c.SOFTMAX:
            net = row[c.FROM] + begin - layer[c.TO]
            return (net, row[c.FUNCTION]) if 0 <= net <= layer[c.SIZE] - size else None
    return None


def _is_last(layer: Row, row: Row, y: int, cells: int) -> bool:
    """Whether two operations are a layer that reads the cells, of up to eight components, and its activation."""
    kinds = (layer[c.KIND], row[c.KIND]) == (c.LAYER, c.ACTIVATION)
    reads = (layer[c.FROM], layer[c.WIDTH], layer[c.LAG], layer[c.COLUMN_LAG], layer[c.FIRST]) == (y, cells, 0, 0, 1)
    follows = (row[c.FROM], row[c.SIZE], row[c.LAG]) == (layer[c.TO], layer[c.SIZE], 0)
    return kinds and reads and follows and 0 < layer[c.SIZE] <= 8


def _writes(row: Row, signal: int) -> bool:
    """Whether a signal is among what an operation writes."""
    return row[c.TO] <= signal < row[c.TO] + row[c.SIZE]


def _filled(layer: Row, found: dict[int, int]) -> np.ndarray:
    plan = np.zeros(b.PLAN, np.uint64)
    for place, value in found.items():
        plan[place] = np.int64(value).astype(np.uint64)
    _place(plan, layer[c.SIZE])
    return plan


def _place(plan: np.ndarray, nets: int) -> None:
    """Where the values of a row are.

    Gates and what is let in give their places to the deltas of their net inputs, where these are as many and fill whole
    registers.
    """
    wide, size = (int(n) for n in eights(np.array([plan[b.CELLS], nets], np.int64)))
    at, first, last = int(b.AT), int(b.AT + b.ROWS), int(b.AT + b.NETS)
    own = plan[b.SHARE] != 1 or plan[b.CELLS] % 8 or not plan[b.FORGETS]
    begin = int(b.ROWS) * wide if own else size
    plan[at:first] = np.arange(int(b.ROWS)) * wide if own else plan[int(b.NET) : int(b.NET + b.ROWS)]
    plan[first:last] = begin + np.arange(last - first) * wide
    plan[last] = begin + (last - first) * wide if own else 0
    plan[b.ROW] = begin + (last - first) * wide + (size if own else 0)
