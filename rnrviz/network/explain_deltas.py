"""Deltas: dE/d(signal) comes from E directly and from all that read the signal, at t and later (chapter, BPTT)."""

from rnrviz.network.equations import Term
from rnrviz.network.explain_terms import derivative, letters_of, named, targets
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
from rnrviz.network.question import Errors, Place, Question


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
