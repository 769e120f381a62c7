"""The sweeps on arrays made beforehand, as a training runs them, and the memory of these arrays."""

from collections.abc import Callable

import numpy as np

from rnrviz.kernels.repeated import Repeated, RepeatedRTRL
from rnrviz.kernels.sweeps import Weights
from rnrviz.network.measuring.cases import Task
from rnrviz.network.measuring.growth import BPTT
from rnrviz.network.measuring.timing import Contender
from rnrviz.network.prepared import Prepared
from rnrviz.network.trace import next_symbols

OURS = "rnrviz"


def sweeps_of(algorithm: str, task: Task) -> Contender:
    """Forward and BPTT, or forward and RTRL, over the whole sequence."""
    run, gradient = _bptt(task) if algorithm == BPTT else _rtrl(task)

    def once() -> np.ndarray:
        run()
        return gradient.ravel().copy()

    return Contender(OURS, run, once)


def working_bytes(algorithm: str, task: Task) -> int:
    """Bytes of the arrays that the sweeps are given; the weights and the gradient are not counted.

    RTRL keeps its sensitivities from instant to instant, as is needed where tokens arrive one at a time.
    """
    run, gradient = _bptt(task) if algorithm == BPTT else _rtrl(task, keep=True)
    held: tuple[np.ndarray, ...] = vars(run)["kept"]
    return sum(array.nbytes for array in held) - task.network.vector.nbytes - gradient.nbytes


def _bptt(task: Task) -> tuple[Callable[[], None], np.ndarray]:
    repeated = _repeated(task)
    return repeated.run, repeated.gradient


def _repeated(task: Task) -> Repeated:
    network, program, tokens = task.network, task.network.program, task.tokens
    D, counts = next_symbols(network, task.sequence)
    return Repeated(
        (program.operations, program.stages, network.error), network.vector, (tokens, D, counts),
        (program.lags, program.leads, program.width),
    )  # fmt: skip


def _rtrl(task: Task, keep: bool = False) -> tuple[Callable[[], None], np.ndarray]:
    program, ready = task.network.program, _prepared(task, keep)
    repeated = RepeatedRTRL(
        program.operations, program.stages, ready.weights, ready.arguments, len(task.sequence), ready.panels
    )  # fmt: skip
    return repeated.run, ready.out


def _prepared(task: Task, keep: bool) -> Prepared:
    network, program, length = task.network, task.network.program, len(task.sequence)
    D, counts = next_symbols(network, task.sequence)
    record = np.zeros((program.lags + length + program.leads, program.width))
    weights, gradient = Weights(program.operations, network.vector), np.zeros((1, program.size))
    return Prepared(network, weights, record, task.tokens, D, counts, gradient, keep)
