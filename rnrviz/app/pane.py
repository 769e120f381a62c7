"""A track of the score: one view, and in its corner the button of its menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from rnrviz.app.grip import Grip
from rnrviz.app.icons import icon
from rnrviz.figures.style import Style
from rnrviz.language import tr
from rnrviz.views import saving

WIDEST = 0.14  # of the width: the name beside the button


@final
class Pane(QWidget):
    """One view with a quiet button in its corner that opens the view's menu, and whose network it shows if not the
    first. `on_name` hears that the name beside the button has another width."""

    def __init__(self, view: Any, style: Style, report: saving.Report, network: str = "") -> None:
        super().__init__()
        self.view = view
        self.on_name: Callable[[], None] = lambda: None
        self._name = network
        self._network = QLabel(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(view)
        self.grip = self._more = Grip(self)
        self._more.setObjectName("corner")
        self._more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._more.clicked.connect(lambda: saving.popup_below(self._more, view, report))
        self._bar = view.canvas().verticalScrollBar()
        self._bar.rangeChanged.connect(self._place)
        self.set_style(style)
        self.retranslate()

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        side = round(style.px(18))
        self._network.setFont(style.font(0.85, bold=True))
        self._network.setStyleSheet(f"color: {style.accent.name()}; background: transparent")
        self._network.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._more.setIconSize(QSize(side, side))
        self._more.setIcon(icon("more", style.muted, style.hairline, side))
        self._more.adjustSize()
        self._place()

    def retranslate(self) -> None:
        """Names in the language of now."""
        name = tr("Menu of “{view}”").format(view=self.title())
        self._more.setAccessibleName(name)
        dragged = tr("Drag it to move the track up or down")
        self._more.setToolTip(f"{name}\n{dragged}")
        self.view.setAccessibleName(self.title())
        self.mark()

    def mark(self) -> None:
        """A view may have something to say in its corner."""
        if hasattr(self.view, "mark"):
            self._name = self.view.mark()
            self._place()

    def title(self) -> str:
        """The view's name, with the network's if it is a second one."""
        second = self._name and not hasattr(self.view, "mark")
        return f"{self.view.title()} · {self._name}" if second else str(self.view.title())

    @property
    def beside(self) -> int:
        """How wide the name beside the button is."""
        return self._network.width() if self._name else 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The button stays in the corner."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        beside = self._bar.sizeHint().width() if self._bar.maximum() > self._bar.minimum() else 0
        self._more.move(self.width() - self._more.width() - beside - 2, 2)
        self._more.raise_()
        before = self.beside
        room = round(WIDEST * self.width())
        self._network.setText(
            QFontMetrics(self._network.font()).elidedText(self._name, Qt.TextElideMode.ElideRight, room)
        )
        self._network.setVisible(bool(self._name))
        self._network.adjustSize()
        self._network.move(self.width() - self._network.width() - beside - self._more.width() - 8, 6)
        self._network.raise_()
        if self.beside != before:
            self.on_name()
