"""The plan of a drawing, read off a network's equations.

Nothing here knows an architecture by name. A net input belongs to the signal it activates; a signal that keeps its own
last value and is let out through a gate is the carousel of a memory block; what is read from another instant stands in
the row below its reader, beside what is read of this instant, as in the figure of Elman's network.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from rnrviz.figures.diagram_memories import find_memories
from rnrviz.figures.diagram_plan import Bundle, Layer, Link, Plan, Shape
from rnrviz.figures.diagram_terms import WEIGHTED, Trees, pieces
from rnrviz.network.equations import Equation, Source

Late = tuple[str, int]


def read_plan(equations: Sequence[Equation], shapes: Mapping[str, Shape]) -> Plan:
    """The plan of a network: `shapes` gives the shape of u and of every signal that has an equation."""
    return _Reader(equations, shapes).plan()


class _Reader:
    def __init__(self, equations: Sequence[Equation], shapes: Mapping[str, Shape]) -> None:
        self.equations = {e.target: e for e in equations}
        self.shapes = shapes
        self.nets = self._nets()
        self.memories = find_memories(self.equations, shapes, self.nets)
        self.inside = {s: m.carousel for m in self.memories for s in m.signals}
        self.weighed = self._weighed()
        self.trees = Trees(self.equations, self._is_layer)
        self.own = [name for name in self.equations if self._is_layer(name)]

    def plan(self) -> Plan:
        bundles = tuple(self._bundles())
        rows = self._rows()
        memories = tuple(replace(m, row=rows[m.carousel]) for m in self.memories)
        links = tuple(link for name in self.own for link in self._links(name))
        late = self._late(bundles, links, rows)
        first = [Layer("u", 0, self.shapes["u"], 0)]
        delayed = [Layer(s, k, self.shapes[s], row, pieces=self._pieces(s)) for (s, k), row in late.items()]
        layers = [self._layer(name, rows[name]) for name in self.own]
        biases = {e.target: t.parameter for e in self.equations.values() for t in e.terms if t.kind == "bias"}
        named = {net: name for net, name in biases.items() if name}
        return Plan(tuple(first + delayed + layers), memories, bundles, links, named, 1 + max(rows.values(), default=0))

    def _nets(self) -> dict[str, tuple[str, str | None]]:
        """signal -> its net input and the name of its activation."""
        found: dict[str, tuple[str, str | None]] = {}
        taken: set[str] = set()
        for e in self.equations.values():
            if not e.hidden and len(e.terms) == 1 and e.terms[0].kind == "activation":
                inner = e.terms[0].sources[0]
                if inner.lag == 0 and inner.signal in self.equations and inner.signal not in taken:
                    found[e.target] = (inner.signal, e.terms[0].activation)
                    taken.add(inner.signal)
        return found

    def _weighed(self) -> set[str]:
        """Parts of equations that are drawn like signals: those that weights read, and those that weights feed."""
        read = {s.signal for e in self.equations.values() for t in e.terms if t.kind in WEIGHTED for s in t.sources}
        fed = {e.target for e in self.equations.values() if any(t.kind in WEIGHTED for t in e.terms)}
        return {name for name, e in self.equations.items() if e.hidden and name in read | fed}

    def _is_layer(self, name: str) -> bool:
        if name in self.inside or name not in self.equations or name in {net for net, _ in self.nets.values()}:
            return False
        return not self.equations[name].hidden or name in self.weighed

    def _layer(self, name: str, row: int) -> Layer:
        net, activation = self.nets.get(name, (None, None))
        return Layer(name, 0, self.shapes[name], row, net, activation, self._pieces(name))

    def _pieces(self, name: str) -> tuple[tuple[str, str], ...]:
        equation = self.equations.get(name)
        return pieces(equation, self.equations) if equation is not None and equation.hidden else ()

    def _bundles(self) -> Iterator[Bundle]:
        for e in self.equations.values():
            for t in e.terms:
                if t.kind in ("product", "peephole") and t.parameter:
                    yield Bundle(t.parameter, t.sources[0].signal, t.sources[0].lag, e.target, t.kind)

    def _owner(self, signal: str) -> str:
        """What a signal is drawn as: a memory block's carousel, the layer that it is or whose net input it is."""
        if signal in self.inside:
            return self.inside[signal]
        return next((name for name, (net, _) in self.nets.items() if net == signal), signal)

    def _sources(self, signal: str) -> Iterator[Source]:
        """What the equation of a signal reads, seen through the parts that are not drawn."""
        for term in self.equations[signal].terms:
            for source in term.sources:
                inner = self.equations.get(source.signal)
                if inner is not None and inner.hidden and not source.lag and source.signal not in self.weighed:
                    yield from self._sources(source.signal)
                else:
                    yield source

    def _rows(self) -> dict[str, int]:
        """Row of each layer and carousel: one above the highest that it reads at the same instant."""
        things = [*self.own, *(m.carousel for m in self.memories)]
        below: dict[str, set[str]] = {name: set() for name in things}
        for signal, equation in self.equations.items():
            owner = self._owner(signal)
            if owner in below and not (equation.hidden and signal not in self.weighed | self._hidden_nets()):
                below[owner] |= {self._owner(s.signal) for s in self._sources(signal) if not s.lag} - {owner}
        rows = {"u": 0}
        for _ in things:
            for name in things:
                rows[name] = 1 + max((rows.get(other, 0) for other in below[name]), default=0)
        return rows

    def _hidden_nets(self) -> set[str]:
        return {net for net, _ in self.nets.values() if self.equations[net].hidden}

    def _links(self, name: str) -> Iterator[Link]:
        net, _ = self.nets.get(name, (None, None))
        equation = self.equations[net or name]
        for root in self.trees.roots(equation, apart=net is not None):
            yield Link(name, root)

    def _late(self, bundles: Sequence[Bundle], links: Sequence[Link], rows: Mapping[str, int]) -> dict[Late, int]:
        """Signals of other instants -> the row below the lowest that reads them."""
        found: dict[Late, int] = {}

        def read(late: Late, reader: str) -> None:
            found[late] = max(0, min(found.get(late, rows[reader]), rows[reader] - 1))

        for b in bundles:
            if b.lag and not (b.kind == "peephole" and b.net in self.inside):
                read((b.source, b.lag), self._owner(b.net))
        for link in links:
            for tap in (tap for tap in link.root.taps() if tap.lag):
                read((tap.signal, tap.lag), link.target)
        return found
