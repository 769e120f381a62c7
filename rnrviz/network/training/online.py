"""Learning from every token: the Kalman filter, and descent along the gradient of E[t] by RTRL."""

from dataclasses import replace
from typing import final

import numpy as np

from rnrviz.kernels import online
from rnrviz.kernels import table as c
from rnrviz.kernels.slopes import ERROR
from rnrviz.kernels.sweeps import Weights, space
from rnrviz.network.network import Network
from rnrviz.network.problems import InputError
from rnrviz.network.rows import reads
from rnrviz.network.tasks.strings import Strings
from rnrviz.network.training.draws import PIECE
from rnrviz.network.training.kalman import GROUPS, Groups, beginning, checked_groups
from rnrviz.network.training.settings import Settings
from rnrviz.network.training.state import State

NONE = Groups(*np.zeros((3, 1), np.int64))


@final
class ByToken:
    """The weights change after every token that has a target.

    Raises InputError for a network that looks ahead, and as `rnrviz.network.training.kalman.checked_groups`.
    """

    def __init__(self, network: Network, task: Strings, settings: Settings, piece: int = PIECE) -> None:
        program = network.program
        if program.leads:
            raise InputError("Learning from every token goes forward with the tokens; this network looks ahead.")
        self.filters = settings.rule in GROUPS
        self.groups = checked_groups(network, settings.rule) if self.filters else NONE
        self._network, self._task, self._settings = network, task, settings
        self._columns = columns(network, self.filters)
        self._record = np.zeros((program.lags + task.longest, program.width))
        self._adjoints = np.zeros_like(self._record)
        self._room = space(int(program.operations[0, c.ROOM]))
        self.losses = np.zeros(piece)

    def begin(self, state: State) -> State:
        """With the covariances, where there are any."""
        if state.covariance.size or not self.filters:
            return state
        return replace(state, covariance=beginning(self.groups, self._settings.p_0))

    def learn(self, state: State, piece: np.ndarray, before: int, more: int) -> int:
        """See `rnrviz.network.training.descent.Way`; alpha and the variances change from string to string."""
        program, task, known = self._network.program, self._task, self.groups
        weights = Weights(program.operations, state.vector).w
        return int(
            online.learn(
                program.operations, program.stages, state.vector, weights, self._record, self._adjoints, self._room,
                task.tokens, task.targets, task.counts, task.begins, np.asarray(piece, np.int64), self._network.error,
                program.lags, *self._columns, known.members, known.bounds, known.places, state.covariance, state.first,
                state.second, state.updates, self._settings.by_token(before + more, self.filters), self.losses,
            )
        )  # fmt: skip


def columns(network: Network, filters: bool) -> tuple[np.ndarray, np.ndarray]:
    """Those of a row of the record whose slopes are wanted, and of these those that are read at a later instant.

    First come the outputs for the filter, else the error.
    """
    program = network.program
    lagged = np.zeros(program.width, bool)
    for where in (where for row in program.operations for where, lag, _ in reads(row) if lag):
        lagged[where] = True
    carried, y = np.flatnonzero(lagged), program.signals["y"]
    wanted = np.arange(y.offset, y.offset + y.size) if filters else np.array([ERROR])
    return np.concatenate([wanted, carried]), carried
