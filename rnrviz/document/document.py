"""What the user made and chose, in one frozen record. Undo keeps the previous one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from rnrviz.network.network import Network

ErrorChoice = Literal["instant", "sum"]


@dataclass(frozen=True)
class Document:
    """A network, the text that it reads, how far it has read, and which error the gradients are of.

    `cursor` counts the tokens read: 0 before the first one, L after the last one. `error` is "instant" for
    E[t] alone and "sum" for E[1] + ... + E[t], t being the cursor. `source` says where the network came from.
    """

    network: Network
    text: str = ""
    cursor: int = 0
    error: ErrorChoice = "instant"
    source: str = ""

    @property
    def instants(self) -> tuple[int, int]:
        """First and last t (1-based, inclusive) of the errors that are summed."""
        return (self.cursor if self.error == "instant" else 1, self.cursor)
