"""The terms of the equations, component by component: what they read, and their derivatives by it.

A component is numbered flat. A part of an equation without a name of its own stands in its place, written out.
"""

from collections.abc import Iterator

from rnrviz.network.equations import Source, Term
from rnrviz.network.explain_values import Values
from rnrviz.network.expressions import (
    Expression,
    Function,
    Letters,
    Number,
    Operand,
    Quotient,
    Sum,
    added,
    evaluate,
    lettered,
    multiplied,
)
from rnrviz.network.question import Place, Question

NARROW = 5  # summands below the line of a fraction, which cannot be broken
SAFE = 700.0  # exponentials of more overflow


def origins(values: Values, target: str, term: Term, place: int, j: int) -> range:
    """The components of a source that component j of the target reads."""
    to, size = values.signals[target].size, values.signals[term.sources[place].signal].size
    if _dense(values, target, term):
        return range(size)
    if term.kind == "peephole":
        share = size // to
        return range(j * share, (j + 1) * share)
    if term.kind == "concat":
        start = _start(values, term, place)
        return range(j - start, j - start + 1) if start <= j < start + size else range(0)
    only = j // (to // size)
    return range(only, only + 1)


def targets(values: Values, target: str, term: Term, place: int, i: int) -> range:
    """The components of the target that read component i of a source."""
    to, size = values.signals[target].size, values.signals[term.sources[place].signal].size
    if _dense(values, target, term):
        return range(to)
    if term.kind == "concat":
        start = _start(values, term, place)
        return range(start + i, start + i + 1)
    share = size // to if term.kind == "peephole" else 1
    first = i // share if share > 1 else i * (to // size)
    return range(first, first + (1 if term.kind == "peephole" else to // size))


def derivative(values: Values, target: str, term: Term, place: int, j: int, i: int, t: int) -> Expression:
    """d(term of the target's component j at t) / d(component i of what it reads)."""
    if term.kind == "product":
        return weight(values, str(term.parameter), (j, i))
    if term.kind == "peephole":
        return weight(values, str(term.parameter), values.index(term.sources[place].signal, i))
    if term.kind == "activation":
        index = values.index(target, j)
        softmax = values.function(target) == "softmax"
        question = Question("slope", target, index + values.index(target, i) if softmax else index, t)
        return Operand(question, values(question))
    if term.kind == "gate":
        other = term.sources[1 - place]
        k = origins(values, target, term, 1 - place, j)[0]
        return read(values, other, k, t)
    return Number(term.factor if term.kind == "sum" else 1.0)


def weight(values: Values, name: str, index: tuple[int, ...]) -> Operand:
    """One weight."""
    question = Question("weight", name, index)
    return Operand(question, values(question))


def named(values: Values, name: str, flat: int, t: int) -> Operand:
    """One component of a signal."""
    question = Question("signal", name, values.index(name, flat), t)
    return Operand(question, values(question))


def read(values: Values, source: Source, i: int, t: int) -> Expression:
    """What a term at t reads: a signal, or the part of an equation in its place."""
    if not values.hidden(source.signal):
        return named(values, source.signal, i, t - source.lag)
    terms = component(values, source.signal, i, t - source.lag)
    return terms[0] if len(terms) == 1 else Sum(tuple(terms))


def component(values: Values, target: str, j: int, t: int) -> list[Expression]:
    """The summands of one component of a signal at t."""
    return [found for term in values.equations[target].terms for found in _summands(values, target, term, j, t)]


def _summands(values: Values, target: str, term: Term, j: int, t: int) -> Iterator[Expression]:
    if term.kind == "constant":
        yield Number(term.factor)
    elif term.kind == "bias":
        yield weight(values, str(term.parameter), (j,))
    elif term.kind in ("product", "peephole"):
        yield _weighted(values, target, term, j, t)
    elif term.kind == "gate":
        pair = (read(values, s, origins(values, target, term, p, j)[0], t) for p, s in enumerate(term.sources))
        yield multiplied(*pair)
    elif term.kind == "activation":
        yield _activated(values, target, term, j, t)
    else:
        for place, source in enumerate(term.sources):
            for i in origins(values, target, term, place, j):
                yield multiplied(Number(term.factor), read(values, source, i, t))


def _weighted(values: Values, target: str, term: Term, j: int, t: int) -> Expression:
    """A matrix product's component; of a one-hot input only the column that it picks."""
    source = term.sources[0]
    chosen = origins(values, target, term, 0, j)
    if values.one_hot(source.signal) and term.kind == "product":
        token = values.token(t - source.lag)
        chosen = range(0) if token is None else range(token, token + 1)
    terms = [multiplied(derivative(values, target, term, 0, j, i, t), read(values, source, i, t)) for i in chosen]
    return added(terms, *pattern(values, target, term, j, t))


def pattern(values: Values, target: str, term: Term, j: int, t: int) -> tuple[Letters, Expression]:
    """How a weighted sum over a source's components is written: letters with their limits, and a term."""
    source = term.sources[0]
    own = values.index(target, j) if term.kind == "peephole" else ()
    letters = letters_of(values, source.signal)[len(own) :]
    place: Place = (*own, *(letter for letter, _ in letters))
    index: Place = place if term.kind == "peephole" else (j, "".join(str(p) for p in place))
    factor = lettered(Question("weight", str(term.parameter), index))
    return letters, multiplied(factor, lettered(Question("signal", source.signal, place, t - source.lag)))


def letters_of(values: Values, name: str, first: str = "j") -> Letters:
    """Letters for the axes of a signal, each with the size up to which it runs."""
    start = "ijklmnop".index(first)
    return tuple(zip("ijklmnop"[start:], values.sizes(name), strict=False))


def _activated(values: Values, target: str, term: Term, j: int, t: int) -> Expression:
    function, label = values.function(target), str(term.activation)
    source = term.sources[0]
    if function != "softmax":
        return Function(function, label, read(values, source, j, t))
    nets = [read(values, source, i, t) for i in range(values.signals[source.signal].size)]
    numbers = [evaluate(net) for net in nets]
    shift = max(numbers) if max(map(abs, numbers)) > SAFE else 0.0
    powers: list[Expression] = [Function("exp", "exp", net, shift) for net in nets]
    return Quotient(powers[j], added(powers, *_pattern_of_powers(values, source, t), NARROW))


def _pattern_of_powers(values: Values, source: Source, t: int) -> tuple[Letters, Expression]:
    letters = letters_of(values, source.signal)
    place = tuple(letter for letter, _ in letters)
    return letters, Function("exp", "exp", lettered(Question("signal", source.signal, place, t - source.lag)))


def _dense(values: Values, target: str, term: Term) -> bool:
    return term.kind == "product" or (term.kind == "activation" and values.function(target) == "softmax")


def _start(values: Values, term: Term, place: int) -> int:
    return sum(values.signals[source.signal].size for source in term.sources[:place])
