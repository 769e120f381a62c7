"""Sensitivities: d(signal)/dW comes from where W stands and from all that is read (chapter, RTRL)."""

from collections.abc import Iterator

from rnrviz.network.equations import Source, Term
from rnrviz.network.explain_terms import derivative, letters_of, origins, read
from rnrviz.network.explain_values import Values
from rnrviz.network.expressions import (
    ONE,
    Expression,
    Operand,
    Sum,
    added,
    addends,
    lettered,
    multiplied,
)
from rnrviz.network.question import Place, Question, WeightOf
from rnrviz.network.uses import Use


def tangent(values: Values, name: str, j: int, t: int, weight: WeightOf) -> list[Expression]:
    """The summands of d(component j of a signal at t)/dW: where W itself stands, then all that is read."""
    if name == "u":
        own = weight[0] == "embedding" and (values.token(t), j) == weight[1]
        return [ONE] if own else []
    found: list[Expression] = []
    for term in values.equations[name].terms:
        found += _own(values, name, term, j, t, weight)
        for place in range(len(term.sources)):
            found += _carried(values, name, term, place, (j, t), weight)
    return found


def _own(values: Values, name: str, term: Term, j: int, t: int, weight: WeightOf) -> Iterator[Expression]:
    """What the weight is multiplied by, if it stands in this term of this component."""
    if term.parameter != weight[0]:
        return
    use = Use(name, term.kind, *((term.sources[0].signal, term.sources[0].lag) if term.sources else ()))
    place = placed(values, use, weight[1])
    if place[0] == j:
        yield ONE if term.kind == "bias" else read(values, term.sources[0], place[1], t)


def placed(values: Values, use: Use, index: Place) -> tuple[int, int]:
    """The component of the target and that of the source which an entry of a weight connects."""
    numbers = tuple(int(n) for n in index)
    if use.kind == "peephole":
        source = values.signals[use.source]
        flat = values.flat(use.source, numbers)
        return flat // (source.size // values.signals[use.target].size), flat
    return numbers[0], numbers[-1]


def _carried(
    values: Values, name: str, term: Term, place: int, at: tuple[int, int], weight: WeightOf
) -> list[Expression]:
    j, t = at
    source: Source = term.sources[place]
    when = t - source.lag
    fixed = source.signal == "u" and weight[0] != "embedding"
    if fixed or not 1 <= when <= len(values.trace):
        return []
    found: list[Expression] = []
    for i in origins(values, name, term, place, j):
        factor = derivative(values, name, term, place, j, i, t)
        found += [multiplied(factor, part) for part in sensitivity_of(values, source.signal, i, when, weight)]
    if values.hidden(source.signal) or len(found) < 2:
        return found
    letters = letters_of(values, source.signal)
    own = values.index(name, j) if term.kind == "peephole" else ()
    letters = letters[len(own) :]
    where: Place = (*own, *(letter for letter, _ in letters))
    inner = lettered(Question("sensitivity", source.signal, where, when, weight=weight))
    return [added(found, letters, multiplied(_written(values, name, term, j, where, t), inner))]


def _written(values: Values, name: str, term: Term, j: int, where: Place, t: int) -> Expression:
    """The local derivative with letters for the component that is read."""
    if term.kind == "activation":
        return lettered(Question("slope", name, (*values.index(name, j), *where), t))
    index = where if term.kind == "peephole" else (j, "".join(str(p) for p in where))
    return lettered(Question("weight", str(term.parameter), index))


def sensitivity_of(values: Values, name: str, i: int, t: int, weight: WeightOf) -> list[Expression]:
    """A sensitivity as an operand; of a part of an equation the summands it consists of."""
    if values.hidden(name):
        return [part for group in tangent(values, name, i, t, weight) for part in addends(Sum((group,)))]
    question = Question("sensitivity", name, values.index(name, i), t, weight=weight)
    return [Operand(question, values(question))]
