"""What really comes next: the conditional probabilities of a language, at every instant of a text.

One function for each task says, token after token, which symbols may come next and how probably; None where the text
has left the language, or where the language says nothing.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rnrviz.network.tasks import TASKS
from rnrviz.network.tasks.distributions import Distributions, of_rows
from rnrviz.network.tasks.streams import END

if TYPE_CHECKING:
    from rnrviz.network.network import Network

Next = dict[str, float]


@dataclass(frozen=True)
class Language:
    """The language that a network was taught: the task's name, the n of its strings, and how its targets were made.

    ``legal``: the targets were all the symbols that may come next, in equal shares; else the symbol that did.
    """

    name: str
    shortest: int
    longest: int
    legal: bool


def language_of(network: "Network") -> Language | None:
    """The language of a network's training, as its history tells; None without one that is known here."""
    recipe = network.told("recipe")
    task = recipe.get("task") if isinstance(recipe, dict) else None
    name = task.get("name") if isinstance(task, dict) else None
    if not isinstance(task, dict) or not isinstance(name, str) or name not in dict(TRUTHS):
        return None
    defaults = {key: p.default for key, p in inspect.signature(dict(TASKS)[name]).parameters.items()}
    options = defaults | task
    bounds = options["shortest"], options["longest"]
    if not all(type(n) is int for n in bounds) or not 1 <= bounds[0] <= bounds[1]:
        return None
    known = {*LETTERS[name], END} <= set(network.vocabulary.tokens)
    return Language(name, *bounds, options["targets"] != "next") if known else None


def truth(language: Language, network: "Network", indices: Iterable[int], legal: bool) -> Distributions:
    """What comes next after every token of a text, numbers (L,); in ``legal`` shares or as the strings are drawn."""
    tokens, numbers = network.vocabulary.tokens, network.vocabulary.numbers
    rows = dict(TRUTHS)[language.name]((tokens[i] for i in indices), language, legal)
    return of_rows([None if row is None else {numbers[s]: p for s, p in row.items()} for row in rows], len(tokens))


def anbncn(tokens: Iterable[str], language: Language, legal: bool) -> Iterator[Next | None]:
    """Strings a^n b^n c^n, each n equally probable. After T, which is never read in training, nothing is said."""
    return _counted(tokens, language, legal, None)


def anbn_stream(tokens: Iterable[str], language: Language, legal: bool) -> Iterator[Next | None]:
    """Strings a^n b^n T one after the other: after T the next one begins with a."""
    return _counted(tokens, language, legal, {"a": 1.0})


LETTERS = {"anbncn": "abc", "anbn_stream": "ab"}
TRUTHS: tuple[tuple[str, Callable[[Iterable[str], Language, bool], Iterator[Next | None]]], ...] = (
    ("anbncn", anbncn),
    ("anbn_stream", anbn_stream),
)


def _counted(tokens: Iterable[str], language: Language, legal: bool, after: Next | None) -> Iterator[Next | None]:
    """Blocks of the same n, ended by T; ``after`` is what follows an end. A string once wrong stays so until its T."""
    letters = LETTERS[language.name]
    counts: list[int] = []  # how many of each letter so far; none of them after what is not of the language
    lost = False
    for token in tokens:
        if token == END:
            yield after if not lost and counts and counts == [counts[0]] * len(letters) else None
            counts, lost = [], False
            continue
        lost = lost or not _grows(counts, letters.find(token) if len(token) == 1 else -1)
        yield None if lost else _next(counts, letters, language, legal)


def _grows(counts: list[int], letter: int) -> bool:
    """Count one more letter; whether it may stand there."""
    if letter == len(counts) and (not counts or counts[-1] == counts[0]):
        counts.append(0)
    elif letter != len(counts) - 1 or letter < 0 or (letter > 0 and counts[-1] == counts[0]):
        return False
    counts[-1] += 1
    return True


def _next(counts: list[int], letters: str, language: Language, legal: bool) -> Next | None:
    """What may follow these counts of letters."""
    n, block = counts[0], len(counts) - 1
    symbols = (*letters, END)
    if block == 0 and legal:
        return {letters[0]: 0.5, symbols[1]: 0.5}
    if not legal and (n > language.longest or (block and n < language.shortest)):
        return None
    if block == 0:
        left = language.longest - max(n, language.shortest) + 1  # numbers that n may still become, itself among them
        ends = 1.0 / left if n >= language.shortest else 0.0
        return {s: p for s, p in ((letters[0], 1.0 - ends), (symbols[1], ends)) if p}
    return {symbols[block + (counts[-1] == n)]: 1.0}
