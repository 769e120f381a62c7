"""The curves of a training: rows that grow while it learns, thinned where they become very many."""

from __future__ import annotations

from typing import final

import numpy as np

COLUMNS = ("strings", "loss", "right", "weights", "gradient", "distance", "farthest", "accepted")
MOST = 3000  # rows: more than any screen has columns


@final
class Course:
    """Rows of COLUMNS, `rnrviz.network.training.gauge.Reading` with the strings learned before and what is accepted.

    One thread adds; what `rows` gave away never changes, so that any other may read it.
    """

    def __init__(self, rows: np.ndarray | None = None) -> None:
        count = 0 if rows is None else len(rows)
        self._room, self._count = np.empty((max(64, 2 * count), len(COLUMNS))), count
        if rows is not None:
            self._room[:count] = rows

    @property
    def rows(self) -> np.ndarray:
        """All of them, (n, columns); where nothing is judged yet, what is accepted is NaN."""
        found = self._room[: self._count]
        found.flags.writeable = False
        return found

    def put(self, row: tuple[float, ...]) -> None:
        """One more, or the last one anew where no string was learned since. Beyond MOST, every second is dropped."""
        if self._count and self._room[self._count - 1, 0] == row[0]:
            self._room = self._room.copy()
            self._count -= 1
        kept = self._room[: self._count]
        if self._count >= MOST:
            kept = kept[::2]
        if len(kept) == len(self._room) or len(kept) < self._count:
            self._room = np.empty((max(64, 2 * len(kept)), len(COLUMNS)))
            self._room[: len(kept)] = kept
            self._count = len(kept)
        self._room[self._count] = row
        self._count += 1
