"""Where the edges of one column come from: the columns that are read, which of them exist, and what is alive there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

FARTHEST = 12


@dataclass(frozen=True)
class Sources:
    """One column at `x` and, by lag, where the columns that it reads stand, and by how much they are narrowed.

    A lag that is missing reads nothing that is drawn: it lies before t = 0 or after the last token. `targets` are the
    signals that are known here, None for all; `symbols` are the one-hot inputs' numbers, by lag; at the lags of
    `ends`, before the first token and after the last, there is no input.
    """

    x: float
    columns: Mapping[int, tuple[float, float]]
    targets: frozenset[str] | None
    symbols: Mapping[int, int]
    ends: frozenset[int] = frozenset()

    def key(self) -> tuple[object, ...]:
        """What makes the edges of two columns look alike, the symbols left out."""
        places = tuple((lag, round(at - self.x, 3), squeeze) for lag, (at, squeeze) in sorted(self.columns.items()))
        return places, self.targets

    def moved(self, by: float) -> Sources:
        """The same columns elsewhere."""
        columns = {lag: (at + by, squeeze) for lag, (at, squeeze) in self.columns.items()}
        return replace(self, x=self.x + by, columns=columns)

    def reach(self, column: float) -> tuple[float, float]:
        """The left and the right edge of all these columns."""
        places = [self.x, *(at for at, _ in self.columns.values())]
        return min(places) - column / 2, max(places) + column / 2
