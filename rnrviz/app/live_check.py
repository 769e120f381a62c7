"""A text of equations is understood while it is written, in a thread of its own; the newest text counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import final

from PySide6.QtCore import QObject, QTimer, Signal

from rnrviz.document.worker import Worker
from rnrviz.network import own
from rnrviz.network.equations import Config
from rnrviz.network.problems import InputError
from rnrviz.network.vocabulary import Vocabulary

PAUSE = 120  # milliseconds without a key


@dataclass(frozen=True)
class Wish:
    """What is to be understood."""

    text: str
    config: Config
    tokens: tuple[str, ...]
    embedding: str
    loss: str


@dataclass(frozen=True)
class Answer:
    """What came of it: a reading or a problem, and where the problem is."""

    wish: Wish
    reading: own.Reading | None = None
    problem: InputError | None = None
    place: own.Place | None = None


def understand(wish: Wish) -> Answer:
    """Read the text with its settings as the network would be made."""
    try:
        vocabulary = Vocabulary(wish.tokens)
        reading = own.read(wish.text, wish.config, len(vocabulary), wish.embedding)
        own.check_output(reading, len(vocabulary), wish.loss)
        return Answer(wish, reading)
    except InputError as error:
        return Answer(wish, None, error, own.place(wish.text, error))


@final
class LiveCheck(QObject):
    """`ask` it often; `on_answer` hears, in the window's thread, of the newest question only."""

    _news = Signal()

    def __init__(self, wish: Callable[[], Wish], on_answer: Callable[[Answer], None], parent: QObject) -> None:
        super().__init__(parent)
        self._wish, self._on_answer = wish, on_answer
        self._worker = Worker("equations", self._news.emit)
        self._news.connect(self._worker.collect)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._begin)

    @property
    def waiting(self) -> bool:
        """Whether an answer is still to come."""
        return self._pause.isActive() or self._worker.busy

    def ask(self) -> None:
        """Something changed: look at it when the keys rest."""
        self._worker.cancel()
        self._pause.start()

    def close(self) -> None:
        """No more answers."""
        self._pause.stop()
        self._worker.close()

    def _begin(self) -> None:
        wish = self._wish()
        self._worker.start(lambda _progress: understand(wish), self._on_answer)
