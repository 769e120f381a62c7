"""What the extended Kalman filter knows of the weights: decoupled by units, or global."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rnrviz.network.network import Network
from rnrviz.network.problems import InputError
from rnrviz.network.training.settings import KALMAN, KALMAN_GLOBAL, Settings

GROUPS = {KALMAN: "unit", KALMAN_GLOBAL: "global"}
UNIT, GLOBAL = GROUPS.values()
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
    if kind not in GROUPS.values():
        expected = ", ".join(GROUPS.values())
        raise InputError("{key} is {found!r}; expected {expected}.", key="groups", found=kind, expected=expected)
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


def checked_groups(network: Network, rule: str) -> Groups:
    """Those of a rule. Raises InputError where the covariances do not fit."""
    found = groups(network, GROUPS[rule])
    size = 8.0 * float((found.sizes.astype(float) ** 2).sum())
    if size > LARGEST:
        gigabytes = {"size": size / 2**30, "most": LARGEST / 2**30}
        if rule == KALMAN:
            raise InputError(
                "The covariances of these weights need {size:.1f} GB; {most:.0f} GB are allowed. Fewer units need "
                "less.",
                **gigabytes,
            )
        raise InputError(
            "The covariances of these weights need {size:.1f} GB; {most:.0f} GB are allowed. Those of groups by unit "
            "(kalman) are smaller.",
            **gigabytes,
        )
    return found


def remembered(network: Network, settings: Settings) -> int:
    """How many numbers the covariances of a rule have; 0 for a rule without."""
    return int((groups(network, GROUPS[settings.rule]).sizes ** 2).sum()) if settings.rule in GROUPS else 0


def beginning(known: Groups, p_0: float) -> np.ndarray:
    """The covariances of all groups before the first token, flat: ``p_0`` times the identity."""
    return np.concatenate([p_0 * np.eye(size).ravel() for size in known.sizes])
