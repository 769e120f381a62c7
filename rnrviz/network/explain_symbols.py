"""The chapter's symbol of everything that can be asked, as marks."""

from rnrviz.network.equations import Source, Term
from rnrviz.network.explain_errors import TAU
from rnrviz.network.explain_terms import letters_of
from rnrviz.network.explain_values import Values
from rnrviz.network.marks import MINUS, Marks, Over, Sigma, Sign, Words, digits
from rnrviz.network.program import Shape
from rnrviz.network.question import Errors, Place, Question
from rnrviz.network.uses import uses

PARTIAL = Words("∂")
THIN = Words("\u2009")
NEAR_TAU = TAU // 2


def symbol_of(values: Values, question: Question) -> Marks:
    """The chapter's symbol of a number, with its indices and its instant."""
    kind, name, index = question.kind, question.name, question.index
    if kind == "signal":
        return _signal(values, name, index, question.t)
    if kind in ("target", "error"):
        return (Sign(name, _numbers(index), instant(question.t)),)
    if kind == "weight":
        return (_weight(values, name, index),)
    if kind == "delta":
        return (Sign(f"delta_{name}", _numbers(index), instant(question.t)),)
    if kind == "slope":
        return _slope(values, question)
    if kind == "probability":
        y = (Sign("y", _numbers(index), instant(question.t)),)
        return (Over(y, (Sigma("j", "n_Y"), Sign("y", ("j",), instant(question.t)))),)
    if kind == "sensitivity" and question.weight is not None:
        top = _signal(values, name, index, question.t)
        return (Over((PARTIAL, *top), (PARTIAL, _weight(values, *question.weight))),)
    weight = _weight(values, name, index)
    if kind == "contribution":
        weight = Sign(weight.identifier, weight.index, instant(question.t))
    return (Over((PARTIAL, *errors_of(question.errors)), (PARTIAL, weight)),)


def errors_of(errors: Errors | None) -> Marks:
    """E[t], or the sum of those that are meant."""
    if errors is None:
        return (Sign("E"),)
    ends = [Sign("E", (), instant(t)) for t in errors]
    if errors[0] == errors[1]:
        return (ends[0],)
    between = " + … + " if errors[1] - errors[0] > 1 else " + "
    return Words("("), ends[0], Words(between), ends[1], Words(")")


def instant(t: int) -> str:
    """`[3]`, or `[τ]` and `[τ−1]` in the pattern of a sum over instants."""
    if t > NEAR_TAU:
        return f"[{digits(t, 12)}]"
    away = t - TAU
    return "[τ]" if not away else f"[τ{'+' if away > 0 else MINUS}{abs(away)}]"


def _slope(values: Values, question: Question) -> Marks:
    """g'(net), or the derivative of a component of softmax by a net input."""
    name, term = question.name, values.equations[question.name].terms[0]
    source, size = term.sources[0], len(values.signals[question.name].shape)
    if values.function(name) == "softmax":
        top = _signal(values, name, question.index[:size], question.t)
        below = _source(values, source, question.index[size:], question.t)
        return (Over((PARTIAL, *top), (PARTIAL, *below)),)
    label = str(term.activation)
    known = Sign(label, prime=True) if "_" in label else Words(f"{label}′")
    return known, Words("("), *_source(values, source, question.index, question.t), Words(")")


def _signal(values: Values, name: str, index: Place, t: int) -> Marks:
    """A signal; of a part of an equation what stands there."""
    if not values.hidden(name):
        return (Sign(name, _numbers(index), instant(t)),)
    terms = values.equations[name].terms
    marks: Marks = ()
    for term in terms:
        sign = MINUS if term.factor < 0 else "+"
        part = _term(values, name, term, index, t)
        marks += (Words(f" {sign} "), *part) if marks else ((Words(MINUS), *part) if sign == MINUS else part)
    return marks if len(terms) == 1 else (Words("("), *marks, Words(")"))


def _term(values: Values, target: str, term: Term, index: Place, t: int) -> Marks:
    """A summand of a part of an equation, without its sign."""
    size = abs(term.factor)
    if term.kind == "constant":
        return (Words(digits(size)),)
    if term.kind == "bias":
        return (_weight(values, str(term.parameter), index),)
    if term.kind in ("product", "peephole"):
        own = index if term.kind == "peephole" else ()
        letters = letters_of(values, term.sources[0].signal, "m")[len(own) :]
        place = (*own, *(letter for letter, _ in letters))
        entry: Place = place if own else ("".join(_numbers(index)), "".join(map(str, place)))
        sigmas = tuple(Sigma(letter, limit) for letter, limit in letters)
        weight = Sign(str(term.parameter), tuple(_plain(part) for part in entry))
        return (*sigmas, weight, THIN, *_source(values, term.sources[0], place, t))
    parts = [_source(values, source, index, t) for source in term.sources]
    if term.kind == "activation":
        label = str(term.activation)
        return (Sign(label) if "_" in label else Words(label)), Words("("), *parts[0], Words(")")
    if term.kind == "concat":
        names = [Sign(source.signal, (), instant(t - source.lag)) for source in term.sources]
        inner = tuple(mark for name in names for mark in (Words("; "), name))
        return Words("("), *inner[1:], Words(")")
    number: Marks = () if size == 1.0 else (Words(digits(size)), THIN)
    return (*number, *parts[0], *(mark for part in parts[1:] for mark in (THIN, *part)))


def _source(values: Values, source: Source, index: Place, t: int) -> Marks:
    shape: Shape = values.signals[source.signal].shape
    return _signal(values, source.signal, index[: len(shape)], t - source.lag)


def _weight(values: Values, name: str, index: Place) -> Sign:
    """A weight, each of its axes standing for the units that it connects."""
    shapes = axes(values, name)
    if len(shapes) == 1 and isinstance(index[0], int):
        return Sign(name, tuple(_unravelled(index[0], shapes[0])))
    parts = (
        _plain(i) if isinstance(i, str) else "\u2009".join(_unravelled(i, shape))
        for i, shape in zip(index, shapes, strict=True)
    )
    return Sign(name, tuple(parts))


def axes(values: Values, name: str) -> tuple[Shape, ...]:
    """The shapes of the units that a parameter's axes stand for: destination, then source."""
    shape = values.network.parameters[name].shape
    plain = tuple((size,) for size in shape)
    if name == "embedding":
        return plain
    use = uses(values.network, name)[0]
    if use.kind == "bias":
        return (values.signals[use.target].shape,)
    if use.kind == "product":
        return values.signals[use.target].shape, values.signals[use.source].shape
    return plain


def _unravelled(flat: int, shape: Shape) -> list[str]:
    place: list[str] = []
    for size in reversed(shape):
        flat, here = divmod(flat, size)
        place.insert(0, str(here + 1))
    return place


def _numbers(index: Place) -> tuple[str, ...]:
    return tuple(_plain(i) for i in index)


def _plain(i: int | str) -> str:
    return i if isinstance(i, str) else str(i + 1)
