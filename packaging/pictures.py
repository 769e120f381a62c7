"""Draw the pictures of README anew: `python packaging/pictures.py [NAME ...]`, each a perspective of the real window.

They are grabbed without a screen and go to resources/pictures. Run it when what they show has changed.
"""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from rnrviz import kernels
from rnrviz.app import models, twin
from rnrviz.app.settings import Settings
from rnrviz.app.window import Window
from rnrviz.document import edits
from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.network.faults import Fault
from rnrviz.network.question import Question
from rnrviz.paths import resource

FOLDER = Path(__file__).parents[1] / "resources" / "pictures"
INPUT = ("W_z_u", (0, 0))  # the weight from token a to the first cell
SIZE = (1600, 900)
MOMENT = 150  # milliseconds in which what was asked begins to be computed


@dataclass(frozen=True)
class Picture:
    """What is seen: a perspective, with which network and text, at which instant and how far back.

    ``learned``: runs of so many strings each, from other random weights, the last two of which are compared.
    """

    perspective: str
    model: str = "anbncn-lstm"
    text: str = "aaabbbcccT"
    cursor: int = 7
    back: int = 0
    weight: tuple[str, tuple[int, ...]] | None = None
    question: Question | None = None
    fault: Fault | None = None
    stretch: tuple[int, int] | None = None
    other: str = ""
    language: str = "en"
    theme: str = "light"
    size: tuple[int, int] = SIZE
    learned: tuple[int, ...] = ()


PICTURES = {
    "step": Picture("step", size=(1920, 1080)),
    "unroll": Picture(
        "unroll", text="aaaaabbT", cursor=5, back=3, weight=INPUT, question=Question("signal", "x", (0, 0), 5)
    ),
    "gradients": Picture(
        "gradients", text="aaaaabbT", cursor=5, back=5, weight=INPUT, fault=Fault("truncate", 3), language="es"
    ),
    "memory": Picture("memory", "anbncn-lstm-forget", "aaaabbbbccccTaabbccT", 14, stretch=(1, 4), theme="dark"),
    "compare": Picture("compare", other="anbncn-elman"),
    "learn": Picture("learn", learned=(20_000, 20_000), size=(1920, 1080)),
    "predict": Picture("predict", "anbncn-lstm", "aaaabbbbccccT", 10, language="es", theme="dark"),
}


def main() -> None:
    """The pictures that were named, else all."""
    application = QApplication(sys.argv[:1])
    kernels.load()
    FOLDER.mkdir(exist_ok=True)
    for name in sys.argv[1:] or PICTURES:
        draw(PICTURES[name], FOLDER / f"{name}.png")
        print(FOLDER / f"{name}.png")
    sys.stdout.flush()
    del application
    os._exit(0)  # the windows need not be taken apart


def draw(picture: Picture, to: Path) -> None:
    """Open the window as the picture says, and save what is seen."""
    window = Window(Settings(Path(tempfile.mkdtemp()) / "settings.ini"))
    window.set_language(picture.language)
    window.set_theme(picture.theme)
    window.resize(*picture.size)
    window.show()
    path = resource("models", f"{picture.model}.safetensors")
    document = Document(models.load(path), picture.text, 0, "sum", source=str(path))
    session = Session(replace(document, weight=picture.weight, fault=picture.fault, stretch=picture.stretch))
    window.begin(session)
    settle(window)
    if picture.other:
        twin.compare(window, models.load(resource("models", f"{picture.other}.safetensors")), picture.other)
    window.choose_perspective(picture.perspective)
    session.apply(edits.move_cursor(session.document, picture.cursor))
    if picture.back:
        session.apply(edits.go_back(session.document, picture.back))
    if picture.stretch:
        window.inspector.docks["finder"].raise_()
    for strings in picture.learned:
        learn(window, strings)
    if picture.question:
        session.apply(edits.ask(session.document, picture.question))
    settle(window)
    window.grab().save(str(to))
    window.hide()


def learn(window: Window, strings: int) -> None:
    """Learn so many strings from new random weights, beside the run before."""
    settle(window)
    view = window.views["learn"]
    view.bar.fresh.click()
    view.room.go(strings)
    while view.training.standing.running:
        settle(window)
    for item in view.runs.tree.findItems("", Qt.MatchFlag.MatchContains)[1:2]:
        item.setSelected(True)


def settle(window: Window) -> None:
    """Until nothing is under way."""
    for _ in range(4):
        loop = QEventLoop()
        QTimer.singleShot(MOMENT, loop.quit)
        loop.exec()
        for part in (window, window.twin):
            if part is not None and part.session is not None and part.hub is not None:
                part.session.wait()
                part.hub.flush()


if __name__ == "__main__":
    main()
