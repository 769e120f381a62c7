"""Any number: its equation, the numbers in it, and where those come from in their turn.

Everything is read off the network's equations, so it holds for a student's own network too.
"""

from dataclasses import dataclass

from rnrviz.language import tr
from rnrviz.network.explain_deltas import adjoint
from rnrviz.network.explain_errors import by_bptt, by_rtrl, contribution, error
from rnrviz.network.explain_marks import written
from rnrviz.network.explain_places import Chapter, place
from rnrviz.network.explain_sensitivities import tangent
from rnrviz.network.explain_symbols import symbol_of
from rnrviz.network.explain_terms import NARROW, component, named, weight
from rnrviz.network.explain_values import Values
from rnrviz.network.explain_words import name_of, notes
from rnrviz.network.expressions import (
    MINUS_ONE,
    ONE,
    Expression,
    Number,
    Operand,
    Quotient,
    Square,
    Sum,
    added,
    addends,
    evaluate,
    multiplied,
    operands,
)
from rnrviz.network.marks import Marks, Words, digits
from rnrviz.network.marks_texts import as_tex, as_text
from rnrviz.network.problems import InputError
from rnrviz.network.question import Question, fits
from rnrviz.network.trace import Trace

__all__ = ["Explanation", "Question", "explain", "fits"]


@dataclass(frozen=True)
class Reading:
    """One way to compute the number: ``right`` None where it is given; ``method`` "bptt", "rtrl" or ""."""

    right: Expression | None
    method: str = ""


@dataclass(frozen=True, eq=False)
class Explanation:
    """A number, and one or two ways to arrive at it."""

    question: Question
    value: float
    values: Values
    readings: tuple[Reading, ...]

    @property
    def right(self) -> Expression | None:
        """The right side of the equation."""
        return self.readings[0].right

    def terms(self, reading: int = 0) -> tuple[Expression, ...]:
        """The summands, in the order of the equation."""
        right = self.readings[reading].right
        return () if right is None else tuple(addends(right))

    def operands(self, reading: int = 0) -> tuple[Operand, ...]:
        """Every number of the right side that has a name."""
        right = self.readings[reading].right
        return () if right is None else tuple(operands(right))

    @property
    def name(self) -> str:
        """What the number is, in words."""
        return name_of(self.values, self.question)

    def place(self, reading: int = 0) -> Chapter:
        """Where it stands in the chapter."""
        return place(self.values, self.question, self.readings[reading].method)

    def notes(self, reading: int = 0) -> tuple[str, ...]:
        """What should be said beside the equation."""
        return notes(self.values, self.question, self.readings[reading].right)

    @property
    def symbol(self) -> Marks:
        """The left side."""
        return symbol_of(self.values, self.question)

    def sides(self, reading: int = 0) -> tuple[Marks, ...]:
        """The right sides: with symbols, then with live numbers; none where the number is given."""
        right = self.readings[reading].right
        return () if right is None else tuple(written(self.values, right, live) for live in (False, True))

    def as_tex(self, reading: int = 0) -> str:
        """The equation with symbols, with numbers, and the value, one below the other."""
        sides = [as_tex(side) for side in (*self.sides(reading), (Words(digits(self.value)),))]
        lines = " \\\\\n".join(f"&= {side}" for side in sides)
        return f"\\begin{{aligned}}\n{as_tex(self.symbol)} {lines}\n\\end{{aligned}}"

    def as_text(self, reading: int = 0) -> str:
        """Name and place, then the same as text."""
        sides = [as_text(side) for side in (*self.sides(reading), (Words(digits(self.value)),))]
        where = tr("Chapter: {section}").format(section=self.place(reading).title)
        head = f"{self.name[:1].upper()}{self.name[1:]}. {where}."
        return "\n".join([head, *self.notes(reading), as_text(self.symbol), *(f"  = {side}" for side in sides)])

    def recomputed(self, reading: int = 0) -> float:
        """The number by plain arithmetic from the numbers that are shown."""
        right = self.readings[reading].right
        return self.value if right is None else evaluate(right)


def explain(trace: Trace, question: Question, values: Values | None = None) -> Explanation:
    """Where the number comes from. ``values`` may be kept for further questions of the same trace.

    Raises InputError for a number that the network does not have.
    """
    if not fits(question, trace.network) or (question.errors is not None and not _in_string(question, trace)):
        raise InputError("There is no such number in this network.")
    values = values or Values(trace)
    return Explanation(question, values(question), values, _readings(values, question))


def _in_string(question: Question, trace: Trace) -> bool:
    first, last = question.errors or (1, 1)
    return 1 <= first <= last <= len(trace)


def _readings(values: Values, question: Question) -> tuple[Reading, ...]:
    if question.kind != "gradient":
        return (Reading(_right(values, question)),)
    weight, errors = (question.name, question.index), question.errors or (1, 1)
    return Reading(by_bptt(values, weight, errors), "bptt"), Reading(by_rtrl(values, weight, errors), "rtrl")


def _right(values: Values, question: Question) -> Expression | None:
    kind, name, t = question.kind, question.name, question.t
    if kind in ("weight", "target"):
        return None
    if kind == "error":
        return error(values, t)
    if kind == "slope":
        return _slope(values, question)
    if kind == "probability":
        outputs: list[Expression] = [named(values, "y", i, t) for i in range(values.signals["y"].size)]
        return Quotient(outputs[int(question.index[0])], added(outputs, (), None, NARROW))
    if kind == "contribution":
        return added(contribution(values, (name, question.index), t, question.errors or (t, t)))
    flat = values.flat(name, tuple(int(i) for i in question.index))
    if not 1 <= t <= len(values.trace):
        return None
    if kind == "signal":
        return _signal(values, name, flat, t)
    if kind == "delta":
        return together(adjoint(values, name, flat, t, question.errors or (t, t)))
    assert question.weight is not None
    return together(tangent(values, name, flat, t, question.weight))


def _signal(values: Values, name: str, flat: int, t: int) -> Expression | None:
    if name != "u":
        return together(component(values, name, flat, t))
    token = values.token(t)
    return None if values.one_hot("u") or token is None else weight(values, "embedding", (token, flat))


def together(parts: list[Expression]) -> Expression:
    """Sums over units one after the other; what stands alone is shortened where it is too much."""
    groups = [part for part in parts if isinstance(part, Sum) and part.letters]
    single = [part for part in parts if not (isinstance(part, Sum) and part.letters)]
    return Sum((*groups, *added(single).terms)) if len(single) > 12 else Sum(tuple(parts))


def _slope(values: Values, question: Question) -> Expression:
    """y (1 - y) for the logistic function, 1 - y^2 for tanh (chapter, RTRL); y_j (1 - y_j) or -y_j y_i for softmax."""
    name, function = question.name, values.function(question.name)
    size, index = len(values.signals[name].shape), tuple(int(i) for i in question.index)
    made = _made(values, name, index[:size], question.t)
    if function == "logistic":
        return multiplied(made, Sum((ONE, multiplied(MINUS_ONE, made))))
    if function == "tanh":
        return Sum((ONE, multiplied(MINUS_ONE, Square(made))))
    if function == "softmax":
        same, other = index[:size] == index[size:], _made(values, name, index[size:], question.t)
        rest = multiplied(MINUS_ONE, other)
        return multiplied(made, Sum((ONE, rest)) if same else rest)
    return Number(values(question))


def _made(values: Values, name: str, index: tuple[int, ...], t: int) -> Expression:
    """What an activation made: a signal, or the activation itself where it has no name."""
    flat = values.flat(name, index)
    return component(values, name, flat, t)[0] if values.hidden(name) else named(values, name, flat, t)
