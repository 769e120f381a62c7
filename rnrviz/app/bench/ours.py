"""Our side of the measurement: the sweeps on arrays made beforehand, and the public functions.

The latter check and record everything anew.
"""

import numpy as np

from rnrviz.app.bench.cases import Task
from rnrviz.app.bench.results import BPTT, PUBLIC
from rnrviz.network.gradients import bptt, rtrl
from rnrviz.network.measuring.sweeps import sweeps_of as sweeps_of
from rnrviz.network.measuring.timing import Contender


def functions_of(algorithm: str, task: Task) -> Contender:
    """The same through `Network.run` and `bptt` or `rtrl`."""
    method = bptt if algorithm == BPTT else rtrl

    def once() -> np.ndarray:
        return method(task.network.run(task.sequence)).vector

    return Contender(PUBLIC, once, once)
