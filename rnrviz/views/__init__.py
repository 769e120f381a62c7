"""The views of the window, one file each, in the order of the screen.

Every view is a final QWidget that shows one Session:

    name                       a stable word for export, settings and tests
    __init__(session, style, axis)
    title()                    its name in the chosen language
    refresh(changed)           what changed since the last time; {"all"} at first
    set_style(style)           another theme or text size
    canvas()                   the QGraphicsView that is written to a picture
    data()                     arrays by name, for CSV and NPZ

A new view is one file and one line here. Views are imported when they are first shown, not before.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    import numpy as np
    from PySide6.QtWidgets import QGraphicsView

    from rnrviz.figures.style import Style

Kind = Literal["time", "cursor"]


@dataclass(frozen=True)
class Entry:
    """Where a view's class is written, and whether it lies on the time axis or shows the cursor's instant."""

    name: str
    kind: Kind
    class_name: str


class View(Protocol):
    """What every view offers besides being a QWidget."""

    name: str

    def title(self) -> str: ...
    def refresh(self, changed: frozenset[str]) -> None: ...
    def set_style(self, style: Style) -> None: ...
    def canvas(self) -> QGraphicsView: ...
    def data(self) -> dict[str, np.ndarray[Any, Any]]: ...


VIEWS: tuple[Entry, ...] = (
    Entry("tape", "time", "TapeView"),
    Entry("unrolled", "time", "UnrolledView"),
    Entry("staves", "time", "StavesView"),
    Entry("network", "cursor", "NetworkView"),
    Entry("prediction", "cursor", "PredictionView"),
    Entry("gradients", "cursor", "GradientsView"),
    Entry("equations", "cursor", "EquationsView"),
    Entry("triangle", "time", "TriangleView"),
    Entry("backward", "cursor", "BackwardView"),
    Entry("difference", "time", "DifferenceView"),
    Entry("vanishing", "cursor", "VanishingView"),
    Entry("state_space", "cursor", "StateSpaceView"),
    Entry("explain", "cursor", "ExplainView"),
    Entry("outlook", "time", "OutlookView"),
    Entry("cost", "cursor", "CostView"),
    Entry("forgetting", "cursor", "ForgettingView"),
    Entry("learn", "cursor", "LearnView"),
    Entry("finder", "cursor", "FinderView"),
    Entry("lesson", "cursor", "LessonView"),
)


def load(entry: Entry) -> Any:
    """The class of a view; its file is imported now if it was not yet."""
    return getattr(import_module(f"rnrviz.views.{entry.name}"), entry.class_name)
