"""How a training stands, for all who show it or keep it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from rnrviz.document.course import COLUMNS

if TYPE_CHECKING:
    from rnrviz.network.problems import InputError
    from rnrviz.network.training.state import Progress

NOT_FINITE, EXPLODED = "not finite", "exploded"


@dataclass(frozen=True, eq=False)
class Standing:
    """How a training stands: its progress, whether it runs, strings per second while it does, its curves.

    ``rows`` are those of `Course`. ``fault`` says what went wrong: NOT_FINITE, EXPLODED or nothing; then the progress
    is that of the last good weights. ``problem`` is why nothing could be learned, such as want of memory.
    """

    progress: Progress
    running: bool = False
    speed: float = 0.0
    rows: np.ndarray = field(default_factory=lambda: np.zeros((0, len(COLUMNS))))
    fault: str = ""
    problem: InputError | None = None

    @property
    def finished(self) -> bool:
        """Whether it cannot go on: it has diverged."""
        return self.progress.diverged
