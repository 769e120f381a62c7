"""Our side of the measurement: the only file of the bench that calls kernels.

``sweeps_of`` runs the sweeps on arrays made beforehand, as a training does; ``functions_of`` runs the public
functions, which check and record everything anew.
"""

from collections.abc import Callable

import numpy as np

from rnrviz.app.bench.cases import Task
from rnrviz.app.bench.results import BPTT, OURS, PUBLIC
from rnrviz.app.bench.timing import Contender
from rnrviz.kernels import sweeps, tangents
from rnrviz.kernels.repeated import Repeated
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
    record, E = np.zeros((program.lags + length + program.leads, program.width)), np.empty(length)
    operations, stages, error, start = program.operations, program.stages, network.error, program.lags
    weights = Weights(operations, network.vector)
    gradient = np.zeros((1, program.size))
    ready = Prepared(network, network.vector, record, tokens, D, counts, gradient)
    arguments, panels = ready.arguments, ready.panels

    def run() -> None:
        gradient[:] = 0.0
        weights.changed()  # as after an update
        sweeps.forward(operations, stages, weights, record, tokens, D, counts, error, E, start, 0, length)
        tangents.tangent(*arguments, 0, length, 0, panels)

    return run, gradient
