"""A view by itself, without a window or a screen: for pictures made by command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication

from rnrviz.figures.style import Style
from rnrviz.views import VIEWS, load
from rnrviz.views.axis import COLUMN, MARGIN, VALUES, TimeAxis

if TYPE_CHECKING:
    from rnrviz.document.session import Session

ALL, NEWS = frozenset({"all"}), frozenset({"answers", "gradients"})
ROOMY = 1.6  # columns, in usual ones
SCORE, SQUARE = 520.0, 720.0
ROUNDS = 20  # of questions that follow from answers
ADJUSTED = 3  # times: lines of words around the picture may need another height
Instants = tuple[int, int]


def show_alone(
    session: Session, name: str, style: Style, instants: Instants | None = None, given: tuple[int, int] | None = None
) -> Any:
    """The view called `name`, complete; on the time axis, all of the text or these instants.

    Its picture has as many pixels as are `given`, else as many as are usual.
    Raises StopIteration if there is no such view.
    """
    entry = next(entry for entry in VIEWS if entry.name == name)
    axis = TimeAxis(session.length, style.scale)
    view = load(entry)(session, style, axis)
    view.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    view.refresh(ALL)
    first, last = instants or (1, max(1, session.length))
    size = given or (_timed(view, axis, last - first + 1) if entry.kind == "time" else _square(view, style))
    view.resize(*size)
    view.show()
    for _ in range(2 if given else 1):
        if given:
            fill(view, QSize(*given))
        lay(axis, first, last, size[0])
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


def lay(axis: TimeAxis, first: int, last: int, width: int) -> None:
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


def fill(view: Any, size: QSize) -> None:
    """The view as large as lets its picture have this size, whatever stands around it."""
    lay_out(view, size)
    for _ in range(ADJUSTED):
        over = view.canvas().size() - size
        if over.isNull():
            return
        lay_out(view, (view.size() - over).expandedTo(view.layout().totalMinimumSize()))


def lay_out(view: Any, size: QSize) -> None:
    """Give a view a size, and its canvas a place in it, which Qt puts off while it is hidden."""
    view.resize(size)
    view.layout().activate()
    view.layout().setGeometry(view.rect())
    canvas = view.canvas()
    QApplication.sendEvent(canvas, QResizeEvent(canvas.size(), canvas.size()))
