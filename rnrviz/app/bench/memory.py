"""How much memory the gradients take beside what any implementation must hold.

Measured by tracemalloc, which sees the arrays of numpy and those that kernels make: the most that was held at any
moment while the public function ran, the gradient itself, which is the result, left out. The weights belong to the
network, which also keeps them as the sweeps read them; they are not counted.
"""

import tracemalloc
from math import prod

from rnrviz.app.bench.cases import Task
from rnrviz.app.bench.results import BPTT, Memory
from rnrviz.network.gradients import bptt, rtrl

NUMBER = 8  # bytes


def memory_of(algorithm: str, task: Task) -> Memory:
    """BPTT beside the recorded signals; RTRL beside two tables of d(state)/d(parameters)."""
    trace = task.network.run(task.sequence)
    method = bptt if algorithm == BPTT else rtrl
    method(trace)  # what is made only once, such as compiled kernels, is made now
    tracemalloc.start()
    try:
        result = method(trace)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    compared = trace.record.nbytes if algorithm == BPTT else tables(task)
    return Memory(algorithm, task.case.title, len(trace), most - result.vector.nbytes, compared)


def tables(task: Task) -> int:
    """Bytes of two tables (state, parameters): of all that is read with a lag, by all that it depends on."""
    program = task.network.program
    terms = [(e.target, term) for e in task.network.equations for term in e.terms]
    lagged = {source.signal for _, term in terms for source in term.sources if source.lag}
    states = sum(program.signals[name].size for name in lagged)
    read_out = {term.parameter for target, term in terms if target == "Y"}
    parameters = sum(prod(p.shape) for p in program.parameters.values() if p.name not in read_out)
    return 2 * NUMBER * states * parameters
