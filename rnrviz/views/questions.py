"""Asking from a view: a click that does what it did, and asks where the number under it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rnrviz.document import edits
from rnrviz.network.question import Question
from rnrviz.views.way_back import net_input

if TYPE_CHECKING:
    from rnrviz.document.document import Document
    from rnrviz.document.session import Session
    from rnrviz.figures.diagram_block import Node


def ask(session: Session, question: Question | None) -> None:
    """Ask, unless there is no such number."""
    asked = edits.still_asked(session.document.network, question, session.length)
    if asked is not None:
        session.apply(edits.ask(session.document, asked))


def of_unit(document: Document, signal: str, index: tuple[int, ...], t: int) -> Question:
    """A unit at an instant: its value or, where errors have come back to it, its delta, that of its net input."""
    if document.back and document.tau <= t <= document.cursor:
        return Question("delta", net_input(document.network, signal), index, t, document.instants)
    return Question("signal", signal, index, t)


def of_node(document: Document, node: Node | None) -> Question | None:
    """The value of a node of the diagram, once there is one."""
    known = node is not None and document.cursor > 0
    return Question("signal", node.signal, node.index, document.cursor - node.lag) if known and node else None


def of_output(document: Document, symbol: int, t: int) -> Question:
    """The probability of a symbol: the output itself where the outputs are one already."""
    equation = next(e for e in document.network.equations if e.target == "y")
    label = str(equation.terms[0].activation)
    softmax = document.network.config.get(label, label) == "softmax"
    return Question("signal" if softmax else "probability", "y", (symbol,), t)


def of_weight(document: Document, name: str, index: tuple[int, ...]) -> Question:
    """The gradient of a weight at the cursor; the weight itself where it has none."""
    if document.cursor and edits.fits(document.network, (name, index)):
        return Question("gradient", name, index, errors=document.instants)
    return Question("weight", name, index)
