"""Sums of products that stay in the registers: some components of a layer, at one instant or at four.

P holds packed weights, `rnrviz.kernels.packing`; S or A is a flat record. ``at`` is where the weights begin, ``source``
what they multiply, ``width`` of them, and ``to`` where the sums go, added to what is there if ``keep``. ``many``
components are left, of which these functions take as many as their names say.
"""

from rnrviz.kernels.lanes import spread
from rnrviz.kernels.memory import load, number
from rnrviz.kernels.reading import put
from rnrviz.kernels.table import EIGHT, FOUR, FOURS, ONE, THREE, TWO, ZERO, compiled

SIXTEEN, TWENTY_FOUR = EIGHT * TWO, EIGHT * THREE


@compiled
def eight(P, at, width, S, source, table):
    """Eight components of a layer, its products four at a time."""
    a, b, c, d = load(P, table), spread(0.0), spread(0.0), spread(0.0)
    fours = width & FOURS
    for j in range(ZERO, fours, FOUR):
        a += spread(number(S, source + j)) * load(P, at)
        b += spread(number(S, source + j + ONE)) * load(P, at + EIGHT)
        c += spread(number(S, source + j + TWO)) * load(P, at + SIXTEEN)
        d += spread(number(S, source + j + THREE)) * load(P, at + TWENTY_FOUR)
        at += EIGHT * FOUR
    for j in range(fours, width):
        a += spread(number(S, source + j)) * load(P, at)
        at += EIGHT
    return (a + b) + (c + d)


@compiled
def two_eights(P, at, width, S, source, table, to, keep, many):
    """Sixteen components of a layer."""
    a, b, c, d = load(P, table), load(P, table + EIGHT), spread(0.0), spread(0.0)
    twos = width >> ONE << ONE
    for j in range(ZERO, twos, TWO):
        x, y = spread(number(S, source + j)), spread(number(S, source + j + ONE))
        a += x * load(P, at)
        b += x * load(P, at + EIGHT)
        c += y * load(P, at + SIXTEEN)
        d += y * load(P, at + TWENTY_FOUR)
        at += EIGHT * FOUR
    if twos < width:
        x = spread(number(S, source + twos))
        a += x * load(P, at)
        b += x * load(P, at + EIGHT)
    put(S, to, a + c, keep, EIGHT)
    put(S, to + EIGHT, b + d, keep, many - EIGHT)


@compiled
def four_eights(P, at, width, S, source, table, to, keep, many):
    """Thirty-two components of a layer."""
    a, b, c, d = four_sums(P, at, width, S, source, table)
    put(S, to, a, keep, EIGHT)
    put(S, to + EIGHT, b, keep, EIGHT)
    put(S, to + SIXTEEN, c, keep, EIGHT)
    put(S, to + TWENTY_FOUR, d, keep, many - TWENTY_FOUR)


@compiled
def four_sums(P, at, width, S, source, table):
    """What thirty-two components are, even and odd columns apart."""
    a, b, c, d = load(P, table), load(P, table + EIGHT), load(P, table + SIXTEEN), load(P, table + TWENTY_FOUR)
    e, f, g, h = spread(0.0), spread(0.0), spread(0.0), spread(0.0)
    twos = width >> ONE << ONE
    for j in range(source, source + twos, TWO):
        x, y = spread(number(S, j)), spread(number(S, j + ONE))
        other = at + EIGHT * FOUR
        a += x * load(P, at)
        b += x * load(P, at + EIGHT)
        c += x * load(P, at + SIXTEEN)
        d += x * load(P, at + TWENTY_FOUR)
        e += y * load(P, other)
        f += y * load(P, other + EIGHT)
        g += y * load(P, other + SIXTEEN)
        h += y * load(P, other + TWENTY_FOUR)
        at = other + EIGHT * FOUR
    if twos < width:
        x = spread(number(S, source + twos))
        a += x * load(P, at)
        b += x * load(P, at + EIGHT)
        c += x * load(P, at + SIXTEEN)
        d += x * load(P, at + TWENTY_FOUR)
    return a + e, b + f, c + g, d + h


@compiled
def eight_by_four(P, at, apart, width, S, source, step, begin, to, keep, many):
    """Eight components of four instants: what they begin with and ``width`` products; weights are ``apart``."""
    a, b, c, d = begin
    for x in range(source, source + width):
        weights = load(P, at)
        a += spread(number(S, x)) * weights
        b += spread(number(S, x + step)) * weights
        c += spread(number(S, x + TWO * step)) * weights
        d += spread(number(S, x + THREE * step)) * weights
        at += apart
    put(S, to, a, keep, many)
    put(S, to + step, b, keep, many)
    put(S, to + TWO * step, c, keep, many)
    put(S, to + THREE * step, d, keep, many)


@compiled
def sixteen_by_four(P, at, apart, width, S, source, step, begin, others, to, keep, many):
    """The same of more than eight, up to sixteen."""
    a, b, c, d = begin
    e, f, g, h = others
    for x in range(source, source + width):
        weights, lower = load(P, at), load(P, at + EIGHT)
        one, two = spread(number(S, x)), spread(number(S, x + step))
        three, four = spread(number(S, x + TWO * step)), spread(number(S, x + THREE * step))
        a += one * weights
        b += two * weights
        c += three * weights
        d += four * weights
        e += one * lower
        f += two * lower
        g += three * lower
        h += four * lower
        at += apart
    put(S, to, a, keep, EIGHT)
    put(S, to + step, b, keep, EIGHT)
    put(S, to + TWO * step, c, keep, EIGHT)
    put(S, to + THREE * step, d, keep, EIGHT)
    many -= EIGHT
    put(S, to + EIGHT, e, keep, many)
    put(S, to + step + EIGHT, f, keep, many)
    put(S, to + TWO * step + EIGHT, g, keep, many)
    put(S, to + THREE * step + EIGHT, h, keep, many)


@compiled
def add_columns(P, at, apart, size, A, delta, step, target, many):
    """What up to sixteen columns of the matrix, times the deltas of four instants, add to A[target..] of each."""
    nothing = spread(0.0), spread(0.0), spread(0.0), spread(0.0)
    if many > EIGHT:
        sixteen_by_four(P, at, apart, size, A, delta, step, nothing, nothing, target, True, min(many, SIXTEEN))
    else:
        eight_by_four(P, at, apart, size, A, delta, step, nothing, target, True, many)
