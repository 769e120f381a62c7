"""Streams: strings of a^n b^n one after the other, never reset in between (Gers, Schmidhuber and Cummins 2000)."""

import numpy as np

from rnrviz.network.problems import InputError
from rnrviz.network.tasks.blocks import SHAPES, STOP, check_range, strings_of
from rnrviz.network.tasks.strings import Strings, check_number
from rnrviz.network.vocabulary import Vocabulary

END = STOP
VOCABULARY = Vocabulary(("a", "b", END))
MOST_TOKENS = 10_000_000


def anbn_stream(
    shortest: int = 1, longest: int = 5, each: int = 4, streams: int = 200, choice: int = 1, targets: str = "legal"
) -> Strings:
    """``streams`` sequences of ``each`` strings a^n b^n T, n drawn from shortest..longest at random from ``choice``.

    T ends a string and is an input: after it the next string begins, with a. Targets as in
    `rnrviz.network.tasks.strings`. Judged: how many streams, from the first on, are accepted.
    """
    check_range(shortest, longest, targets)
    check_number("choice", choice, 0, 2**63 - 1)
    check_number("streams", streams, 1, MOST_TOKENS)
    check_number("each", each, 1, MOST_TOKENS)
    total = streams * each * (2 * longest + 1)
    if total > MOST_TOKENS:
        raise InputError(
            "{streams} streams of {each} strings up to n = {longest} are {total} tokens; expected 1 to {most}.",
            streams=streams,
            each=each,
            longest=longest,
            total=total,
            most=MOST_TOKENS,
        )
    random = np.random.default_rng(choice)
    drawn = random.integers(shortest, longest + 1, (streams, each))
    texts = [stream(row.tolist()) for row in drawn]
    return strings_of(SHAPES["anbn_stream"], VOCABULARY, texts, ["a"] * streams, (shortest, longest), targets)


def stream(numbers: list[int]) -> str:
    """a^n b^n T for every n, one after the other."""
    return "".join("a" * n + "b" * n + END for n in numbers)


def following(text: str) -> np.ndarray:
    """Codes (L, 3) of the symbols that may follow each one of a stream: 1 where legal."""
    legal = np.zeros((len(text), 3))
    n = left = 0
    for t, symbol in enumerate(text):
        if symbol == "a":
            n, left = n + 1, n + 1
            legal[t, :2] = 1.0
        elif symbol == "b":
            left -= 1
            n = 0
            legal[t, 1 if left else 2] = 1.0
        else:
            legal[t, 0] = 1.0
    return legal
