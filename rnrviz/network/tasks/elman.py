"""The streams of Elman (1990), Finding structure in time: temporal XOR, ba / dii / guuu, letters in words."""

from functools import lru_cache

from rnrviz.network.problems import InputError
from rnrviz.network.tasks.drawn import streams_of
from rnrviz.network.tasks.grammars import END, Arc, Grammar
from rnrviz.network.tasks.strings import Strings, Verdict
from rnrviz.network.vocabulary import Vocabulary

BITS, LETTERS = Vocabulary(("0", "1")), Vocabulary(tuple("bdgaiu"))
SENTENCE = "many years ago a boy and girl lived by the sea they played happily"
MOST_LETTERS = 100_000
SURE = Verdict("sure", "instants")

XOR = Grammar(
    (
        (("0", 0.5, 1), ("1", 0.5, 2)),
        (("0", 0.5, 3), ("1", 0.5, 4)),
        (("0", 0.5, 4), ("1", 0.5, 3)),
        (("0", 1.0, END),),
        (("1", 1.0, END),),
    ),
    loops=True,
)


def xor(each: int = 1000, streams: int = 1, choice: int = 1, targets: str = "next") -> Strings:
    """Temporal XOR: two random bits, then their XOR, ``each`` times; the paper's stream has 3,000 bits.

    Only every third bit can be known. Judged: how many of those are the more active output.
    """
    return streams_of(XOR, BITS, streams, each, choice, targets, SURE)


def guuu(each: int = 1000, streams: int = 1, choice: int = 1, targets: str = "next") -> Strings:
    """Consonants b, d, g at random, equally probable, each followed by its vowels: ba, dii, guuu; ``each`` consonants.

    The paper codes a letter by six features; here it is one-hot, six letters as well. Judged: how many of the letters
    that can be known, the vowels, are the most active output.
    """
    return streams_of(syllables(), LETTERS, streams, each, choice, targets, SURE)


def letters_in_words(
    words: str = SENTENCE, each: int = 6, streams: int = 200, choice: int = 1, targets: str = "next"
) -> Strings:
    """The letters of words that run together; ``each`` words in a stream, drawn from ``words`` equally probable.

    A word that stands there twice is twice as probable. The paper has 200 sentences of 4 to 9 words out of 15, made by
    a generator (recalled); the words here are those of its example. Its figure: the error is high where a word begins
    and falls within it. Judged: how many of the letters that can be known are the most active output.
    """
    grammar = run_together(words)
    return streams_of(grammar, Vocabulary(tuple(sorted(grammar.symbols))), streams, each, choice, targets, SURE)


def syllables() -> Grammar:
    """The grammar of ba, dii, guuu."""
    return run_together("ba dii guuu")


@lru_cache(maxsize=16)
def run_together(words: str) -> Grammar:
    """Words without spaces between them, equally probable: one chain of states for each, all from state 0."""
    lexicon = words.split()
    if not lexicon or len(words) > MOST_LETTERS:
        raise InputError(
            "words has {words} words and {letters} characters; expected at least one word, at most {most} characters.",
            words=len(lexicon),
            letters=len(words),
            most=MOST_LETTERS,
        )
    states: list[list[Arc]] = [[]]
    for word in lexicon:
        at, p = 0, 1.0 / len(lexicon)
        for place, letter in enumerate(word, 1):
            to = END if place == len(word) else len(states)
            states[at].append((letter, p, to))
            if to != END:
                states.append([])
            at, p = to, 1.0
    return Grammar(tuple(tuple(_merged(arcs)) for arcs in states), loops=True)


def _merged(arcs: list[Arc]) -> list[Arc]:
    """Arcs with the same symbol and end added up: those of one-letter words that occur twice."""
    sums: dict[tuple[str, int], float] = {}
    for symbol, p, to in arcs:
        sums[symbol, to] = sums.get((symbol, to), 0.0) + p
    return [(symbol, p, to) for (symbol, to), p in sums.items()]
