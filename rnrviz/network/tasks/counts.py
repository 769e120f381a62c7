"""Relative frequencies in a text: of the N places where the same prefix stands, n are followed by the symbol.

The chapter's theorem: trained long enough on the text, the output y[t] tends to n/N.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from rnrviz.network.tasks.distributions import UNKNOWN, Distributions

WHOLE = 0
BEGINNINGS, ENDS = frozenset({"S"}), frozenset({"T"})  # tokens that begin and end a string, by custom


def boundaries(tokens: Sequence[str]) -> tuple[frozenset[int], frozenset[int]]:
    """The numbers of the vocabulary's tokens that begin a string, and of those that end one."""
    marked = [frozenset(i for i, token in enumerate(tokens) if token in marks) for marks in (BEGINNINGS, ENDS)]
    return marked[0], marked[1]


def frequencies(indices: np.ndarray, tokens: Sequence[str], last: int = WHOLE) -> Distributions:
    """n/N at every instant of a text (L,) over a vocabulary.

    ``last`` k: over all the places after the same last k symbols, unknown while fewer have been read. WHOLE: over all
    the strings of the text that begin alike, s[1..t]; after an end the prefix is empty, as before the first symbol.
    """
    if last == WHOLE:
        contexts = _prefixes(indices.tolist(), *boundaries(tokens))
    else:
        contexts = _recent(indices, len(tokens), last)
    return _counted(contexts, indices, len(tokens), at_start=last == WHOLE)


def after_prefixes(tokens: np.ndarray, after: np.ndarray, begins: np.ndarray, size: int) -> Distributions:
    """n/N at every instant of strings (N,): of those that begin with the same s[1..t], how many go on with a symbol.

    ``after`` (N,) is the symbol that follows each token, UNKNOWN where there is none. String k is
    ``begins[k]..begins[k + 1]``.
    """
    tree: dict[tuple[int, int], int] = {}
    found: list[int] = []
    numbers = tokens.tolist()
    for first, last in zip(begins[:-1].tolist(), begins[1:].tolist(), strict=True):
        node = 0
        for symbol in numbers[first:last]:
            node = tree.setdefault((node, symbol), len(tree) + 1)
            found.append(node)
    contexts, known = np.array(found, np.int64), after != UNKNOWN
    return _tabulated(contexts, contexts[known], after[known], size)


def _prefixes(indices: Iterable[int], begin: frozenset[int], end: frozenset[int]) -> np.ndarray:
    """The number of the prefix at every instant, in the tree of all prefixes; 0 is the empty one."""
    tree: dict[tuple[int, int], int] = {}
    found, node = [], 0
    for symbol in indices:
        came = 0 if symbol in begin else node
        node = 0 if symbol in end else tree.setdefault((came, symbol), len(tree) + 1)
        found.append(node)
    return np.array(found, np.int64)


def _recent(indices: np.ndarray, size: int, last: int) -> np.ndarray:
    """Equal numbers where the last symbols are equal; UNKNOWN where there are not so many."""
    numbers = np.zeros(len(indices), np.int64)
    for lag in range(min(last, len(indices))):
        numbers[lag:] = numbers[lag:] * size + indices[: len(indices) - lag]
        numbers = np.unique(numbers, return_inverse=True)[1]
    numbers[: last - 1] = UNKNOWN
    return numbers


def _counted(contexts: np.ndarray, indices: np.ndarray, size: int, at_start: bool) -> Distributions:
    """How often every symbol follows every context; ``at_start`` the first symbol follows the context 0 too."""
    before, after = contexts[:-1], indices[1:]
    if at_start and len(indices):
        before, after = np.concatenate([[0], before]), indices
    return _tabulated(contexts, before[before != UNKNOWN], after[before != UNKNOWN], size)


def _tabulated(contexts: np.ndarray, before: np.ndarray, after: np.ndarray, size: int) -> Distributions:
    """How often every symbol comes ``after`` every context ``before`` it; UNKNOWN after a context that is not there."""
    pairs, counts = np.unique(before * size + after, return_counts=True)
    known, begins = np.unique(pairs // size, return_index=True)
    place = np.full(int(contexts.max(initial=0)) + 2, UNKNOWN)  # the last one is where contexts are unknown
    place[known] = np.arange(len(known))
    return Distributions(
        size, place[contexts], np.append(begins, len(pairs)), pairs % size, counts.astype(np.float64), counted=True
    )
