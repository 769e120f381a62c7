"""From nothing to a living window: the first picture first, everything else after it."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from rnrviz.app import garbage, screen
from rnrviz.app.faults import Faults
from rnrviz.app.settings import Settings
from rnrviz.app.startup import Startup
from rnrviz.app.welcome import Welcome
from rnrviz.app.window import Window


def run(path: Path | None = None, settings: Settings | None = None) -> int:
    """Open the window, with the model of this file if there is one, and stay until it is closed."""
    with screen.opened():
        application = QApplication.instance() or QApplication(sys.argv[:1])
    application.setApplicationName("RNRviz")
    QApplication.setDesktopFileName("rnrviz")
    window = open_window(path, settings or Settings())
    Faults(window).install()
    return QApplication.exec()


def open_window(path: Path | None, settings: Settings) -> Window:
    """A shown window whose start-up goes on in the background."""
    window = Window(settings)
    window.show()
    startup = Startup(path, window)
    startup.opened.connect(lambda network, source: _begin(window, network, source))
    startup.ready.connect(lambda: _ready(window))
    startup.problem.connect(window.report)
    startup.wrong.connect(lambda file: _mend(window, Path(file)))
    QApplication.instance().aboutToQuit.connect(startup.stop)  # type: ignore[union-attr]
    QTimer.singleShot(0, startup.begin)
    return window


def _begin(window: Window, found: Any, source: str) -> None:
    """With a network, or with the session that was found; nothing where the window was closed meanwhile."""
    if window.isHidden():
        return
    from rnrviz.app import models, session_files
    from rnrviz.document.document import Document
    from rnrviz.document.session import Session
    from rnrviz.document.session_file import Kept

    if isinstance(found, Kept):
        window.begin(Session(found.document, ready=False))
        session_files.arrange(window, found)
        window.files.mark(Path(source), found)
    else:
        window.begin(Session(Document(found, models.sample(found), 0, source=source or models.FALLBACK), ready=False))
    Welcome(window)
    _remember(window)
    _guard(window)


def _remember(window: Window) -> None:
    """Note what is done, for the report of a fault."""
    from rnrviz.app.fault_report import Deeds

    deeds = Deeds(window)
    if window.hub is not None:
        window.hub.listen(deeds.follow)


def _guard(window: Window) -> None:
    """Keep copies from now on, and offer those of a program that was not closed properly."""
    from rnrviz.app import autosave

    folder = window.settings.path.parent / "recovery"
    with contextlib.suppress(OSError):  # where nothing can be written, nothing can be kept
        left = autosave.left_over(folder)
        window.autosave = autosave.Autosave(window, folder)
        autosave.offer(window, left)


def _mend(window: Window, path: Path) -> None:
    if window.isHidden():
        return
    from rnrviz.app.own_deeds import write_equations

    write_equations(window, path)


def _ready(window: Window) -> None:
    if window.session is not None and not window.isHidden():  # a closed one has ended its workers
        window.session.start()
    garbage.settle()
