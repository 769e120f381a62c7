"""How a cost grows: the points, and the power law through the last of them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

BPTT, RTRL = "BPTT", "RTRL"


@dataclass(frozen=True)
class Growth:
    """Seconds (per instant if ``over`` is n_X, per sequence if it is L), and the power law of the last points."""

    algorithm: str
    over: str
    sizes: tuple[int, ...]
    seconds: tuple[float, ...]
    exponent: float
    factor: float
    first: int

    @property
    def last(self) -> int:
        """The end of the range of the fit; ``first`` is its beginning."""
        return self.sizes[-1]


def doubled(first: int, last: int) -> tuple[int, ...]:
    """first, 2 first, 4 first, ... up to last."""
    return tuple(first * 2**k for k in range(int(math.log2(last / first)) + 1))


def growth(algorithm: str, over: str, sizes: Sequence[int], seconds: Sequence[float]) -> Growth:
    """The points and the power law through the upper half of them, at least two."""
    begin = min(len(sizes) // 2, len(sizes) - 2)
    exponent, factor = power_law(sizes[begin:], seconds[begin:])
    return Growth(algorithm, over, tuple(sizes), tuple(seconds), exponent, factor, sizes[begin])


def power_law(sizes: Sequence[float], seconds: Sequence[float]) -> tuple[float, float]:
    """Exponent a and factor c of seconds = c size^a: least squares of the logarithms."""
    slope, constant = np.polyfit(np.log(sizes), np.log(seconds), 1)
    return float(slope), float(np.exp(constant))
