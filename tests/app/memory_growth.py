"""Whether the window's memory grows: `python -m tests.app.memory_growth [STEPS] [CHANGES]`, else 100000 and 1000.

Steps through a text, and opens one shipped model after the other, as a person would. Memory is what the process
holds (resident), read after garbage has been collected, at ten moments of each; the second half must not grow by more
than a part of what there is. Linux only.
"""

import gc
import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from rnrviz import kernels
from rnrviz.app import deeds, models
from rnrviz.app.settings import Settings
from rnrviz.app.window import Window
from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.network import files

MOMENTS = 10
ALLOWED = 0.04  # of what is held at half time


def main() -> int:
    """1 when it grows, 0 when not."""
    words = [int(word) for word in sys.argv[1:]]
    steps, changes = [*words, *(100_000, 1_000)[len(words) :]]
    application = QApplication.instance() or QApplication([])
    kernels.load()
    with tempfile.TemporaryDirectory() as folder:
        window = opened(Settings(Path(folder) / "settings.ini"))
        held = grew("step", steps, lambda number: step(window, number), every=50)
        held |= grew("model", changes, lambda number: change(window, number), every=1)
        window.setWindowModified(False)
        window.close()
    application.processEvents()
    return int(held)


def opened(settings: Settings) -> Window:
    window = Window(settings)
    window.resize(1280, 800)
    window.show()
    model = models.shipped()[0]
    window.begin(Session(Document(files.load(model), "aaabbbcccT" * 3, 0, source=str(model))))
    window.hub.flush()
    return window


def step(window: Window, number: int) -> None:
    """Right, to the end, and from the beginning again."""
    window.player.go(number % (window.session.length + 1))


def change(window: Window, number: int) -> None:
    """The next of the shipped models, and wait for what is computed for it."""
    shipped = models.shipped()
    deeds.open_model(window, shipped[number % len(shipped)])
    window.session.wait()


def grew(name: str, times: int, deed, every: int) -> bool:
    """Do it so often; frames are drawn every few times. Whether the second half grew too much."""
    begun, seen = time.monotonic(), [held()]
    for number in range(times):
        deed(number)
        if number % every == 0:
            window_frame()
        if (number + 1) % max(1, times // MOMENTS) == 0:
            seen.append(held())
            print(
                f"{number + 1} times {name}: {seen[-1] / 2**20:.1f} MiB, {time.monotonic() - begun:.0f} s", flush=True
            )
    half, end = seen[len(seen) // 2], seen[-1]
    growth = (end - half) / half
    told = " ".join(f"{each / 2**20:.0f}" for each in seen)
    print(f"{name}: {told} MiB; second half {growth:+.1%}", flush=True)
    return growth > ALLOWED


def window_frame() -> None:
    for window in QApplication.topLevelWidgets():
        if isinstance(window, Window):
            window.hub.flush()
    QApplication.processEvents()


def held() -> int:
    """Bytes resident, of what is not garbage."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    sys.exit(main())
