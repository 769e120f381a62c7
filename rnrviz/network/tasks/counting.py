"""Languages that need counting (Gers and Schmidhuber 2001).

Their coding there (recalled): a start symbol S is read first, an end symbol T is the last target and never an input,
and the target at every instant is the set of all legal next symbols. A string is accepted when at every instant exactly
these exceed the threshold. ``start`` is "S" or "" (no start symbol); ``targets`` as in `rnrviz.network.tasks.strings`.
With "next" a^n may be followed by a or b at random, and networks hardly count beyond what they were taught.
"""

import numpy as np

from rnrviz.network.tasks.blocks import SHAPES, START, STOP, check_range, check_total, strings_of
from rnrviz.network.tasks.strings import Strings, check_one_of
from rnrviz.network.vocabulary import Vocabulary


def anbn(shortest: int = 1, longest: int = 10, targets: str = "legal", start: str = START) -> Strings:
    """The strings a^n b^n, shortest <= n <= longest. Judged: how many, from the shortest on, are accepted."""
    return _of_one_number("anbn", shortest, longest, targets, start)


def anbncn(shortest: int = 1, longest: int = 10, targets: str = "legal", start: str = "") -> Strings:
    """The strings a^n b^n c^n, shortest <= n <= longest. Judged: how many, from the shortest on, are accepted."""
    return _of_one_number("anbncn", shortest, longest, targets, start)


def anbmBmAn(shortest: int = 1, longest: int = 10, targets: str = "legal", start: str = START) -> Strings:
    """The strings a^n b^m B^m A^n, shortest <= n, m <= longest, both drawn on their own.

    Judged: the number of N, from ``shortest`` on, for which all strings whose larger number is N are accepted.
    """
    check_range(shortest, longest, targets)
    check_one_of("start", start, (START, ""))
    vocabulary = _vocabulary("anbmBmAn", start)
    check_total(longest, 2 * (longest - shortest + 1) ** 2 * (longest + shortest), len(vocabulary))
    numbers = range(shortest, longest + 1)
    pairs = sorted(((n, m) for n in numbers for m in numbers), key=max)
    texts = [start + "a" * n + "b" * m + "B" * m + "A" * n for n, m in pairs]
    groups = np.array([max(pair) for pair in pairs])
    bounds = shortest, longest
    return strings_of(SHAPES["anbmBmAn"], vocabulary, texts, [STOP] * len(texts), bounds, targets, groups)


def _of_one_number(name: str, shortest: int, longest: int, targets: str, start: str) -> Strings:
    check_range(shortest, longest, targets)
    check_one_of("start", start, (START, ""))
    shape, vocabulary, numbers = SHAPES[name], _vocabulary(name, start), longest - shortest + 1
    total = len(shape.letters) * (longest + shortest) * numbers // 2 + numbers * len(start)
    check_total(longest, total, len(vocabulary))
    texts = [start + "".join(s * n for s in shape.letters) for n in range(shortest, longest + 1)]
    return strings_of(shape, vocabulary, texts, [STOP] * len(texts), (shortest, longest), targets)


def _vocabulary(name: str, start: str) -> Vocabulary:
    return Vocabulary((*start, *SHAPES[name].letters, STOP))
