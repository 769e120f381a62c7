"""What a frame of the window costs: `QT_QPA_PLATFORM=offscreen python -m tests.views.paint_speed`.

1920x1080, LSTM with 2 x 2 cells, L = 30: for every perspective a step forward until all its views are painted, then a
step of the errors back; every view alone; then scrolling through a text of 200 tokens, frame by frame. Medians and
worst cases of all instants, in milliseconds. Nothing is asserted: run it on a quiet machine.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from rnrviz import kernels
from rnrviz.app.perspectives import PERSPECTIVES
from rnrviz.app.settings import Settings
from rnrviz.app.window import Window
from rnrviz.document import edits
from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.network.network import random_network
from rnrviz.network.vocabulary import Vocabulary
from rnrviz.views.sight import is_seen

SIZE, LENGTH, LONG = (1920, 1080), 30, 200
CONFIG = {"n_M": 2, "n_C": 2, "forget": True}


def main() -> None:
    """Print the table."""
    application = QApplication(sys.argv[:1])
    kernels.load()
    window = Window(Settings(Path(tempfile.mkdtemp()) / "settings.ini"))
    window.resize(*SIZE)
    window.show()
    network = random_network("lstm", CONFIG, Vocabulary(("a", "b", "c", "T")), 1)
    window.begin(Session(Document(network, "aaabbbcccT" * 3, 0, "sum")))
    for perspective in PERSPECTIVES:
        window.choose_perspective(perspective.name)
        settle(window)
        show(f"{perspective.name}: step", measured(window, steps(window)))
        if "unrolled" in perspective.panes or "triangle" in perspective.panes:
            show(f"{perspective.name}: errors back", measured(window, returns(window)))
        for name, view in window.views.items():
            if is_seen(view):
                show(f"    {name} alone", alone(window, name))
    window.session.apply(edits.set_text(window.session.document, "aaabbbcccT" * (LONG // 10)))
    window.choose_perspective("step")
    settle(window)
    show("scrolling 200 columns: a frame", measured(window, scrolls(window)))
    window.setWindowModified(False)
    window.close()
    application.processEvents()
    sys.stdout.flush()
    os._exit(0)


def settle(window: Window) -> None:
    """Until nothing is under way."""
    for _ in range(3):
        loop = QEventLoop()
        QTimer.singleShot(120, loop.quit)
        loop.exec()
        window.session.wait()
        window.hub.flush()


def steps(window: Window) -> Iterator[Callable[[], None]]:
    """To every instant."""
    for t in range(1, LENGTH + 1):
        yield lambda t=t: window.session.apply(edits.move_cursor(window.session.document, t))


def returns(window: Window) -> Iterator[Callable[[], None]]:
    """The errors of the last instant, one instant further back each time."""
    for back in range(1, LENGTH + 1):
        yield lambda back=back: window.session.apply(edits.go_back(window.session.document, back))


def scrolls(window: Window) -> Iterator[Callable[[], None]]:
    """A few columns further each time."""
    for first in range(0, LONG - 30, 2):
        yield lambda first=first: window.axis.scroll_to(first)


def measured(window: Window, moves: Iterator[Callable[[], None]]) -> list[float]:
    """How long each move takes until all that it changes is painted."""
    took = []
    for move in moves:
        QApplication.processEvents()
        begin = time.perf_counter()
        move()
        window.hub.flush()
        QApplication.processEvents()
        took.append(1000 * (time.perf_counter() - begin))
    return took


def alone(window: Window, name: str) -> list[float]:
    """How long one view takes to hear of a step and be painted."""
    view, took = window.views[name], []
    for t in range(1, LENGTH + 1):
        window.session.apply(edits.move_cursor(window.session.document, t))
        begin = time.perf_counter()
        view.refresh(frozenset({"cursor", "gradients"}))
        view.canvas().viewport().repaint()
        took.append(1000 * (time.perf_counter() - begin))
    return took


def show(title: str, took: list[float]) -> None:
    print(f"{title:40} median {statistics.median(took):7.2f} ms   worst {max(took):7.2f} ms", flush=True)


if __name__ == "__main__":
    main()
