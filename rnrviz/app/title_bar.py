"""A dock's name, its menu and a cross: in a row above it, or at the end of the row of its tabs."""

from __future__ import annotations

from collections.abc import Callable
from typing import final

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QMainWindow, QTabBar, QToolButton, QWidget

from rnrviz.app.icons import icon
from rnrviz.figures.style import Style
from rnrviz.language import tr

DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
SIDE, RIGHT, HIGHEST = 16, 4, 16777215  # of an icon; of the margin beside it; as high as Qt lets a widget be
MOVED = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.LayoutRequest)


@final
class TitleBar(QWidget):
    """Without a frame; a name that is on a tab is not said twice, and then the buttons stand beside the tabs."""

    def __init__(self, dock: QDockWidget, style: Style, on_menu: Callable[[QToolButton], None]) -> None:
        super().__init__(dock)
        self._dock, self._title, self._whose = dock, "", ""
        self._name, self.corner = QLabel(), QWidget(self)
        self._more, self._close = QToolButton(), QToolButton()
        self._more.clicked.connect(lambda: on_menu(self._more))
        self._close.clicked.connect(dock.close)
        self._row, self._buttons = QHBoxLayout(self), QHBoxLayout(self.corner)
        self._row.addWidget(self._name)
        self._row.addStretch(1)  # of its own: the name may be hidden
        self._row.addWidget(self.corner)
        for button in self.buttons:
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._buttons.addWidget(button)
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self.place)
        dock.installEventFilter(self)
        self.set_style(style)

    @property
    def buttons(self) -> tuple[QToolButton, QToolButton]:
        """The menu's and the cross."""
        return self._more, self._close

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        side = round(style.px(SIDE))
        for button, name in ((self._more, "more"), (self._close, "close")):
            button.setIconSize(QSize(side, side))
            button.setIcon(icon(name, style.muted, style.hairline, side))
        self._name.setFont(style.font(0.92, bold=True))
        self._row.setContentsMargins(round(style.px(12)), round(style.px(2)), round(style.px(RIGHT)), 0)
        self._right = round(style.px(RIGHT))
        for row in (self._row, self._buttons):
            row.setSpacing(0)
        self._buttons.setContentsMargins(0, 0, 0, 0)
        self._later.start(0)

    def retranslate(self, title: str, whose: str) -> None:
        """Names in the language of now; `whose` is said on a tab's page too."""
        self._title, self._whose = title, whose
        self.update_name()
        for button, text in ((self._more, tr("Menu of “{view}”")), (self._close, tr("Hide “{view}”"))):
            button.setAccessibleName(text.format(view=title))
            button.setToolTip(text.format(view=title))

    def update_name(self) -> None:
        """Show the name unless a tab shows it."""
        self._name.setText(self._whose if self._tabbed() else self._title)
        self._name.setVisible(bool(self._name.text()))  # without buttons an empty name would keep its height
        self._later.start(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The dock or its tabs have moved: so have the buttons."""
        if event.type() in MOVED:
            self._later.start(0)
        elif event.type() == QEvent.Type.Hide and watched is self._dock and self.corner.parent() is not self:
            self.corner.hide()
        return False

    def _tabbed(self) -> bool:
        window = self._dock.parent()
        tabbed = isinstance(window, QMainWindow) and bool(window.tabifiedDockWidgets(self._dock))
        return tabbed and not self._dock.isFloating()

    def place(self) -> None:
        """The buttons where they belong."""
        tabs = self._beside()
        if tabs is None:
            if self.corner.parent() is not self:
                self._row.addWidget(self.corner)
                self.corner.show()
                self._take(HIGHEST)
            return
        if self.corner.parent() is self:
            self._row.removeWidget(self.corner)
            self.corner.setParent(self._dock.parentWidget())
            self._take(0)
        self.corner.adjustSize()
        place, size = tabs.geometry(), self.corner.size()
        self.corner.move(place.right() + 1 - self._right - size.width(), place.center().y() - size.height() // 2)
        self.corner.setVisible(in_front(self._dock))
        self.corner.raise_()

    def _take(self, most: int) -> None:
        """So much height at most, at once."""
        self.setMaximumHeight(most)
        for widget in (self, self._dock):
            if (layout := widget.layout()) is not None:
                layout.activate()

    def _beside(self) -> QTabBar | None:
        """The tabs at whose end there is room; None if there is not, or the name has to be said."""
        window = self._dock.parentWidget()
        if not isinstance(window, QMainWindow) or not self._tabbed() or self._whose:
            return None
        front = next(filter(in_front, (self._dock, *window.tabifiedDockWidgets(self._dock))), None)
        if front is None:
            return None
        above = front.geometry().topLeft() + QPoint(1, -2)
        found = window.findChildren(QTabBar, "", DIRECT)
        tabs = next((bar for bar in found if bar.isVisible() and bar.geometry().contains(above)), None)
        if tabs is None or not tabs.count():
            return None
        tabs.removeEventFilter(self)
        tabs.installEventFilter(self)
        end = tabs.tabRect(tabs.count() - 1).right()
        return tabs if end + self.corner.sizeHint().width() + self._right < tabs.width() else None


def in_front(dock: QDockWidget) -> bool:
    """Whether it is seen: what is behind another tab, Qt keeps far out."""
    return dock.isVisible() and dock.x() >= 0
