"""Sessions in the window: kept in a file and taken up again, whole; and the files that were used last."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, final

from PySide6.QtWidgets import QMenu

from rnrviz.app import models, teaching, twin
from rnrviz.document.edits import open_session
from rnrviz.document.session_file import SUFFIX, Kept, load, save
from rnrviz.language import tr
from rnrviz.network.problems import InputError
from rnrviz.views import asking

if TYPE_CHECKING:
    from rnrviz.app.window import Window

RECENT = 10


def kind() -> asking.Kind:
    return tr("Sessions"), SUFFIX


def kept(window: Window) -> Kept | None:
    """All that is in the window now, None before it has begun."""
    if window.session is None:
        return None
    second = window.twin and (window.twin.session.document.network, window.twin.title)
    window.views["learn"].room.file()
    return Kept(window.session.document, second or None, look(window), window.session.runs.all)


def look(window: Window) -> dict[str, Any]:
    """Where things stand, for this window and for others."""
    axis = window.axis
    made = teaching.of(window)
    stage = made.stage.written() if made is not None else {}
    places = (made.projector.places if made is not None else {}) or window.arrangement.written()
    return places | stage | ({"zoomed": axis.zoomed, "first": axis.first} if axis.chosen else {})


def take_up(window: Window, session: Kept, name: str) -> None:
    """Show a session; undo leads back to what was there."""
    if window.session is None:
        return
    window.report("")
    if window.twin is not None and session.second is None:
        twin.end(window)
    window.session.apply(open_session(session.document, name))
    arrange(window, session)


def arrange(window: Window, session: Kept) -> None:
    """The second network of a session, its runs and its places; whatever of these is not understood stays as it is."""
    made = teaching.of(window)
    if made is not None:
        made.lessons.end()
    if session.second is not None:
        twin.compare(window, *session.second)
    if session.runs and window.session is not None:
        window.session.runs.take(session.runs)
        window.session.on_change(frozenset({"runs"}))
    if session.lost:
        window.report(" ".join(session.lost))
    window.axis.set_length(window.session.length if window.session else 0)
    zoomed, first = session.look.get("zoomed"), session.look.get("first", 0.0)
    if window.arrangement.put(session.look, window.look.style.scale):
        window.show_perspective()
    if isinstance(zoomed, float) and isinstance(first, (int, float)) and 0.0 < zoomed < 1e3:
        window.axis.zoom(zoomed / window.axis.zoomed)
        window.axis.scroll_to(max(0.0, min(float(first), float(window.axis.length))))
    else:
        window.axis.fit()
    if made is not None:
        made.stage.put(session.look)


@final
class SessionFiles:
    """The file of the session of now, and the files that were opened or saved last."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self.path: Path | None = None

    def open(self, path: Path) -> bool:
        """Take up the session of a file; if that cannot be, say why and stay. Whether it could be."""
        try:
            session = load(path)
        except InputError as error:
            self._window.report(str(error))
            return False
        take_up(self._window, session, path.stem)
        self.mark(path, session)
        return True

    def mark(self, path: Path, session: Kept) -> None:
        """What the window shows is what the file holds."""
        self.path = path.resolve()
        if session.second is not None:
            self._window.filed.mark(session.second[0], f"{self.path} 2")
        self._window.mark_saved(session.document.network, str(self.path))
        self.remember(self.path)

    def save(self) -> None:
        """Into the file of the session, which is asked for the first time."""
        if self.path is None:
            self.ask_save()
        else:
            self._save(self.path)

    def ask_save(self) -> None:
        """Into another file."""
        if self._window.session is None:
            return
        title = models.title(self._window.session.document.source)
        suggestion = self.path.name if self.path else title.replace("/", " ") + SUFFIX
        chosen = asking.ask_save(self._window, tr("Save session as"), suggestion, kind())
        if chosen:
            self._save(chosen)

    def _save(self, path: Path) -> None:
        session = kept(self._window)
        if session is None:
            return
        try:
            save(session, path)
        except InputError as error:
            self._window.report(str(error))
            return
        self.mark(path, session)
        self._window.report(tr("Saved: {file}").format(file=path.name), True)

    def remember(self, path: Path) -> None:
        """The latest of the files that were used."""
        others = [each for each in self.recent() if each != path]
        texts = [str(each) for each in (path, *others)][:RECENT]
        self._window.settings.set_text("recent", json.dumps(texts))

    def recent(self) -> list[Path]:
        """The files that were used last and are still there, the latest first."""
        try:
            found = json.loads(self._window.settings.text("recent", "[]"))
        except ValueError:
            return []
        texts = found if isinstance(found, list) else []
        return [Path(text) for text in texts if isinstance(text, str) and Path(text).is_file()]

    def fill(self, menu: QMenu) -> None:
        """One entry for each."""
        from rnrviz.app import deeds

        menu.clear()
        files = self.recent()
        for number, path in enumerate(files, 1):
            action = menu.addAction(f"&{number % 10} {path.name}", partial(deeds.open_model, self._window, path))
            action.setToolTip(str(path))
            action.setStatusTip(str(path))
        if not files:
            menu.addAction(tr("None yet")).setEnabled(False)
