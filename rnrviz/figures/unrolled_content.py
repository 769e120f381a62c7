"""What the unrolled network shows: a structure, its weights, and the values of its units at every instant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnrviz.figures.network_layout import Structure


@dataclass(frozen=True, eq=False)
class Content:
    """What is drawn. `values` by signal, (L, units); `active` (L,) the one-hot input's symbol, else None.

    `tokens` names the units of the input and the output where these stand for symbols.
    """

    structure: Structure
    parameters: Mapping[str, NDArray[Any]]
    values: Mapping[str, NDArray[np.float64]]
    length: int
    active: NDArray[np.int64] | None = None
    tokens: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def computed(self) -> bool:
        """Whether the network has been run over the text."""
        return bool(self.values)

    @cached_property
    def limits(self) -> dict[str, float]:
        """The value with the strongest colour, by signal: 1, or the largest one where values go beyond."""
        return {band.signal: _limit(self.values.get(band.signal)) for band in self.structure.bands}


def _limit(values: NDArray[np.float64] | None) -> float:
    if values is None or not values.size:
        return 1.0
    largest = float(max(values.max(), -values.min()))
    if np.isfinite(largest):
        return max(1.0, largest)
    finite = np.abs(values[np.isfinite(values)])
    return max(1.0, float(finite.max())) if finite.size else 1.0
