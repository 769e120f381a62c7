"""A view for print: laid out for so many centimetres with text of so many points, for a moment in which none is shown.

The figure is that which `rnrviz render --figure --width CM --font PT` makes, from what this view shows now.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QSize
from PySide6.QtWidgets import QApplication

from rnrviz.figures import export
from rnrviz.figures.style import Style
from rnrviz.views.alone import ALL, fill, lay, lay_out
from rnrviz.views.axis import TimeAxis
from rnrviz.views.sight import is_seen

PATIENCE = 60.0
USUAL = QSize(900, 480)  # of a view that was never seen
HIGH = 0.62  # of the width: the height of a figure whose width is said


def figure(view: Any, path: Path | str, paper: export.Paper) -> None:
    """Write the view for print. Raises ValueError for another suffix than those of pictures, OSError.

    Where the paper says both width and font, the view is laid out anew for the room that they leave; else it is printed
    as it stands.
    """
    if paper.across is None:
        bring_up_to_date(view)
        with dressed(view):
            export.save(view.canvas(), path, True, paper)
        return
    with _laid_out(view, QSize(paper.across, high(paper.across))), dressed(view):
        export.save(view.canvas(), path, True, paper)


def high(wide: int) -> int:
    """Pixels, for a figure that is so wide."""
    return round(wide * HIGH)


@contextmanager
def _laid_out(view: Any, size: QSize) -> Iterator[None]:
    """The view in this size, in text of size 1, with a time axis of its own: no other view hears of it."""
    style, was, axis, shown = view.canvas().style_, view.size(), getattr(view, "axis", None), view.window()
    updates = shown.updatesEnabled()
    shown.setUpdatesEnabled(False)
    try:
        if axis is not None:
            view.axis = TimeAxis(view.session.length)
            view.axis.token, view.axis.rest = axis.token, axis.rest
        view.set_style(Style())
        _occupy(view, size)
        yield
    finally:
        if axis is not None:
            view.axis = axis
        view.set_style(style)
        lay_out(view, was)
        view.refresh(ALL)
        shown.setUpdatesEnabled(updates)


def _occupy(view: Any, size: QSize) -> None:
    """All instants in this room; what that asks for is waited for."""
    for _ in range(2):
        fill(view, size)
        if hasattr(view, "axis"):
            lay(view.axis, 1, max(1, view.session.length), size.width())
        view.refresh(ALL)
        settle(view)
    if hasattr(view, "axis"):
        view.axis.scroll_to(0)


def bring_up_to_date(view: Any) -> None:
    """A view that is not seen has not heard of what changed, and may never have had a size."""
    if not is_seen(view):
        size = view.size().expandedTo(view.sizeHint()).expandedTo(USUAL)
        lay_out(view, size)
        view.refresh(ALL)
        settle(view)
        lay_out(view, size)
        view.refresh(ALL)


def settle(view: Any) -> None:
    """Let what the view has asked for be computed; the window stays alive meanwhile."""
    session, until = getattr(view, "session", None), time.monotonic() + PATIENCE
    while session is not None and session.busy is not None and time.monotonic() < until:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        session.on_change(session.collect())


@contextmanager
def dressed(view: Any) -> Iterator[None]:
    """The view in the style of print for a moment in which nothing is shown."""
    style = view.canvas().style_
    view.set_style(replace(style, dark=False, figure=True))
    try:
        yield
    finally:
        view.set_style(style)
