"""Learning with the extended Kalman filter, decoupled by units or global."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from rnrviz.kernels import kalman
from rnrviz.kernels import table as c
from rnrviz.kernels.sweeps import Weights, space
from rnrviz.network.network import Network
from rnrviz.network.problems import InputError
from rnrviz.network.tasks.strings import Strings

GROUPS = UNIT, GLOBAL = "unit", "global"
LARGEST = 2**30  # bytes of covariances


@dataclass(frozen=True, eq=False)
class Groups:
    """Group g is ``members[bounds[g]:bounds[g + 1]]``, places in the flat vector; ``places``: of its covariance."""

    members: np.ndarray
    bounds: np.ndarray
    places: np.ndarray

    @property
    def sizes(self) -> np.ndarray:
        """How many weights each has."""
        return np.diff(self.bounds)


def groups(network: Network, kind: str = UNIT) -> Groups:
    """The weights that end in one unit together ("unit"), or all ("global").

    A trained embedding has a group for every token. Raises InputError for another kind.
    """
    if kind not in GROUPS:
        raise InputError(
            "{key} is {found!r}; expected {expected}.", key="groups", found=kind, expected=", ".join(GROUPS)
        )
    owner = np.zeros(network.program.size, np.int64)
    known: dict[tuple[str, int], int] = {}
    target = {t.parameter: equation.target for equation in network.equations for t in equation.terms if t.parameter}
    for parameter in network.program.parameters.values():
        if parameter.trained and kind == UNIT:
            rows = np.arange(parameter.size) // (parameter.size // parameter.shape[0])
            name = target.get(parameter.name, parameter.name)
            numbers = [known.setdefault((name, row), len(known)) for row in range(parameter.shape[0])]
            owner[parameter.slice] = np.array(numbers)[rows]
    sizes = np.bincount(owner)
    places = np.concatenate([[0], np.cumsum(sizes**2)[:-1]])
    return Groups(np.argsort(owner, kind="stable"), np.concatenate([[0], np.cumsum(sizes)]), places)


@dataclass(eq=False)
class Filter:
    """A network that learns; ``vector`` has its weights of now.

    The covariance of the weights begins as ``p_0`` times the identity. Raises InputError for a network that looks
    ahead, whose weights cannot be corrected after every token, and where the covariances do not fit.
    """

    network: Network
    kind: str = UNIT
    p_0: float = 100.0
    vector: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        if self.network.program.leads:
            raise InputError("The Kalman filter goes forward with the tokens; this network looks ahead.")
        self.vector = self.network.vector.copy()
        size = 8.0 * float((self.groups.sizes.astype(float) ** 2).sum())
        if size > LARGEST:
            raise InputError(
                "The covariances of these weights need {size:.0f} GB; {most:.0f} GB are allowed. Those of groups by "
                "unit are smaller.",
                size=size / 2**30,
                most=LARGEST / 2**30,
            )

    @cached_property
    def groups(self) -> Groups:
        """What is taken to be independent."""
        return groups(self.network, self.kind)

    @cached_property
    def covariance(self) -> np.ndarray:
        """Of all groups, flat."""
        return np.concatenate([self.p_0 * np.eye(size).ravel() for size in self.groups.sizes])

    @property
    def learned(self) -> Network:
        """The network with the weights of now."""
        return self.network.with_vector(self.vector.copy())

    def learn(self, strings: Strings, order: np.ndarray, r: float, q: float) -> np.ndarray:
        """Go through the strings of these numbers, each from the initial state; the loss of each.

        ``r`` is the variance of the measurement, ``q`` what every token adds to that of a weight. It ends early, with
        fewer losses, when one is not finite.
        """
        program, losses = self.network.program, np.zeros(len(order))
        record = np.zeros((program.lags + strings.longest, program.width))
        done = kalman.filtered(
            program.operations, program.stages, self.vector, Weights(program.operations, self.vector).w, record,
            np.zeros_like(record), space(int(program.operations[0, c.ROOM])), strings.tokens, strings.targets,
            strings.counts, strings.begins, np.asarray(order, np.int64), self.network.error, program.lags,
            self.groups.members, self.groups.bounds, self.groups.places, self.covariance, np.array([r, q]), losses,
        )  # fmt: skip
        return losses[:done]
