"""A view by itself, without a window or a screen: for pictures made by command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from rnrviz.figures.style import Style
from rnrviz.views import VIEWS, load
from rnrviz.views.axis import COLUMN, MARGIN, VALUES, TimeAxis

if TYPE_CHECKING:
    from rnrviz.document.session import Session

ALL, NEWS = frozenset({"all"}), frozenset({"answers", "gradients"})
ROOMY = 1.6  # columns, in usual ones
SCORE, SQUARE = 520.0, 720.0
ROUNDS = 20  # of questions that follow from answers
Instants = tuple[int, int]


def show_alone(
    session: Session, name: str, style: Style, instants: Instants | None = None, size: tuple[int, int] | None = None
) -> Any:
    """The view called `name`, complete, in `size` pixels; on the time axis, all of the text or these instants.

    Raises StopIteration if there is no such view.
    """
    entry = next(entry for entry in VIEWS if entry.name == name)
    axis = TimeAxis(session.length, style.scale)
    view = load(entry)(session, style, axis)
    view.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    view.refresh(ALL)
    first, last = instants or (1, max(1, session.length))
    if size is None:
        size = _timed(view, axis, last - first + 1) if entry.kind == "time" else _square(view, style)
    view.resize(*size)
    view.show()
    _lay(axis, first, last, size[0])
    view.refresh(ALL)
    _settle(session, view)
    axis.scroll_to(first - 1)
    return view


def _timed(view: Any, axis: TimeAxis, count: int) -> tuple[int, int]:
    column = max(ROOMY * COLUMN, axis.token) * axis.scale
    width = axis.gutter + count * column + (MARGIN + VALUES) * axis.scale
    return round(width), _height(view, SCORE * axis.scale)


def _square(view: Any, style: Style) -> tuple[int, int]:
    return round(SQUARE * style.scale), _height(view, SQUARE * style.scale)


def _height(view: Any, usual: float) -> int:
    least: int = view.minimumSizeHint().height()
    return max(round(usual), least)


def _lay(axis: TimeAxis, first: int, last: int, width: int) -> None:
    """Columns as wide as lets these instants fill the room."""
    axis.set_width(width)
    room = axis.right(width) - axis.gutter - (VALUES * axis.scale if last == axis.length else 0.0)
    axis.zoom(room / (last - first + 1) / axis.column)


def _settle(session: Session, view: Any) -> None:
    """Until the view has all that it asks for."""
    for _ in range(ROUNDS):
        session.wait()
        view.refresh(NEWS)
        if session.busy is None:
            return
