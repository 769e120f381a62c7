"""Languages that need counting (Gers and Schmidhuber 2001)."""

import numpy as np

from rnrviz.network.problems import InputError
from rnrviz.network.tasks.strings import Strings
from rnrviz.network.vocabulary import Vocabulary

MOST_TOKENS = 10_000_000
VOCABULARY = Vocabulary(("a", "b", "c", "T"))


def anbncn(shortest: int = 1, longest: int = 10, targets: str = "legal") -> Strings:
    """The strings a^n b^n c^n, shortest <= n <= longest; T, the end, is the last target and never an input.

    ``targets``: "legal" shares d[t] equally among all the symbols that may come next, from which a network learns to
    count; "next" is the chapter's one-hot code of s[t+1], where a^n may be followed by a or b at random.
    """
    if targets not in ("legal", "next"):
        raise InputError("targets is {found!r}; expected legal or next.", found=targets)
    if not 1 <= shortest <= longest:
        raise InputError(
            "shortest is {shortest} and longest {longest}; expected 1 <= shortest <= longest.",
            shortest=shortest,
            longest=longest,
        )
    total = 3 * (longest * (longest + 1) - (shortest - 1) * shortest) // 2
    if total > MOST_TOKENS:
        raise InputError(
            "longest is {longest}, which makes {total} tokens in all; expected at most {most}.",
            longest=longest,
            total=total,
            most=MOST_TOKENS,
        )
    texts = ["a" * n + "b" * n + "c" * n for n in range(shortest, longest + 1)]
    follow = [_following(text) for text in texts]
    tokens = np.concatenate([VOCABULARY.encode(text).indices for text in texts])
    legal = np.concatenate([code for code, _ in follow])
    exact = np.concatenate([code for _, code in follow])
    goals = exact if targets == "next" else legal / legal.sum(1, keepdims=True)
    return Strings(VOCABULARY, tokens, goals, legal > 0, np.cumsum([0, *map(len, texts)]))


def _following(text: str) -> tuple[np.ndarray, np.ndarray]:
    """One-hot codes (L, 4) of the symbols that may follow every prefix, and of the one that does."""
    exact = np.eye(len(VOCABULARY))[VOCABULARY.encode(text[1:] + "T").indices]
    legal = exact.copy()
    legal[: text.count("a"), :2] = 1.0
    return legal, exact
