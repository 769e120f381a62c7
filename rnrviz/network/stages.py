"""Which equations must go through time together, and which can be done for all instants, one after the other.

Equations that depend on one another through the past are a recurrence and have to be computed instant by instant,
those that do so through the future likewise, from the last instant to the first. All others can be computed equation
by equation, each for the whole string at once, which is faster.
"""

from dataclasses import dataclass

from rnrviz.network.equations import Equation
from rnrviz.network.problems import InputError

NONE, FORWARD, BACKWARD = range(3)


@dataclass(frozen=True)
class Stage:
    """``number`` orders the stages; ``direction`` says whether it is a recurrence, and which way it goes."""

    number: int
    direction: int


def stages(equations: tuple[Equation, ...]) -> dict[str, Stage]:
    """For every signal its stage, which reads only itself and earlier ones.

    Raises InputError when something depends on both its own past and its own future: no order computes that.
    """
    names = [equation.target for equation in equations]
    number = {name: i for i, name in enumerate(names)}
    reads = [
        {number[s.signal] for term in equation.terms for s in term.sources if s.signal in number}
        for equation in equations
    ]
    reach = _reach(reads)
    directions = _directions(equations, number, reach)
    found: dict[int, int] = {}
    for i in range(len(names)):
        _find(i, reads, reach, directions, found)
    return {name: Stage(found[i], directions[i]) for i, name in enumerate(names)}


def _directions(equations: tuple[Equation, ...], number: dict[str, int], reach: list[int]) -> list[int]:
    """Which way each equation's recurrence goes, by the lags inside it."""
    found = []
    for i, equation in enumerate(equations):
        members = [j for j in range(len(equations)) if _together(i, j, reach)]
        inside = {equations[j].target for j in members}
        lags = [s.lag for j in members for term in equations[j].terms for s in term.sources if s.signal in inside]
        if lags and min(lags) < 0 < max(lags):
            raise InputError(
                "Line {line}: {name} depends on its own past and on its own future; no order of the instants "
                "computes that.",
                line=equation.line,
                name=equation.owner or equation.target,
            )
        found.append(NONE if not reach[i] >> i & 1 else BACKWARD if min(lags) < 0 else FORWARD)
    return found


def _together(i: int, j: int, reach: list[int]) -> bool:
    """Whether two equations are of one recurrence."""
    return j == i or bool(reach[i] >> j & 1 and reach[j] >> i & 1)


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


def _find(start: int, reads: list[set[int]], reach: list[int], directions: list[int], found: dict[int, int]) -> None:
    """Number the stage of an equation after those of all that it reads.

    By threes: the first are of equations without recurrence, the inputs' being 0, then those of either direction.
    """
    waiting = [start]
    while waiting:
        i = waiting[-1]
        members = [j for j in range(len(reads)) if _together(i, j, reach)]
        before = {k for j in members for k in reads[j]} - set(members)
        missing = [k for k in before if k not in found]
        if i not in found and missing:
            waiting += missing
            continue
        waiting.pop()
        latest = max((found[k] for k in before), default=0)
        least = latest + (directions[i] != NONE)
        found |= dict.fromkeys(members, least + (directions[i] - least) % 3)
