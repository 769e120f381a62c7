"""Formulas before they are set in type: marks in a row, which figures set on the screen."""

import math
from dataclasses import dataclass

from rnrviz.network.question import Question

MINUS = "−"


@dataclass(frozen=True)
class Sign:
    """A chapter's symbol: identifier, subscripts (one for each axis), ``time`` such as [3]; ``prime``: g'."""

    identifier: str
    index: tuple[str, ...] = ()
    time: str = ""
    prime: bool = False


@dataclass(frozen=True)
class Words:
    """Text between symbols: signs, brackets, names of functions, numbers."""

    text: str


@dataclass(frozen=True)
class Over:
    """A fraction."""

    above: "Marks"
    below: "Marks"


@dataclass(frozen=True)
class Sigma:
    """The sign of a sum over a letter from 1 to a limit, the name of a size or a number."""

    letter: str
    limit: str


@dataclass(frozen=True)
class Raised:
    """An exponent."""

    marks: "Marks"


@dataclass(frozen=True)
class Link:
    """Marks that stand for a number; ``question`` explains it, None where nothing does."""

    marks: "Marks"
    value: float
    question: Question | None


@dataclass(frozen=True)
class Live:
    """A number in the place of its symbol; ``count`` says of how many summands it is the rest."""

    value: float
    question: Question | None
    count: int = 0


Mark = Sign | Words | Over | Sigma | Raised | Link | Live
Marks = tuple[Mark, ...]


def digits(value: float, count: int = 6) -> str:
    """A number as text, with a real minus sign."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    mantissa, _, power = f"{value:.{count}g}".partition("e")
    return (mantissa + (f"·10^{int(power)}" if power else "")).replace("-", MINUS)


def joined(index: tuple[str, ...]) -> str:
    """Subscripts as one text: `12`, or `1, 12` and `1,2 1` where that would be ambiguous."""
    if all(len(part) == 1 for part in index):
        return "".join(index)
    return (", " if all(part.isdigit() for part in index) else ",").join(index)
