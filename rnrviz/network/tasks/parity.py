"""Parity: is the number of ones even or odd?"""

import numpy as np

from rnrviz.network.tasks.distributions import of_table
from rnrviz.network.tasks.lags import EVERY, LAST
from rnrviz.network.tasks.strings import Strings, Verdict, check_number, check_one_of, check_size, last_of_each
from rnrviz.network.vocabulary import Vocabulary

VOCABULARY = Vocabulary(("0", "1"))


def parity(shortest: int = 1, longest: int = 10, strings: int = 500, choice: int = 1, instants: str = LAST) -> Strings:
    """Bits at random, as many as a number drawn from shortest..longest; the target is 1 if the ones so far are odd.

    ``instants``: "last", a target only at the last instant, whether the string as a whole is odd (Minsky and Papert
    1969; with random weights Hochreiter and Schmidhuber 1997, recalled); "every", one at each, for what has been read.
    Judged: strings all of whose targets are the more active output.
    """
    check_number("longest", longest, 1, 10_000_000)
    check_number("shortest", shortest, 1, longest)
    check_number("strings", strings, 1, 10_000_000)
    check_number("choice", choice, 0, 2**63 - 1)
    check_one_of("instants", instants, (EVERY, LAST))
    check_size(strings * shortest, 2)
    random = np.random.default_rng(choice)
    begins = np.concatenate([[0], np.cumsum(random.integers(shortest, longest + 1, strings))])
    check_size(int(begins[-1]), 2)
    tokens = random.integers(0, 2, int(begins[-1]))
    before = np.cumsum(tokens) - tokens
    odd = (before + tokens - np.repeat(before[begins[:-1]], np.diff(begins))) % 2
    truth = of_table(odd, [{0: 1.0}, {1: 1.0}], 2)
    legal = truth.support()
    counts = np.ones(len(tokens)) if instants == EVERY else last_of_each(begins)
    codes = legal * counts[:, None]
    return Strings(VOCABULARY, tokens, codes, legal, begins, counts, truth, Verdict("sure", "strings"))
