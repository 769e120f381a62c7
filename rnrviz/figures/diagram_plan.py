"""What there is to draw, read off a network's equations: layers in rows, memory blocks, bundles of weights.

Nothing here knows an architecture by name. A net input belongs to the signal it activates; a signal that keeps its own
last value (x[t-1] in the equation of x) and is let out through a gate is the carousel of a memory block; whatever a
product reads from an earlier instant stands in the bottom row beside the input, as in the figure of Elman's network.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rnrviz.network.equations import Equation, Source, Term

Shape = tuple[int, ...]


@dataclass(frozen=True)
class Bundle:
    """The weights of one parameter from a signal (`lag` 1 is [t-1]) to a net input; kind product or peephole."""

    parameter: str
    source: str
    lag: int
    net: str
    kind: str


@dataclass(frozen=True)
class Layer:
    """Units side by side: a signal at `lag`, its net input and activation when it has one; row 0 is the bottom."""

    signal: str
    lag: int
    shape: Shape
    row: int
    net: str | None = None
    activation: str | None = None


@dataclass(frozen=True)
class Gate:
    """A gate of a memory block; place: input (before the carousel), forget (on its loop), output (after it)."""

    signal: str
    net: str | None
    activation: str | None
    place: str


@dataclass(frozen=True)
class Memory:
    """The memory blocks: `shape` (blocks, cells), carousel x, cell output z, cell input Z, squashing g_Z and g_M."""

    carousel: str
    cell: str
    net: str | None
    squash_in: str | None
    squash_out: str | None
    gates: tuple[Gate, ...]
    shape: tuple[int, int]
    row: int


@dataclass(frozen=True)
class Link:
    """A term without weights, unit to unit: its sources (signal, lag) reach the target through × or +."""

    sources: tuple[tuple[str, int], ...]
    target: str
    operator: str


@dataclass(frozen=True)
class Plan:
    """The whole drawing, without places. `owner` says which layer or memory signal a net input belongs to."""

    layers: tuple[Layer, ...]
    memory: Memory | None
    bundles: tuple[Bundle, ...]
    links: tuple[Link, ...]
    biases: Mapping[str, str]
    rows: int


def read_plan(equations: Sequence[Equation], shapes: Mapping[str, Shape]) -> Plan:
    """The plan of a network: `shapes` gives the shape of u and of every signal that has an equation."""
    return _Reader(equations, shapes).plan()


class _Reader:
    def __init__(self, equations: Sequence[Equation], shapes: Mapping[str, Shape]) -> None:
        self.equations = {e.target: e for e in equations}
        self.shapes = shapes
        self.nets = self._nets()
        self.memory_parts: set[str] = set()

    def plan(self) -> Plan:
        memory = self._memory()
        bundles = tuple(self._bundles())
        own = [name for name in self.equations if self._is_layer(name)]
        rows = self._rows(own, memory)
        layers = [self._layer(name, rows[name]) for name in own]
        if memory is not None:
            memory = Memory(**{**vars(memory), "row": rows[memory.carousel]})
        delayed = self._delayed(bundles)
        bottom = [Layer("u", 0, self.shapes["u"], 0)] + [Layer(s, k, self.shapes[s], 0) for s, k in delayed]
        links = tuple(link for name in own for link in self._links(name))
        biases = {e.target: t.parameter for e in self.equations.values() for t in e.terms if t.kind == "bias"}
        return Plan(
            tuple(bottom + layers), memory, bundles, links,
            {net: name for net, name in biases.items() if name}, 1 + max(rows.values(), default=0),
        )  # fmt: skip

    def _nets(self) -> dict[str, tuple[str, str | None]]:
        """signal -> its net input and the name of its activation."""
        found = {}
        for e in self.equations.values():
            if not e.hidden and len(e.terms) == 1 and e.terms[0].kind == "activation":
                inner = e.terms[0].sources[0]
                if inner.lag == 0 and inner.signal in self.equations:
                    found[e.target] = (inner.signal, e.terms[0].activation)
        return found

    def _is_layer(self, name: str) -> bool:
        hidden = self.equations[name].hidden
        return not hidden and name not in self.memory_parts and name not in {net for net, _ in self.nets.values()}

    def _layer(self, name: str, row: int) -> Layer:
        net, activation = self.nets.get(name, (None, None))
        return Layer(name, 0, self.shapes[name], row, net, activation)

    def _squashed(self, source: Source) -> tuple[str, str] | None:
        """The signal and the activation when a source is a hidden g(s[t])."""
        equation = self.equations.get(source.signal)
        if equation is None or source.lag or not equation.hidden or equation.terms[0].kind != "activation":
            return None
        return equation.terms[0].sources[0].signal, equation.terms[0].activation or ""

    def _memory(self) -> Memory | None:
        for carousel, equation in self.equations.items():
            keeps = any(Source(carousel, 1) in t.sources and t.kind in ("sum", "gate") for t in equation.terms)
            out = self._outlet(carousel) if keeps and len(self.shapes[carousel]) == 2 else None
            if out is not None:
                return self._assemble(carousel, *out)
        return None

    def _outlet(self, carousel: str) -> tuple[str, str, str | None] | None:
        """The cell output that lets the carousel out, its gate and the squashing before it."""
        for name, equation in self.equations.items():
            for term in (t for t in equation.terms if t.kind == "gate" and not equation.hidden):
                for source, gate in (term.sources, term.sources[::-1]):
                    squashed = self._squashed(source)
                    inner, g = squashed if squashed else (source.signal, None)
                    if inner == carousel and source.lag == 0 and gate.lag == 0:
                        return name, gate.signal, g
        return None

    def _assemble(self, carousel: str, cell: str, gate_out: str, squash_out: str | None) -> Memory:
        net = squash_in = None
        gates: list[Gate] = []
        for term in self.equations[carousel].terms:
            others = [s for s in term.sources if s != Source(carousel, 1)]
            for source in others:
                squashed = self._squashed(source)
                if squashed:
                    net, squash_in = squashed
                elif term.kind == "gate" and len(self.shapes[source.signal]) == 1:
                    gates.append(self._gate(source.signal, "input" if len(others) == 2 else "forget"))
        gates.append(self._gate(gate_out, "output"))
        order = ("input", "forget", "output")
        gates.sort(key=lambda gate: order.index(gate.place))
        self.memory_parts = {carousel, cell} | {g.signal for g in gates} | ({net} if net else set())
        blocks, cells = self.shapes[carousel]
        return Memory(carousel, cell, net, squash_in, squash_out, tuple(gates), (blocks, cells), 1)

    def _gate(self, signal: str, place: str) -> Gate:
        net, activation = self.nets.get(signal, (None, None))
        return Gate(signal, net, activation, place)

    def _bundles(self) -> list[Bundle]:
        found = []
        for e in self.equations.values():
            for t in e.terms:
                if t.kind in ("product", "peephole") and t.parameter:
                    found.append(Bundle(t.parameter, t.sources[0].signal, t.sources[0].lag, e.target, t.kind))
        return found

    def _delayed(self, bundles: Sequence[Bundle]) -> list[tuple[str, int]]:
        found = [(b.source, b.lag) for b in bundles if b.lag and b.kind == "product"]
        found += [(s.signal, s.lag) for name in self.equations if self._is_layer(name)
                  for s in self._sources(name) if s.lag]  # fmt: skip
        return list(dict.fromkeys(found))

    def _sources(self, name: str) -> list[Source]:
        """Every public source of a signal, seen through its net input and hidden parts."""
        found: list[Source] = []
        for term in self.equations[name].terms:
            for source in term.sources:
                inner = self.equations.get(source.signal)
                through = inner is not None and source.lag == 0 and not self._is_layer(source.signal)
                if through and source.signal not in self.memory_parts:
                    found += self._sources(source.signal)
                else:
                    found.append(source)
        return found

    def _rows(self, own: Sequence[str], memory: Memory | None) -> dict[str, int]:
        """Row of each layer: one above the highest that it reads at the same instant."""
        rows = {"u": 0} | (dict.fromkeys(self.memory_parts, 1) if memory else {})
        for _ in own:
            for name in own:
                rows[name] = 1 + max((rows.get(s.signal, 0) for s in self._sources(name) if not s.lag), default=0)
        return rows

    def _links(self, name: str) -> list[Link]:
        if name in self.nets:
            return []
        return [
            Link(tuple((s.signal, s.lag) for s in self._through(t)), name, "×" if t.kind == "gate" else "+")
            for t in self.equations[name].terms
            if t.kind in ("gate", "sum", "activation")
        ]

    def _through(self, term: Term) -> list[Source]:
        found: list[Source] = []
        for source in term.sources:
            inner = self.equations.get(source.signal)
            found += self._sources(source.signal) if inner is not None and inner.hidden else [source]
        return found
