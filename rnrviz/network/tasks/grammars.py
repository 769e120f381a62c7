"""Finite-state grammars: drawing their strings, and what comes next after any beginning, exactly."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

END, LOST = -1, -1

Arc = tuple[str, float, int]


@dataclass(frozen=True)
class Grammar:
    """From every state arcs (symbol, probability, next state); a string runs from state 0 to END.

    ``loops``: after the end the next string begins at once, a stream without end. Two arcs of a state may bear the same
    symbol: then what has been read leaves open where it stands.
    """

    arcs: tuple[tuple[Arc, ...], ...]
    loops: bool = False

    @cached_property
    def symbols(self) -> tuple[str, ...]:
        """All its symbols, by first appearance."""
        return tuple(dict.fromkeys(symbol for arcs in self.arcs for symbol, _, _ in arcs))


class Beliefs:
    """What a reader knows: how probable each state is after what has been read (the forward algorithm).

    Each belief has a number, 0 before the first symbol; LOST is where no string of the grammar leads. ``rows`` gives
    for each the symbols that may come next with their probabilities, none after the end.
    """

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._numbers: dict[tuple[tuple[int, float], ...], int] = {}
        self._states: list[dict[int, float]] = []
        self._steps: dict[tuple[int, str], int] = {}
        self.rows: list[dict[str, float]] = []
        self._number({0: 1.0})

    def step(self, belief: int, symbol: str) -> int:
        """The belief after one more symbol."""
        found = self._steps.get((belief, symbol))
        if found is None:
            found = self._steps[belief, symbol] = LOST if belief == LOST else self._after(belief, symbol)
        return found

    def follow(self, tokens: Iterable[str]) -> Iterator[int]:
        """The belief after each token; after the end of a string another may begin."""
        belief = 0
        for token in tokens:
            belief = self.step(0 if belief != LOST and not self.rows[belief] else belief, token)
            yield belief

    def _after(self, belief: int, symbol: str) -> int:
        reached: dict[int, float] = {}
        for state, weight in self._states[belief].items():
            for label, p, to in self._grammar.arcs[state] if state != END else ():
                if label == symbol:
                    to = 0 if to == END and self._grammar.loops else to
                    reached[to] = reached.get(to, 0.0) + weight * p
        total = sum(reached.values())
        return self._number({state: w / total for state, w in reached.items()}) if total > 0.0 else LOST

    def _number(self, states: dict[int, float]) -> int:
        key = tuple(sorted(states.items()))
        number = self._numbers.setdefault(key, len(self.rows))
        if number == len(self.rows):
            row: dict[str, float] = {}
            for state, weight in states.items():
                for label, p, _ in self._grammar.arcs[state] if state != END else ():
                    row[label] = row.get(label, 0.0) + weight * p
            self._states.append(states)
            self.rows.append(row)
        return number


def draw(
    grammar: Grammar, numbers: dict[str, int], count: int, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """``count`` strings of a grammar one after the other: numbers of their symbols (N,), and where each begins."""
    limits, labels, following = _tables(grammar, numbers)
    who = np.arange(count)
    state = np.zeros(count, np.int64)
    strings, symbols = [who[:0]], [who[:0]]
    while len(who):  # all strings at once, one symbol each
        chosen = (random.random(len(who))[:, None] >= limits[state]).sum(1)
        strings.append(who)
        symbols.append(labels[state, chosen])
        state = following[state, chosen]
        who, state = who[state != END], state[state != END]
    owners = np.concatenate(strings)
    begins = np.concatenate([[0], np.cumsum(np.bincount(owners, minlength=count))])
    return np.concatenate(symbols)[np.argsort(owners, kind="stable")], begins


def _tables(grammar: Grammar, numbers: dict[str, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For every state and arc: up to where a random number chooses it, its symbol's number, where it leads."""
    shape = len(grammar.arcs), max(map(len, grammar.arcs))
    limits, labels, following = np.full(shape, np.inf), np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    for state, arcs in enumerate(grammar.arcs):
        limits[state, : len(arcs) - 1] = np.cumsum([p for _, p, _ in arcs])[:-1]  # the last arc takes what is left
        labels[state, : len(arcs)] = [numbers[symbol] for symbol, _, _ in arcs]
        following[state, : len(arcs)] = [to for _, _, to in arcs]
    return limits, labels, following
