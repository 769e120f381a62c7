"""One's own equations: a file of them on disk, what is wrong in a text and where, a random network from them."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

from rnrviz.network.compiler import build
from rnrviz.network.configuration import checked_config
from rnrviz.network.equations import Config, Equation, EquationError, Term
from rnrviz.network.files import EQUATIONS, write
from rnrviz.network.network import Network, random_network
from rnrviz.network.problems import InputError, reason
from rnrviz.network.program import Shape
from rnrviz.network.reading import equations
from rnrviz.network.sizes import parameter_shapes, signal_shapes
from rnrviz.network.texts import LONGEST_TEXT
from rnrviz.network.vocabulary import Vocabulary

SUFFIX, CUSTOM = EQUATIONS, "custom"
MOST_WEIGHTS = 5_000_000
WORD = re.compile(r"\w+")
TERM = re.compile(r"\w+(\[[^\]\n]*\])?")


@dataclass(frozen=True)
class Place:
    """Where in a text: line and column from 1, and how many characters."""

    line: int
    column: int
    length: int = 1


@dataclass(frozen=True)
class Reading:
    """What a text means with its settings: its equations in the order of computation and the shapes of signals."""

    config: Config
    equations: tuple[Equation, ...]
    shapes: dict[str, Shape]
    weights: int


def read_text(path: str | os.PathLike[str]) -> str:
    """The text of an .eq file. Raises InputError with the file and why it cannot be one."""
    try:
        if Path(path).stat().st_size > 4 * LONGEST_TEXT:
            raise InputError("The text of the equations is too long.")
        return Path(path).read_text("utf-8-sig")
    except InputError as error:
        problem = error
    except OSError as error:
        problem = InputError("The file cannot be read ({reason}).", reason=reason(error))
    except UnicodeDecodeError:
        problem = InputError("This is not a text in UTF-8.")
    raise InputError("{file}: {problem}", file=os.fspath(path), problem=problem) from None


def write_text(text: str, path: str | os.PathLike[str]) -> None:
    """Write an .eq file; an older one is replaced only when the new one is complete. Raises InputError."""
    write(path, lambda temporary: Path(temporary).write_text(text, "utf-8", newline="\n"))


def read(text: str, given: Mapping[str, Any], symbols: int, embedding: str) -> Reading:
    """Understand a text as far as it can be without a network. Raises InputError, or EquationError with the place."""
    config = checked_config(text, given, symbols, embedding)
    found = equations(text, config)
    shapes = signal_shapes(found, config)
    parameters = parameter_shapes(found, shapes, symbols if embedding else 0)
    weights = sum(prod(shape) for shape in parameters.values())
    if weights > MOST_WEIGHTS:
        raise InputError(
            "This network would have about {n} weights; at most {most} can be shown.", n=weights, most=MOST_WEIGHTS
        )
    build(found, config, symbols, embedding)
    return Reading(config, found, shapes, weights)


def check_output(reading: Reading, symbols: int, loss: str) -> None:
    """Raises InputError where y has another size than the vocabulary, or the error does not fit its function."""
    size = prod(reading.shapes["y"])
    if size != symbols:
        raise InputError(
            "The output y has {found} components; the vocabulary has {expected} tokens.",
            found=size,
            expected=symbols,
            name="y",
        )
    if loss == "cross_entropy" and not fits_entropy(reading):
        last = _last(reading)
        raise InputError(
            "The error cross_entropy needs y = softmax or logistic of a signal of the same instant; it is {found}.",
            found=reading.config.get(str(last.activation), last.activation) or last.kind,
            name="y",
        )


def fits_entropy(reading: Reading) -> bool:
    """Whether the error function cross_entropy can be used."""
    last = _last(reading)
    known = reading.config.get(str(last.activation), last.activation) in ("softmax", "logistic")
    return known and not last.sources[0].lag


def _last(reading: Reading) -> Term:
    return next(equation.terms[0] for equation in reading.equations if equation.target == "y")


def place(text: str, error: InputError) -> Place | None:
    """The wrong place in the text: where the error says it is, else where the name that it tells is first written."""
    lines = text.splitlines() or [""]
    if isinstance(error, EquationError) and "{line}" in error.template:
        line = min(error.line, len(lines))
        if "{column}" in error.template:
            return _word(lines[line - 1], line, error.column)
        return _named(lines[line - 1], error, line) or _word(lines[line - 1], line, 1)
    return next((found for n, line in enumerate(lines, 1) if (found := _named(line, error, n))), None)


def _named(line: str, error: InputError, number: int) -> Place | None:
    """Where a line has the name that the error tells; ``Xl`` for X2, which came of a loop."""
    for name in (str(error.fields.get(field, "")) for field in ("name", "size")):
        if WORD.fullmatch(name):
            looped = re.sub(r"\d+(?=_|$)", "[a-zL]", name)
            if match := re.search(rf"\b({name}|{looped})\b", line.partition("#")[0]):
                return Place(number, match.start() + 1, len(match[0]))
    return None


def _word(line: str, number: int, column: int) -> Place:
    """The word at a column; of an empty rest, the last character before it."""
    if not line[column - 1 :].strip():
        column = max(1, len(line.rstrip()))
    match = TERM.match(line, column - 1)
    return Place(number, column, len(match[0]) if match else 1)


def load(path: str | os.PathLike[str], vocabulary: Vocabulary, loss: str, seed: int = 1) -> Network:
    """A random network from an .eq file; the error is the quadratic one where the output does not fit ``loss``."""
    text = read_text(path)
    try:
        fits = fits_entropy(read(text, {}, len(vocabulary), ""))
        return random_network(CUSTOM, {}, vocabulary, seed, loss if fits else "quadratic", text=text)
    except InputError as error:
        raise InputError("{file}: {problem}", file=os.fspath(path), problem=error) from error
