"""How far a network will count, foreseen from the strings that it was judged by.

A network that counts makes a small mistake with every symbol, always the same. So where strings a^n b^n .. turn from
one symbol to the next, its net inputs Y move in a straight line with n. Carried on, the line says at which n the first
of them comes to 0, where an output turns from yes to no: known from n = 12 to 20, and seldom wrong.
"""

import math
from functools import lru_cache
from itertools import pairwise

import numpy as np

from rnrviz.network.network import Network
from rnrviz.network.tasks.strings import SIGNS, Strings
from rnrviz.network.training.outputs import outputs

FARTHEST = 1e9  # what is farther is not told apart
FIFTH = 5
NEAR = 2  # instants at either end of a run of the same symbol


def foreseen(network: Network, judge: list[Strings]) -> float:
    """The n up to which the outputs are foreseen to stay right, at most FARTHEST.

    The last string of the judge is compared with those a fifth and two fifths before it, string k being that of n = k:
    from 12 to 16 and from 16 to 20, the lesser counts. 0 where these are not the same runs of symbols, longer every
    time by as much, where strings are judged in groups, or where something is not finite.
    """
    last, apart, chosen = len(judge[-1]), len(judge[-1]) // FIFTH, _compared(judge[-1])
    if not chosen:
        return 0.0
    with np.errstate(all="ignore"):
        turns = [_turns(network, *one) for one in chosen]
    if len({one.shape for one in turns}) > 1 or not all(np.isfinite(one).all() for one in turns):
        return 0.0
    found = math.inf
    with np.errstate(all="ignore"):
        for later, earlier in pairwise(turns):
            step = (later - earlier) / apart
            found = min(found, np.where(turns[0] * step < 0.0, -turns[0] / step, math.inf).min(initial=math.inf))
    return float(min(FARTHEST, last + found))


@lru_cache(maxsize=4)  # the judge stays the same from check to check
def _compared(strings: Strings) -> tuple[tuple[Strings, np.ndarray, np.ndarray], ...]:
    """The strings that are compared, the longest first: each with the instants that are looked at and their legal
    symbols; none where they cannot be compared."""
    apart = len(strings) // FIFTH
    places = [len(strings) - k * apart - 1 for k in range(3)] if apart and strings.groups is None else []
    if not places or not _grow([_runs(strings, k) for k in places]):
        return ()
    found = []
    for k in places:
        part, runs = strings.part(k), pairwise(_runs(strings, k)[1])
        known = strings.counts[part] > 0
        chosen = [t for low, high in runs for t in _ends(int(low), int(high)) if known[t]]
        found.append((strings.some(k, k + 1), np.array(chosen, np.intp), strings.legal[part][chosen]))
    return tuple(found)


def _runs(strings: Strings, k: int) -> tuple[list[int], np.ndarray]:
    """The symbols of string k, each run of the same one once, and where the runs begin and the last one ends."""
    tokens = strings.tokens[strings.part(k)]
    bounds = np.array([0, *(np.flatnonzero(np.diff(tokens)) + 1), len(tokens)])
    return tokens[bounds[:-1]].tolist(), bounds


def _grow(runs: list[tuple[list[int], np.ndarray]]) -> bool:
    """Whether three strings, the longest first, are of the same runs, longer from one to the next by as much."""
    if any(symbols != runs[0][0] for symbols, _ in runs):
        return False
    more = runs[0][1] - runs[1][1]
    return bool((more == runs[1][1] - runs[2][1]).all() and (np.diff(more) >= 0).all() and more[-1] > 0)


def _turns(network: Network, string: Strings, chosen: np.ndarray, legal: np.ndarray) -> np.ndarray:
    """By how much the outputs of a string are on the side of yes at the instants ``chosen``, (instants, n_Y)."""
    term = next(equation.terms for equation in network.equations if equation.target == "y")[0]
    function = str(network.config.get(term.activation or "", term.activation))
    squashed = function in ("logistic", "tanh", "softmax") and not term.sources[0].lag
    nets = outputs(network, string, term.sources[0].signal if squashed else "y")[0][chosen]
    if squashed and function == "softmax":
        return _over_others(nets, legal)
    yes = string.verdict.rule == SIGNS or squashed
    return nets if yes else np.asarray(nets - 0.5 * nets.sum(1, keepdims=True) / legal.sum(1, keepdims=True))


def _over_others(nets: np.ndarray, legal: np.ndarray) -> np.ndarray:
    """Of softmax: by how much the logarithm of the odds exceeds that of half a legal symbol's share."""
    others = [np.logaddexp.reduce(np.delete(nets, k, 1), 1) for k in range(nets.shape[1])]
    share = 0.5 / legal.sum(1, keepdims=True)
    return np.asarray(nets - np.stack(others, 1) - np.log(share / (1.0 - share)))


def _ends(low: int, high: int) -> list[int]:
    """The first and the last instants of those from ``low`` to ``high`` - 1."""
    return sorted({*range(low, min(high, low + NEAR)), *range(max(low, high - NEAR), high)})
