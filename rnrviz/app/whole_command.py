"""The whole score, or the whole window, drawn by `rnrviz render` in a window that nobody sees."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from rnrviz.network import tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QImage

    from rnrviz.app.window import Window
    from rnrviz.document.session import Session

USUAL = 1920, 1080
ROUNDS, MOMENT = 4, 60  # milliseconds in which docks and panes find their places
AGAIN = 3  # rounds after a step, in which they stay where they are


def draw_whole(
    session: Session, arguments: argparse.Namespace, animated: tuple[str, ...], told: Callable[[float], None]
) -> None:
    """Draw the score or the window of a perspective, or step it as an animation.

    Raises InputError for a kind of file that it has not, OSError.
    """
    from rnrviz.app import twin, whole
    from rnrviz.app.settings import Settings
    from rnrviz.app.window import Window
    from rnrviz.network import files
    from rnrviz.views import stepping

    ending = tables.checked_ending(arguments.output, (*whole.ENDINGS, *animated))
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder) / "settings.ini")
        settings.set_text("scale", f"{arguments.text_size:g}")
        window = Window(settings)
        window.resize(*(arguments.size or USUAL))
        window.show()
        window.begin(session)
        window.set_theme("dark" if arguments.dark else "light")
        if arguments.compare:
            twin.compare(window, files.load(arguments.compare), Path(arguments.compare).stem)
        window.choose_perspective(arguments.perspective)
        _settle(window, session, ROUNDS, MOMENT)
        part = whole.part(window, arguments.view)

        def show() -> QImage:
            _settle(window, session, AGAIN, 0)
            return whole.picture(part, arguments.scale)

        try:
            if ending in animated:
                stepping.stepped(session, show, arguments.output, arguments.seconds, told)
            else:
                whole.save(part, Path(arguments.output), arguments.scale)
        finally:
            window.filed.mark(session.document.network, "")
            window.setWindowModified(False)
            window.close()


def _settle(window: Window, session: Session, rounds: int, moment: int) -> None:
    """Until nothing is under way: what is computed may have views ask for more."""
    from PySide6.QtCore import QEventLoop, QTimer

    for _ in range(rounds):
        loop = QEventLoop()
        QTimer.singleShot(moment, loop.quit)
        loop.exec()
        session.wait()
        if window.hub is not None:
            window.hub.flush()
        if window.twin is not None:
            window.twin.session.wait()
            window.twin.hub.flush()
