"""The next symbol of a text (chapter, symbolic processing with recurrent networks)."""

import numpy as np

from rnrviz.network.problems import InputError
from rnrviz.network.tasks import texts
from rnrviz.network.tasks.blocks import STOP
from rnrviz.network.tasks.counts import after_prefixes
from rnrviz.network.tasks.distributions import UNKNOWN
from rnrviz.network.tasks.strings import Strings, Verdict, check_number, check_one_of, check_size
from rnrviz.network.vocabulary import UNKNOWN as UNKNOWN_TOKEN
from rnrviz.network.vocabulary import Vocabulary

LINES, PIECES = "lines", "pieces"
LEARNED, REST = "learned", "rest"


def corpus(
    text: str = "", path: str = "", unit: str = texts.WORDS, cut: str = LINES, length: int = 50, end: str = STOP,
    most: int = 0, lower: bool = True, share: float = 1.0, part: str = LEARNED,
) -> Strings:  # fmt: skip
    """The strings of a text, given as it is or by the path of its file, seen from the folder of the TASK.toml.

    ``unit`` "words" (and marks) or "characters" (a space is "_"); ``lower``: capitals are read as small letters.
    ``cut`` "lines": every line that is not empty is a string, and ``end`` ("" for none) is the last target, never an
    input; "pieces": the text is one stream, cut into strings of ``length`` tokens. The vocabulary has the ``most``
    frequent tokens (0: all) and UNK for all others. The first ``share`` of the strings are learned from, and the
    vocabulary is counted there; ``part`` "rest" are those that come after them, or all where there are none: the
    judge's.

    Targets are the one-hot codes of s[t+1]; the truth are the relative frequencies n/N with which a symbol follows the
    prefix s[1..t] in the strings of this part (chapter, convergence). Judged: how often s[t+1] is the most active
    output.
    """
    _check(unit, cut, length, most, share, part)
    found = texts.read(text, path)
    whole = _cut(found.lower() if lower else found, unit, cut, length, end)
    if not whole:
        raise InputError("The text of the corpus has no token; expected at least one.")
    learned = max(1, round(share * len(whole)))
    vocabulary = texts.by_frequency([string[:-1] for string in whole[:learned]], most)
    if cut == LINES and end:
        vocabulary = _with_end(vocabulary, end, whole)
    chosen = whole[:learned] if part == LEARNED or learned == len(whole) else whole[learned:]
    return _made(vocabulary, chosen)


def _check(unit: str, cut: str, length: int, most: int, share: float, part: str) -> None:
    check_one_of("unit", unit, (texts.WORDS, texts.CHARACTERS))
    check_one_of("cut", cut, (LINES, PIECES))
    check_one_of("part", part, (LEARNED, REST))
    check_number("length", length, 1, 10_000_000)
    check_number("most", most, 0, 10_000_000)
    check_number("share", share, 0.0, 1.0)


def _cut(text: str, unit: str, cut: str, length: int, end: str) -> list[list[str]]:
    """The strings, each with what follows its last token: the end, the next piece's first token, "" for nothing."""
    if cut == LINES:
        lines = (texts.tokens_of(line, unit) for line in text.splitlines())
        return [[*line, end] for line in lines if line]
    tokens = [*texts.tokens_of(text, unit), ""]
    return [tokens[k : k + length + 1] for k in range(0, len(tokens) - 1, length)]


def _with_end(vocabulary: Vocabulary, end: str, strings: list[list[str]]) -> Vocabulary:
    """The end joins the vocabulary; no token of the text may look like it."""
    if end == UNKNOWN_TOKEN or any(end in string[:-1] for string in strings):
        raise InputError(
            "end is {end!r}, which is also a token of the text; expected another, or lower = true.", end=end
        )
    return Vocabulary((*vocabulary.tokens, end))


def _made(vocabulary: Vocabulary, strings: list[list[str]]) -> Strings:
    lengths = [len(string) - 1 for string in strings]
    check_size(sum(lengths), len(vocabulary))
    tokens = vocabulary.encode([token for string in strings for token in string[:-1]]).indices
    after = vocabulary.encode([token for string in strings for token in string[1:]]).indices
    begins = np.cumsum([0, *lengths])
    after[[last - 1 for last, string in zip(begins[1:], strings, strict=True) if not string[-1]]] = UNKNOWN
    counts = (after != UNKNOWN).astype(np.float64)
    codes = np.zeros((len(tokens), len(vocabulary)))
    codes[np.flatnonzero(counts), after[after != UNKNOWN]] = 1.0
    truth = after_prefixes(tokens, after, begins, len(vocabulary))
    anything = np.ones(codes.shape, bool)
    return Strings(vocabulary, tokens, codes, anything, begins, counts, truth, Verdict("next", "instants"))
