"""Strings made of blocks of letters, and how many of each: what counting languages have in common."""

from dataclasses import dataclass

import numpy as np

from rnrviz.network.problems import InputError
from rnrviz.network.tasks.distributions import of_table
from rnrviz.network.tasks.strings import MOST_NUMBERS, TARGETS, Strings, goals, verdict
from rnrviz.network.vocabulary import Vocabulary

START, STOP = "S", "T"
FREE = -1


@dataclass(frozen=True)
class Shape:
    """One block of each letter, in order; block k is as long as block ``same[k]``, or of any length where FREE."""

    letters: str
    same: tuple[int, ...]


SHAPES = {
    "anbn": Shape("ab", (FREE, 0)),
    "anbncn": Shape("abc", (FREE, 0, 0)),
    "anbn_stream": Shape("ab", (FREE, 0)),
    "anbmBmAn": Shape("abBA", (FREE, FREE, 1, 0)),
}


def check_range(shortest: int, longest: int, targets: str) -> None:
    """Raises InputError unless 1 <= shortest <= longest and the targets are known."""
    if targets not in TARGETS:
        raise InputError("targets is {found!r}; expected {known}.", found=targets, known=", ".join(TARGETS))
    if not 1 <= shortest <= longest:
        raise InputError(
            "shortest is {shortest} and longest {longest}; expected 1 <= shortest <= longest.",
            shortest=shortest,
            longest=longest,
        )


def check_total(longest: int, total: int, symbols: int) -> None:
    """Raises InputError when strings up to ``longest`` have too many tokens."""
    most = MOST_NUMBERS // symbols
    if total > most:
        raise InputError(
            "longest is {longest}, which makes {total} tokens in all; expected at most {most}.",
            longest=longest,
            total=total,
            most=most,
        )


def strings_of(
    shape: Shape, vocabulary: Vocabulary, texts: list[str], afters: list[str], bounds: tuple[int, int], targets: str,
    groups: np.ndarray | None = None,
) -> Strings:  # fmt: skip
    """Strings (or streams of strings) of blocks; ``afters`` are the symbols after the last one of each.

    ``bounds``: the lengths that a free block may have, all equally probable: that is what the truth says.
    """
    tokens = vocabulary.encode(tuple("".join(texts))).indices
    begins = np.cumsum([0, *map(len, texts)])
    after = np.roll(tokens, -1)
    after[begins[1:] - 1] = vocabulary.encode(tuple(afters)).indices
    legal = np.zeros((len(tokens), len(vocabulary)), bool)
    legal[np.arange(len(tokens)), after] = True
    which, table = after.copy(), [{i: 1.0} for i in range(len(vocabulary))]
    place = _places(tokens, begins)
    for block, same in enumerate(shape.same):
        if same == FREE:
            mine, following = (vocabulary.numbers[letter] for letter in shape.letters[block : block + 2])
            here = tokens == mine
            legal[np.ix_(here, [mine, following])] = True
            which[here] = len(table) + place[here]
            table += [{mine: 1.0 - e, following: e} for e in ends(*bounds)]
    truth = of_table(which, [{s: p for s, p in row.items() if p} for row in table], len(vocabulary))
    counts = np.ones(len(tokens))
    codes = goals(targets, legal, after)
    return Strings(vocabulary, tokens, codes, legal, begins, counts, truth, verdict(targets), groups)


def ends(shortest: int, longest: int) -> list[float]:
    """The probability that a block of 1, 2, .. longest letters so far is complete, its length drawn from the range."""
    return [0.0 if n < shortest else 1.0 / (longest - n + 1) for n in range(1, longest + 1)]


def _places(tokens: np.ndarray, begins: np.ndarray) -> np.ndarray:
    """The 0-based place of every token in its run of equal tokens."""
    every = np.arange(len(tokens))
    new = np.ones(len(tokens), bool)
    new[1:] = tokens[1:] != tokens[:-1]
    new[begins[:-1]] = True
    return np.asarray(every - np.maximum.accumulate(np.where(new, every, 0)))
