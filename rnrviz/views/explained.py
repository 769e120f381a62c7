"""From an explanation to what is shown of it, and how long it takes to find one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rnrviz.document import report
from rnrviz.figures.explanation_sheet import Shown, Way
from rnrviz.language import ntr, tr
from rnrviz.network.explain import Explanation
from rnrviz.network.explain_marks import written
from rnrviz.network.explain_symbols import symbol_of
from rnrviz.network.expressions import Expression, Others, evaluate
from rnrviz.network.marks import Link, Marks
from rnrviz.network.marks_texts import as_text
from rnrviz.network.question import OF_ERRORS, Errors, Question, WeightOf, fits, related

if TYPE_CHECKING:
    from rnrviz.network.explain_values import Values
    from rnrviz.network.trace import Trace

USUAL, A_TERM = 0.002, 1e-5


def seconds(trace: Trace, question: Question) -> float:
    """Roughly how long the explanation takes: the sweeps that it needs."""
    last = max(question.t, question.errors[1] if question.errors else 0, 1)
    widest = max(signal.size for signal in trace.network.program.signals.values())
    sweep = report.seconds(trace.network, last, len(trace))["bptt"]
    sweeps = 0 if question.errors is None else 1
    if question.kind == "sensitivity":
        sweeps = widest
    elif question.kind == "gradient" and question.errors is not None:
        first, end = question.errors
        sweeps = widest if first == end else end - first + 2
    return USUAL + widest * A_TERM * 4 + sweeps * sweep


def shown(found: Explanation, errors: Errors | None, weight: WeightOf | None, faulty: bool = False) -> Shown:
    """All of it. ``faulty``: other views show gradients that are wrong on purpose."""
    others = related(found.question, errors, weight)
    links = (link(found.values, q) for q in others if fits(q, found.values.network, len(found.values.trace)))
    return replace(pinned(found, None, faulty), compact=False, others=tuple(links), others_words=tr("Ask also:"))


def pinned(found: Explanation, about: object, faulty: bool = False) -> Shown:
    """The same below others, smaller, without what else can be asked; ``about`` is what its cross takes away."""
    ways = tuple(_way(found, reading) for reading in range(len(found.readings)))
    sound = tr("This is the gradient without the fault that is switched on.")
    remark = sound if faulty and found.question.kind in OF_ERRORS else ""
    return Shown(found.symbol, found.value, _sentence(found), ways, compact=True, about=about, remark=remark)


def link(values: Values, question: Question, value: float = 0.0) -> Link:
    """A symbol that can be followed."""
    return Link(symbol_of(values, question), value, question)


def text_of(values: Values, question: Question) -> str:
    """A symbol as text."""
    return as_text(symbol_of(values, question))


def _sentence(found: Explanation) -> str:
    return f"{found.name[:1].upper()}{found.name[1:]}"


def _way(found: Explanation, reading: int) -> Way:
    sides = found.sides(reading)
    symbols, numbers = sides if len(sides) == 2 else ((), ())
    place = found.place(reading)
    said = tr("In the chapter: “{section}”, equation ({number})") if place.number else tr("In the chapter: “{section}”")
    headings = {"bptt": tr("BPTT: going back through time"), "rtrl": tr("RTRL: going forward")}
    terms = tuple(_term(found, term) for term in found.terms(reading))
    heading = headings.get(found.readings[reading].method, "")
    said = said.format(section=place.title, number=place.number)
    return Way(heading, said, symbols, numbers, terms, found.notes(reading))


def _term(found: Explanation, term: Expression) -> tuple[Marks, float, str]:
    if isinstance(term, Others):
        words = ntr("{n} other together", "{n} others together", term.count).format(n=term.count)
        return (), term.value, words
    marks = written(found.values, term, False)
    return marks, evaluate(term), ""
