"""The way of the key Tab through a window: only what is seen gets the keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QWidget

TAB, BACKTAB = Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason


class SeenFocus(QMainWindow):
    """Qt takes what lies behind another tab for visible: Tab would lead to places that nobody sees."""

    def focusNextPrevChild(self, forward: bool) -> bool:
        """To the next that is seen, or the one before; whether there is one."""
        start = self.focusWidget() or self
        widget: QWidget | None = following(start, forward)
        while widget is not None and widget is not start:
            if self._seen(widget):
                widget.setFocus(TAB if forward else BACKTAB)
                return True
            widget = following(widget, forward)
        return False

    def _seen(self, widget: QWidget) -> bool:
        by_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
        if not (by_tab and widget.isEnabled() and widget.isVisible() and widget.window() is self):
            return False
        part = widget
        while (above := part.parentWidget()) is not None and above is not self:
            part = above
        return part.geometry().intersects(self.rect())  # Qt keeps docks and tabs that are not seen far out


def following(widget: QWidget, forward: bool) -> QWidget | None:
    """The next one in Qt's chain of all widgets, or the one before."""
    return widget.nextInFocusChain() if forward else widget.previousInFocusChain()
