"""Time and memory of one gradient of Elman networks that grow, one after the other."""

from collections.abc import Callable
from dataclasses import dataclass

from rnrviz.network.measuring.cases import Case, task
from rnrviz.network.measuring.growth import BPTT, RTRL, doubled
from rnrviz.network.measuring.sweeps import sweeps_of, working_bytes
from rnrviz.network.measuring.timing import Effort, Tick, measure

SYMBOLS, SMALLEST = 4, 4
INSTANTS = {BPTT: 64, RTRL: 8}  # over which the cost per instant is taken
BEYOND = 4  # so many times larger are the largest networks of BPTT
EFFORT = Effort(5, 0.02, 6.0)


@dataclass(frozen=True)
class Cost:
    """Seconds per instant (median of several rounds), and bytes of the arrays at work, of a network of n_X states."""

    algorithm: str
    n_X: int
    seconds: float
    bytes: int


def sizes(algorithm: str, largest: int) -> tuple[int, ...]:
    """The n_X that are measured: RTRL up to ``largest``, BPTT up to four times as many."""
    return doubled(SMALLEST, largest if algorithm == RTRL else BEYOND * largest)


def costs(largest: int, tell: Callable[[Cost], None], tick: Tick) -> None:
    """Measure from small to large; ``tell`` is called with every result, ``tick`` with the fraction done."""
    rows = sorted(((n, a) for a in (RTRL, BPTT) for n in sizes(a, largest)), key=lambda row: row[0])
    for done, (n, algorithm) in enumerate(rows):
        share = done / len(rows)
        tick(share)
        tell(cost(algorithm, n, EFFORT, lambda part, share=share: tick(share + part / len(rows))))  # type: ignore[misc]
    tick(1.0)


def cost(algorithm: str, n: int, effort: Effort, tick: Tick) -> Cost:
    """Forward and gradient of one network over a random sequence."""
    length = INSTANTS[algorithm]
    work = task(Case("elman", SYMBOLS, n, 1, length))
    taken = measure([sweeps_of(algorithm, work)], effort, tick)[0]
    return Cost(algorithm, n, taken.median / length, working_bytes(algorithm, work))
