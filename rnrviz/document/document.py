"""What the user made and chose, in one frozen record. Undo keeps the previous one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from rnrviz.network.faults import Fault
    from rnrviz.network.network import Network
    from rnrviz.network.question import Question

ErrorChoice = Literal["instant", "sum"]
Weight = tuple[str, tuple[int, ...]]  # a parameter's name and a 0-based index
Unit = tuple[str, tuple[int, ...]]  # a signal's name and a 0-based index
Stretch = tuple[int, int]  # first and last instant, 1-based, inclusive


@dataclass(frozen=True)
class Document:
    """A network, the text that it reads, how far it has read, and which error the gradients are of.

    `cursor` counts the tokens read: 0 before the first one, L after the last one. `error` is "instant" for
    E[t] alone and "sum" for E[1] + ... + E[t], t being the cursor. `source` says where the network came from.
    `weight` is the one whose gradient is followed. `back` counts the instants through which the errors have been
    carried back from the cursor, 0 while nothing goes back: tau = t first, tau = 1 when `back` is the cursor.
    `fault` is what is wrong with the gradients on purpose.
    `question` is the number that is explained.
    `stretch` is the part of the text that is brushed, `unit` the one that is pointed out among those that follow it.
    `truth` says what the prediction is compared with, one of `rnrviz.document.truths.SOURCES`, "" for what suits best.
    """

    network: Network
    text: str = ""
    cursor: int = 0
    error: ErrorChoice = "instant"
    source: str = ""
    weight: Weight | None = None
    back: int = 0
    fault: Fault | None = None
    question: Question | None = None
    truth: str = ""
    stretch: Stretch | None = None
    unit: Unit | None = None

    @property
    def tau(self) -> int:
        """The earliest instant that the errors have reached on the way back; cursor + 1 while they have not begun."""
        return self.cursor + 1 - self.back

    @property
    def instants(self) -> tuple[int, int]:
        """First and last t (1-based, inclusive) of the errors that are summed."""
        return (self.cursor if self.error == "instant" else 1, self.cursor)
