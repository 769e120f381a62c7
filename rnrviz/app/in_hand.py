"""Which view is meant by a key: the one that has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rnrviz.app.window import Window


def view_in_hand(window: Window) -> Any:
    """The view that has the focus, else the tape."""
    focus = window.focusWidget()
    held = (view for view in window.views.values() if focus is not None and view.isAncestorOf(focus))
    return next(held, window.views["tape"])
