"""Nothing is lost: the session is kept beside every minute, and found again after a crash."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, final

from PySide6.QtCore import QLockFile, QObject, Qt, QTimer
from PySide6.QtWidgets import QMessageBox

from rnrviz.app import session_files
from rnrviz.document import session_file
from rnrviz.document.session_file import SUFFIX, Kept
from rnrviz.language import tr
from rnrviz.network.problems import InputError
from rnrviz.views import asking

if TYPE_CHECKING:
    from rnrviz.app.window import Window

EVERY, SOON = 60_000, 5_000  # milliseconds: at most between two copies, and after the network changed


@final
class Autosave(QObject):
    """Keeps the window's session in a file of its own in `folder`, which goes when the window is closed."""

    def __init__(self, window: Window, folder: Path) -> None:
        super().__init__(window)
        self._window = window
        folder.mkdir(parents=True, exist_ok=True)
        self.file = folder / f"{os.getpid()}-{time.time_ns()}{SUFFIX}"
        self._lock = _lock(self.file)
        self._lock.tryLock(0)
        self._written: tuple[object, ...] = ()
        self._thread: threading.Thread | None = None
        self._minute = QTimer(self, interval=EVERY)
        self._minute.timeout.connect(self.keep)
        self._minute.start()
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._soon.timeout.connect(self.keep)
        if window.hub is not None:
            window.hub.listen(self._follow)

    def keep(self) -> None:
        """Write now, in the background, unless nothing is new."""
        session = session_files.kept(self._window)
        if session is None or (self._thread is not None and self._thread.is_alive()):
            return
        now = session.document, session.second and session.second[0], *(run.standing for run in session.runs)
        if len(self._written) == len(now) and all(a is b for a, b in zip(now, self._written, strict=True)):
            return
        self._written = now
        self._thread = threading.Thread(target=self._write, args=(session,), name="autosave")
        self._thread.start()

    def wait(self) -> None:
        """Until it is written."""
        if self._thread is not None:
            self._thread.join()

    @property
    def written(self) -> bool:
        """Whether there is a copy of what is in the window, or of what was there a moment ago."""
        return bool(self._written)

    def end(self) -> None:
        """The window closes as it should: no copy is needed."""
        self._minute.stop()
        self._soon.stop()
        self.wait()
        self.file.unlink(missing_ok=True)
        self._lock.unlock()

    def _write(self, session: Kept) -> None:
        written, self._written = self._written, ()
        with contextlib.suppress(InputError):  # a full disk: the next minute tries again
            session_file.save(session, self.file)
            self._written = written

    def _follow(self, changes: frozenset[str]) -> None:
        if "network" in changes and not self._soon.isActive():
            self._soon.start()


def left_over(folder: Path) -> list[Path]:
    """The copies whose program is no more, the latest first."""
    files = [path for path in folder.glob(f"*{SUFFIX}") if path.is_file()]
    found = []
    for path in sorted(files, key=lambda each: each.stat().st_mtime, reverse=True):
        lock = _lock(path)
        if lock.tryLock(0):
            found.append(path)
            lock.unlock()
    return found


def offer(window: Window, files: list[Path]) -> None:
    """Ask whether to go on where the latest of these stopped; then about the others."""
    if not files:
        return
    path, *others = files
    moment = datetime.fromtimestamp(path.stat().st_mtime)
    sentence = tr("RNRviz was not closed properly. Go on with what was there on {day} at {time}?")
    told = sentence.format(day=f"{moment:%Y-%m-%d}", time=f"{moment:%H:%M:%S}")
    box = asking.question(window, "RNRviz", told)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    buttons = QMessageBox.StandardButton
    for kind, text in ((buttons.Yes, tr("Go on")), (buttons.No, tr("Discard")), (buttons.Cancel, tr("Later"))):
        box.addButton(kind).setText(text)
    box.setDefaultButton(buttons.Yes)
    box.finished.connect(lambda answer: _answer(window, buttons(answer), path, others))
    box.open()


def _answer(window: Window, answer: QMessageBox.StandardButton, path: Path, others: list[Path]) -> None:
    if answer not in (QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No):
        return  # later; or the question itself was closed, which is no answer
    if answer == QMessageBox.StandardButton.Yes:
        try:
            session = session_file.load(path)
        except InputError as error:
            window.report(str(error))
            return
        session_files.take_up(window, session, tr("what was there before"))
        if window.autosave is not None:
            window.autosave.keep()
            window.autosave.wait()
            if not window.autosave.written:
                return  # as on a full disk: the old copy is all that there is
    path.unlink(missing_ok=True)
    offer(window, others)


def _lock(path: Path) -> QLockFile:
    """Held by the program that writes the copy; one whose program is no more is free."""
    lock = QLockFile(str(path.with_suffix(".lock")))
    lock.setStaleLockTime(0)
    return lock
