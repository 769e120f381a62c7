"""Whether a view can be seen: to Qt a tab behind another one is visible too, but lies outside of the window."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget


def is_seen(widget: QWidget) -> bool:
    """Whether some of the widget lies within its window."""
    window = widget.window()
    place = QRect(widget.mapTo(window, QPoint()), widget.size())
    return widget.isVisible() and place.intersects(window.rect())
