"""Distributions of the next symbol, one for every instant of a text, and how far a network is from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

UNKNOWN = -1


@dataclass(frozen=True, eq=False)
class Distributions:
    """Instant t (0-based) has the distribution number ``which[t]``, UNKNOWN where nothing is known of the next symbol.

    Distribution k gives ``weights[begins[k]:begins[k + 1]]`` to the symbols of the same places; what it gives adds up
    to anything above 0: to N where occurrences were counted (``counted``), else to 1. ``size`` is n_V.
    """

    size: int
    which: np.ndarray
    begins: np.ndarray
    symbols: np.ndarray
    weights: np.ndarray
    counted: bool = False

    def __len__(self) -> int:
        return len(self.which)

    def rows(self, first: int = 0, last: int | None = None) -> np.ndarray:
        """Probabilities (last - first, n_V) of the instants first..last, 0-based, NaN where nothing is known."""
        chosen = self.which[first:last]
        table = np.full((len(chosen), self.size), np.nan)
        for row, k in enumerate(chosen.tolist()):
            if k != UNKNOWN:
                part = slice(self.begins[k], self.begins[k + 1])
                table[row] = 0.0
                table[row, self.symbols[part]] = self.weights[part] / self.weights[part].sum()
        return table

    def support(self) -> np.ndarray:
        """Which symbols may come next, (L, n_V); all of them where nothing is known."""
        may = np.zeros((len(self.begins), self.size), bool)  # the last row serves UNKNOWN
        may[-1] = True
        owners = np.repeat(np.arange(len(self.begins) - 1), np.diff(self.begins))
        may[owners, self.symbols] = self.weights > 0
        return np.asarray(may[self.which])

    def counts(self, t: int) -> dict[int, float]:
        """The weights at an instant (0-based) by symbol, n where occurrences were counted; empty where unknown."""
        k = int(self.which[t])
        if k == UNKNOWN:
            return {}
        part = slice(self.begins[k], self.begins[k + 1])
        return dict(zip(self.symbols[part].tolist(), self.weights[part].tolist(), strict=True))

    def total(self, t: int) -> int:
        """N, how many occurrences were counted at an instant (0-based)."""
        return round(sum(self.counts(t).values())) if self.counted else 0


def of_rows(rows: Sequence[Mapping[int, float] | None], size: int) -> Distributions:
    """One distribution for every instant, None where there is none; equal ones are kept once."""
    known: dict[tuple[tuple[int, float], ...], int] = {}
    which = [UNKNOWN if row is None else known.setdefault(tuple(sorted(row.items())), len(known)) for row in rows]
    return of_table(np.array(which, np.int64), [dict(key) for key in known], size)


def of_table(which: np.ndarray, table: Sequence[Mapping[int, float]], size: int) -> Distributions:
    """The distribution number ``which[t]`` of a table at every instant; each gives its symbols their weights."""
    begins = np.cumsum([0, *map(len, table)])
    symbols = np.array([symbol for row in table for symbol in row], np.int64)
    return Distributions(size, which, begins, symbols, np.array([w for row in table for w in row.values()], np.float64))


def probabilities(outputs: np.ndarray) -> np.ndarray:
    """Outputs (..., n_Y) divided by their sum, as in the chapter; NaN in rows where that makes no sense."""
    with np.errstate(all="ignore"):
        total = outputs.sum(axis=-1, keepdims=True)
        good = (outputs >= 0).all(axis=-1, keepdims=True) & np.isfinite(total) & (total > 0)
        return np.where(good, outputs / np.where(good, total, 1.0), np.nan)


def divergence(truth: np.ndarray, network: np.ndarray) -> np.ndarray:
    """Kullback-Leibler divergence D(truth || network) = sum of p log2(p / y) over the last axis, in bits.

    Infinite where the network gives no probability to what may come; NaN where one of the two is not known.
    """
    with np.errstate(all="ignore"):
        terms = np.where(truth == 0, 0.0 * network, truth * (np.log2(truth) - np.log2(network)))
    return np.asarray(np.maximum(terms.sum(axis=-1), 0.0))  # rounding may leave it just below 0


def distance(truth: np.ndarray, network: np.ndarray) -> np.ndarray:
    """Sum of |y - p| over the last axis: 0 where equal, 2 where they have nothing in common."""
    return np.asarray(np.abs(truth - network).sum(axis=-1))
