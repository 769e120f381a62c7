"""A program, what the kernels run: signals and parameters with their offsets, and the table of operations."""

from dataclasses import dataclass
from math import prod

import numpy as np

Shape = tuple[int, ...]

LARGEST = 100_000_000


@dataclass(frozen=True)
class Signal:
    """``offset`` into a row of the record. ``role``: input, net, state, gate, carousel, cell, output, hidden."""

    name: str
    offset: int
    shape: Shape
    role: str

    @property
    def size(self) -> int:
        return prod(self.shape)

    @property
    def slice(self) -> slice:
        return slice(self.offset, self.offset + self.size)


@dataclass(frozen=True)
class Parameter:
    """``offset`` into the flat vector of parameters."""

    name: str
    offset: int
    shape: Shape

    @property
    def slice(self) -> slice:
        return slice(self.offset, self.offset + prod(self.shape))


@dataclass(frozen=True, eq=False)
class Program:
    """What the kernels run. ``stages`` (S, 3): first operation, end, 1 for a recurrence. ``lags``: how many instants
    back it reads, the rows of zeros before the first token."""

    signals: dict[str, Signal]
    parameters: dict[str, Parameter]
    operations: np.ndarray
    stages: np.ndarray
    lags: int

    @property
    def width(self) -> int:
        """Floats per instant of the record."""
        return sum(signal.size for signal in self.signals.values())

    @property
    def size(self) -> int:
        """The number of parameters."""
        return sum(prod(parameter.shape) for parameter in self.parameters.values())
