"""The sweep of RTRL: d(signal)/d(parameters) carried forward with the instants, panel by panel.

Only the signals that are read at a later instant, and those between them, need their tangents (`carried` ones). The
rest of an instant, from E[t] down to the carried signals, has nothing to do with other instants: the reverse and gather
faces find the part of its own parameters and delta[t] of the carried signals, and dE[t]/dW = that part + delta[t] T[t].
`rnrviz.network.carried` divides a program so. It is done some instants at a time, as many as there is room for: where
it is less work, they are folded first (`rnrviz.kernels.folding`), then carried one after the other for each panel.
"""

import numpy as np

from rnrviz.kernels import cached, layer, owning, panels, passes
from rnrviz.kernels import folding as f
from rnrviz.kernels import operations as o
from rnrviz.kernels import table as c
from rnrviz.kernels.memory import put_number
from rnrviz.kernels.product import product
from rnrviz.kernels.shifted import rows_from

compiled = cached(fastmath=c.FLAGS, _nrt=False)


@c.compiled
def add_to(gradient, row, low, high, T, total):
    """The sum so far goes to the gradient, and begins anew."""
    for p in range(low, high):
        gradient[row, p] += T[total + p - low]
        T[total + p - low] = 0.0


@c.compiled
def alone(local, stages, w, P, S, A, C, tokens, D, counts, error, gradient, head, begin, until, past, gathers):
    """A = delta of the instants begin..until-1, each by itself; if asked, also their own part of the gradient.

    A's first ``past`` rows are for the instants before ``begin``.
    """
    first, last = np.int64(begin), np.int64(until)
    for i in range((past + until - begin) * np.uint64(A.shape[1])):
        put_number(A, i, 0.0)
    S, start = rows_from(S, head + begin - past), np.int64(past - begin)
    passes.carry(local, stages, w, P, S, A, D, counts, error, start, first, last, first, last)
    many = 1 if gradient.shape[0] > 1 else last - first
    for t in range(first, last if gathers else first, many):
        passes.together(local, S, A, tokens, C, gradient[t if gradient.shape[0] > 1 else 0], start, t, t + many)


@compiled
def tangent(
    local, stages, ops, folds, seeds, plan, w, P, S, A, T, kept, scale, C, tokens, D, counts, error, gradient, start,
    first, last, from_panel, to_panel,
):  # fmt: skip
    """Carry the tangents of the panels from_panel..to_panel-1 through the instants first..last-1 (0-based).

    ``gradient`` (rows, parameters) takes dE[t]/dW, one row an instant, or their sum when it has one row only; the part
    of the instants themselves comes with panel 0. ``local`` and ``stages`` are the operations of the instants alone,
    ``ops`` the carried ones, ``seeds`` where their errors enter, ``plan`` the sizes, as `rnrviz.kernels.panels` names
    them, ``folds`` how they fold, see `rnrviz.kernels.folding`; ``P`` has the weights for the reverse pass, as in
    `rnrviz.kernels.passes`. ``kept`` (panels x lags x a plane, flat) has the tangents of the last instants: where they
    are kept from call to call it is read, zeros at the start, and left as the next call needs it; else the panels start
    from zero at ``first``, and it may be empty if there is one panel, or all instants are done at once. Working space:
    A, whose rows are as those of S, for the instants that are done at once and those before them that they read by
    themselves, scale, whose last numbers are ones, C as in `rnrviz.kernels.passes` and T: rows of a panel x its
    columns, the panel of folding, with the components of s[t-1] marked, and the folds.
    """
    begin, stop, zero, one = np.uint64(first), np.uint64(last), np.uint64(0), np.uint64(1)
    head, width, each = np.uint64(start), np.uint64(S.shape[1]), gradient.shape[0] > 1
    lags, planes = plan[panels.LAGS], plan[panels.PLANES]
    whole, across, at_once = plan[panels.ROWS] * plan[panels.STEP], plan[panels.ACROSS], plan[panels.AT_ONCE]
    total, folding_too, saves = whole - plan[panels.STEP], plan[panels.FOLDS] > zero, kept.size > 0
    before, lists = one if folding_too else zero, plan[panels.FOLDS] * f.COLUMNS
    fold = plan[panels.KEPT] * across if folding_too else zero
    first_fold = np.uint64(T.size) - at_once * fold
    begun, origin = plan[panels.KEEP] > zero, begin  # before what is not begun all is zero, and needs no products
    newest, ago = zero, np.uint64(A.shape[0]) - at_once  # the plane where a panel that is alone goes on
    while begin < stop:
        until = min(stop, begin + at_once)
        alone(
            local, stages, w, P, S, A, C, tokens, D, counts, error, gradient, head, begin, until, ago,
            from_panel == 0,
        )  # fmt: skip
        for turn in range(np.uint64(from_panel), np.uint64(to_panel) + before):
            mark, panel = folding_too and turn == np.uint64(from_panel), turn - before
            step = across if mark else plan[panels.STEP]
            low = zero if mark else plan[panels.BEGIN] + panel * step
            high = plan[panels.END] if mark else min(low + step, plan[panels.END])
            columns = across if mark else (high - low + c.SEVEN) & c.EIGHTS
            folded = folding_too and not mark
            plane, base, now = plan[panels.KEPT] * step, whole if mark else zero, one if mark else newest
            if not mark and (saves or begin == origin):
                panels.clear(T, zero, zero, one, whole)
                if saves and (begun or begin > origin):
                    panels.copy(kept, panel * lags * plane, T, (planes - lags) * plane, lags * plane)
            for t in range(begin, until):
                row = t + head
                at = first_fold + (t - begin) * fold
                if folded:  # only the parameters are left to look at
                    to, source = now * plane, plane - now * plane
                    f.carry(
                        folds, lists, at, across, T, to, source, step, columns, scale, width, low,
                        high if begun or t > origin else zero,
                    )  # fmt: skip
                for k in range(np.uint64(ops.shape[0])):
                    if not panels.meets(ops[k, c.LOW], ops[k, c.HIGH], low, high):
                        continue
                    kind = ops[k, c.KIND]
                    to = base + ops[k, panels.ROW] * step + (now * plane if ops[k, panels.RING] else zero)
                    past = now - ops[k, c.LAG] + (zero if now >= ops[k, c.LAG] else planes)
                    source = base + ops[k, panels.ROW_1] * step + (past * plane if ops[k, panels.RING_1] else zero)
                    if folded:
                        to = now * plane
                    elif kind == c.LAYER:
                        known = begun or mark or ops[k, c.LAG] <= t - origin
                        layer.layer_tangent(
                            ops, k, w, T, scale, to, source, step, columns, low, high if known else zero,
                            not begun and t - origin == one,
                        )  # fmt: skip
                    elif kind == panels.SLOPE:
                        o.slopes(ops, k, S, scale, row)
                    elif kind == c.ACTIVATION:
                        o.activation_tangent(ops, k, S, T, row, to, source, step, columns)
                    elif kind == c.GATE:
                        past = now - ops[k, c.LAG_2] + (zero if now >= ops[k, c.LAG_2] else planes)
                        source_2 = (
                            base + ops[k, panels.ROW_2] * step + (past * plane if ops[k, panels.RING_2] else zero)
                        )
                        o.gate_tangent(ops, k, S, T, row, to, source, source_2, step, columns, low, high)
                    elif kind == c.SUM:
                        o.sum_tangent(ops, k, T, to, source, step, columns)
                    elif kind == c.PEEPHOLE:
                        o.peephole_tangent(ops, k, w, T, to, source, step, columns, low, high)
                    else:
                        panels.clear(T, to, step, ops[k, c.SIZE], columns)
                    if kind in owning.OWNERS:
                        if mark:
                            f.mark(ops, k, folds, lists, T, scale, to, step)
                        else:
                            seen = t - ops[k, c.COLUMN_LAG] < stop
                            token = np.uint64(tokens[t - ops[k, c.COLUMN_LAG] if seen else t])
                            owning.own(
                                ops, k, S, T, scale, row, to, step, low, high, token, seen, folded, folds, lists, at,
                                across,
                            )  # fmt: skip
                if mark:
                    panels.copy(T, base + plane, T, at, fold)
                    continue
                if counts[t] != 0.0:
                    for k in range(np.uint64(seeds.shape[0])):
                        if panels.meets(seeds[k, panels.LOW], seeds[k, panels.HIGH], low, high):
                            ring = seeds[k, panels.SEED_RING]
                            source = seeds[k, panels.SEED_ROW] * step + (now * plane if ring else zero)
                            product(
                                A, (t - begin + ago) * width + seeds[k, panels.OFFSET], zero, T, source, total, step,
                                columns, seeds[k, panels.SIZE], one, True, scale, width,
                            )  # fmt: skip
                    if each:
                        add_to(gradient, t, low, high, T, total)
                now = now + one if now + one < planes else zero
            if mark:
                continue
            if not each and (saves or until == stop):
                add_to(gradient, zero, low, high, T, total)
            if not saves:
                newest = now
            else:  # the plane of the next instant, which is the oldest, is left out
                for age in range(lags):
                    past = now + one + age - (planes if now + one + age >= planes else zero)
                    panels.copy(T, past * plane, kept, (panel * lags + age) * plane, plane)
        begin = until
