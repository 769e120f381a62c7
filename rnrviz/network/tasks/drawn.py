"""Strings and streams drawn at random from a finite-state grammar, with the true probabilities."""

import numpy as np

from rnrviz.network.tasks.distributions import Distributions, of_table
from rnrviz.network.tasks.grammars import Beliefs, Grammar, draw
from rnrviz.network.tasks.strings import TARGETS, Strings, Verdict, check_number, check_one_of, check_size, goals
from rnrviz.network.vocabulary import Vocabulary

MOST_STRINGS = 10_000_000


def strings_of(
    grammar: Grammar, vocabulary: Vocabulary, strings: int, choice: int, targets: str, verdict: Verdict
) -> Strings:
    """``strings`` strings, each read up to its last symbol, which is only a target."""
    _check(targets, choice, strings=strings)
    check_size(strings, len(vocabulary))
    symbols, begins = draw(grammar, vocabulary.numbers, strings, np.random.default_rng(choice))
    read = np.ones(len(symbols), bool)
    read[begins[1:] - 1] = False
    return _made(grammar, vocabulary, symbols, read, begins - np.arange(strings + 1), targets, verdict)


def streams_of(
    grammar: Grammar, vocabulary: Vocabulary, streams: int, each: int, choice: int, targets: str, verdict: Verdict
) -> Strings:
    """``streams`` streams of ``each`` strings one after the other; the target of the last symbol begins one more."""
    _check(targets, choice, streams=streams, each=each)
    check_size(streams * (each + 1), len(vocabulary))
    symbols, begins = draw(grammar, vocabulary.numbers, streams * (each + 1), np.random.default_rng(choice))
    lengths = np.diff(begins)
    more = np.arange(len(lengths)) % (each + 1) == each
    stream_lengths = np.where(more, 0, lengths).reshape(streams, each + 1).sum(1)
    stream_begins = np.concatenate([[0], np.cumsum(stream_lengths)])
    return _made(grammar, vocabulary, symbols, np.repeat(~more, lengths), stream_begins, targets, verdict)


def _check(targets: str, choice: int, **numbers: int) -> None:
    check_one_of("targets", targets, TARGETS)
    check_number("choice", choice, 0, 2**63 - 1)
    for key, found in numbers.items():
        check_number(key, found, 1, MOST_STRINGS)


def _made(
    grammar: Grammar, vocabulary: Vocabulary, symbols: np.ndarray, read: np.ndarray, begins: np.ndarray, targets: str,
    verdict: Verdict,
) -> Strings:  # fmt: skip
    """The symbols that are ``read`` as tokens, each with the one after it as its target."""
    check_size(int(begins[-1]), len(vocabulary))
    tokens, after = symbols[read], np.roll(symbols, -1)[read]
    truth = _truth(grammar, vocabulary, tokens, begins)
    legal = truth.support()
    counts = np.ones(len(tokens))
    return Strings(vocabulary, tokens, goals(targets, legal, after), legal, begins, counts, truth, verdict)


def _truth(grammar: Grammar, vocabulary: Vocabulary, tokens: np.ndarray, begins: np.ndarray) -> Distributions:
    """What comes next at every instant, by the grammar."""
    beliefs, numbers = Beliefs(grammar), vocabulary.numbers
    names = [vocabulary.tokens[i] for i in tokens.tolist()]
    which: list[int] = []
    for first, last in zip(begins[:-1].tolist(), begins[1:].tolist(), strict=True):
        belief = 0
        for name in names[first:last]:
            belief = beliefs.step(belief, name)
            which.append(belief)
    rows = [{numbers[symbol]: p for symbol, p in row.items()} for row in beliefs.rows]
    return of_table(np.array(which, np.int64), rows, len(vocabulary))
