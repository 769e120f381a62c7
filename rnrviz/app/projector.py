"""Projector mode: the picture alone, on the whole screen, with text and colours for the back row.

Nothing of it is remembered: F5 or Escape gives back the window as it was.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QMouseEvent, QScreen
from PySide6.QtWidgets import QDockWidget

from rnrviz.app import arrangement, screens, standing
from rnrviz.app.docks import TAB, WIDEST
from rnrviz.app.lectern import Lectern
from rnrviz.app.perspectives import Groups
from rnrviz.app.ring import Ring
from rnrviz.app.spotlight import Spotlight
from rnrviz.app.stage import PARTS, Stage
from rnrviz.app.twin import application
from rnrviz.language import tr

if TYPE_CHECKING:
    from rnrviz.app.settings import Settings
    from rnrviz.app.window import Window


@final
class Projector(QObject):
    """Of one window; `spotlight` shows one view alone, `ring` makes the pointer large."""

    def __init__(self, window: Window, stage: Stage) -> None:
        super().__init__(window)
        self._window, self._stage = window, stage
        self._before: standing.Before | None = None
        self.places: dict[str, str] = {}  # in the mode, those of before: a session that is saved holds them
        self.spotlight = Spotlight(window)
        self.ring = Ring(window)
        self.lectern: Lectern | None = None
        self._own: QScreen | None = None  # that of the window before the mode
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self._fitting.timeout.connect(self._fit)
        window.installEventFilter(self)
        for action in window.commands.of_menu("perspective"):
            action.triggered.connect(lambda: QTimer.singleShot(0, self, self._arrange))
        for changed in (application().screenAdded, application().screenRemoved):
            changed.connect(self._other_screens)

    @property
    def settings(self) -> Settings:
        """Those of the window, which remember the screen."""
        return self._window.settings

    @property
    def active(self) -> bool:
        """Whether the window is in the mode."""
        return self._before is not None

    def toggle(self) -> None:
        """Into the mode, or out of it."""
        self.leave() if self.active else self.enter()

    def enter(self) -> None:
        """Keep everything as it is, then fill the screen."""
        window = self._window
        if self._before is not None:
            return
        self._before, self.places = standing.read(window), window.arrangement.written()
        window.arrangement.borrowed = True
        if window.player is not None:
            window.player.stop()
        self._stage.veil(PARTS)
        self._own = window.screen()
        self._fill_screen()
        self._watch_titles()
        self._fit()
        self._show()

    def _fill_screen(self) -> None:
        """The chosen screen for the window, another for the lecturer's controls, if there is one."""
        window, there = self._window, QGuiApplication.screens()
        own = self._own if self._own in there else there[0]
        filled = screens.wall(there, own, screens.remembered(window.settings))
        window.setScreen(filled)
        window.setGeometry(filled.geometry())
        window.showFullScreen()
        desk = screens.desk(there, filled, own)
        if desk is not None:
            self.lectern = self.lectern or Lectern(window)
            self.lectern.open(desk)
            window.activateWindow()
        elif self.lectern is not None:
            self.lectern.hide()

    def choose_screen(self, name: str) -> None:
        """Fill the screen of this name, now and from now on; "" for any other than the window's."""
        self._window.settings.set_text(screens.KEY, name)
        self._move()

    def next_screen(self) -> None:
        """Fill the screen after this one; outside the mode, the one after that which would be filled."""
        there, window = QGuiApplication.screens(), self._window
        if len(there) == 1:
            window.report(tr("There is only one screen."), True)
            return
        wanted = screens.remembered(window.settings)
        now = window.screen() if self.active else screens.wall(there, window.screen(), wanted)
        chosen = screens.after(there, now)
        self.choose_screen(chosen.name())
        if not self.active:
            told = screens.title(there.index(chosen) + 1, chosen)
            window.report(tr("Screen of the projector: {screen}").format(screen=told), True)

    def _other_screens(self, _screen: QScreen) -> None:
        """One was plugged in or out: when the system has done its part, fill the one that is meant now."""
        QTimer.singleShot(0, self, self._move)

    def _move(self) -> None:
        """To another screen, within the mode: a window that fills one has to let go of it first."""
        if self.active and self._window.isVisible():
            self._window.showNormal()
            self._fill_screen()
            self._fit()
            self._show()

    def leave(self) -> None:
        """Everything as it was."""
        before, window = self._before, self._window
        if before is None:
            return
        self.spotlight.end()
        self.ring.end()
        if self.lectern is not None:
            self.lectern.hide()
        self._before, self.places = None, {}
        window.look.end_projection()
        self._stage.veil(())
        standing.give_size(window, before)
        window.restyle()
        arrangement.settle(window)
        standing.put(window, before)
        QTimer.singleShot(0, self, lambda: self._put(before))  # the window may not have its size back until then
        self._show()

    def toggle_spotlight(self) -> None:
        """The view that has the keys alone, in the mode; again: all views."""
        if self.spotlight.name:
            self.spotlight.end()
        else:
            self.enter()
            self.spotlight.show(self.spotlight.in_hand())
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape goes one step back; a click on a view's title shows it alone; another size has other text."""
        if not self.active:
            return False
        if watched is self._window:
            if event.type() == QEvent.Type.Resize:
                self._fitting.start()
            return isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._escape(event)
        dock = watched.parent()
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress:
            if isinstance(dock, QDockWidget):
                self.spotlight.end() if self.spotlight.name else self.spotlight.show(dock.objectName())
                self._show()
            return True
        return False

    def _escape(self, event: QKeyEvent) -> bool:
        """What is brushed is let go of first."""
        session = self._window.session
        brushed = session is not None and (session.document.stretch or session.document.unit)
        if event.key() != Qt.Key.Key_Escape or brushed:
            return False
        self.toggle_spotlight() if self.spotlight.name else self.leave()
        return True

    def _fit(self) -> None:
        """Text for a window that is so high, and the views in the room that is left."""
        high = self._window.height()
        if self.active and high != self._window.look.projected:
            self._window.look.project(high)
            self._window.restyle()
            arrangement.settle(self._window)
            self._arrange()

    def _arrange(self) -> None:
        """As the perspective means it: what the user moved was for smaller text."""
        if not self.active:
            return
        window, kept = self._window, self.spotlight.name
        self.spotlight.end()
        meant = window.arrangement.perspective
        window.inspector.arrange(self._legible(meant.docks, meant.each), meant.each)
        window.score.share_out()
        QTimer.singleShot(0, window, window.axis.fit)
        if kept:
            self.spotlight.show(kept)
        self._show()

    def _legible(self, groups: Groups, each: int) -> Groups:
        """As many groups as there is height for, in each the first views whose tabs can be read side by side."""
        inspector, style = self._window.inspector, self._window.look.style
        metrics, room, kept = QFontMetrics(style.font()), WIDEST * self._window.width(), []
        for group in groups[: inspector.most(each)]:
            docks = [name for name in group if name in inspector.docks]
            wide = [metrics.horizontalAdvance(inspector.docks[n].windowTitle()) + style.px(TAB) for n in docks]
            kept.append(tuple(n for n, end in zip(docks, accumulate(wide), strict=True) if end <= room) or group[:1])
        return tuple(kept)

    def _put(self, before: standing.Before) -> None:
        if not self.active:
            standing.put(self._window, before)

    def _show(self) -> None:
        """The marks in the menu."""
        commands = self._window.commands
        commands["projector"].setChecked(self.active)
        commands["spotlight"].setChecked(bool(self.spotlight.name))

    def _watch_titles(self) -> None:
        for dock in self._window.inspector.docks.values():
            bar = dock.titleBarWidget()
            bar.removeEventFilter(self)
            bar.installEventFilter(self)
