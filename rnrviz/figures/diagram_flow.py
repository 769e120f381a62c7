"""What runs through a memory cell at one instant, from its net input to its output."""

from __future__ import annotations

from dataclasses import dataclass

from rnrviz.figures import diagram_marks as marks
from rnrviz.figures.diagram_plan import Memory
from rnrviz.figures.diagram_state import State


@dataclass(frozen=True)
class Flow:
    """What runs through one cell at this instant; None before the first token."""

    net: float | None
    squashed: float | None
    written: float | None
    before: float | None
    carried: float | None
    kept: float | None
    shown: float | None
    out: float | None


def flow_of(state: State, memory: Memory, index: tuple[int, int]) -> Flow:
    """Every quantity on the way of a cell, from its net input to its output."""
    gates = {g.place: state.value(g.signal, index[:1]) for g in memory.gates}
    net = state.value(memory.net, index) if memory.net else None
    squashed = _through(state, memory.squash_in, net)
    before = state.value(memory.carousel, index, 1)
    kept = state.value(memory.carousel, index)
    return Flow(
        net, squashed, _times(gates.get("input", 1.0), squashed), before, _times(gates.get("forget", 1.0), before),
        kept, _through(state, memory.squash_out, kept), state.value(memory.cell, index),
    )  # fmt: skip


def _through(state: State, activation: str | None, value: float | None) -> float | None:
    if value is None or activation is None:
        return value
    return marks.activate(state.functions.get(activation, activation), value)


def _times(a: float | None, b: float | None) -> float | None:
    return None if a is None or b is None else a * b
