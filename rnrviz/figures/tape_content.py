"""What is on the tape, and the rows in which it is set."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

TIME, CHIP, TARGET, GUESS, BAR = 17.0, 30.0, 20.0, 20.0, 19.0
TOP, SEAM, UNKNOWN = 5.0, 5.0, 15.0


@dataclass(frozen=True, eq=False)
class Tape:
    """What is on the tape. `tokens` are all that was typed; the first `length` can be read.

    `targets` and `guesses` (length,) are numbers of `symbols`, -1 for none; `sure` the guess's probability.
    `unknown` and `refused` are 0-based places: read as UNK, and not readable. `coded` says that UNK exists,
    `probable` that outputs can be read as probabilities, `computed` that there are outcomes at all.
    """

    tokens: tuple[str, ...]
    length: int
    symbols: tuple[str, ...]
    targets: NDArray[np.int64]
    guesses: NDArray[np.int64]
    sure: NDArray[np.float64]
    unknown: frozenset[int] = frozenset()
    refused: frozenset[int] = frozenset()
    problem: str = ""
    coded: bool = False
    probable: bool = True
    computed: bool = True


@dataclass(frozen=True)
class Rows:
    """Where the rows of the tape stand, in pixels."""

    time: QRectF
    chip: QRectF
    unknown: QRectF
    target: QRectF
    guess: QRectF
    bar: QRectF

    @property
    def height(self) -> float:
        """All rows together."""
        return self.bar.bottom() + self.time.top()


def rows(scale: float, coded: bool) -> Rows:
    """The rows for a text size; `coded` makes room for UNK under the chips."""
    areas: list[QRectF] = []
    y = TOP
    for height in (TIME, CHIP, UNKNOWN if coded else SEAM, TARGET, GUESS, BAR):
        areas.append(QRectF(0, y * scale, 0, height * scale))
        y += height
    return Rows(*areas)


def visible(token: str) -> str:
    """A token as it can be seen: what has no ink of its own is named by its code."""
    return token if token.isprintable() else "".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in token)
