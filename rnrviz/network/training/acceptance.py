"""Does a network accept a string, and how many of those that judge it?"""

from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

import numpy as np

from rnrviz.network.network import Network
from rnrviz.network.tasks.strings import Strings
from rnrviz.network.training.outputs import outputs

Outputs = np.ndarray
COUNTED = ("run", "strings", "instants")
CHOSEN = LOSS, FORESEEN = "loss", "foreseen"
FEW = 32


def exactly_the_legal(y: Outputs, strings: Strings) -> np.ndarray:
    """Exactly the legal symbols exceed the threshold (Gers and Schmidhuber 2001).

    The threshold is half of what a legal symbol gets when the legal ones share the probability.
    """
    shares = y / y.sum(1, keepdims=True)
    return np.asarray(((shares > 0.5 / strings.legal.sum(1, keepdims=True)) == strings.legal).all(1))


def legal_positive(y: Outputs, strings: Strings) -> np.ndarray:
    """Exactly the legal symbols are above 0, where the targets are 1 and -1 (Gers and Schmidhuber 2001, recalled)."""
    return np.asarray((((y > 0.0) == strings.legal) & np.isfinite(y)).all(1))


def legal_most_active(y: Outputs, strings: Strings) -> np.ndarray:
    """Every legal symbol is more active than all others (Hochreiter and Schmidhuber 1997, recalled)."""
    least = np.where(strings.legal, y, np.inf).min(1)
    return np.asarray(least > np.where(strings.legal, -np.inf, y).max(1))


def near_the_only_one(y: Outputs, strings: Strings) -> np.ndarray:
    """Every output is within the tolerance of the code of the only legal symbol."""
    return np.asarray((np.abs(y - strings.legal) < strings.verdict.tolerance).all(1))


def next_most_active(y: Outputs, strings: Strings) -> np.ndarray:
    """The symbol that is the target is the most active, alone."""
    best = (y >= y.max(1, keepdims=True)) & np.isfinite(y).all(1, keepdims=True)
    return np.asarray((best.sum(1) == 1) & (strings.targets[np.arange(len(y)), y.argmax(1)] > 0))


def targets_likely(y: Outputs, strings: Strings) -> np.ndarray:
    """The share of every target exceeds the tolerance (Cleeremans et al. 1989, with 0.3 and s[t+1], recalled)."""
    shares = y / y.sum(1, keepdims=True)
    return np.asarray(((shares > strings.verdict.tolerance) | (strings.targets <= 0)).all(1))


def everywhere(strings: Strings) -> np.ndarray:
    """All instants that have a target."""
    return np.asarray(strings.counts > 0)


def where_one_is_legal(strings: Strings) -> np.ndarray:
    """The instants with a target whose symbol can be known."""
    return np.asarray((strings.counts > 0) & (strings.legal.sum(1) == 1))


Right = Callable[[Outputs, Strings], np.ndarray]
RULES: dict[str, tuple[Right, Callable[[Strings], np.ndarray]]] = {
    "legal": (exactly_the_legal, everywhere),
    "active": (legal_most_active, everywhere),
    "sure": (legal_most_active, where_one_is_legal),
    "near": (near_the_only_one, where_one_is_legal),
    "next": (next_most_active, everywhere),
    "likely": (targets_likely, everywhere),
    "signs": (legal_positive, everywhere),
}


def accepts(network: Network, strings: Strings) -> np.ndarray:
    """For every string, whether the outputs are right, by the rule of its verdict, wherever they are judged."""
    return _whole(wrong(network, strings), strings)


def wrong(network: Network, strings: Strings) -> np.ndarray:
    """For every instant (N,), whether it is judged and its output not right."""
    right, where = RULES[strings.verdict.rule]
    with np.errstate(all="ignore"):  # what is not finite is not right
        return np.asarray(where(strings) & ~right(outputs(network, strings)[0], strings))


def _whole(faults: np.ndarray, strings: Strings) -> np.ndarray:
    """For every string, whether it has no fault."""
    return np.asarray(np.add.reduceat(faults, strings.begins[:-1], dtype=np.int64) == 0)


def mean_loss(network: Network, strings: Strings) -> float:
    """The sum of E[t] of a string, averaged over the strings."""
    found = outputs(network, strings)[1]
    return float(found[strings.counts > 0].sum()) / len(strings)


def errors(network: Network, judge: list[Strings]) -> tuple[float | None, float | None]:
    """How far the outputs are from their targets where the next symbol can be known, and where several may come.

    Root mean squares over outputs and instants, as Elman (1990) shows them; None where there are no such instants.
    """
    squares, known = [], []
    for strings in judge:
        there, one = strings.counts > 0, where_one_is_legal(strings)
        squares.append(((outputs(network, strings)[0] - strings.targets) ** 2).mean(1)[there])
        known.append(one[there])
    square, sure = np.concatenate(squares), np.concatenate(known)
    parts = square[sure], square[~sure]
    return tuple(float(np.sqrt(part.mean())) if len(part) else None for part in parts)  # type: ignore[return-value]


def generalisation(network: Network, judge: list[Strings]) -> int:
    """How many of `judged` the network gets right, as the verdict counts: in all, or before the first wrong one."""
    total = 0
    for strings in judge:
        for part in _pieces(strings) if strings.verdict.counted == "run" else (strings,):
            good = _units(wrong(network, part), part)
            if strings.verdict.counted == "run" and not good.all():
                return total + int(np.argmin(good))
            total += int(good.sum())
    return total


@lru_cache(maxsize=4)  # the judge stays the same from check to check
def _pieces(strings: Strings) -> tuple[Strings, ...]:
    """Groups of strings a few at a time: what comes after the first that is wrong need not be run."""
    groups = np.arange(len(strings)) if strings.groups is None else strings.groups
    ends = np.append(np.flatnonzero(np.diff(groups)) + 1, len(strings))
    bounds = [0, *(int(last) for last in (*ends[FEW - 1 : -1 : FEW], ends[-1]))]
    return tuple(strings.some(first, last) for first, last in pairwise(bounds))


def judged(judge: list[Strings]) -> int:
    """The most that `generalisation` can be."""
    return sum(len(_units(np.zeros(len(strings.tokens), bool), strings)) for strings in judge)


def _units(faults: np.ndarray, strings: Strings) -> np.ndarray:
    """What is counted, in order, whether it is right: instants that are judged, strings, or their groups."""
    if strings.verdict.counted == "instants":
        return np.asarray(~faults[RULES[strings.verdict.rule][1](strings)])
    good = _whole(faults, strings)
    if strings.verdict.counted == "strings" or strings.groups is None:
        return good
    return np.asarray(np.logical_and.reduceat(good, np.flatnonzero(np.diff(strings.groups, prepend=-1))))
