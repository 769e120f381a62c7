"""What a network says to the strings of a task, all of them one after the other, each from the initial state."""

import numpy as np

from rnrviz.kernels import strings as kernel
from rnrviz.network.network import Network
from rnrviz.network.tasks.strings import Strings


def outputs(network: Network, strings: Strings, signal: str = "y") -> tuple[np.ndarray, np.ndarray]:
    """The signal at all instants (N, its size) and the errors E[t] (N,), NaN without a target.

    The strings must be of the network's vocabulary.
    """
    program, weights, shown = network.program, network.weights, network.program.signals[signal]
    record = np.zeros((program.lags + strings.longest + program.leads, program.width))
    errors, values = np.empty(len(strings.tokens)), np.empty((len(strings.tokens), shown.size))
    kernel.forward(
        program.operations, program.stages, weights.w, weights.ahead, record, strings.tokens, strings.targets,
        strings.counts, strings.begins, network.error, errors, values, shown.offset, program.lags, program.leads,
    )  # fmt: skip
    return values, errors
