"""Our side of the measurement: the only file of the bench that calls kernels.

``sweeps_of`` runs the sweeps on arrays made beforehand, as a training does; ``functions_of`` runs the public
functions, which check and record everything anew.
"""

from collections.abc import Callable

import numpy as np

from rnrviz.app.bench.cases import Task
from rnrviz.app.bench.results import BPTT, OURS, PUBLIC
from rnrviz.app.bench.timing import Contender
from rnrviz.kernels.repeated import Repeated, RepeatedRTRL
from rnrviz.kernels.sweeps import Weights
from rnrviz.network.gradients import bptt, rtrl
from rnrviz.network.prepared import Prepared
from rnrviz.network.trace import next_symbols


def sweeps_of(algorithm: str, task: Task) -> Contender:
    """Forward and BPTT, or forward and RTRL, over the whole sequence."""
    run, gradient = _bptt(task) if algorithm == BPTT else _rtrl(task)

    def once() -> np.ndarray:
        run()
        return gradient.ravel().copy()

    return Contender(OURS, run, once)


def functions_of(algorithm: str, task: Task) -> Contender:
    """The same through `Network.run` and `bptt` or `rtrl`."""
    method = bptt if algorithm == BPTT else rtrl

    def once() -> np.ndarray:
        return method(task.network.run(task.sequence)).vector

    return Contender(PUBLIC, once, once)


def _bptt(task: Task) -> tuple[Callable[[], None], np.ndarray]:
    network, program, tokens = task.network, task.network.program, task.tokens
    D, counts = next_symbols(network, task.sequence)
    repeated = Repeated(
        (program.operations, program.stages, network.error), network.vector, (tokens, D, counts),
        (program.lags, program.leads, program.width),
    )  # fmt: skip
    return repeated.run, repeated.gradient


def _rtrl(task: Task) -> tuple[Callable[[], None], np.ndarray]:
    network, program, tokens, length = task.network, task.network.program, task.tokens, len(task.sequence)
    D, counts = next_symbols(network, task.sequence)
    record = np.zeros((program.lags + length + program.leads, program.width))
    weights, gradient = Weights(program.operations, network.vector), np.zeros((1, program.size))
    ready = Prepared(network, weights, record, tokens, D, counts, gradient)
    repeated = RepeatedRTRL(
        program.operations, program.stages, weights, ready.arguments, length, ready.panels
    )  # fmt: skip
    return repeated.run, gradient
