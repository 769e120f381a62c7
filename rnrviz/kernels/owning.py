"""What the parameters of an operation add to the tangents directly: the face of RTRL that looks at the parameters."""

from rnrviz.kernels import table as c
from rnrviz.kernels.panels import NET, SCALE, meets
from rnrviz.kernels.table import ONE, TWO, ZERO, compiled

OWNERS = c.LOOKUP, c.LAYER, c.PEEPHOLE  # the operations with parameters


@compiled
def reach(ops, k, i, folding, folds, lists):
    """Where the list of the rows begins that component i reaches, and where it ends; only its own if not folding."""
    if not folding:
        return i, i + ONE
    entry = lists + TWO * (ops[k, NET] + i)
    return folds[entry], folds[entry + TWO]


@compiled
def row_of(e, folding, folds):
    """The row at a place of such a list."""
    return folds[e] if folding else e


@compiled
def factor(ops, k, i, row, folding, scale, T, folds, lists, at, across):
    """By what that is multiplied which component i of what is written passes on to a row."""
    if folding:
        return T[at + row * across + folds[lists + TWO * (ops[k, NET] + i) + ONE]]
    return scale[ops[k, SCALE] + i]


@compiled
def own(ops, k, S, T, scale, row, to, step, begin, end, token, seen, folding, folds, lists, at, across):
    """d/dW of W s, of biases and of what a token picks, in panel begin..end-1; rows count from ``to`` on.

    If ``folding``, for all rows of s[t] that are reached; the fold begins ``at``, its rows ``across``.
    """
    kind, size, start = ops[k, c.KIND], ops[k, c.SIZE], ops[k, c.PARAMETER]
    width = ops[k, c.SHARE] if kind == c.PEEPHOLE else ops[k, c.WIDTH] if kind == c.LAYER else ZERO
    if meets(start, start + size * width, begin, end):
        line, stride = row - ops[k, c.LAG], width if kind == c.PEEPHOLE else ZERO
        low, high = max(begin, start), min(end, start + size * width)
        i = (low - start) // width
        while low < high:
            after, read = min(high, start + (i + ONE) * width), ops[k, c.FROM] + i * stride - start - i * width
            first, last = reach(ops, k, i, folding, folds, lists)
            for e in range(first, last):
                into = row_of(e, folding, folds)
                value = factor(ops, k, i, into, folding, scale, T, folds, lists, at, across)
                into = to + into * step - begin
                for p in range(low, after):
                    T[into + p] += value * S[line, read + p]
            low, i = after, i + ONE
    for which in range(TWO if kind == c.LAYER else ONE if kind == c.LOOKUP else ZERO):
        if kind == c.LOOKUP:
            start, stride, many = start + token * size, ONE, size
        elif which == 0:
            start, stride, many = ops[k, c.BIAS], ONE, size * ops[k, c.HAS_BIAS]
        else:
            start, stride, many = ops[k, c.COLUMN] + token, ops[k, c.SYMBOLS], size if seen else ZERO
        if stride and meets(start, start + many * stride, begin, end):
            i = (begin - start + stride - ONE) // stride if begin > start else ZERO
            p = start + i * stride
            while i < many and p < end:
                first, last = reach(ops, k, i, folding, folds, lists)
                for e in range(first, last):
                    into = row_of(e, folding, folds)
                    value = factor(ops, k, i, into, folding, scale, T, folds, lists, at, across)
                    T[to + into * step + p - begin] += value
                i, p = i + ONE, p + stride
