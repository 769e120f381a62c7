"""The whole score, or the whole window, drawn by `rnrviz render` in a window that nobody sees."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from rnrviz.network import tables

if TYPE_CHECKING:
    from rnrviz.document.session import Session

USUAL = 1920, 1080
ROUNDS, MOMENT = 4, 60  # milliseconds in which docks and panes find their places


def draw_whole(session: Session, arguments: argparse.Namespace) -> None:
    """Draw the score or the window of a perspective. Raises InputError for a kind of file that it has not, OSError."""
    from PySide6.QtCore import QEventLoop, QTimer

    from rnrviz.app import whole
    from rnrviz.app.settings import Settings
    from rnrviz.app.window import Window

    tables.checked_ending(arguments.output, whole.ENDINGS)
    with tempfile.TemporaryDirectory() as folder:
        window = Window(Settings(Path(folder) / "settings.ini"))
        window.resize(*(arguments.size or USUAL))
        window.show()
        window.begin(session)
        window.set_theme("dark" if arguments.dark else "light")
        window.choose_perspective(arguments.perspective)
        for _ in range(ROUNDS):
            loop = QEventLoop()
            QTimer.singleShot(MOMENT, loop.quit)
            loop.exec()
            session.wait()
            if window.hub is not None:
                window.hub.flush()
        try:
            whole.save(whole.part(window, arguments.view), Path(arguments.output), arguments.scale)
        finally:
            window.filed.mark(session.document.network, "")
            window.setWindowModified(False)
            window.close()
