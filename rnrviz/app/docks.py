"""The inspector: the views of the cursor's instant, as docks with calm title bars."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, final

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar, QTabWidget
from shiboken6 import isValid

from rnrviz.app.perspectives import Groups
from rnrviz.app.title_bar import TitleBar
from rnrviz.figures.style import Style
from rnrviz.views import saving

RIGHT = Qt.DockWidgetArea.RightDockWidgetArea
EACH, MOST = 300, 3  # the height of the window that a group of docks needs, at the usual text size; groups at most
THREE = 1000  # the same for three of them, so that nothing in the first is cut
VERSION = 3
LOW_BY_NATURE = ("prediction",)  # views that need no more height than their content
WIDE, WIDEST = 0.34, 0.42  # of the window's width: the docks, and as far as they grow to show what is on their tabs
NETWORK, AMONG_THREE, LARGEST = 0.48, 0.45, 0.38  # of the docks' height
HALF = 0.55  # the most for one of two that needs it to be read
HIGHER = {"learn": 0.66, "backward": 0.58}  # what needs more than that where it comes first
WHOLE, OF_TWO = {"network": 314}, 0.6  # the height under which a drawing is cut; the share that it may get for that
TAB, AFTER = 29.0, 8.0  # what a tab is wider than its words; the margin after the buttons at the end of the tabs


@final
class Dock(QDockWidget):
    """With a line around it while it floats: on dark or light alike it must be told from what is below."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line lies in the margin that Qt leaves around a floating dock."""
        super().paintEvent(event)
        if self.isFloating():
            painter = QPainter(self)
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
            painter.end()


@final
class Inspector:
    """The docks of a window, in the order of the views; `on_seen` is told of one that comes forward."""

    def __init__(self, window: QMainWindow, style: Style, report: saving.Report) -> None:
        self._window, self._style, self._report = window, style, report
        self.docks: dict[str, QDockWidget] = {}
        self._whose: dict[str, str] = {}
        self._groups: list[list[QDockWidget]] = []
        self._first, self._least = NETWORK, 0.0
        self.on_seen: Callable[[Any], None] = lambda view: None
        window.setDockOptions(QMainWindow.DockOption.AllowTabbedDocks | QMainWindow.DockOption.AllowNestedDocks)
        window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)

    def add(self, view: Any, name: str = "", whose: str = "") -> None:
        """Another view at the right side; `whose` tells a second network's from the first's, and waits closed."""
        dock, name = Dock(self._window), name or view.name
        dock.setObjectName(name)
        dock.setWidget(view)
        bar = TitleBar(dock, self._style, lambda b: saving.popup_below(b, view, self._report))
        dock.setTitleBarWidget(bar)
        before = list(self.docks.values())
        self.docks[name], self._whose[name] = dock, whose
        self._window.addDockWidget(RIGHT, dock)
        if before:
            self._window.tabifyDockWidget(before[-1], dock)
        dock.dockLocationChanged.connect(lambda _area: self._update_names())
        dock.topLevelChanged.connect(lambda _floating: self._update_names())
        dock.visibilityChanged.connect(lambda visible: self._seen(view, visible))
        saving.install(view, self._report)
        _retranslate(dock, whose)
        dock.setVisible(not whose)

    def remove(self, name: str) -> None:
        """Take a view away."""
        dock = self.docks.pop(name)
        self._whose.pop(name)
        self._groups = [[each for each in group if each is not dock] for group in self._groups]
        self._groups = [group for group in self._groups if group]
        self._window.removeDockWidget(dock)
        dock.setObjectName("")  # another may have the name before this one is deleted
        dock.deleteLater()

    def arrange(self, groups: Groups, each: int = EACH, first: float = NETWORK, least: float = 0.0) -> None:
        """Groups of tabs below each other, as many as have the height of `each`; the other docks are closed.

        The first group has the share `first` of the height; with `least`, all are that wide where there is room,
        whatever their tabs say.
        """
        size = self._window.size()
        self._first, self._least = first, least
        wanted = [[self.docks[name] for name in group if name in self.docks] for group in groups]
        self._groups = self._merged([group for group in wanted if group], each)
        for dock in self.docks.values():
            dock.setFloating(False)
            self._window.removeDockWidget(dock)
        for number, group in enumerate(self._groups):
            self._window.addDockWidget(RIGHT, group[0])
            if number:
                self._window.splitDockWidget(self._groups[number - 1][0], group[0], Qt.Orientation.Vertical)
        for group in self._groups:
            for dock in group:
                dock.show()
            for before, dock in pairwise(group):
                self._window.tabifyDockWidget(before, dock)
            group[0].raise_()
        self._put_away()
        self._share_out()
        if self._window.size() != size and self._window.windowState() == Qt.WindowState.WindowNoState:
            self._window.resize(size)  # while the docks were on the way the window may have grown
        self._update_names()
        QTimer.singleShot(0, self._window, self._share_out)  # the window may not have had its size until now

    def _put_away(self) -> None:
        """The other docks wait as closed tabs of the last group, where they open when they are asked for."""
        placed = {dock for group in self._groups for dock in group}
        for dock in self.docks.values():
            if dock not in placed and self._groups:
                self._window.tabifyDockWidget(self._groups[-1][-1], dock)
                dock.hide()

    def _merged(self, groups: list[list[QDockWidget]], each: int) -> list[list[QDockWidget]]:
        """As many groups as there is height for: the last ones become tabs of the first."""
        most = self.most(each)
        first = groups[0] + [dock for group in groups[most:] for dock in group] if groups else []
        return [first, *groups[1:most]] if groups else []

    def most(self, each: int) -> int:
        """How many groups there is height for."""
        high = int(self._window.height() / self._style.scale)
        return max(1, min(MOST if high >= THREE else MOST - 1, high // each))

    def crowded(self, each: int) -> bool:
        """Whether more groups were arranged than there is height for now."""
        return len(self._groups) > self.most(each)

    def _share_out(self) -> None:
        """The docks a third of the width; what is low by nature as high as its content needs, the first near a half."""
        docks = [group[0] for group in self._groups]
        for bar in self._bars():
            bar.place()  # how low a dock can be depends on whether it has a row for its name
        if len(docks) < 2:
            self._window.resizeDocks(docks, [self._wide()] * len(docks), Qt.Orientation.Horizontal)
            return
        whole = sum(dock.height() for dock in docks if dock.isVisible()) or self._window.height()
        least = [self._low(dock, whole, len(docks) == 2) for dock in docks[1:]]
        given = sum(least)
        free = [k for k, size in enumerate(least) if not size]
        share = min(self._first, AMONG_THREE) if len(docks) > 2 else self._first
        name = docks[0].objectName()
        uncut = min(self._style.px(WHOLE.get(name, 0)), whole * OF_TWO)
        first = round(max(whole * max(share, HIGHER.get(name, 0.0)), uncut)) if free else whole - given
        rest = self._rest(max(0, whole - first - given), [docks[k + 1].objectName() for k in free])
        tabs = [self._tabs() if len(group) > 1 else 0 for group in self._groups]  # they stand above the docks
        sizes = [size + tab for size, tab in zip([first, *(size or next(rest) for size in least)], tabs, strict=True)]
        self._window.resizeDocks(docks[:1], [self._wide()], Qt.Orientation.Horizontal)
        self._window.resizeDocks(docks, sizes, Qt.Orientation.Vertical)
        if (layout := self._window.layout()) is not None:  # what is kept as the docks' places is then what is seen
            layout.invalidate()
            layout.activate()

    def _rest(self, whole: int, names: list[str]) -> Iterator[int]:
        """The heights of those that take what there is: the same for all, more for a drawing that would be cut."""
        each = whole // max(1, len(names))
        uncut = {n: round(min(self._style.px(WHOLE[n]), whole * OF_TWO)) for n in names if n in WHOLE}
        larger = {name: high for name, high in uncut.items() if high > each and len(names) > 1}
        others = (whole - sum(larger.values())) // max(1, len(names) - len(larger))
        return (larger.get(name, others) for name in names)

    def _tabs(self) -> int:
        """The height of the docks' tabs."""
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        return max((bar.sizeHint().height() for bar in self._window.findChildren(QTabBar, "", direct)), default=0)

    def _wide(self) -> int:
        """The width of the docks: a third of the window, more where the tabs' words need it."""
        metrics, tab = QFontMetrics(self._style.font()), self._style.px(TAB)
        words = [[metrics.horizontalAdvance(dock.windowTitle()) + tab for dock in group] for group in self._groups]
        buttons = max((bar.corner.sizeHint().width() for bar in self._bars()), default=0)  # none on a bare stage
        rows = [sum(each) + buttons + self._style.px(AFTER) for each in words]
        whole = self._window.width()
        if self._least:
            return round(max(whole * WIDE, min(whole * WIDEST, self._least)))
        return round(min(whole * WIDEST, max(whole * WIDE, *rows, 0.0)))

    def _low(self, dock: QDockWidget, whole: int, alone: bool) -> int:
        """The height of a dock that says how high it wants to be; 0 for one that takes what there is.

        Where but one other is above it, ``alone``, it gets more than what it needs to be read, as far as there is room.
        """
        if dock.objectName() not in LOW_BY_NATURE:
            return 0
        view: Any = dock.widget()
        head = dock.titleBarWidget().sizeHint().height()
        needed, most = head + int(view.needed(self._wide())), round(whole * LARGEST)
        if not alone:
            return min(needed, most)
        return min(head + dock.widget().sizeHint().height(), max(most, min(needed, round(whole * HALF))))

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self._style = style
        for bar in self._bars():
            bar.set_style(style)

    def retranslate(self) -> None:
        """Names in the language of now, on tabs as wide as their words, unless the user chose the docks' width."""
        first, before = [group[0] for group in self._groups[:1]], self._wide()
        for name, dock in self.docks.items():
            _retranslate(dock, self._whose[name])
        if first and abs(first[0].width() - before) <= 1 and before != self._wide():
            self._window.resizeDocks(first, [self._wide()], Qt.Orientation.Horizontal)

    def save(self) -> QByteArray:
        """Where the docks are."""
        return self._window.saveState(VERSION)

    def restore(self, state: QByteArray) -> bool:
        """Put the docks where they were; false when that is not known."""
        for name, dock in self.docks.items():
            if self._whose[name]:
                dock.hide()  # it may not have been there then
        return not state.isEmpty() and self._window.restoreState(state, VERSION)

    def _seen(self, view: Any, visible: bool) -> None:
        """A tab came forward, or went behind another."""
        self._update_names()
        if visible:
            self.on_seen(view)

    def _update_names(self) -> None:
        for bar in self._bars():
            bar.update_name()

    def _bars(self) -> list[TitleBar]:
        """The titles; while the window goes, some are gone already."""
        bars = [dock.titleBarWidget() for dock in self.docks.values() if isValid(dock)]
        return [bar for bar in bars if isinstance(bar, TitleBar)]


def _retranslate(dock: QDockWidget, whose: str) -> None:
    """The name in the language of now, with whose view it is where there are two networks."""
    view: Any = dock.widget()
    title = " · ".join(filter(None, (view.title(), whose)))
    dock.setWindowTitle(view.tab() if hasattr(view, "tab") else view.title())  # on the tab, where there is little room
    dock.toggleViewAction().setText(title)
    view.setAccessibleName(title)
    bar = dock.titleBarWidget()
    if isinstance(bar, TitleBar):
        bar.retranslate(title, whose)
