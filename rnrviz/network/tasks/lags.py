"""Long time lags: tasks 2a, 2b and 2c of Hochreiter and Schmidhuber (1997).

The paper's text could not be read again; the tasks are as recalled, and so are the criteria: after training, every
output unit within 0.25 (2a, 2b) or 0.2 (2c) of its target at the end of 10,000 strings drawn anew. Its inputs are new
strings each time; here ``strings`` of them are drawn and learned from again and again.
"""

import numpy as np

from rnrviz.network.tasks.distributions import Distributions, of_table
from rnrviz.network.tasks.strings import (
    TARGETS,
    Strings,
    Verdict,
    check_number,
    check_one_of,
    check_size,
    goals,
    last_of_each,
)
from rnrviz.network.vocabulary import Vocabulary

EVERY, LAST = "every", "last"
MOST_SYMBOLS = 5000
STOPS = 0.1  # probability that the distractors of 2c end, once there are q


def lag_2a(p: int = 10, targets: str = "next", instants: str = EVERY) -> Strings:
    """The two strings x a1 .. a(p-1) x and y a1 .. a(p-1) y, equally probable: the last symbol is that of p steps ago.

    ``instants``: "every", the next symbol is the target at every instant, as in the paper; "last", only at the last.
    """
    names = vocabulary("lag_2a", p)
    middle = np.tile(np.arange(p - 1), (2, 1))
    first = np.array([[p - 1], [p]])
    symbols = np.hstack([first, middle, first])
    certain = [{i: 1.0} for i in range(len(names))]
    return _made(names, symbols, symbols[:, 1:], certain, targets, instants, 0.25)


def lag_2b(p: int = 10, strings: int = 200, choice: int = 1, targets: str = "next", instants: str = EVERY) -> Strings:
    """As 2a, but between both ends stand p - 1 symbols at random out of a1 .. a(p-1): only the last can be known."""
    names = vocabulary("lag_2b", p)
    random = _random(strings, choice)
    check_size(strings * p, len(names))
    first = random.integers(p - 1, p + 1, (strings, 1))
    symbols = np.hstack([first, random.integers(0, p - 1, (strings, p - 1)), first])
    which = np.hstack([np.zeros((strings, p - 1), np.int64), first - p + 2])
    table = [dict.fromkeys(range(p - 1), 1.0 / (p - 1)), {p - 1: 1.0}, {p: 1.0}]
    return _made(names, symbols, which, table, targets, instants, 0.25)


def lag_2c(
    p: int = 10, q: int = 10, strings: int = 200, choice: int = 1, targets: str = "next", instants: str = LAST
) -> Strings:
    """b, then x or y, q or more distractors at random out of a1 .. ap, then e, and the same x or y again.

    After q distractors each further one comes with probability 0.9, so that a string has 13 + q symbols on average. The
    targets of the paper are at the last instant only (``instants`` "last").
    """
    names = vocabulary("lag_2c", p)
    check_number("q", q, 1, 1_000_000)
    random = _random(strings, choice)
    check_size(strings * (q + 3), len(names))
    lengths = q + random.geometric(STOPS, strings) - 1  # distractors
    begins = np.concatenate([[0], np.cumsum(lengths + 3)])
    check_size(int(begins[-1]), len(names))
    tokens = random.integers(0, p, int(begins[-1]))
    last, marks = random.integers(p + 2, p + 4, strings), begins[:-1]
    tokens[marks], tokens[marks + 1], tokens[begins[1:] - 1] = p + 1, last, p
    after = np.roll(tokens, -1)
    after[begins[1:] - 1] = last
    place = np.arange(len(tokens)) - np.repeat(marks, lengths + 3)  # 0-based, within its string
    which = np.where(place == 0, 0, np.where(place <= q, 1, 2))
    which[begins[1:] - 1] = last - p + 1
    distractors = dict.fromkeys(range(p), 1.0 / p)
    table = [
        {p + 2: 0.5, p + 3: 0.5}, distractors, dict.fromkeys(range(p), (1.0 - STOPS) / p) | {p: STOPS}, {p + 2: 1.0},
        {p + 3: 1.0},
    ]  # fmt: skip
    return _finished(names, tokens, after, begins, of_table(which, table, len(names)), targets, instants, 0.2)


def vocabulary(name: str, p: int) -> Vocabulary:
    """The symbols of a task. Raises InputError where p is too small or too large."""
    distractors, others, least = (p, "ebxy", 1) if name == "lag_2c" else (p - 1, "xy", 2)
    check_number("p", p, least, MOST_SYMBOLS)
    return Vocabulary((*(f"a{i}" for i in range(1, distractors + 1)), *others))


def _random(strings: int, choice: int) -> np.random.Generator:
    check_number("strings", strings, 1, 10_000_000)
    check_number("choice", choice, 0, 2**63 - 1)
    return np.random.default_rng(choice)


def _made(
    names: Vocabulary, symbols: np.ndarray, which: np.ndarray, table: list[dict[int, float]], targets: str,
    instants: str, tolerance: float,
) -> Strings:  # fmt: skip
    """Strings of equal lengths, (n, L + 1) symbols; ``which`` (n, L) tells what may follow each."""
    number, length = which.shape
    check_size(which.size, len(names))
    truth = of_table(which.ravel(), table, len(names))
    begins = np.arange(number + 1) * length
    return _finished(
        names, symbols[:, :-1].ravel(), symbols[:, 1:].ravel(), begins, truth, targets, instants, tolerance
    )


def _finished(
    names: Vocabulary, tokens: np.ndarray, after: np.ndarray, begins: np.ndarray, truth: Distributions, targets: str,
    instants: str, tolerance: float,
) -> Strings:  # fmt: skip
    check_one_of("targets", targets, TARGETS)
    check_one_of("instants", instants, (EVERY, LAST))
    legal, last = truth.support(), last_of_each(begins)
    counts = last if instants == LAST else np.ones(len(tokens))
    codes = goals(targets, legal, after) * counts[:, None]
    verdict = Verdict("near", "strings", tolerance)
    return Strings(names, tokens, codes, legal, begins, counts, truth, verdict)
