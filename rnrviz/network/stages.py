"""Which equations must go through time together, and which can be done for all instants, one after the other.

Equations that depend on one another through the past are a recurrence and have to be computed instant by instant.
All others can be computed equation by equation, each for the whole string at once, which is faster.
"""

from rnrviz.network.equations import Equation


def stages(equations: tuple[Equation, ...]) -> dict[str, tuple[int, bool]]:
    """For every signal the number of its stage, which reads only itself and earlier ones; is it a recurrence?"""
    names = [equation.target for equation in equations]
    number = {name: i for i, name in enumerate(names)}
    reads = [
        {number[s.signal] for term in equation.terms for s in term.sources if s.signal in number}
        for equation in equations
    ]
    reach = _reach(reads)
    found: dict[int, int] = {}
    for i in range(len(names)):
        _find(i, reads, reach, found)
    return {name: (found[i], bool(reach[i] >> i & 1)) for i, name in enumerate(names)}


def _reach(reads: list[set[int]]) -> list[int]:
    """For every equation the set, as bits, of those that it depends on, itself included if it recurs."""
    reach = [sum(1 << j for j in read) for read in reads]
    changed = True
    while changed:
        changed = False
        for i, read in enumerate(reads):
            wider = reach[i]
            for j in read:
                wider |= reach[j]
            changed, reach[i] = changed or wider != reach[i], wider
    return reach


def _find(start: int, reads: list[set[int]], reach: list[int], found: dict[int, int]) -> None:
    """Number the stage of an equation after those of all that it reads.

    Even stages are of equations without recurrence, the inputs' being 0, odd ones of a recurrence.
    """
    waiting = [start]
    while waiting:
        i = waiting[-1]
        members = [j for j in range(len(reads)) if j == i or (reach[i] >> j & 1 and reach[j] >> i & 1)]
        before = {k for j in members for k in reads[j]} - set(members)
        missing = [k for k in before if k not in found]
        if i not in found and missing:
            waiting += missing
            continue
        waiting.pop()
        latest = max((found[k] for k in before), default=0)
        odd = bool(reach[i] >> i & 1)
        found |= dict.fromkeys(members, latest + (2 if odd and latest % 2 else int(latest % 2 != odd)))
