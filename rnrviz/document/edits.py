"""What can be done to a Document: each function returns the new one and its name in the undo menu."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from rnrviz.document.document import Document, ErrorChoice, Weight
from rnrviz.language import tr
from rnrviz.network import question as questions

if TYPE_CHECKING:
    import numpy as np

    from rnrviz.network.faults import Fault
    from rnrviz.network.network import Network
    from rnrviz.network.question import Question


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
        "descent": tr("update the weights"),
        "truth": tr("choose the truth"),
    }[kind]


def set_text(document: Document, text: str) -> Edit:
    """Another text; the cursor stays where it is as far as the new text allows."""
    return Edit("text", replace(document, text=text, back=0), merge="text")


def move_cursor(document: Document, cursor: int) -> Edit:
    """Have read `cursor` tokens; the session keeps it within 0..L."""
    return Edit("cursor", replace(document, cursor=max(0, cursor), back=0), kept=False)


def go_back(document: Document, back: int) -> Edit:
    """Carry the errors of the cursor back through so many instants, 0..cursor."""
    return Edit("cursor", replace(document, back=min(max(0, back), document.cursor)), kept=False)


def follow_weight(document: Document, weight: Weight | None) -> Edit:
    """Follow the gradient of this weight."""
    return Edit("cursor", replace(document, weight=weight), kept=False)


def ask(document: Document, question: Question | None) -> Edit:
    """Ask where this number comes from; None: nothing is asked any more."""
    return Edit("cursor", replace(document, question=question), kept=False)


def choose_error(document: Document, error: ErrorChoice) -> Edit:
    """Gradients of E[t] alone ("instant") or of the sum up to t ("sum")."""
    return Edit("error", replace(document, error=error))


def break_gradients(document: Document, fault: Fault | None) -> Edit:
    """Make one of the gradients wrong, or right again."""
    return Edit("error", replace(document, fault=fault), kept=False)


def choose_truth(document: Document, truth: str) -> Edit:
    """Compare predictions with this; see `rnrviz.document.truths`."""
    return Edit("truth", replace(document, truth=truth))


def set_weight(document: Document, name: str, index: tuple[int, ...], value: float) -> Edit:
    """One number of one parameter; raises what Network.with_value raises."""
    network = document.network.with_value(name, index, value)
    places = ", ".join(str(i + 1) for i in index)
    return Edit("weight", replace(document, network=network), f"{name}[{places}]", f"weight {name} {index}")


def descend(document: Document, vector: np.ndarray) -> Edit:
    """All the parameters after a step of learning, `Network.vector`."""
    return Edit("descent", replace(document, network=document.network.with_vector(vector)))


def set_network(document: Document, network: Network, source: str, text: str | None = None, name: str = "") -> Edit:
    """Another network from `source`, called `name`; with `text`, the text that goes with it, from its beginning."""
    kept = document.text if text is None else text
    weight = document.weight if fits(network, document.weight) else None
    changed = replace(document, network=network, source=source, text=kept, weight=weight, back=0, fault=None)
    changed = replace(changed, question=still_asked(network, document.question))
    name = name or (PurePath(source).stem if source.endswith((".safetensors", ".eq")) else source)
    return Edit("network", changed if text is None else replace(changed, cursor=0), name)


def still_asked(network: Network, question: Question | None, length: int | None = None) -> Question | None:
    """The question, unless the network, or a text of so many tokens, has no such number."""
    return question if question is not None and questions.fits(question, network, length) else None


def fits(network: Network, weight: Weight | None) -> bool:
    """Whether the network has this weight."""
    parameter = network.program.parameters.get(weight[0]) if weight else None
    if weight is None or parameter is None or not parameter.trained or len(weight[1]) != len(parameter.shape):
        return False
    return all(0 <= i < n for i, n in zip(weight[1], parameter.shape, strict=True))
