"""The score: the views on the time axis, one below the other, sharing its columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, final

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSplitter, QToolButton, QVBoxLayout, QWidget

from rnrviz.app.icons import icon
from rnrviz.figures.style import Style
from rnrviz.language import tr
from rnrviz.views import saving
from rnrviz.views.axis import TimeAxis

SHARES = {"tape": 0, "unrolled": 5, "staves": 6, "triangle": 5}
LOWEST = 64


@final
class Pane(QWidget):
    """One view with a quiet button in its corner that opens the view's menu, and whose network it shows if not the
    first."""

    def __init__(self, view: Any, style: Style, report: saving.Report, network: str = "") -> None:
        super().__init__()
        self.view = view
        self._network = QLabel(network, self)
        self._network.setVisible(bool(network))
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
        self._more.setToolTip(name)
        self.view.setAccessibleName(self.title())
        self.mark()

    def mark(self) -> None:
        """A view may have something to say in its corner."""
        if hasattr(self.view, "mark"):
            self._network.setText(self.view.mark())
            self._network.setVisible(bool(self._network.text()))
            self._place()

    def title(self) -> str:
        """The view's name, with the network's if it is a second one."""
        second = self._network.text() and not hasattr(self.view, "mark")
        return f"{self.view.title()} · {self._network.text()}" if second else str(self.view.title())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The button stays in the corner."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        beside = self._bar.sizeHint().width() if self._bar.maximum() > self._bar.minimum() else 0
        self._more.move(self.width() - self._more.width() - beside - 2, 2)
        self._more.raise_()
        self._network.adjustSize()
        self._network.move(self.width() - self._network.width() - beside - self._more.width() - 8, 6)
        self._network.raise_()


@final
class Score(QSplitter):
    """The panes of the time views; tells the axis how wide they are."""

    def __init__(self, axis: TimeAxis) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._axis = axis
        self.panes: dict[str, Pane] = {}
        self.setChildrenCollapsible(False)
        self.setHandleWidth(7)
        self._shared = False
        self.splitterMoved.connect(self._keep)

    def add(self, view: Any, style: Style, report: saving.Report, name: str = "", network: str = "") -> None:
        """Another view, below the others; with another `name` than its own if it is of a second `network`."""
        pane = Pane(view, style, report, network)
        name = name or view.name
        share = share_of(name)
        pane.setMinimumHeight(0 if not share else LOWEST)
        self.panes[name] = pane
        pane.setVisible(not network)
        self.addWidget(pane)
        self.setStretchFactor(self.count() - 1, share)
        saving.install(view, report)

    def remove(self, name: str) -> None:
        """Take a pane out."""
        pane = self.panes.pop(name)
        pane.hide()
        pane.setParent(None)
        pane.deleteLater()

    def share_out(self) -> None:
        """Give each view its share of the height, now and at every size until a handle is moved.

        The tape has what it asks for; a view whose share is too low takes from those that can spare some.
        """
        self._shared = True
        shares = {name: share_of(name) for name in self.shown}
        tapes = sum(self._tape(name) for name, share in shares.items() if not share)
        rest = max(1, self.height() - tapes - self.handleWidth() * (len(shares) - 1))
        wanted = [rest * share / (sum(shares.values()) or 1) for share in shares.values() if share]
        least = [self.panes[name].view.minimumSizeHint().height() for name, share in shares.items() if share]
        sizes = iter(balanced(wanted, least))
        given = {name: round(next(sizes)) if share else self._tape(name) for name, share in shares.items()}
        self.setSizes([given.get(name, 0) for name in self._order])

    @property
    def _order(self) -> list[str]:
        """All the panes, from top to bottom."""
        names = {pane: name for name, pane in self.panes.items()}
        return [names[pane] for k in range(self.count()) if isinstance(pane := self.widget(k), Pane)]

    @property
    def shown(self) -> list[str]:
        """The panes that are seen, from top to bottom."""
        return [name for name in self._order if not self.panes[name].isHidden()]

    def show_panes(self, names: Sequence[str]) -> None:
        """These, in this order, and no others."""
        known = [name for name in names if name in self.panes]
        for name in reversed(known):
            self.insertWidget(0, self.panes[name])
        for name, pane in self.panes.items():
            pane.setVisible(name in known)
        self._limit()

    def toggle(self, name: str) -> None:
        """Show a pane, or hide it."""
        self.panes[name].setVisible(self.panes[name].isHidden())
        self.share_out()

    def shift(self, name: str, by: int) -> None:
        """A pane changes places with the one that is seen above (-1) or below (1) it."""
        shown = self.shown
        at = shown.index(name)
        if 0 <= at + by < len(shown):
            self.insertWidget(self._order.index(shown[at + by]), self.panes[name])
            self.share_out()

    def restore(self, state: QByteArray) -> bool:
        """The heights of last time; false when they are not known."""
        return not state.isEmpty() and self.restoreState(state)

    def _keep(self) -> None:
        """The user has chosen the heights."""
        self._shared = False

    def minimumSizeHint(self) -> QSize:
        """The tape and a strip of each other view: what more a view needs, the others give up for it."""
        lowest = sum(LOWEST + self.handleWidth() if share_of(name) else self._tape(name) for name in self.shown)
        return QSize(super().minimumSizeHint().width(), lowest)

    def event(self, event: QEvent) -> bool:
        """A view that needs another height has it before the panes are laid out anew."""
        if event.type() != QEvent.Type.LayoutRequest:
            return super().event(event)
        self._limit()
        done = super().event(event)
        if self._shared:
            self.share_out()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The axis learns the width."""
        self._limit()
        super().resizeEvent(event)
        if self._shared:
            self.share_out()
        self._axis.set_width(self.width())

    def _tape(self, name: str) -> int:
        """The height that a tape asks for."""
        return self.panes[name].sizeHint().height()

    def _limit(self) -> None:
        """The unrolled network keeps its nodes, as long as a strip is left for each of the others, which scroll."""
        shared = [self.panes[name] for name in self.shown if share_of(name)]
        tapes = sum(self._tape(name) for name in self.shown if not share_of(name))
        rest = self.height() - tapes - len(shared) * self.handleWidth()
        for pane in shared:
            wanted = pane.view.minimumSizeHint().height() if pane.view.name == "unrolled" else 0
            pane.setMinimumHeight(wanted if LOWEST < wanted <= rest - LOWEST * (len(shared) - 1) else LOWEST)


def share_of(name: str) -> int:
    """How much of the height a pane gets; 0 for a tape, which has what it asks for. A twin's are as its own."""
    return SHARES.get(name.removesuffix("_b"), 3)


def balanced(wanted: list[float], least: list[float]) -> list[float]:
    """The wanted sizes, those below their least raised at the cost of those above; as they are if that cannot be."""
    lacking = sum(max(0.0, low - size) for size, low in zip(wanted, least, strict=True))
    spare = sum(max(0.0, size - low) for size, low in zip(wanted, least, strict=True))
    if lacking > spare or spare == 0:
        return wanted
    return [max(low, size - max(0.0, size - low) * lacking / spare) for size, low in zip(wanted, least, strict=True)]
