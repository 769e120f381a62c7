"""The window: the score, the inspector beside it, and one line of messages below."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible, QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QIcon
from PySide6.QtGui import QAccessibleAnnouncementEvent as Announcement
from PySide6.QtWidgets import QLineEdit, QMenuBar, QStatusBar, QVBoxLayout, QWidget

from rnrviz.app import closing, deeds, menus, models, teaching, twin
from rnrviz.app.actions import Actions
from rnrviz.app.arrangement import Arrangement
from rnrviz.app.brushing import Brushing
from rnrviz.app.docks import Inspector
from rnrviz.app.filed import Filed
from rnrviz.app.garbage import Garbage
from rnrviz.app.look import Look
from rnrviz.app.messages import MessageLine
from rnrviz.app.score import Score
from rnrviz.app.scrolled import tight
from rnrviz.app.session_files import SessionFiles
from rnrviz.app.settings import Settings
from rnrviz.app.tab_order import SeenFocus
from rnrviz.app.topbar import TopBar
from rnrviz.app.tracks import Tracks
from rnrviz.app.undo_keys import UndoKeys
from rnrviz.language import tr
from rnrviz.paths import resource
from rnrviz.views import VIEWS, load
from rnrviz.views.axis import TimeAxis

if TYPE_CHECKING:
    from rnrviz.app.autosave import Autosave
    from rnrviz.app.hub import Hub
    from rnrviz.app.player import Player
    from rnrviz.app.twin import Twin
    from rnrviz.document.session import Changes, Session
    from rnrviz.network.network import Network

CONFIRMED = 5000  # milliseconds that good news can be read


@final
class Window(SeenFocus):
    """Made empty, so that it is on the screen at once; `begin` gives it a session and the views."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.garbage = Garbage(self)
        self._undo_keys = UndoKeys(self)
        self.settings = settings
        self.look = Look(settings)
        self.session: Session | None = None
        self.hub: Hub | None = None
        self.player: Player | None = None
        self.views: dict[str, Any] = {}
        self.twin: Twin | None = None
        self.tracks: Tracks | None = None
        self.filed, self.files = Filed(), SessionFiles(self)
        self.autosave: Autosave | None = None
        self.greeting: Callable[[], str] = lambda: ""
        self.axis = TimeAxis(scale=self.look.style.scale)
        self.commands = Actions(self, deeds.slots(self))
        self.menu = QMenuBar()
        self.top = TopBar(self.commands, self.look.style)
        self.score = Score(self.axis)
        self.message = MessageLine(self.look.style)
        self.inspector = Inspector(self, self.look.style, self.report)
        self.arrangement = Arrangement(self, self.inspector, self.score, settings)
        self._said, self._good = "", QTimer(self, singleShot=True, interval=CONFIRMED)
        self._good.timeout.connect(self.describe)
        self._build()

    def _build(self) -> None:
        self.setWindowIcon(QIcon(str(resource("icons", "rnrviz.svg"))))
        self.setWindowTitle("RNRviz")
        self.setAcceptDrops(True)
        head = QWidget()
        column = tight(QVBoxLayout(head))
        column.addWidget(self.menu)
        column.addWidget(self.top)
        self.setMenuWidget(head)
        middle = QWidget()
        tight(QVBoxLayout(middle)).addWidget(self.score, 1)
        self.setCentralWidget(middle)
        foot = QStatusBar()
        foot.setSizeGripEnabled(False)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self.message, 1)
        self.setStatusBar(foot)
        self.top.on_model = lambda choice: deeds.choose_model(self, choice)
        self.commands[self.look.theme].setChecked(True)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)
        self.message.set_calm(tr("Opening…"))
        closing.arrive(self)
        self.retranslate()

    def begin(self, session: Session) -> None:
        """Show this session: make the views and tell them everything."""
        from rnrviz.app.hub import Hub
        from rnrviz.app.player import Player

        self.session = session
        self.hub = Hub(session, self)
        self.player = Player(session, self)
        self.player.changed.connect(self._show_playing)
        self.top.on_speed = self.player.set_level
        self.hub.listen(self._follow)
        self.inspector.on_seen = self._catch_up
        self.filed.mark(session.document.network, session.document.source)
        self._follow(frozenset({"all"}))
        self._make_views(session)
        self.tracks = Tracks(self)
        self._brushing = Brushing(self)
        self.teaching = teaching.Teaching(self)
        self.retranslate()

    def _make_views(self, session: Session) -> None:
        style = self.look.style
        for entry in VIEWS:
            view = load(entry)(session, style, self.axis if entry.kind == "time" else None)
            self.views[entry.name] = view
            if entry.kind == "time":
                self.score.add(view, style, self.report)
            else:
                self.inspector.add(view)
        self.arrangement.begin(style.scale)
        self.show_perspective()
        QTimer.singleShot(0, self, self.axis.fit)
        for view in self.views.values():
            if self.hub is not None:
                self.hub.add(view)
        for editor in self.views["tape"].findChildren(QLineEdit):
            editor.installEventFilter(self._undo_keys)
        self.views["tape"].canvas().setFocus()

    def _catch_up(self, view: Any) -> None:
        """A dock came forward: whoever tells it may have to."""
        for hub in self._hubs():
            hub.catch_up(view)

    def _hubs(self) -> list[Hub]:
        return [hub for hub in (self.hub, self.twin and self.twin.hub) if hub is not None]

    def report(self, sentence: str, good: bool = False) -> None:
        """Say this in the message line; the empty text takes it back. Good news goes by itself."""
        self._said = "" if good else sentence
        self._show_message()
        if good:
            self.message.set_calm(sentence)
            self._good.start()
            QAccessible.updateAccessibility(Announcement(self, sentence))

    @property
    def unsaved(self) -> bool:
        """Whether the network of now is in no file: one of its weights was changed, or it was made by chance."""
        return self.session is not None and not self.filed.holds(self.session.document.network)

    def mark_saved(self, network: Network, path: str) -> None:
        """This network is what the file holds now."""
        self.filed.mark(network, path)
        self._follow(frozenset({"network"}))

    def set_theme(self, theme: str) -> None:
        """Light, dark or as the system."""
        self.look.set_theme(theme)
        self.restyle()

    def _follow_system(self) -> None:
        if self.look.theme == "system":
            self.set_theme("system")

    def resize_text(self, steps: int) -> None:
        """Larger or smaller text everywhere; 0 is the usual size."""
        self.arrangement.resize(self.look.style.scale, lambda: self._resize_text(steps))

    def _resize_text(self, steps: int) -> float:
        self.look.resize_text(steps)
        self.restyle()
        return self.look.style.scale

    def choose_perspective(self, name: str, remembered: bool = False) -> None:
        """Other views, for another purpose; where those of now are is remembered, unless that is done."""
        if self.session is not None:
            choose = self.arrangement.change if remembered else self.arrangement.choose
            choose(name, self.look.style.scale)
        self.show_perspective()

    def show_perspective(self) -> None:
        """Say which it is."""
        self.commands.show_perspective(self.arrangement.perspective.name)
        self.top.show_perspective(self.arrangement.perspective.name)

    def set_language(self, code: str) -> None:
        """Spanish or English, now."""
        self.look.set_language(code)
        self.retranslate()
        self._announce({"language"})

    def retranslate(self) -> None:
        """Every text in the language of now."""
        self.commands.retranslate()
        self.top.retranslate()
        self.message.retranslate()
        self.inspector.retranslate()
        for pane in self.score.panes.values():
            pane.retranslate()
        views, docks = menus.titled(self.views, self.twin), self.inspector.docks.values()
        menus.fill(self.menu, self.commands, views, docks, self.report, self.set_language, self.score, self.files.fill)
        self._follow(frozenset({"language"}))

    def restyle(self) -> None:
        """Every part in the style of now."""
        style = self.look.style
        self.top.set_style(style)
        self.message.set_style(style)
        self.inspector.set_style(style)
        for part in (*self.score.panes.values(), *self.views.values()):
            part.set_style(style)
        self.axis.set_scale(style.scale)
        self._announce({"style"})

    def _announce(self, changes: set[str]) -> None:
        for hub in self._hubs():
            hub.announce(frozenset(changes))

    def _follow(self, changes: Changes) -> None:
        """What the window itself shows of the session."""
        if self.session is None:
            return
        if self.twin is not None:
            self.twin.follow(changes)
        document = self.session.document
        if changes & {"all", "network", "sequence"}:
            self.axis.set_length(self.session.length)
        if changes & {"all", "cursor"}:
            self.axis.reveal(document.cursor)
        if changes & {"all", "network", "language"}:
            self._show_network()
        self.top.set_place(document.cursor, self.session.length, document.back)
        self.commands["play"].setEnabled(self.session.length > 0)
        self.commands.show_error(document.error)
        twin.show_undo(self)
        self._show_message()

    def _show_network(self) -> None:
        if self.session is None:
            return
        document = self.session.document
        name = models.title(document.source)
        self.setWindowTitle(f"RNRviz — {name}[*]")
        self.setWindowModified(self.unsaved)
        shipped = tuple((str(path), models.title(str(path))) for path in models.shipped())
        self.top.set_models(shipped, name, document.source)
        self.describe()

    def describe(self) -> None:
        """In the line of messages, while there are none: the network, or what to do first."""
        if self.session is not None and not self._good.isActive():
            self.message.set_calm(self.greeting() or models.description(self.session.document.network))

    def _show_message(self) -> None:
        session = self.session
        self.message.set_problem(self._said or (session and (session.problem or session.notice)) or "")
        if session is not None:
            self.message.set_busy(session.busy, session.progress)

    def _show_playing(self) -> None:
        if self.player is not None:
            self.top.set_playing(self.player.playing, self.player.level)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file may be dropped."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the first dropped file."""
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            deeds.open_model(self, Path(files[0]))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about a changed network; remember where things are; end the background."""
        if not closing.may_close(self):
            event.ignore()
            return
        closing.leave(self)
        super().closeEvent(event)
