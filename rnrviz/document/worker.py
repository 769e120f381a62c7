"""One kind of work in the background: the newest counts, what came before is cancelled and dropped."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, final

from rnrviz.network.problems import Cancelled

Progress = Callable[[float], None]
Work = Callable[[Progress], Any]

PATIENCE, OFTEN = 0.3, 0.1
BREATH = 0.08  # longer than a frame: quick steps after each other are painted undisturbed


@final
class Worker:
    """Runs the newest work in a thread; `on_news` is called there when it has a result.

    It begins after a BREATH, in which the screen is painted without the thread taking turns with it.
    Work that takes longer than PATIENCE seconds also calls it when it got on, at most once in OFTEN seconds.
    """

    def __init__(self, name: str, on_news: Callable[[], None]) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._on_news = on_news
        self._lock = threading.Lock()
        self._ticket = 0
        self._future: Future[Any] | None = None
        self._done: list[tuple[Callable[[Any], None], Any, BaseException | None]] = []
        self.progress: float | None = None

    @property
    def busy(self) -> bool:
        """Whether work is under way whose result is still wanted."""
        return self._future is not None

    def start(self, work: Work, accept: Callable[[Any], None]) -> None:
        """Begin; `accept` gets the result when the owner calls `collect`."""
        self.cancel()
        ticket = self._ticket
        self.progress = 0.0
        self._future = self._pool.submit(self._run, ticket, work, accept)

    def cancel(self) -> None:
        """The work under way is no longer wanted."""
        with self._lock:
            self._ticket += 1
            self._done.clear()
        if self._future is not None:
            self._future.cancel()
        self._future, self.progress = None, None

    def collect(self) -> bool:
        """Hand over a finished result, in the caller's thread; whether there was one."""
        with self._lock:
            done, self._done = self._done, []
        for accept, result, error in done:
            self._future, self.progress = None, None
            if error is not None:
                raise error
            accept(result)
        return bool(done)

    def wait(self, timeout: float) -> None:
        """Until the work under way is finished; for tests and for work without a screen."""
        if self._future is not None:
            self._future.result(timeout)

    def close(self) -> None:
        """Cancel and end the thread."""
        self.cancel()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _run(self, ticket: int, work: Work, accept: Callable[[Any], None]) -> None:
        due = time.monotonic() + PATIENCE

        def report(fraction: float) -> None:
            nonlocal due
            if ticket != self._ticket:
                raise Cancelled
            self.progress = fraction
            if time.monotonic() >= due:
                due = time.monotonic() + OFTEN
                self._on_news()

        try:
            time.sleep(BREATH)
            report(0.0)
            result, error = work(report), None
        except Cancelled:
            return
        except Exception as caught:
            caught.add_note(f"In the background: {threading.current_thread().name}")
            result, error = None, caught
        with self._lock:
            if ticket != self._ticket:
                return
            self._done.append((accept, result, error))
        self._on_news()
