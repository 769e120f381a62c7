"""The score: the views on the time axis, one below the other, sharing its columns."""

from __future__ import annotations

from typing import Any, final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QToolButton, QVBoxLayout, QWidget

from rnrviz.app.icons import icon
from rnrviz.figures.style import Style
from rnrviz.language import tr
from rnrviz.views import saving
from rnrviz.views.axis import TimeAxis

SHARES = {"tape": 0, "unrolled": 5, "staves": 6}
LOWEST = 90


@final
class Pane(QWidget):
    """One view with a quiet button in its corner that opens the view's menu."""

    def __init__(self, view: Any, style: Style, report: saving.Report) -> None:
        super().__init__()
        self.view = view
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(view)
        self._more = QToolButton(self)
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
        self._more.setIconSize(QSize(side, side))
        self._more.setIcon(icon("more", style.muted, style.hairline, side))
        self._more.adjustSize()
        self._place()

    def retranslate(self) -> None:
        """Names in the language of now."""
        name = tr("Menu of “{view}”").format(view=self.view.title())
        self._more.setAccessibleName(name)
        self._more.setToolTip(name)
        self.view.setAccessibleName(self.view.title())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The button stays in the corner."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        beside = self._bar.sizeHint().width() if self._bar.maximum() > self._bar.minimum() else 0
        self._more.move(self.width() - self._more.width() - beside - 2, 2)
        self._more.raise_()


@final
class Score(QSplitter):
    """The panes of the time views; tells the axis how wide they are."""

    def __init__(self, axis: TimeAxis) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._axis = axis
        self.panes: dict[str, Pane] = {}
        self.setChildrenCollapsible(False)
        self.setHandleWidth(7)

    def add(self, view: Any, style: Style, report: saving.Report) -> None:
        """Another view, below the others."""
        pane = Pane(view, style, report)
        share = SHARES.get(view.name, 3)
        pane.setMinimumHeight(0 if not share else LOWEST)
        self.panes[view.name] = pane
        self.addWidget(pane)
        self.setStretchFactor(self.count() - 1, share)
        saving.install(view, report)

    def share_out(self) -> None:
        """Give each view its share of the height; the tape has what it asks for."""
        tape = self._tape()
        rest = max(1, self.height() - tape)
        whole = sum(SHARES.get(name, 3) for name in self.panes) or 1
        self.setSizes([rest * SHARES.get(name, 3) // whole if SHARES.get(name, 3) else tape for name in self.panes])

    def minimumSizeHint(self) -> QSize:
        """The tape and a strip of each other view: what more a view needs, the others give up for it."""
        lowest = sum(LOWEST + self.handleWidth() for name in self.panes if SHARES.get(name, 3))
        return QSize(super().minimumSizeHint().width(), self._tape() + lowest)

    def event(self, event: QEvent) -> bool:
        """A view that needs another height has it before the panes are laid out anew."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._limit()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The axis learns the width."""
        self._limit()
        super().resizeEvent(event)
        self._axis.set_width(self.width())

    def _tape(self) -> int:
        """The height that the tape asks for."""
        return self.panes["tape"].sizeHint().height() if "tape" in self.panes else 0

    def _limit(self) -> None:
        """No pane lower than its view can be read, as long as a strip is left for each of the others."""
        shared = [pane for name, pane in self.panes.items() if SHARES.get(name, 3)]
        rest = self.height() - self._tape() - len(shared) * self.handleWidth()
        for pane in shared:
            wanted = pane.view.minimumSizeHint().height()
            pane.setMinimumHeight(wanted if LOWEST < wanted <= rest - LOWEST * (len(shared) - 1) else LOWEST)
