"""A second network on the same tape: a session of its own that goes where the first one goes, with views of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from rnrviz.app import models, own_deeds
from rnrviz.app.hub import Hub
from rnrviz.document.edits import Edit, fits
from rnrviz.document.session import Changes, Session
from rnrviz.language import tr
from rnrviz.network.problems import InputError
from rnrviz.views import VIEWS, Entry, asking, filming, load
from rnrviz.views.sight import is_seen

if TYPE_CHECKING:
    from rnrviz.app.window import Window
    from rnrviz.document.document import Document
    from rnrviz.network.network import Network

SUFFIX = "_b"
COMMON = ("difference", "cost", "forgetting", "learn", "lesson")  # views that are not of one network
SHARED = ("text", "cursor", "error", "back", "stretch")


@final
class Twin(QObject):
    """The second network of a window. Text, cursor, chosen error and the way back are the same in both sessions."""

    def __init__(self, window: Window, session: Session, network: Network, title: str) -> None:
        super().__init__(window)
        self.title, self._main = title, session
        self.session = Session(self._like(session.document, network))
        self.hub = Hub(self.session, self)
        self.views: dict[str, Any] = {}
        self._leading = False
        self.hub.listen(self._lead)
        self.hub.listen(lambda _changes: show_undo(window))
        self._window = window
        application().focusChanged.connect(self._to_hand)
        for entry in VIEWS:
            if entry.name not in COMMON:
                self._add(window, entry)

    def follow(self, changes: Changes) -> None:
        """The first session changed."""
        if not self._leading and changes & {"all", "sequence", "cursor", "error", "back", "weight", "stretch"}:
            _carry_over(self._main.document, self.session)
            self.hub.flush()

    def close(self, window: Window) -> None:
        """Take the tracks out of the score, the docks away, and stop."""
        application().focusChanged.disconnect(self._to_hand)
        for name, view in self.views.items():
            filming.end_all(view)
            window.views.pop(name, None)
            if name in window.score.panes:
                window.score.remove(name)
                view.deleteLater()
            else:
                window.inspector.remove(name)
        self.session.close()
        self.deleteLater()

    def _to_hand(self, _before: QWidget | None, _now: QWidget | None) -> None:
        show_undo(self._window)

    def _add(self, window: Window, entry: Entry) -> None:
        name, over_time = entry.name + SUFFIX, entry.kind == "time"
        view = load(entry)(self.session, window.look.style, window.axis if over_time else None)
        self.views[name] = window.views[name] = view
        if over_time:
            window.score.add(view, window.look.style, window.report, name, self.title)
        else:
            window.inspector.add(view, name, self.title)
        self.hub.add(view)

    def _like(self, document: Document, network: Network) -> Document:
        weight = document.weight if fits(network, document.weight) else None
        return replace(document, network=network, weight=weight, fault=None)

    def _lead(self, changes: Changes) -> None:
        """Somebody clicked in one of the second network's tracks."""
        if changes & {"cursor", "error", "back", "stretch"} and not self._leading:
            self._leading = True
            try:
                _carry_over(self.session.document, self._main)
            finally:
                self._leading = False


def compare(window: Window, network: Network | None, title: str) -> None:
    """Show a second network on the same tape; None ends that."""
    if window.session is None:
        return
    window.arrangement.remember(window.look.style.scale)  # while the views of the second network are there
    if window.twin is not None:
        window.twin.close(window)
        window.twin = None
    difference = window.views["difference"]
    difference.other = None
    if network is not None:
        window.twin = Twin(window, window.session, network, title)
        difference.other = window.twin.session
        if window.tracks is not None:
            window.tracks.apply()
        window.twin.hub.listen(lambda changes: difference.refresh(changes) if is_seen(difference) else None)
    window.retranslate()
    window.choose_perspective("compare" if network is not None else "step", remembered=True)
    difference.refresh(frozenset({"all"}))
    window.score.panes["difference"].mark()


def in_hand(window: Window) -> Session | None:
    """The session of the view that has the keys: the second network's where that is one of its own."""
    widget: QWidget | None = window.focusWidget()
    while window.twin is not None and widget is not None:
        if widget in window.twin.views.values():
            return window.twin.session
        widget = widget.parentWidget()
    return window.session


def show_undo(window: Window) -> None:
    """What undo and redo would do now."""
    session = in_hand(window)
    if session is not None:
        window.commands.show_undo(session.undo_name, session.redo_name)


def end(window: Window) -> None:
    """Show one network only."""
    compare(window, None, "")


def with_copy(window: Window) -> None:
    """Keep the network as it is now beside what will become of it."""
    if window.session is not None:
        document = window.session.document
        compare(window, document.network, tr("copy of {name}").format(name=models.title(document.source)))


def ask(window: Window) -> None:
    """Ask for a second network, and show it on the same tape."""
    kinds = ((tr("Models"), models.SUFFIX), own_deeds.kind(), (tr("All files"), ""))
    chosen = asking.ask_open(window, tr("Compare with…"), kinds)
    if chosen:
        try:
            compare(window, models.load(chosen), models.title(str(chosen.resolve())))
        except InputError as error:
            window.report(str(error))


def application() -> QApplication:
    """The one there is."""
    made = QApplication.instance()
    assert isinstance(made, QApplication)
    return made


def _carry_over(document: Document, session: Session) -> None:
    """Let a session go where a document is, as far as it can read the text."""
    now = session.document
    wanted = {name: getattr(document, name) for name in SHARED}
    if fits(now.network, document.weight):
        wanted["weight"] = document.weight
    wanted["cursor"] = min(wanted["cursor"], session.length) if wanted["text"] == now.text else wanted["cursor"]
    wanted["back"] = min(wanted["back"], wanted["cursor"])
    if any(getattr(now, name) != value for name, value in wanted.items()):
        session.apply(Edit("cursor", replace(now, **wanted), kept=False))
