"""What views ask of a record besides its signals: computed at once when small, else in the background, and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar, final

from rnrviz.document.worker import Progress, Worker
from rnrviz.network.problems import InputError

AT_ONCE = 0.015
Key = tuple[object, ...]
T = TypeVar("T")


@dataclass
class _Slot:
    """One kind of question: the newest one, its answer so far and who computes it."""

    worker: Worker
    key: Key = ()
    answer: Any = None


@final
class Answers:
    """A place for every name; the newest question of a name counts, and its answer is kept until the next one."""

    def __init__(self, on_news: Callable[[], None]) -> None:
        self._on_news = on_news
        self._slots: dict[str, _Slot] = {}

    def get(self, name: str, key: Key, seconds: float, work: Callable[[Progress], T]) -> T | InputError | None:
        """The answer to what `key` says; None while it is computed, the problem where it cannot be.

        `seconds` is how long the work takes, roughly. Keys are compared entry by entry, by identity or equality. The
        work may raise InputError. What it returns must not be changed.
        """
        slot = self._slots.setdefault(name, _Slot(Worker(name, self._on_news)))
        if not _same(slot.key, key):
            slot.key, slot.answer = key, None
            slot.worker.cancel()
            if seconds < AT_ONCE:
                slot.answer = _answered(work, lambda fraction: None)
            else:
                slot.worker.start(lambda progress: _answered(work, progress), lambda found: _take(slot, found))
        answer: T | InputError | None = slot.answer
        return answer

    def forget(self) -> None:
        """The record is another one: nothing that is known or computed is wanted any more."""
        for slot in self._slots.values():
            slot.key, slot.answer = (), None
            slot.worker.cancel()

    def collect(self) -> bool:
        """Take over what the background finished, in the thread of the screen; whether there was anything."""
        return sum(slot.worker.collect() for slot in self._slots.values()) > 0  # every one, not up to the first

    @property
    def workers(self) -> Iterator[Worker]:
        """Who computes."""
        return (slot.worker for slot in self._slots.values())

    @property
    def progress(self) -> float | None:
        """How far the work is that has most to do, from 0 to 1; None when nothing is under way."""
        under_way = [worker.progress for worker in self.workers if worker.busy and worker.progress is not None]
        return min(under_way, default=None)

    def close(self) -> None:
        """Stop the background."""
        for worker in self.workers:
            worker.close()


def _same(a: Key, b: Key) -> bool:
    return len(a) == len(b) and all(x is y or (type(x) is type(y) and _equal(x, y)) for x, y in zip(a, b, strict=True))


def _equal(a: object, b: object) -> bool:
    """Whether two plain values are equal; records and arrays are the same only if they are one."""
    return isinstance(a, (str, int, float, bool, tuple, frozenset)) and a == b


def _answered(work: Callable[[Progress], Any], progress: Progress) -> Any:
    try:
        return work(progress)
    except InputError as problem:
        return problem


def _take(slot: _Slot, found: Any) -> None:
    slot.answer = found
