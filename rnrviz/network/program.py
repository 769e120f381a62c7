"""A program, what the kernels run: signals and parameters with their offsets, and the table of operations."""

from dataclasses import dataclass
from functools import cached_property
from math import prod

import numpy as np

from rnrviz.network.carried import Carried, divide

Shape = tuple[int, ...]

LARGEST = 100_000_000


@dataclass(frozen=True)
class Signal:
    """``offset`` into a row of the record. ``role``: input, net, state, gate, carousel, cell, output, hidden."""

    name: str
    offset: int
    shape: Shape
    role: str

    @cached_property
    def size(self) -> int:
        return prod(self.shape)

    @property
    def slice(self) -> slice:
        return slice(self.offset, self.offset + self.size)


@dataclass(frozen=True)
class Parameter:
    """``offset`` into the flat vector of parameters; one that is not ``trained`` has no gradient."""

    name: str
    offset: int
    shape: Shape
    trained: bool = True

    @cached_property
    def size(self) -> int:
        return prod(self.shape)

    @property
    def slice(self) -> slice:
        return slice(self.offset, self.offset + self.size)


@dataclass(frozen=True, eq=False)
class Program:
    """What the kernels run. ``stages`` (S, 3): first operation, end, direction (0 none, 1 from the first instant to
    the last, 2 back). ``lags`` and ``leads``: how many instants back and ahead it reads, the rows of zeros before the
    first token and after the last."""

    signals: dict[str, Signal]
    parameters: dict[str, Parameter]
    operations: np.ndarray
    stages: np.ndarray
    lags: int
    leads: int = 0

    @cached_property
    def carried(self) -> Carried:
        """What RTRL carries from instant to instant."""
        return divide(self.operations, self.width, self.signals["y"].slice)

    @cached_property
    def width(self) -> int:
        """Floats per instant of the record."""
        return sum(signal.size for signal in self.signals.values())

    @cached_property
    def size(self) -> int:
        """The number of parameters that have a gradient; they stand first."""
        return sum(parameter.size for parameter in self.parameters.values() if parameter.trained)

    @cached_property
    def whole(self) -> int:
        """The number of all parameters, fixed ones included."""
        return sum(parameter.size for parameter in self.parameters.values())
