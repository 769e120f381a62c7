"""What the window costs a training: `QT_QPA_PLATFORM=offscreen python -m tests.views.learn_speed [SECONDS]`.

For each task, strings learned per second by a training in the background with nothing on the screen, and with the
perspective Learn up, whose views follow; then how many frames a second the curves and the score were painted, and the
longest time in which the window's thread did not answer. Each is measured some times in turn; medians are printed.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from rnrviz import kernels
from rnrviz.app.settings import Settings
from rnrviz.app.window import Window
from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.document.training import Training
from rnrviz.network.training import recipe as recipes
from rnrviz.paths import resource

TASKS = ("anbncn-lstm", "corpus-spanish", "xor-elman")
SECONDS, TURNS, SIZE, BEAT = 3.0, 3, (1920, 1080), 5


class Frames(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: Any) -> None:
        super().__init__()
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """One more frame."""
        self.count += event.type() == QEvent.Type.Paint
        return False


def turn(seconds: float) -> float:
    """Let the window's thread work; returns the longest time in which it did not answer, in seconds."""
    beats, timer = [time.perf_counter()], QTimer()
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    timer.start(BEAT)
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        QApplication.processEvents()
        time.sleep(0.0005)
    timer.stop()
    return max((b - a for a, b in pairwise(beats)), default=seconds)


def alone(task: str, seconds: float) -> float:
    """Strings a second without a window."""
    recipe = recipes.read(resource("tasks", f"{task}.toml"))
    training = Training(recipe, recipe.network, lambda: None)
    training.run()
    time.sleep(0.3)
    first, begun = training.standing.progress.strings, time.perf_counter()
    time.sleep(seconds)
    learned = training.standing.progress.strings - first
    took = time.perf_counter() - begun
    training.close()
    training._thread.join()
    return learned / took


def shown(task: str, seconds: float) -> tuple[float, float, float, float]:
    """Strings a second with the window, frames a second of the curves and of the staves, longest silence."""
    recipe = recipes.read(resource("tasks", f"{task}.toml"))
    window = Window(Settings(Path(tempfile.mkdtemp()) / "settings.ini"))
    window.resize(*SIZE)
    window.show()
    text = recipe.strings.tokens[recipe.strings.part(min(4, len(recipe.strings) - 1))]
    tokens = " ".join(recipe.strings.vocabulary.tokens[k] for k in text)
    window.begin(Session(Document(recipe.network, tokens, len(text), source=task)))
    window.choose_perspective("learn")
    turn(0.5)
    view = window.views["learn"]
    view.bar.task.setCurrentText(task)
    view.bar.run.click()
    turn(0.3)
    curves, staves = (Frames(window.views[name].canvas().viewport()) for name in ("learn", "staves"))
    first, begun = view.training.standing.progress.strings, time.perf_counter()
    silence = turn(seconds)
    took = time.perf_counter() - begun
    learned = view.training.standing.progress.strings - first
    thread = view.training._thread
    view.close_training()
    thread.join()
    window.setWindowModified(False)
    window.session.close()
    window.hide()
    return learned / took, curves.count / took, staves.count / took, silence


def main() -> None:
    """Print the medians."""
    application = QApplication.instance() or QApplication([])
    kernels.load()
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    print(f"{'task':18} {'strings/s':>10} {'with views':>10} {'part':>7} {'curves':>8} {'score':>8} {'silence':>9}")
    for task in TASKS:
        pairs = [(alone(task, seconds), shown(task, seconds)) for _ in range(TURNS)]
        bare = statistics.median(one for one, _ in pairs)
        busy, curves, staves, silence = (statistics.median(two[k] for _, two in pairs) for k in range(4))
        part = statistics.median(two[0] / one for one, two in pairs)
        print(
            f"{task:18} {bare:10.0f} {busy:10.0f} {100 * part:5.0f} % {curves:5.1f}/s {staves:6.1f}/s "
            f"{1e3 * silence:6.0f} ms"
        )
    del application


if __name__ == "__main__":
    main()
