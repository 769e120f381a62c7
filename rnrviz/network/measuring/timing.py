"""Who takes how long: contenders take turns, round after round, so that what disturbs one disturbs all."""

import gc
import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

FEWEST = 3
Tick = Callable[[float], None]
Taken = tuple[float, float]  # seconds of the clock and of the processor, a call


@dataclass(frozen=True)
class Times:
    """Seconds a call: median, least and greatest of the rounds; and how many cores were busy, on the average."""

    median: float
    least: float
    greatest: float
    rounds: int = 1
    cores: float = 1.0


@dataclass(frozen=True)
class Contender:
    """``run`` does the work once; ``gradient`` does it and returns dE/dW, (P,) in the order of our parameters."""

    name: str
    run: Callable[[], object]
    gradient: Callable[[], np.ndarray] | None = None


@dataclass(frozen=True)
class Effort:
    """So many rounds, each contender busy for so many seconds in each; fewer rounds if that would pass ``most``."""

    rounds: int = 15
    seconds: float = 0.02
    most: float = 40.0


def measure(contenders: Sequence[Contender], effort: Effort, tick: Tick = lambda fraction: None) -> list[Times]:
    """How long a call of each takes; ``tick`` is told the fraction done."""
    calls = [_calls(contender, effort.seconds) for contender in contenders]
    took: list[list[Taken]] = [[] for _ in contenders]
    collecting = gc.isenabled()
    gc.disable()
    begin = time.perf_counter()
    try:
        for done in range(effort.rounds):
            for k in range(len(contenders)):
                turn = (k + done) % len(contenders)
                took[turn].append(_taken(contenders[turn].run, calls[turn]))
            passed = time.perf_counter() - begin
            tick((done + 1) / effort.rounds)
            if done + 1 >= FEWEST and passed * (done + 2) / (done + 1) > effort.most:
                break
    finally:
        if collecting:
            gc.enable()
    return [summary(each) for each in took]


def summary(took: Sequence[Taken]) -> Times:
    """Median, least and greatest."""
    seconds = [wall for wall, _ in took]
    cores = sum(cpu for _, cpu in took) / sum(seconds)
    return Times(statistics.median(seconds), min(seconds), max(seconds), len(seconds), cores)


def _calls(contender: Contender, seconds: float) -> int:
    """How many calls fill the time. The first call, which may compile, does not count."""
    contender.run()
    one = _taken(contender.run, 1)[0]
    if one < seconds:  # the caches are warm by now
        one = min(one, _taken(contender.run, 1)[0])
    return max(1, math.ceil(seconds / max(one, 1e-9)))


def _taken(run: Callable[[], object], calls: int) -> Taken:
    busy, begin = time.process_time(), time.perf_counter()
    for _ in range(calls):
        run()
    wall = time.perf_counter() - begin
    return wall / calls, (time.process_time() - busy) / calls
