"""Learning from the gradient of whole strings: descent, Adam, RMSprop."""

from typing import final

import numpy as np

from rnrviz.kernels import block_learning, learning
from rnrviz.kernels import table as c
from rnrviz.kernels.sweeps import Weights, space
from rnrviz.network.network import Network
from rnrviz.network.tasks.strings import Strings
from rnrviz.network.training.blocks import blocks
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
        self._blocks = None if settings.every else blocks(program, task.longest)

    def begin(self, state: State) -> State:
        """There is nothing more to remember."""
        return state

    def learn(self, state: State, piece: np.ndarray, before: int, more: int) -> int:
        """See `rnrviz.network.training.descent.Way`; the rate stays the same from check to check."""
        program, task, fast = self._network.program, self._task, self._blocks
        weights = Weights(program.operations, state.vector).w
        strings = task.tokens, task.targets, task.counts, task.begins, piece, self._network.error
        kept = state.first, state.second, state.waiting, state.updates, self._settings.row(before), self._losses
        if fast is not None:
            return int(
                block_learning.learn(
                    fast.plan, program.operations, state.vector, weights, fast.packed, fast.values, self._record,
                    self._adjoints, self._room, *strings, program.lags, *kept,
                )
            )  # fmt: skip
        return int(
            learning.learn(
                program.operations, program.stages, state.vector, weights, self._record, self._adjoints, self._room,
                *strings, program.lags, program.leads, *kept,
            )
        )  # fmt: skip
