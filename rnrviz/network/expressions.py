"""The right side of an explanation: a small tree of plain arithmetic over numbers that can be asked again."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from rnrviz.network.question import Question

Letters = tuple[tuple[str, str], ...]
MOST = 12  # summands that are shown; of more, the largest and the rest as one


@dataclass(frozen=True)
class Number:
    """A constant of the equation."""

    value: float


@dataclass(frozen=True)
class Operand:
    """A number with a name. ``link``: it has an explanation of its own."""

    question: Question
    value: float
    link: bool = True


@dataclass(frozen=True)
class Others:
    """The rest of a long sum: how many summands and what they amount to."""

    count: int
    value: float


@dataclass(frozen=True)
class Product:
    """All factors multiplied."""

    factors: "tuple[Expression, ...]"


@dataclass(frozen=True)
class Sum:
    """All terms added; written short with ``letters``, each with how far it runs, and the ``pattern`` of a term."""

    terms: "tuple[Expression, ...]"
    letters: Letters = ()
    pattern: "Expression | None" = None


@dataclass(frozen=True)
class Function:
    """A function of one number, ``label`` being the chapter's name: g_X, log.

    The exponential is taken of the argument less ``shift``, which cancels in a quotient of two.
    """

    name: str
    label: str
    argument: "Expression"
    shift: float = 0.0


@dataclass(frozen=True)
class Square:
    """A number times itself."""

    base: "Expression"


@dataclass(frozen=True)
class Quotient:
    """One number by another."""

    above: "Expression"
    below: "Expression"


Expression = Number | Operand | Others | Product | Sum | Function | Square | Quotient
ONE, MINUS_ONE = Number(1.0), Number(-1.0)


def evaluate(expression: Expression) -> float:
    """Its value by plain arithmetic, as anyone can redo it."""
    match expression:
        case Number(value) | Operand(_, value) | Others(_, value):
            return value
        case Product(factors):
            return math.prod(map(evaluate, factors))
        case Sum(terms):
            return total(evaluate(term) for term in terms)
        case Function():
            return applied(expression.name, evaluate(expression.argument) - expression.shift)
        case Square(base):
            return evaluate(base) * evaluate(base)
        case Quotient(above, below):
            return _divided(evaluate(above), evaluate(below))


def total(values: Iterator[float]) -> float:
    """A sum without loss; the ordinary one where something is not finite."""
    numbers = list(values)
    return math.fsum(numbers) if all(map(math.isfinite, numbers)) else sum(numbers)


def applied(name: str, value: float) -> float:
    """A function by its name."""
    if name == "logistic":
        return 1.0 / (1.0 + math.exp(-value)) if value > -700 else math.exp(max(value, -800.0))
    if name == "exp":
        return math.exp(value) if value < 709 else math.inf
    if name == "log":
        return math.log(value) if value > 0 else -math.inf if value == 0 else math.nan
    if name == "tanh":
        return math.tanh(value)
    return max(value, 0.0) if name == "relu" else value


def _divided(above: float, below: float) -> float:
    if below:
        return above / below
    return math.nan if not above or math.isnan(above) else math.copysign(math.inf, above)


def multiplied(*factors: Expression) -> Expression:
    """A product without ones; a single factor alone."""
    flat = [f for factor in factors for f in (factor.factors if isinstance(factor, Product) else (factor,))]
    flat = [f for f in flat if f != ONE]
    return flat[0] if len(flat) == 1 else Product(tuple(flat)) if flat else ONE


def lettered(question: Question) -> Operand:
    """An operand of a pattern, its index a letter: it is written and never computed with."""
    return Operand(question, 0.0, link=False)


def added(terms: list[Expression], letters: Letters = (), pattern: Expression | None = None, most: int = MOST) -> Sum:
    """A sum, of which the largest terms are shown if they are many."""
    if len(terms) > most:
        ordered = sorted(terms, key=lambda term: -_size(evaluate(term)))
        rest = ordered[most - 1 :]
        terms = [*ordered[: most - 1], Others(len(rest), total(evaluate(term) for term in rest))]
    return Sum(tuple(terms), letters, pattern)


def _size(value: float) -> float:
    return abs(value) if value == value else math.inf


def addends(expression: Expression) -> Iterator[Expression]:
    """The summands that the outermost sum, and the sums over units in it, consist of."""
    if not isinstance(expression, Sum):
        yield expression
        return
    for term in expression.terms:
        if isinstance(term, Sum) and term.letters:
            yield from term.terms
        else:
            yield term


def operands(expression: Expression) -> Iterator[Operand]:
    """All that it shows with a name, from left to right."""
    match expression:
        case Operand():
            yield expression
        case Product(parts) | Sum(parts):
            for part in parts:
                yield from operands(part)
        case Function():
            yield from operands(expression.argument)
        case Square(base):
            yield from operands(base)
        case Quotient(above, below):
            yield from operands(above)
            yield from operands(below)


def scale(expression: Expression) -> float:
    """The largest magnitude among an expression's parts, to which rounding errors are in proportion."""
    match expression:
        case Product() | Quotient() | Number() | Operand() | Others() | Function() | Square():
            return abs(evaluate(expression))
        case Sum(terms):
            return max(map(scale, terms), default=0.0)
