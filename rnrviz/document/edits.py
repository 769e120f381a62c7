"""What can be done to a Document: each function returns the new one and its name in the undo menu."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from rnrviz.document.document import Document, ErrorChoice
from rnrviz.language import tr

if TYPE_CHECKING:
    from rnrviz.network.network import Network


@dataclass(frozen=True)
class Edit:
    """A change that is not yet made.

    `kind` chooses the title and `detail` fills it in. Edits in a row with the same `merge` are undone as one
    while they follow quickly. An edit with `kept` false leaves no trace in the undo menu.
    """

    kind: str
    document: Document
    detail: str = ""
    merge: str = ""
    kept: bool = True

    @property
    def name(self) -> str:
        """What the undo menu says, in the language of now."""
        return title(self.kind).format(detail=self.detail)


def title(kind: str) -> str:
    """The translated title of a kind of edit; it may hold {detail}."""
    return {
        "text": tr("edit the text"),
        "cursor": tr("step"),
        "weight": tr("change {detail}"),
        "network": tr("use {detail}"),
        "error": tr("choose the error"),
    }[kind]


def set_text(document: Document, text: str) -> Edit:
    """Another text; the cursor stays where it is as far as the new text allows."""
    return Edit("text", replace(document, text=text), merge="text")


def move_cursor(document: Document, cursor: int) -> Edit:
    """Have read `cursor` tokens; the session keeps it within 0..L."""
    return Edit("cursor", replace(document, cursor=max(0, cursor)), kept=False)


def choose_error(document: Document, error: ErrorChoice) -> Edit:
    """Gradients of E[t] alone ("instant") or of the sum up to t ("sum")."""
    return Edit("error", replace(document, error=error))


def set_weight(document: Document, name: str, index: tuple[int, ...], value: float) -> Edit:
    """One number of one parameter; raises what Network.with_value raises."""
    network = document.network.with_value(name, index, value)
    places = ", ".join(str(i + 1) for i in index)
    return Edit("weight", replace(document, network=network), f"{name}[{places}]", f"weight {name} {index}")


def set_network(document: Document, network: Network, source: str, text: str | None = None, name: str = "") -> Edit:
    """Another network from `source`, called `name`; with `text`, the text that goes with it, from its beginning."""
    kept = document.text if text is None else text
    changed = replace(document, network=network, source=source, text=kept)
    name = name or (PurePath(source).stem if source.endswith((".safetensors", ".eq")) else source)
    return Edit("network", changed if text is None else replace(changed, cursor=0), name)
