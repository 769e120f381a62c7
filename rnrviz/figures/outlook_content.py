"""What the prediction over time shows: both probabilities of every row at every instant."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rnrviz.figures.lanes import RULER, Columns
from rnrviz.figures.style import Style

HEAD, STRIP, GAP = 38.0, 17.0, 5.0
LOWEST = 10.0  # height of a row
Numbers = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Outlook:
    """What shows of the predictions: ``network`` and ``truth`` (instants, rows), NaN where there is none.

    ``bits`` (instants,) is the distance, ``targets`` (instants,) the row of what came next, -1 where nothing did.
    ``reach`` is the last instant that the network has computed; ``chosen`` the row that was chosen by key, or -1.
    """

    labels: tuple[str, ...] = ()
    instants: range = range(1, 1)
    network: Numbers = field(default_factory=lambda: np.zeros((0, 0)))
    truth: Numbers = field(default_factory=lambda: np.zeros((0, 0)))
    bits: Numbers = field(default_factory=lambda: np.zeros(0))
    targets: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    columns: Columns = field(default_factory=lambda: Columns(0, 46, 0))
    cursor: int = 0
    reach: int = 0
    length: int = 0
    compared: bool = True
    chosen: int = -1
    message: str = ""


def needed(rows: int, style: Style) -> float:
    """The least height in which every row can be told from the next."""
    return style.px(HEAD + rows * LOWEST + GAP + STRIP + RULER)
