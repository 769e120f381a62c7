"""How much memory the gradients take beside what any implementation must hold.

Measured by tracemalloc while the public function runs, without the gradient itself, which is the result: of BPTT all
that was held at once at most, of RTRL the arrays in which it works, which are made before the first instant and last to
the end. Python's own objects, a few kB for a network of any size, would be more than the arrays of the smallest. The
weights belong to the network, which also keeps them as the sweeps read them; they are not counted.
"""

import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from math import prod

import numpy as np

from rnrviz.app.bench.cases import Task
from rnrviz.app.bench.results import BPTT, Memory
from rnrviz.network.gradients import bptt, rtrl
from rnrviz.network.trace import Trace

NUMBER = 8  # bytes


def memory_of(algorithm: str, task: Task) -> Memory:
    """BPTT beside the recorded signals; RTRL beside two tables of d(state)/d(parameters)."""
    trace = task.network.run(task.sequence)
    if algorithm == BPTT:
        working, compared = most_of_bptt(trace), trace.record.nbytes
    else:
        working, compared = arrays_of_rtrl(trace), tables(task)
    return Memory(algorithm, task.case.title, len(trace), working - task.network.program.size * NUMBER, compared)


def most_of_bptt(trace: Trace) -> int:
    """The most bytes that BPTT holds at once, with its result."""
    bptt(trace)  # what is made only once, such as compiled kernels, is made now
    with traced():
        bptt(trace)
        return tracemalloc.get_traced_memory()[1]


def arrays_of_rtrl(trace: Trace) -> int:
    """The bytes of the arrays, with its result, that RTRL holds when it tells its progress."""
    found: list[int] = []

    def look(fraction: float) -> None:
        arrays = tracemalloc.DomainFilter(True, np.lib.tracemalloc_domain)
        found.append(sum(one.size for one in tracemalloc.take_snapshot().filter_traces([arrays]).traces))

    rtrl(trace)
    with traced():
        rtrl(trace, progress=look)
    return max(found)


@contextmanager
def traced() -> Iterator[None]:
    """Watch what is allocated."""
    tracemalloc.start()
    try:
        yield
    finally:
        tracemalloc.stop()


def tables(task: Task) -> int:
    """Bytes of two tables (state, parameters): of all that is read with a lag, by all that it depends on."""
    program = task.network.program
    terms = [(e.target, term) for e in task.network.equations for term in e.terms]
    lagged = {source.signal for _, term in terms for source in term.sources if source.lag}
    states = sum(program.signals[name].size for name in lagged)
    read_out = {term.parameter for target, term in terms if target == "Y"}
    parameters = sum(prod(p.shape) for p in program.parameters.values() if p.name not in read_out)
    return 2 * NUMBER * states * parameters
