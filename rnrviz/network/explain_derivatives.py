"""Local equations of the two ways to a gradient: deltas come from who reads, sensitivities from what is read."""

from collections.abc import Iterator

from rnrviz.network.equations import Source, Term
from rnrviz.network.explain_terms import derivative, letters_of, named, origins, read, targets
from rnrviz.network.explain_values import Values
from rnrviz.network.expressions import (
    MINUS_ONE,
    ONE,
    Expression,
    Number,
    Operand,
    Others,
    Quotient,
    Sum,
    added,
    addends,
    evaluate,
    lettered,
    multiplied,
)
from rnrviz.network.question import Errors, Place, Question, WeightOf
from rnrviz.network.uses import Use


def adjoint(values: Values, name: str, i: int, t: int, errors: Errors) -> list[Expression]:
    """The summands of dE/d(component i of a signal at t): E directly, then all that read it, at t and later."""
    return [*direct(values, name, i, t, errors), *_from_readers(values, name, i, t, errors)]


def delta_of(values: Values, name: str, i: int, t: int, errors: Errors) -> list[Expression]:
    """delta as an operand; of a part of an equation the summands it consists of."""
    if values.hidden(name):
        return [part for group in adjoint(values, name, i, t, errors) for part in addends(Sum((group,)))]
    question = Question("delta", name, values.index(name, i), t, errors)
    return [Operand(question, values(question))]


def direct(values: Values, name: str, i: int, t: int, errors: Errors) -> list[Expression]:
    """How E[t] depends on it directly: through y or, with the cross-entropy, through the net input of y."""
    if not values.counted(t, errors):
        return []
    net = values.net()
    if name == (net.name if net else "y"):
        return [seed(values, i, t)]
    return _of_entropy(values, i, t) if name == "y" else []


def seed(values: Values, i: int, t: int) -> Expression:
    """y_i[t] - d_i[t], the derivative of E[t] at the output or, with the cross-entropy, at its net input."""
    mass = float(values.trace.targets[t - 1].sum()) if _softmax(values) else 1.0
    return Sum((multiplied(Number(mass), named(values, "y", i, t)), multiplied(MINUS_ONE, target(values, i, t))))


def target(values: Values, i: int, t: int) -> Operand:
    """d_i[t]."""
    question = Question("target", "d", (i,), t)
    return Operand(question, values(question))


def _of_entropy(values: Values, i: int, t: int) -> list[Expression]:
    """-d / y and, where every output is judged alone, (1 - d) / (1 - y)."""
    wanted, y = target(values, i, t), named(values, "y", i, t)
    parts: list[Expression] = []
    if wanted.value:
        parts.append(multiplied(MINUS_ONE, Quotient(wanted, y)))
    if not _softmax(values) and wanted.value != 1.0:
        parts.append(Quotient(_rest(wanted), _rest(y)))
    return parts


def _rest(of: Expression) -> Sum:
    return Sum((ONE, multiplied(MINUS_ONE, of)))


def _softmax(values: Values) -> bool:
    return values.net() is not None and values.function("y") == "softmax"


def _from_readers(values: Values, name: str, i: int, t: int, errors: Errors) -> list[Expression]:
    net, ahead = values.net(), values.trace.network.program.leads
    found: list[Expression] = []
    for equation, term, place in values.readers(name):
        when = t + term.sources[place].lag
        if not 1 <= when <= (len(values.trace) if ahead else errors[1]):
            continue
        seeded = equation.target == "y" and net is not None and net.name == name
        found += _through(values, equation.target, term, place, (i, when), errors, seeded)
    return found


def _through(
    values: Values, reader: str, term: Term, place: int, at: tuple[int, int], errors: Errors, seeded: bool
) -> list[Expression]:
    """By one term that reads component i at the instant ``when``; ``seeded``: what E says of y is said already."""
    i, when = at
    if seeded or values.hidden(reader):
        return _inlined(values, reader, term, place, at, errors, seeded)
    found: list[Expression] = []
    for j in targets(values, reader, term, place, i):
        factor = derivative(values, reader, term, place, j, i, when)
        found += [multiplied(part, factor) for part in delta_of(values, reader, j, when, errors)]
    own = values.index(term.sources[place].signal, i) if term.kind == "gate" else ()
    letters = letters_of(values, reader)[len(own) :]
    if len(found) < 2 or not letters:
        return found
    where: Place = (*own, *(letter for letter, _ in letters))
    delta = lettered(Question("delta", reader, where, when, errors))
    return [added(found, letters, multiplied(delta, _factor(values, reader, term, place, where, i, when)))]


def _inlined(
    values: Values, reader: str, term: Term, place: int, at: tuple[int, int], errors: Errors, seeded: bool
) -> list[Expression]:
    """By a reader that has no delta of its own to name: the summands of that delta, each times the factor."""
    i, when = at
    components = targets(values, reader, term, place, i)
    found: list[Expression] = []
    for j in components:
        factor = derivative(values, reader, term, place, j, i, when)
        groups = (_from_readers if seeded else adjoint)(values, reader, j, when, errors)
        if len(components) == 1:
            found += [_scaled(group, factor) for group in groups]
        else:
            found += [multiplied(part, factor) for group in groups for part in addends(Sum((group,)))]
    return found


def _scaled(group: Expression, factor: Expression) -> Expression:
    """A summand, or a sum over units, times a factor."""
    if isinstance(group, Sum) and group.letters and group.pattern is not None:
        terms = [multiplied(term, factor) for term in group.terms if not isinstance(term, Others)]
        rest = [Others(t.count, t.value * evaluate(factor)) for t in group.terms if isinstance(t, Others)]
        return Sum((*terms, *rest), group.letters, multiplied(group.pattern, factor))
    return multiplied(group, factor)


def _factor(values: Values, reader: str, term: Term, place: int, where: Place, i: int, when: int) -> Expression:
    """The local derivative with letters for the reader's component."""
    if term.kind == "product":
        return lettered(Question("weight", str(term.parameter), ("".join(map(str, where)), i)))
    if term.kind == "activation":
        return lettered(Question("slope", reader, (*where, *values.index(reader, i)), when))
    own = values.index(term.sources[place].signal, i)
    other = term.sources[1 - place]
    size = len(values.signals[other.signal].shape)
    return lettered(Question("signal", other.signal, (*own, *where[len(own) :])[:size], when - other.lag))


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
