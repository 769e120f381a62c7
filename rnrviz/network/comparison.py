"""Two gradients side by side: how equal they are."""

from dataclasses import dataclass, field

import numpy as np

from rnrviz.network.gradients import Gradients
from rnrviz.network.problems import InputError


@dataclass(frozen=True)
class Difference:
    """How far one parameter's gradients are apart, and where the largest absolute difference is."""

    name: str
    largest_absolute: float
    largest_relative: float
    index: tuple[int, ...]


@dataclass(frozen=True)
class Comparison:
    """Two gradients side by side. ``relative`` = |a - b| / max(|a|, |b|), Euclidean, over all parameters."""

    relative: float
    rows: tuple[Difference, ...] = field(default=())

    def equal(self, tolerance: float = 1e-12) -> bool:
        """Whether the relative difference is within the tolerance; never so with a NaN."""
        return self.relative <= tolerance


def compare(a: Gradients, b: Gradients) -> Comparison:
    """Compare two gradients of the same network, parameter by parameter."""
    if a.names != b.names or a.vector.shape != b.vector.shape:
        raise InputError("The gradients are of different networks.")
    with np.errstate(all="ignore"):
        rows = tuple(_difference(name, a[name], b[name]) for name in a.names)
        return Comparison(_relative(a.vector, b.vector), rows)


def _difference(name: str, a: np.ndarray, b: np.ndarray) -> Difference:
    gap = np.abs(a - b)
    index = np.unravel_index(int(np.argmax(np.nan_to_num(gap, nan=np.inf))), gap.shape) if gap.size else ()
    return Difference(name, float(gap[index]), _relative(a, b), tuple(int(i) for i in index))


def _relative(a: np.ndarray, b: np.ndarray) -> float:
    """|a - b| / max(|a|, |b|), scaled so that squares neither overflow nor vanish; 0 for equal vectors."""
    scale = max(np.abs(a).max(initial=0.0), np.abs(b).max(initial=0.0))
    if scale == 0.0:
        return 0.0
    size = max(np.linalg.norm(a / scale), np.linalg.norm(b / scale))
    return float(np.linalg.norm(a / scale - b / scale) / size)
