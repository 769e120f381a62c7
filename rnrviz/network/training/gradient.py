"""Learning from the gradient of whole strings: descent, Adam, RMSprop."""

from typing import final

import numpy as np

from rnrviz.kernels import learning
from rnrviz.kernels import table as c
from rnrviz.kernels.sweeps import Weights, space
from rnrviz.network.network import Network
from rnrviz.network.tasks.strings import Strings
from rnrviz.network.training.draws import PIECE
from rnrviz.network.training.settings import Settings
from rnrviz.network.training.state import State


@final
class ByGradient:
    """BPTT through every string, and an update after every batch."""

    def __init__(self, network: Network, task: Strings, settings: Settings, piece: int = PIECE) -> None:
        program = network.program
        self._network, self._task, self._settings = network, task, settings
        self._record = np.zeros((program.lags + task.longest + program.leads, program.width))
        self._adjoints = np.zeros_like(self._record)
        self._room = space(int(program.operations[0, c.ROOM]))
        self._losses = np.zeros(piece)

    def begin(self, state: State) -> State:
        """There is nothing more to remember."""
        return state

    def learn(self, state: State, piece: np.ndarray, before: int, more: int) -> int:
        """See `rnrviz.network.training.descent.Way`; the rate stays the same from check to check."""
        program, task, error = self._network.program, self._task, self._network.error
        weights = Weights(program.operations, state.vector).w
        return int(
            learning.learn(
                program.operations, program.stages, state.vector, weights, self._record, self._adjoints, self._room,
                task.tokens, task.targets, task.counts, task.begins, piece, error, program.lags, program.leads,
                state.first, state.second, state.waiting, state.updates, self._settings.row(before), self._losses,
            )
        )  # fmt: skip
