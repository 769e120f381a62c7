"""What really comes next: the conditional probabilities of a language, at every instant of a text.

One function for each task says, token after token, which symbols may come next and how probably; None where the text
has left the language, or where the language says nothing.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rnrviz.network.problems import InputError
from rnrviz.network.tasks import TASKS, block_truth, elman, lag_truth, lags
from rnrviz.network.tasks.block_truth import Next
from rnrviz.network.tasks.blocks import SHAPES, STOP
from rnrviz.network.tasks.distributions import Distributions, of_rows
from rnrviz.network.tasks.grammars import LOST, Beliefs, Grammar
from rnrviz.network.tasks.parity import VOCABULARY as BITS
from rnrviz.network.tasks.reber import continual, embedded, plain

if TYPE_CHECKING:
    from rnrviz.network.network import Network


@dataclass(frozen=True)
class Language:
    """The language that a network was taught: the task's name, the n of its strings, and how its targets were made.

    ``legal``: the targets were all the symbols that may come next; else the symbol that did. The n are 0 where strings
    are not told apart by a number. ``options`` are the task's.
    """

    name: str
    shortest: int
    longest: int
    legal: bool
    options: Mapping[str, Any] = field(default_factory=dict, compare=False)


def language_of(network: "Network") -> Language | None:
    """The language of a network's training, as its history tells; None without one that is known here."""
    recipe = network.told("recipe")
    task = recipe.get("task") if isinstance(recipe, dict) else None
    name = task.get("name") if isinstance(task, dict) else None
    if not isinstance(task, dict) or not isinstance(name, str) or name not in dict(TRUTHS):
        return None
    defaults = {key: p.default for key, p in inspect.signature(dict(TASKS)[name]).parameters.items()}
    options = defaults | {key: value for key, value in task.items() if key in defaults}
    if any(type(options[key]) is not type(default) for key, default in defaults.items()):
        return None
    bounds = (options["shortest"], options["longest"]) if name in SHAPES else (0, 0)
    if name in SHAPES and not 1 <= bounds[0] <= bounds[1]:
        return None
    language = Language(name, bounds[0], bounds[1], options.get("targets", "legal") != "next", options)
    try:
        return language if symbols(language) <= set(network.vocabulary.tokens) else None
    except InputError:
        return None


def symbols(language: Language) -> set[str]:
    """The symbols of a language's strings. Raises InputError where its options make none."""
    if language.name in SHAPES:
        return {*SHAPES[language.name].letters, STOP, *language.options.get("start", "")}
    if language.name in LAGS:
        return set(lags.vocabulary(language.name, language.options["p"]).tokens)
    return set(BITS.tokens if language.name == "parity" else _grammar(language).symbols)


def truth(language: Language, network: "Network", indices: Iterable[int], legal: bool) -> Distributions:
    """What comes next after every token of a text, numbers (L,); in ``legal`` shares or as the strings are drawn."""
    tokens, numbers = network.vocabulary.tokens, network.vocabulary.numbers
    rows = dict(TRUTHS)[language.name]((tokens[i] for i in indices), language, legal)
    return of_rows([None if row is None else {numbers[s]: p for s, p in row.items()} for row in rows], len(tokens))


def of_blocks(tokens: Iterable[str], language: Language, legal: bool) -> Iterator[Next | None]:
    """Strings of counted blocks, each number equally probable. In a stream the next string begins with a after T."""
    after = {"a": 1.0} if language.name == "anbn_stream" else None
    bounds = None if legal else (language.shortest, language.longest)
    return block_truth.follow(tokens, SHAPES[language.name], language.options.get("start", ""), bounds, after)


def of_grammar(tokens: Iterable[str], language: Language, legal: bool) -> Iterator[Next | None]:
    """A finite-state grammar. A text that leaves it does not come back."""
    beliefs = Beliefs(_grammar(language))
    for belief in beliefs.follow(tokens):
        yield _shares(None if belief == LOST else beliefs.rows[belief] or None, legal)


def of_lag(tokens: Iterable[str], language: Language, legal: bool) -> Iterator[Next | None]:
    """The long time lags; after the last symbol nothing is said, and another string may begin."""
    for row in lag_truth.follow(tokens, language.name, language.options["p"], language.options.get("q", 0)):
        yield _shares(row, legal)


def of_parity(tokens: Iterable[str], language: Language, legal: bool) -> Iterator[Next | None]:
    """Whether the ones so far are odd: no next symbol, but what is asked if the string ends here."""
    odd = False
    for token in tokens:
        odd ^= token == "1"
        yield {"01"[odd]: 1.0}


GRAMMARS: dict[str, Callable[[Mapping[str, Any]], Grammar]] = {
    "reber": lambda options: plain(),
    "embedded_reber": lambda options: embedded(),
    "continual_reber": lambda options: continual(),
    "xor": lambda options: elman.XOR,
    "guuu": lambda options: elman.syllables(),
    "letters_in_words": lambda options: elman.run_together(options["words"]),
}
LAGS = ("lag_2a", "lag_2b", "lag_2c")
TRUTHS: tuple[tuple[str, Callable[[Iterable[str], Language, bool], Iterator[Next | None]]], ...] = (
    *((name, of_blocks) for name in SHAPES),
    *((name, of_grammar) for name in GRAMMARS),
    *((name, of_lag) for name in LAGS),
    ("parity", of_parity),
)


def _grammar(language: Language) -> Grammar:
    return GRAMMARS[language.name](language.options)


def _shares(row: Next | None, legal: bool) -> Next | None:
    """Equal shares of what may come, where these are asked for."""
    return dict.fromkeys(row, 1.0 / len(row)) if row and legal else row
