"""Memory blocks, found in the equations: what keeps its own last value and is let out through a gate."""

from __future__ import annotations

from collections.abc import Mapping

from rnrviz.figures.diagram_plan import Gate, Memory, Shape
from rnrviz.network.equations import Equation, Source

Nets = Mapping[str, tuple[str, str | None]]
PLACES = ("input", "forget", "output")


def find_memories(equations: Mapping[str, Equation], shapes: Mapping[str, Shape], nets: Nets) -> tuple[Memory, ...]:
    """Every carousel whose shape is (blocks, cells), in the order of computation; rows are not known yet."""
    found = []
    for carousel, equation in equations.items():
        keeps = any(Source(carousel, 1) in t.sources and t.kind in ("sum", "gate") for t in equation.terms)
        if keeps and len(shapes[carousel]) == 2:
            out = _outlet(equations, carousel)
            if out is not None:
                found.append(_assembled(equations, shapes, nets, carousel, *out))
    return tuple(found)


def squashed(equations: Mapping[str, Equation], source: Source) -> tuple[str, str] | None:
    """The signal and the activation when a source is a hidden g(s[t])."""
    equation = equations.get(source.signal)
    if equation is None or source.lag or not equation.hidden or equation.terms[0].kind != "activation":
        return None
    return equation.terms[0].sources[0].signal, equation.terms[0].activation or ""


def _outlet(equations: Mapping[str, Equation], carousel: str) -> tuple[str, str, str | None] | None:
    """The cell output that lets the carousel out, its gate and the squashing before it."""
    for name, equation in equations.items():
        for term in (t for t in equation.terms if t.kind == "gate" and not equation.hidden):
            for source, gate in (term.sources, term.sources[::-1]):
                inside = squashed(equations, source)
                inner, g = inside if inside else (source.signal, None)
                if inner == carousel and source.lag == 0 and gate.lag == 0:
                    return name, gate.signal, g
    return None


def _assembled(
    equations: Mapping[str, Equation], shapes: Mapping[str, Shape], nets: Nets,
    carousel: str, cell: str, gate_out: str, squash_out: str | None,
) -> Memory:  # fmt: skip
    net = squash_in = None
    gates: list[Gate] = []
    for term in equations[carousel].terms:
        others = [s for s in term.sources if s != Source(carousel, 1)]
        for source in others:
            inside = squashed(equations, source)
            if inside:
                net, squash_in = inside
            elif term.kind == "gate" and len(shapes[source.signal]) == 1:
                gates.append(_gate(nets, source.signal, "input" if len(others) == 2 else "forget"))
    gates.append(_gate(nets, gate_out, "output"))
    gates.sort(key=lambda gate: PLACES.index(gate.place))
    blocks, cells = shapes[carousel]
    return Memory(carousel, cell, net, squash_in, squash_out, tuple(gates), (blocks, cells), 1)


def _gate(nets: Nets, signal: str, place: str) -> Gate:
    net, activation = nets.get(signal, (None, None))
    return Gate(signal, net, activation, place)
