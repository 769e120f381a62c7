"""What is common to the recurrent networks of other programs: layers one above the other, each with one or two halves.

Gates have the chapter's names: an LSTM's phi, lambda, z (the cell's input), gamma; a GRU's rho, zeta, x (the
candidate); x for a simple layer. Rows of a matrix are units, columns what it reads.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from rnrviz.network.problems import InputError

Array = np.ndarray[Any, Any]
Arrays = Mapping[str, Array]

RNN, LSTM, GRU = "rnn", "lstm", "gru"
GATES: Mapping[str, tuple[str, ...]] = {
    RNN: ("x",),
    LSTM: ("phi", "lambda", "z", "gamma"),
    GRU: ("rho", "zeta", "x"),
}
FUNCTIONS: Mapping[str, tuple[str, ...]] = {  # of the gates first
    RNN: ("tanh",),
    LSTM: ("logistic", "tanh", "tanh"),
    GRU: ("logistic", "tanh"),
}
PEEPHOLES = ("phi", "lambda", "gamma")


@dataclass(frozen=True, eq=False)
class Half:
    """A layer read in one direction, H units over n inputs.

    By gate: ``inputs`` (H, n), ``past`` (H, H), ``biases`` (H,), ``peepholes`` (H,) or none. ``after`` (H,), of a GRU
    whose reset gate acts after the product with the past, is the bias of that product; None if it acts before.
    """

    kind: str
    inputs: Arrays
    past: Arrays
    biases: Arrays
    functions: tuple[str, ...]
    peepholes: Arrays = field(default_factory=dict)
    after: Array | None = None
    reverse: bool = False

    @property
    def size(self) -> int:
        """H, the number of units."""
        return len(next(iter(self.biases.values())))

    @property
    def width(self) -> int:
        """n, the number of inputs."""
        return int(next(iter(self.inputs.values())).shape[1])

    def arrays(self) -> list[Array]:
        """All the numbers, gate by gate."""
        groups = (self.inputs, self.past, self.biases, self.peepholes)
        found = [group[gate] for group in groups for gate in GATES[self.kind] if gate in group]
        return found + ([] if self.after is None else [self.after])

    def form(self) -> tuple[object, ...]:
        """What has to be alike in the layers of the architectures that come with the program."""
        return self.kind, self.size, self.functions, bool(self.peepholes), self.after is None


@dataclass(frozen=True, eq=False)
class Layer:
    """One half, or two whose states are put one below the other."""

    halves: tuple[Half, ...]

    @property
    def size(self) -> int:
        """How many numbers the layer above reads."""
        return sum(half.size for half in self.halves)


@dataclass(frozen=True, eq=False)
class Stack:
    """Layers, from the input on; the output layer (n_Y, H) and (n_Y,); ``direct`` (n_Y, n_U) from the input to the
    output; ``embedding`` (n_V, n_U), None for one-hot input."""

    layers: tuple[Layer, ...]
    output: Array
    bias: Array
    direct: Array | None = None
    embedding: Array | None = None

    @property
    def halves(self) -> list[Half]:
        """All of them, from the input on."""
        return [half for layer in self.layers for half in layer.halves]

    def arrays(self) -> list[Array]:
        """All the numbers."""
        rest = [self.output, self.bias, self.direct, self.embedding]
        return [a for half in self.halves for a in half.arrays()] + [a for a in rest if a is not None]


def equal(a: Stack, b: Stack) -> bool:
    """Whether two stacks are the same number by number."""
    forms = [[(h.form(), h.reverse) for h in s.halves] + [s.direct is None, s.embedding is None] for s in (a, b)]
    return forms[0] == forms[1] and all(map(np.array_equal, a.arrays(), b.arrays()))


def checked(stack: Stack) -> Stack:
    """The same stack. Raises InputError where one part does not fit the other."""
    below = stack.layers[0].halves[0].width
    for number, layer in enumerate(stack.layers, 1):
        for half in layer.halves:
            if half.width != below:
                raise InputError(
                    "Layer {n} reads {found} numbers; what is below it has {expected}.",
                    n=number,
                    found=half.width,
                    expected=below,
                )
        below = layer.size
    _check_symbols(stack)
    return stack


def _check_symbols(stack: Stack) -> None:
    symbols = len(stack.output)
    inputs = stack.layers[0].halves[0].width
    if stack.embedding is None and inputs != symbols:
        raise InputError(
            "The first layer reads {found} numbers and the output has {expected}; without a table of embeddings both "
            "must be the number of tokens.",
            found=inputs,
            expected=symbols,
        )
    if stack.embedding is not None and len(stack.embedding) != symbols:
        raise InputError(
            "The table of embeddings has {found} rows and the output {expected}; both must be the number of tokens.",
            found=len(stack.embedding),
            expected=symbols,
        )
