"""Two gradients side by side: how equal they are, and where they differ most."""

from dataclasses import dataclass, field

import numpy as np

from rnrviz.network.gradients import Gradients
from rnrviz.network.problems import InputError

Index = tuple[int, ...]


@dataclass(frozen=True)
class Difference:
    """How far one parameter's gradients a and b are apart.

    ``relative`` = |a - b| / max(|a|, |b|), Euclidean, over the whole parameter. The largest differences of single
    entries, each with the index of the first entry that has it: ``largest_absolute`` |a - b| at ``index``;
    ``largest_relative`` |a - b| / max(|a|, |b|) at ``relative_index``; ``largest_ulp``, |a - b| in units of the last
    place of the larger one, at ``ulp_index``. ``factor``: the number of times that b is in a, by least squares; NaN
    where b is 0. It is 1 for equal gradients, and the number of copies of a sum against a mean.
    """

    name: str
    largest_absolute: float
    relative: float
    index: Index
    largest_relative: float = 0.0
    relative_index: Index = ()
    largest_ulp: float = 0.0
    ulp_index: Index = ()
    factor: float = 1.0


@dataclass(frozen=True)
class Comparison:
    """Two gradients side by side. ``relative`` = |a - b| / max(|a|, |b|), Euclidean, over all parameters.

    ``methods`` of a and b; ``shared`` says of both whether they are the sum or the mean over the shared copies.
    """

    relative: float
    rows: tuple[Difference, ...] = field(default=())
    methods: tuple[str, str] = ("", "")
    shared: tuple[str, str] = ("sum", "sum")

    def equal(self, tolerance: float = 1e-12) -> bool:
        """Whether the relative difference is within the tolerance; never so with a NaN."""
        return self.relative <= tolerance

    @property
    def largest_absolute(self) -> float:
        """The largest absolute difference of any entry; 0 for a network without parameters."""
        return max((row.largest_absolute for row in self.rows), default=0.0)

    @property
    def largest_relative(self) -> float:
        """The largest relative difference of any entry."""
        return max((row.largest_relative for row in self.rows), default=0.0)

    @property
    def largest_ulp(self) -> float:
        """The largest difference of any entry in units of the last place."""
        return max((row.largest_ulp for row in self.rows), default=0.0)


def compare(a: Gradients, b: Gradients) -> Comparison:
    """Compare two gradients of the same network, parameter by parameter."""
    if a.names != b.names or a.vector.shape != b.vector.shape:
        raise InputError("The gradients are of different networks.")
    with np.errstate(all="ignore"):
        rows = tuple(_difference(name, a[name], b[name]) for name in a.names)
        return Comparison(_relative(a.vector, b.vector), rows, (a.method, b.method), (a.shared, b.shared))


def _difference(name: str, a: np.ndarray, b: np.ndarray) -> Difference:
    gap, larger = np.abs(a - b), np.maximum(np.abs(a), np.abs(b))
    absolute, index = _largest(gap)
    relative, relative_index = _largest(np.where(gap == 0.0, 0.0, gap / larger))
    ulp, ulp_index = _largest(np.where(gap == 0.0, 0.0, gap / np.spacing(larger)))
    return Difference(
        name, absolute, _relative(a, b), index, relative, relative_index, ulp, ulp_index, _factor(a, b)
    )  # fmt: skip


def _largest(values: np.ndarray) -> tuple[float, Index]:
    """The largest value and the index of the first entry that has it; what is not a number counts as the largest."""
    if not values.size:
        return 0.0, ()
    index = np.unravel_index(int(np.argmax(values)), values.shape)  # the first NaN where there is one
    return float(values[index]), tuple(int(i) for i in index)


def _relative(a: np.ndarray, b: np.ndarray) -> float:
    """|a - b| / max(|a|, |b|), scaled so that squares neither overflow nor vanish; 0 for equal vectors."""
    scale = max(np.abs(a).max(initial=0.0), np.abs(b).max(initial=0.0))
    if scale == 0.0:
        return 0.0
    size = max(np.linalg.norm(a / scale), np.linalg.norm(b / scale))
    return float(np.linalg.norm(a / scale - b / scale) / size)


def _factor(a: np.ndarray, b: np.ndarray) -> float:
    """a as a multiple of b, by least squares, with the same scaling."""
    scale_a, scale_b = np.abs(a).max(initial=0.0), np.abs(b).max(initial=0.0)
    if scale_b == 0.0:
        return 1.0 if scale_a == 0.0 else float("nan")
    if scale_a == 0.0:
        return 0.0
    unit = b / scale_b
    return float(np.sum(a / scale_a * unit) / np.sum(unit * unit) * (scale_a / scale_b))
