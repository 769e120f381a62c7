"""What there is to draw of a network: layers in rows, memory blocks, bundles of weights, and terms without weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rnrviz.network.notation import symbol

Shape = tuple[int, ...]


@dataclass(frozen=True)
class Bundle:
    """The weights of one parameter from a signal (`lag` 1 is [t-1], -1 is [t+1]) to a net input.

    kind: product, every unit to every unit, or peephole, each to the unit or the gate of its own.
    """

    parameter: str
    source: str
    lag: int
    net: str
    kind: str


@dataclass(frozen=True)
class Layer:
    """Units side by side: a signal at `lag`, its net input and activation when it has one; row 0 is the bottom.

    A part of an equation that weights read, such as ρ ∘ x[t−1], is a layer of its own; `pieces` are its name then:
    symbols with their instant, and what stands between them (with an empty identifier).
    """

    signal: str
    lag: int
    shape: Shape
    row: int
    net: str | None = None
    activation: str | None = None
    pieces: tuple[tuple[str, str], ...] = ()

    @property
    def spelt(self) -> str:
        """The name of a part of an equation on one line: `ρ[t] ∘ x[t−1]`; empty for any other signal."""
        return "".join(symbol(name).unicode + rest if name else rest for name, rest in self.pieces)


@dataclass(frozen=True)
class Gate:
    """A gate of a memory block; place: input (before the carousel), forget (on its loop), output (after it)."""

    signal: str
    net: str | None
    activation: str | None
    place: str


@dataclass(frozen=True)
class Memory:
    """A layer of memory blocks: `shape` (blocks, cells), carousel x, cell output z, cell input Z, g_Z and g_M."""

    carousel: str
    cell: str
    net: str | None
    squash_in: str | None
    squash_out: str | None
    gates: tuple[Gate, ...]
    shape: tuple[int, int]
    row: int

    @property
    def nets(self) -> tuple[str, ...]:
        """The net inputs of the cells and of the gates."""
        return tuple(net for net in (self.net, *(g.net for g in self.gates)) if net)

    @property
    def signals(self) -> tuple[str, ...]:
        """Every signal of the blocks, net inputs included."""
        return (self.carousel, self.cell, *(g.signal for g in self.gates), *self.nets)


@dataclass(frozen=True)
class Tap:
    """A signal where an operation reads it."""

    signal: str
    lag: int


@dataclass(frozen=True)
class Operation:
    """What is done, unit by unit, without weights: + × concat g (a function), or a number such as ½ or 1−."""

    sign: str
    operands: tuple[Operation | Tap, ...]
    activation: str = ""

    def taps(self) -> Iterator[Tap]:
        """Every signal that it reads, from left to right."""
        for operand in self.operands:
            if isinstance(operand, Tap):
                yield operand
            else:
                yield from operand.taps()

    @property
    def depth(self) -> int:
        """How many marks stand one below the other."""
        inner = max((o.depth for o in self.operands if isinstance(o, Operation)), default=0)
        return inner + (self.sign != "concat")


@dataclass(frozen=True)
class Link:
    """What reaches a layer without weights."""

    target: str
    root: Operation


@dataclass(frozen=True)
class Plan:
    """The whole drawing, without places. `biases` says which parameter is the bias of a net input."""

    layers: tuple[Layer, ...]
    memories: tuple[Memory, ...]
    bundles: tuple[Bundle, ...]
    links: tuple[Link, ...]
    biases: Mapping[str, str]
    rows: int

    def memory_of(self, signal: str) -> Memory | None:
        """The memory blocks that a signal is a part of."""
        return next((m for m in self.memories if signal in m.signals), None)

    def memory_in(self, row: int) -> Memory | None:
        """The memory blocks that stand in a row."""
        return next((m for m in self.memories if m.row == row), None)

    def owner(self, net: str) -> str:
        """The layer whose net input this is; the signal itself where it is none."""
        return next((la.signal for la in self.layers if la.net == net and not la.lag), net)

    def row_of(self, signal: str, lag: int = 0) -> int:
        """The row of a layer, a net input or a part of a memory block."""
        memory = self.memory_of(signal) if not lag else None
        if memory is not None:
            return memory.row
        own = signal if lag else self.owner(signal)
        return next((la.row for la in self.layers if (la.signal, la.lag) == (own, lag)), 0)
