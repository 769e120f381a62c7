"""What the Explain view remembers: the trail, what is pinned; and how it gets its explanations."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, final

from rnrviz.document import edits
from rnrviz.figures.explanation_sheet import Shown
from rnrviz.language import tr
from rnrviz.network.explain import Explanation, explain
from rnrviz.network.explain_values import Values
from rnrviz.network.marks import Link
from rnrviz.network.problems import InputError
from rnrviz.network.question import Question
from rnrviz.views import explained

if TYPE_CHECKING:
    from rnrviz.document.session import Session
    from rnrviz.network.trace import Trace

LONGEST = 40


@dataclass(frozen=True)
class Pin:
    """A question that is kept, and the cursor when it was."""

    question: Question
    cursor: int
    follows: bool = False
    """Its errors were those of the cursor, and stay so."""


@final
class Reader:
    """`trail` holds the questions before the one of now, the latest last."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.trail: list[Question] = []
        self.pins: list[Pin] = []
        self.values: Values | None = None
        self._last: Question | None = None
        self._of: Trace | None = None

    def forget(self) -> None:
        """The network or the text is another one: what they no longer have is no step back."""
        network, length = self.session.document.network, self.session.length
        self.trail = [q for q in self.trail if edits.still_asked(network, q, length) is not None]
        self.pins = [pin for pin in self.pins if edits.still_asked(network, pin.question) is not None]
        if edits.still_asked(network, self._last, length) is None:
            self._last = None

    def read(self) -> Explanation | InputError | None:
        """The explanation of what is asked, None while it is computed or nothing is asked."""
        question = self.session.document.question
        if question != self._last:
            if self._last is not None and question is not None:
                self.trail = [*self.trail, self._last][-LONGEST:]
            self._last = question
        return None if question is None else self._explained("explain", question)

    def step_back(self) -> Question | None:
        """The question before the one of now, which is forgotten."""
        if not self.trail:
            return None
        self._last = self.trail.pop()
        return self._last

    def links(self) -> tuple[Link, ...]:
        """The trail as symbols."""
        return tuple(explained.link(self.values, q) for q in self.trail) if self.values is not None else ()

    def message(self) -> str:
        """What stands where there is no explanation."""
        session = self.session
        if session.document.question is None:
            sentence = tr("Click any number, in any view: here it says where that number comes from.")
            return sentence + ("\n\n" + tr("Enter begins with E[t].") if session.document.cursor else "")
        return session.busy or tr("Computing…")

    def pinned(self) -> tuple[Shown, ...]:
        """Those that are kept, at the cursor's instant."""
        return tuple(self._pinned(number, pin) for number, pin in enumerate(self.pins))

    def is_pinned(self, question: Question | None) -> bool:
        """Whether this is kept."""
        return any(self._now(pin) == question for pin in self.pins)

    def toggle(self, question: Question) -> None:
        """Keep it, or no longer."""
        if self.is_pinned(question):
            self.pins = [pin for pin in self.pins if self._now(pin) != question]
        else:
            document = self.session.document
            self.pins.append(Pin(question, document.cursor, question.errors == document.instants))

    def unpin(self, pin: Pin) -> None:
        """Keep it no longer."""
        self.pins = [other for other in self.pins if other is not pin]

    def _now(self, pin: Pin) -> Question:
        """What is asked at the cursor."""
        document = self.session.document
        moved = pin.question.later(document.cursor - pin.cursor)
        errors = document.instants if pin.follows else pin.question.errors
        return replace(moved, errors=errors)

    def _pinned(self, number: int, pin: Pin) -> Shown:
        question = self._now(pin)
        inside = edits.still_asked(self.session.document.network, question, self.session.length)
        errors = question.errors is None or question.errors[0] >= 1
        found = self._explained(f"pinned {number}", question) if inside and question.t >= 0 and errors else None
        if isinstance(found, Explanation):
            return explained.pinned(found, pin, self.session.document.fault is not None)
        symbol = explained.link(self.values, pin.question).marks if self.values is not None else ()
        said = tr("Not at this instant.") if not inside or question.t < 0 or not errors else self.message()
        return Shown(symbol, 0.0, "", compact=True, about=pin, message=said)

    def _explained(self, name: str, question: Question) -> Explanation | InputError | None:
        trace = self.session.trace
        if trace is None or not len(trace) or trace.network is not self.session.document.network:
            return None
        if trace is not self._of or self.values is None:
            self._of, self.values = trace, Values(trace)
        values = self.values
        takes = explained.seconds(trace, question)
        key = (trace, question.kind, question.name, question.index, question.t, question.errors, question.weight)
        return self.session.answers.get(name, key, takes, lambda progress: explain(trace, question, values))
