"""What can be done to a Document: each function returns the new one and its name in the undo menu."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from rnrviz.document.document import Document, ErrorChoice, Stretch, Unit, Weight
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
    while they follow quickly. An edit with `kept` false leaves no trace in the undo menu; of weights that are only
    `passing`, in a network that learns, undo knows the first ones once another network takes their place.
    """

    kind: str
    document: Document
    detail: str = ""
    merge: str = ""
    kept: bool = True
    passing: bool = False

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
        "anew": tr("begin anew"),
        "truth": tr("choose the truth"),
        "session": tr("open {detail}"),
        "scene": tr("set the scene of “{detail}”"),
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


def brush(document: Document, stretch: Stretch | None) -> Edit:
    """Brush this stretch of the text; None: none, and no unit is pointed out."""
    return Edit("cursor", replace(document, stretch=stretch, unit=document.unit if stretch else None), kept=False)


def brush_on(document: Document, by: int, length: int) -> Edit:
    """The cursor goes `by` tokens on and the stretch with it, which begins where the cursor stands if it is elsewhere.

    Of a stretch whose end (or beginning) the cursor is, the other end stays. An empty text has none.
    """
    cursor, stretch = document.cursor, document.stretch
    fixed = max(1, cursor) if stretch is None or cursor not in stretch else sum(stretch) - cursor
    moved = min(max(1, cursor + by), length)
    wanted = (min(fixed, moved), max(fixed, moved)) if length else None
    return Edit("cursor", replace(brush(document, wanted).document, cursor=moved if length else 0, back=0), kept=False)


def point_out(document: Document, unit: Unit | None) -> Edit:
    """Show this unit among the others."""
    return Edit("cursor", replace(document, unit=unit), kept=False)


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
    changed = replace(changed, unit=still_has(network, document.unit))
    name = name or (PurePath(source).stem if source.endswith((".safetensors", ".eq")) else source)
    return Edit("network", changed if text is None else replace(changed, cursor=0, stretch=None, unit=None), name)


def open_session(document: Document, name: str) -> Edit:
    """Everything as it was kept under this name."""
    return Edit("session", document, name)


def still_asked(network: Network, question: Question | None, length: int | None = None) -> Question | None:
    """The question, unless the network, or a text of so many tokens, has no such number."""
    return question if question is not None and questions.fits(question, network, length) else None


def still_has(network: Network, unit: Unit | None) -> Unit | None:
    """The unit, unless the network has no such one."""
    signal = network.program.signals.get(unit[0]) if unit else None
    if unit is None or signal is None or len(unit[1]) != len(signal.shape):
        return None
    return unit if all(0 <= i < n for i, n in zip(unit[1], signal.shape, strict=True)) else None


def within(stretch: Stretch | None, length: int) -> Stretch | None:
    """What is left of a stretch in a text of so many tokens."""
    return (stretch[0], min(stretch[1], length)) if stretch and stretch[0] <= length else None


def fits(network: Network, weight: Weight | None) -> bool:
    """Whether the network has this weight."""
    parameter = network.program.parameters.get(weight[0]) if weight else None
    if weight is None or parameter is None or not parameter.trained or len(weight[1]) != len(parameter.shape):
        return False
    return all(0 <= i < n for i, n in zip(weight[1], parameter.shape, strict=True))
