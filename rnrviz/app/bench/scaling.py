"""How the cost grows: with n_X per instant, with L per sequence; and the exponents, fitted where they have settled.

The chapter counts n_X^4 multiply-adds an instant for RTRL and n_X^2 for BPTT; both take L times that for a sequence.
"""

from collections.abc import Callable, Sequence

from rnrviz.app.bench.cases import Case, task
from rnrviz.network.measuring.costs import INSTANTS, SMALLEST, SYMBOLS
from rnrviz.network.measuring.growth import BPTT, RTRL, Growth, doubled, growth
from rnrviz.network.measuring.sweeps import sweeps_of
from rnrviz.network.measuring.timing import Effort, Tick, measure

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


def _seconds(rows: Sequence[tuple[str, Case]], effort: Effort, tick: Tick) -> dict[tuple[str, int, int], float]:
    """The median of every row, by algorithm, units and length; all sizes take turns."""
    took = measure([sweeps_of(algorithm, task(case)) for algorithm, case in rows], effort, tick)
    keys = [(algorithm, case.units, case.length) for algorithm, case in rows]
    return {key: found.median for key, found in zip(keys, took, strict=True)}
