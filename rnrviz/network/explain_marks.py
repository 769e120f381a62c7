"""Right sides as marks: with symbols that are links, or with live numbers in their places."""

from rnrviz.network.explain_symbols import THIN, symbol_of
from rnrviz.network.explain_values import Values
from rnrviz.network.expressions import (
    MINUS_ONE,
    Expression,
    Function,
    Number,
    Operand,
    Others,
    Product,
    Quotient,
    Square,
    Sum,
)
from rnrviz.network.marks import MINUS, Link, Live, Marks, Over, Raised, Sigma, Sign, Words, digits

NEAR = 1e-3  # to one: three digits do not tell such a number from it


def written(values: Values, expression: Expression, live: bool) -> Marks:
    """A right side: symbols that are links, or ``live`` numbers in their places."""
    match expression:
        case Number(value):
            return _number(value, live)
        case Operand(question, value, link):
            asked = question if link else None
            return (Live(value, asked),) if live else (Link(symbol_of(values, question), value, asked),)
        case Others(count, value):
            return (Live(value, None, count),) if live else (Words("…"),)
        case Product(factors):
            return _product(values, factors, live)
        case Sum():
            return _sum(values, expression, live)
        case Function():
            return _function(values, expression, live)
        case Square(base):
            return (*_closed(values, base, live), Raised((Words("2"),)))
        case Quotient(above, below):
            return (Over(written(values, above, live), written(values, below, live)),)


def _number(value: float, live: bool) -> Marks:
    if value == 0.5:
        return (Over((Words("1"),), (Words("2"),)),)
    return (Words(digits(value)),)


def _product(values: Values, factors: tuple[Expression, ...], live: bool) -> Marks:
    minus = factors[0] == MINUS_ONE
    marks: Marks = (Words(MINUS),) if minus else ()
    for place, factor in enumerate(factors[minus:]):
        marks += ((Words(" · ") if live else THIN),) if place else ()
        marks += _closed(values, factor, live) if isinstance(factor, Sum) else written(values, factor, live)
    return marks


def _closed(values: Values, expression: Expression, live: bool) -> Marks:
    """In brackets unless it is one thing."""
    marks = written(values, expression, live)
    alone = isinstance(expression, Operand | Function) or (isinstance(expression, Number) and expression.value >= 0)
    return marks if alone else (Words("("), *marks, Words(")"))


def _sum(values: Values, total: Sum, live: bool) -> Marks:
    if not live and total.pattern is not None:
        inner = total.pattern
        sigmas = tuple(Sigma(letter, limit) for letter, limit in total.letters)
        return (*sigmas, *(_closed if isinstance(inner, Sum) else written)(values, inner, False))
    marks: Marks = ()
    for term in total.terms:
        part = written(values, term, live)
        negative = part[:1] == (Words(MINUS),) or (isinstance(term, Number) and term.value < 0)
        if marks and negative:
            rest = part[1:] if part[0] == Words(MINUS) else (Words(digits(-_constant(term))),)
            marks += (Words(f" {MINUS} "), *rest)
        else:
            marks += (Words(" + "), *part) if marks else part
    return marks or (Words("0"),)


def _constant(term: Expression) -> float:
    """The value of a constant."""
    return term.value if isinstance(term, Number) else 0.0


def _near_one(argument: Expression) -> Marks:
    """1 − the distance of a live number from one, where the logarithm of its digits would be that of one; else none."""
    if not isinstance(argument, Operand):
        return ()
    away = 1.0 - argument.value
    if not 0.0 < away < NEAR:
        return ()
    return Words(f"1 {MINUS} "), Live(away, argument.question if argument.link else None)


def _function(values: Values, function: Function, live: bool) -> Marks:
    near = _near_one(function.argument) if live and function.name == "log" else ()
    inner = near or written(values, function.argument, live)
    if function.name == "exp":
        return Words("e"), Raised(inner)
    name = Words(function.name) if live or "_" not in function.label else Sign(function.label)
    return name, Words("("), *inner, Words(")")
