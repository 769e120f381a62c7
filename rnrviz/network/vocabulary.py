"""The vocabulary V: tokens <-> numbers, and the reading of a typed sequence."""

from dataclasses import dataclass
from functools import cached_property
from itertools import chain, repeat

import numpy as np

from rnrviz.network.problems import InputError

UNKNOWN = "UNK"


@dataclass(frozen=True, eq=False)
class Sequence:
    """s[1..L]: tokens as typed, their numbers (L,) int64, 0-based positions of those read as UNK."""

    tokens: tuple[str, ...]
    indices: np.ndarray
    unknown: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len(self.tokens)


@dataclass(frozen=True)
class Vocabulary:
    """The symbols of V in the order of their one-hot codes (chapter, C_V)."""

    tokens: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.tokens:
            raise InputError("A vocabulary needs at least one token.")
        for position, token in enumerate(self.tokens, 1):
            if not isinstance(token, str) or not token or any(c.isspace() or "\ud800" <= c <= "\udfff" for c in token):
                raise InputError(
                    "Token {position} of the vocabulary is {token!r}; expected at least one character and no space.",
                    position=position,
                    token=token,
                )
        if len(self.numbers) < len(self.tokens):
            twice = next(t for i, t in enumerate(self.tokens) if self.numbers[t] != i)
            raise InputError("The vocabulary has the token “{token}” twice.", token=twice)

    def __len__(self) -> int:
        return len(self.tokens)

    @cached_property
    def numbers(self) -> dict[str, int]:
        return {token: number for number, token in enumerate(self.tokens)}

    @cached_property
    def by_character(self) -> bool:
        """Whether tokens may be typed without spaces: all of them, UNK aside, are one character."""
        return all(len(token) == 1 for token in self.tokens if token != UNKNOWN)

    def split(self, text: str) -> tuple[str, ...]:
        """The typed tokens: separated by white space or, where there is none, one character each.

        Where there are longer tokens too, a word is taken to pieces only if it could not be read otherwise.
        """
        return tuple(chain.from_iterable((word,) if self._whole(word) else word for word in text.split()))

    def _whole(self, word: str) -> bool:
        """Whether a word is one token; else its characters are."""
        if word in self.numbers:
            return True
        return not self.by_character and (UNKNOWN in self.numbers or not self.numbers.keys() >= set(word))

    def encode(self, text: "str | list[str] | tuple[str, ...] | Sequence") -> Sequence:
        """Read a sequence. Raises InputError that names an unknown token and its position, unless UNK is in V."""
        if isinstance(text, Sequence):
            return text
        tokens = self.split(text) if isinstance(text, str) else tuple(text)
        numbers = self.numbers
        fallback = numbers.get(UNKNOWN, -1)
        indices = np.fromiter(map(numbers.get, tokens, repeat(-1)), np.int64, len(tokens))
        unknown = tuple(int(i) for i in np.flatnonzero(indices < 0))
        if unknown and fallback < 0:
            raise InputError(
                "Token {position} of the sequence, “{token}”, is not in the vocabulary ({known}).",
                position=unknown[0] + 1,
                token=tokens[unknown[0]][:40],
                known=" ".join(self.tokens[:12]) + (" …" if len(self) > 12 else ""),
            )
        indices[indices < 0] = fallback
        return Sequence(tokens, indices, unknown)
