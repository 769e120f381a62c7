"""How the cost grows: with n_X per instant, with L per sequence; and the exponents, fitted where they have settled.

The chapter counts n_X^4 multiply-adds an instant for RTRL and n_X^2 for BPTT; both take L times that for a sequence.
"""

import math
from collections.abc import Callable, Sequence

import numpy as np

from rnrviz.app.bench.cases import Case, task
from rnrviz.app.bench.ours import sweeps_of
from rnrviz.app.bench.results import BPTT, RTRL, Growth
from rnrviz.app.bench.timing import Effort, Tick, measure

SYMBOLS, SMALLEST = 4, 4
INSTANTS = {BPTT: 64, RTRL: 8}  # over which the cost per instant is taken
UNITS = 16  # of the network whose sequences grow
SHORTEST, LONGEST = 16, 2048
N_X, LENGTH = "n_X", "L"


def scale(largest: int, effort: Effort, tell: Callable[[Growth], None], tick: Tick) -> None:
    """Measure Elman networks: RTRL up to ``largest`` states, BPTT up to four times as many; then sequences."""
    sizes = {RTRL: doubled(SMALLEST, largest), BPTT: doubled(SMALLEST, 4 * largest)}
    longest = min(LONGEST, SHORTEST * largest)
    lengths = doubled(SHORTEST, longest)
    states = [(a, Case("elman", SYMBOLS, n, 1, INSTANTS[a])) for a in sizes for n in sizes[a]]
    strings = [(a, Case("elman", SYMBOLS, UNITS, 1, length)) for a in (RTRL, BPTT) for length in lengths]
    took = _seconds(states, effort, lambda part: tick(0.8 * part))
    for algorithm in (RTRL, BPTT):
        each = [took[algorithm, n, INSTANTS[algorithm]] / INSTANTS[algorithm] for n in sizes[algorithm]]
        tell(growth(algorithm, N_X, sizes[algorithm], each))
    took = _seconds(strings, effort, lambda part: tick(0.8 + 0.2 * part))
    for algorithm in (RTRL, BPTT):
        tell(growth(algorithm, LENGTH, lengths, [took[algorithm, UNITS, length] for length in lengths]))


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


def _seconds(rows: Sequence[tuple[str, Case]], effort: Effort, tick: Tick) -> dict[tuple[str, int, int], float]:
    """The median of every row, by algorithm, units and length; all sizes take turns."""
    took = measure([sweeps_of(algorithm, task(case)) for algorithm, case in rows], effort, tick)
    keys = [(algorithm, case.units, case.length) for algorithm, case in rows]
    return {key: found.median for key, found in zip(keys, took, strict=True)}
