"""The score: the views on the time axis, one below the other, sharing its columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, final

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter

from rnrviz.app.pane import Pane
from rnrviz.figures.style import Style
from rnrviz.language import tr
from rnrviz.views import saving
from rnrviz.views.axis import TimeAxis

SHARES = {"tape": 0, "unrolled": 5, "staves": 6, "triangle": 5}
LOWEST = 64


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
        self.splitterMoved.connect(self.keep)

    def add(self, view: Any, style: Style, report: saving.Report, name: str = "", network: str = "") -> None:
        """Another view, below the others; with another `name` than its own if it is of a second `network`."""
        pane = Pane(view, style, report, network)
        name = name or view.name
        share = share_of(name)
        pane.setMinimumHeight(0 if not share else LOWEST)
        pane.grip.on_drag = partial(self._drag, name)
        pane.on_name = self._reserve
        view.track_entries = partial(self.entries, name)
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
        self._reserve()

    def toggle(self, name: str) -> None:
        """Show a pane, or hide it."""
        self.panes[name].setVisible(self.panes[name].isHidden())
        self._reserve()
        self.share_out()

    def shift(self, name: str, by: int) -> None:
        """A pane changes places with the one that is seen above (-1) or below (1) it, and keeps its height."""
        shown, heights = self.shown, dict(zip(self._order, self.sizes(), strict=True))
        at = shown.index(name)
        if 0 <= at + by < len(shown):
            self.insertWidget(self._order.index(shown[at + by]), self.panes[name])
            self.setSizes([heights[each] for each in self._order])
            if self._shared:
                self.share_out()

    def grow(self, name: str, by: int) -> None:
        """A pane takes so many pixels of its neighbour below (above, if it is the last), as far as that has them."""
        shown, heights = self.shown, dict(zip(self._order, self.sizes(), strict=True))
        if len(shown) < 2:
            return
        at = shown.index(name)
        other = shown[at + 1] if at + 1 < len(shown) else shown[at - 1]
        spare = [heights[each] - self.panes[each].minimumHeight() for each in (name, other)]
        by = max(-spare[0], min(by, spare[1]))
        heights[name], heights[other] = heights[name] + by, heights[other] - by
        self._shared = False
        self.setSizes([heights[each] for each in self._order])

    def entries(self, name: str) -> list[tuple[str, Callable[[], None], bool]]:
        """What the menu of a track offers besides: text, deed, whether it is possible."""
        shown = self.shown
        first, last = shown[:1] == [name], shown[-1:] == [name]
        return [
            (tr("Move this track up"), partial(self.shift, name, -1), name in shown and not first),
            (tr("Move this track down"), partial(self.shift, name, 1), name in shown and not last),
            (tr("Hide this track"), partial(self.toggle, name), name in shown and len(shown) > 1),
        ]

    def _drag(self, name: str, y: int) -> None:
        """The pane changes places with a neighbour once the pointer, so high on the screen, is beyond its middle."""
        shown = self.shown
        at = shown.index(name)
        for by in (-1, 1):
            if 0 <= at + by < len(shown):
                other = self.panes[shown[at + by]]
                middle = other.mapToGlobal(other.rect().center()).y()
                if (y - middle) * by > 0:
                    self.shift(name, by)
                    return

    def restore(self, state: QByteArray) -> bool:
        """The heights of last time; false when they are not known."""
        return not state.isEmpty() and self.restoreState(state)

    @property
    def shared(self) -> bool:
        """Whether the heights are the usual shares, not the user's."""
        return self._shared

    def keep(self) -> None:
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

    def _reserve(self) -> None:
        """The names in the corners of the panes have room there: nothing of the score lies below them."""
        self._axis.set_beside(max((self.panes[name].beside for name in self.shown), default=0))

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
