"""Undo and redo: the documents before and after, each with the edit that led away from it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, final

from rnrviz.document.document import Document
from rnrviz.document.edits import Edit, fits, still_asked, still_has

if TYPE_CHECKING:
    from rnrviz.network.network import Network

PAUSE = 1.5
DEEPEST = 500
LEARNED = "descent"


class Step(NamedTuple):
    """The document on the other side of an edit, and whether the edit left the network alone."""

    document: Document
    edit: Edit
    alone: bool


@final
class History:
    """`now` is the Document; edits with the same `merge` within PAUSE seconds are undone as one.

    What an edit left alone its undo leaves alone too: the weights may have changed meanwhile, in a network that learns.
    """

    def __init__(self, document: Document, clock: Callable[[], float] = time.monotonic) -> None:
        self.now = document
        self._clock = clock
        self._past: list[Step] = []
        self._future: list[Step] = []
        self._last = float("-inf")
        self._before: Network | None = None  # the one of which weights of now are only passing

    @property
    def undo_name(self) -> str:
        """What undo takes back, or the empty text."""
        return self._past[-1].edit.name if self._past else ""

    @property
    def redo_name(self) -> str:
        """What redo makes again, or the empty text."""
        return self._future[-1].edit.name if self._future else ""

    @property
    def left(self) -> tuple[Document, ...]:
        """The documents whose network gave way to one from elsewhere, the latest first."""
        return tuple(
            step.document for step in reversed(self._past) if step.document.source != step.edit.document.source
        )

    def apply(self, edit: Edit) -> None:
        """Make the edit."""
        alone = edit.document.network is self.now.network
        if edit.kept:
            if self._before is not None and not alone:
                learned = Edit(LEARNED, self.now)
                self._past.append(Step(replace(self.now, network=self._before), learned, False))
            self._remember(edit)
        else:
            self._last = float("-inf")
        if not alone:
            self._before = (self._before or self.now.network) if edit.passing else None
        self.now = edit.document

    def replace(self, document: Document) -> None:
        """Put right the document of now without an entry of its own."""
        self.now = document

    def undo(self) -> None:
        """Back to the document before the last edit."""
        if self._past:
            self._go(self._past.pop(), self._future)

    def redo(self) -> None:
        """Forward again."""
        if self._future:
            self._go(self._future.pop(), self._past)

    def _go(self, step: Step, back: list[Step]) -> None:
        """To the document of the step, from which one comes ``back``."""
        back.append(step._replace(document=self.now))
        there = replace(step.document, network=self.now.network) if step.alone else step.document
        self._before = self._before if step.alone else None
        self.now, self._last = _stay(there, self.now), float("-inf")

    def _remember(self, edit: Edit) -> None:
        moment = self._clock()
        goes_on = self._past and edit.merge and self._past[-1].edit.merge == edit.merge
        if not (goes_on and moment - self._last < PAUSE):
            self._past.append(Step(self.now, edit, edit.document.network is self.now.network))
            del self._past[:-DEEPEST]
        self._future.clear()
        self._last = moment


def _stay(other: Document, now: Document) -> Document:
    """The other document, looked at as the one of now: the cursor stays where it is when the text is the same."""
    fault = now.fault if other.network.text == now.network.text else None
    other = replace(other, weight=now.weight if fits(other.network, now.weight) else None, back=0, fault=fault)
    other = replace(other, question=still_asked(other.network, now.question))
    other = replace(other, stretch=now.stretch, unit=still_has(other.network, now.unit))
    return replace(other, cursor=now.cursor) if other.text == now.text else other
