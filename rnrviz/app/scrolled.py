"""What a dialog shows, in full when the screen has room for it, else scrolled."""

from __future__ import annotations

from typing import final

from PySide6.QtWidgets import QDialog, QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

WIDEST, HIGHEST = 0.94, 0.88  # of the screen


def tight(layout: QVBoxLayout) -> QVBoxLayout:
    """The layout without margins and without gaps."""
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    return layout


@final
class Scrolled(QScrollArea):
    """Holds `inside`, a widget with a layout."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self._inside = inside
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def fit(self, dialog: QDialog) -> None:
        """Make the dialog around it as large as its content asks for, as far as the screen goes."""
        for widget in dialog.findChildren(QWidget):
            widget.ensurePolished()
            widget.updateGeometry()
        for layout in dialog.findChildren(QLayout):
            layout.invalidate()
        wanted, screen = self._inside.sizeHint(), dialog.screen().availableSize()
        bar = self.verticalScrollBar().sizeHint().width()
        self.setMinimumWidth(min(wanted.width() + bar, round(screen.width() * WIDEST)))
        height = wanted.height() + dialog.sizeHint().height() - self.sizeHint().height()
        dialog.resize(dialog.sizeHint().width(), min(height, round(screen.height() * HIGHEST)))
