"""Reber's grammar (Cleeremans, Servan-Schreiber and McClelland 1989), embedded (Hochreiter and Schmidhuber 1997) and
continual (Gers, Schmidhuber and Cummins 2000). Wherever two arcs leave a state, each has probability 1/2."""

from functools import cache

from rnrviz.network.tasks.drawn import streams_of, strings_of
from rnrviz.network.tasks.grammars import END, Arc, Grammar
from rnrviz.network.tasks.strings import Strings, Verdict, verdict
from rnrviz.network.vocabulary import Vocabulary

VOCABULARY = Vocabulary(tuple("BTPSXVE"))
ARCS: tuple[tuple[tuple[str, int], ...], ...] = (
    (("B", 1),), (("T", 2), ("P", 3)), (("S", 2), ("X", 4)), (("T", 3), ("V", 5)), (("X", 3), ("S", 6)),
    (("P", 4), ("V", 6)), (("E", END),),
)  # fmt: skip


def reber(strings: int = 1000, choice: int = 1, targets: str = "next") -> Strings:
    """Strings of Reber's grammar, from B to E; E is the last target and never an input.

    Judged: strings at whose every instant exactly the legal symbols exceed half their share of the output. (Cleeremans
    et al. ask instead that s[t+1] exceed 0.3, recalled: rule "likely", tolerance 0.3.)
    """
    return strings_of(plain(), VOCABULARY, strings, choice, targets, verdict(targets, "strings"))


def embedded_reber(strings: int = 256, choice: int = 1, targets: str = "next") -> Strings:
    """Strings B, T or P, one of Reber's grammar, the same T or P again, E, the last target and never an input.

    Judged as in table 1 of Hochreiter and Schmidhuber (1997), recalled: strings at whose every instant the legal
    symbols are the most active outputs, on as many strings (256) that are drawn like those of the training.
    """
    return strings_of(embedded(), VOCABULARY, strings, choice, targets, Verdict("active", "strings"))


def continual_reber(each: int = 10, streams: int = 100, choice: int = 1, targets: str = "next") -> Strings:
    """``streams`` streams of ``each`` strings of the embedded grammar, with nothing reset: after E comes B.

    Judged as the embedded strings, one verdict for each stream: a perfect one has no wrong instant (table 2 of Gers et
    al. 2000, whose test streams have a million symbols, recalled).
    """
    return streams_of(continual(), VOCABULARY, streams, each, choice, targets, Verdict("active", "strings"))


@cache
def plain() -> Grammar:
    """Reber's grammar."""
    return Grammar(tuple(_halves(arcs) for arcs in ARCS))


@cache
def embedded(loops: bool = False) -> Grammar:
    """The embedded grammar: 0, 1, the upper copy after T, the lower after P, and for each the same symbol again."""
    size, last = len(ARCS), 2 + 2 * len(ARCS)
    upper, lower = (
        tuple(_halves(tuple((s, to + first if to != END else last + copy) for s, to in arcs)) for arcs in ARCS)
        for copy, first in enumerate((2, 2 + size))
    )
    ends = _halves((("T", last + 2),)), _halves((("P", last + 2),)), _halves((("E", END),))
    return Grammar((_halves((("B", 1),)), _halves((("T", 2), ("P", 2 + size))), *upper, *lower, *ends), loops)


def continual() -> Grammar:
    """The embedded grammar, over and over."""
    return embedded(loops=True)


def _halves(arcs: tuple[tuple[str, int], ...]) -> tuple[Arc, ...]:
    """Equal probabilities."""
    return tuple((symbol, 1.0 / len(arcs), to) for symbol, to in arcs)
