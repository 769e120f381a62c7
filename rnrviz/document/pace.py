"""When it is time again for work that must not take more than its share of the time."""

from __future__ import annotations

import time
from types import TracebackType
from typing import final


@final
class Pace:
    """Work done `with` it is due again after ``least`` seconds, later where it took long: never above its ``share``."""

    def __init__(self, least: float, share: float) -> None:
        self._least, self._share = least, share
        self._began, self._next = 0.0, time.monotonic() + least

    def due(self) -> bool:
        """Whether it is time. Where the work itself is not timed, the next time is from now."""
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = max(self._next + self._least, now)  # late once, the next time is not later for that
        return True

    def __enter__(self) -> None:
        self._began = time.monotonic()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        now = time.monotonic()
        self._next = now + max(self._least, (now - self._began) / self._share)
