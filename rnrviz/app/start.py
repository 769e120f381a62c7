"""From nothing to a living window: the first picture first, everything else after it."""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from rnrviz.app import garbage
from rnrviz.app.settings import Settings
from rnrviz.app.startup import Startup
from rnrviz.app.window import Window
from rnrviz.language import tr


def run(path: Path | None = None, settings: Settings | None = None) -> int:
    """Open the window, with the model of this file if there is one, and stay until it is closed."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    application.setApplicationName("RNRviz")
    QApplication.setDesktopFileName("rnrviz")
    window = open_window(path, settings or Settings())
    sys.excepthook = lambda kind, error, trace: _unforeseen(window, kind, error, trace)
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


def _begin(window: Window, network: Any, source: str) -> None:
    from rnrviz.app import models
    from rnrviz.document.document import Document
    from rnrviz.document.session import Session

    document = Document(network, models.sample(network), 0, source=source or models.FALLBACK)
    window.begin(Session(document, ready=False))


def _mend(window: Window, path: Path) -> None:
    from rnrviz.app.own_deeds import write_equations

    write_equations(window, path)


def _ready(window: Window) -> None:
    if window.session is not None:
        window.session.start()
    garbage.settle()


def _unforeseen(window: Window, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A fault of the program itself: one sentence, and the window lives on."""
    if os.environ.get("RNRVIZ_DEBUG"):
        traceback.print_exception(kind, error, trace)
    sentence = tr("Internal error ({kind}: {why}). You can go on.")
    with contextlib.suppress(RuntimeError):
        window.report(sentence.format(kind=kind.__name__, why=error))
