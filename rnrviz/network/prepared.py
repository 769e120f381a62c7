"""RTRL made ready to run: everything that the kernel needs, allocated once."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rnrviz.kernels import tangents
from rnrviz.kernels.sweeps import Weights
from rnrviz.network.network import Network
from rnrviz.network.problems import InputError
from rnrviz.network.trace import LARGEST
from rnrviz.network.workspace import workspace


@dataclass(frozen=True, eq=False)
class Prepared:
    """RTRL of a recorded run; ``carry`` adds dE[t]/dW to ``out``.

    ``record``, ``tokens`` (L,), ``targets`` (L, n_Y) and ``counts`` (L,) are as in a `rnrviz.network.trace.Trace`.
    ``out`` (L, P) takes the gradient of every E[t], (1, P) their sum. With
    ``keep`` the tangents are kept between calls, which then go on where the last one ended, as is needed where the
    weights change or tokens arrive meanwhile; else every call begins at ``first`` with zeros, and needs next to no
    memory. Raises InputError for a network that looks ahead, and when there is no room for what is to be kept.
    """

    network: Network
    weights: Weights
    record: np.ndarray
    tokens: np.ndarray
    targets: np.ndarray
    counts: np.ndarray
    out: np.ndarray
    keep: bool = False

    def __post_init__(self) -> None:
        if self.network.program.leads:
            raise InputError(
                "RTRL does not apply to this network: it goes forward with the tokens, and here the output at t "
                "depends on tokens that come after t."
            )
        size = self.network.program.carried.kept_size * 8 if self.keep else 0
        if size > LARGEST:
            raise InputError(
                "RTRL of this network needs {size:.0f} GB for its sensitivities; {most:.0f} GB are allowed.",
                size=size / 2**30,
                most=LARGEST / 2**30,
            )

    @property
    def panels(self) -> int:
        """The number of panels of parameters, which are independent of one another."""
        return self.network.program.carried.panels

    @cached_property
    def arguments(self) -> tuple[object, ...]:
        """Those of `rnrviz.kernels.tangents.tangent` before the instants and the panels."""
        program, weights = self.network.program, self.weights
        plan, *work, C = workspace(program.carried, len(self.tokens), program.width, self.keep)
        data = self.tokens, self.targets, self.counts, self.network.error
        read = weights.w, weights.back, self.record
        return *program.carried.tables, plan, *read, *work, C, *data, self.out, program.lags

    def carry(self, first: int, last: int, panels: tuple[int, int] | None = None) -> None:
        """Go through the instants first..last-1 (0-based) with the panels, half-open; all if None.

        What an instant's own weights contribute comes with panel 0.
        """
        tangents.tangent(*self.arguments, first, last, *(panels or (0, self.panels)))
