"""From a trace to the lanes of the staves, by the roles of the signals."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from rnrviz.figures.lanes import AUTOMATIC, Lane, first_broken, gate_range, nice_range
from rnrviz.figures.network_layout import structure
from rnrviz.figures.symbols import subscript, without_layer
from rnrviz.language import tr
from rnrviz.network.notation import spoken

if TYPE_CHECKING:
    from rnrviz.network.program import Signal
    from rnrviz.network.trace import Trace

ORDER = ("carousel", "state", "gate", "cell")
WEIGHTS = {"carousel": 2.0, "state": 3.0, "gate": 1.0, "cell": 1.3}


def lanes(trace: Trace, form: str = AUTOMATIC, also: str = "") -> tuple[Lane, ...]:
    """One lane for each signal that remembers, gates or leaves a cell, then one for E[t].

    `form` is that of all but E[t]; the signal `also` has a lane too, whatever its role, before E[t].
    """
    signals = trace.network.program.signals
    kinds = (signal for signal in signals.values() if signal.role in ORDER)
    chosen = sorted(kinds, key=lambda signal: (_layer(signal.name), ORDER.index(signal.role)))
    if also in signals and signals[also] not in chosen:
        chosen.append(signals[also])
    ahead = structure(trace.network).ahead
    return (*(_lane(trace, signal, ahead.get(signal.name, 0.0), form) for signal in chosen), _error(trace))


def _lane(trace: Trace, signal: Signal, ahead: float, form: str) -> Lane:
    values = trace[signal.name].reshape(len(trace), -1)
    low, high = (gate_range if signal.role == "gate" else nice_range)(values)
    indices = tuple(subscript(index) for index in product(*map(range, signal.shape)))
    return Lane(
        signal.name, caption(signal.name, signal.role), values, indices, low, high,
        weight=WEIGHTS.get(signal.role, 1.0), broken=_since(trace, first_broken(values)), ahead=ahead, form=form,
    )  # fmt: skip


def _layer(name: str) -> int:
    """The number of a signal's layer, 0 for a network without layers."""
    number = name.removeprefix(without_layer(name))
    return int(number) if number else 0


def _error(trace: Trace) -> Lane:
    values = np.asarray(trace["E"]).reshape(-1, 1)
    low, high = nice_range(values)
    wrong = np.where(np.asarray(trace.counts).reshape(-1, 1) > 0, values, 0.0)
    broken = _since(trace, first_broken(wrong))
    return Lane("E", spoken("E"), values, ("",), low, high, 0.8, broken, gaps=True)


def _since(trace: Trace, broken: int) -> int:
    """A lane that breaks is marked where the overflow began, at the instant that the message names."""
    return trace.overflow or broken if broken else 0


def caption(name: str, role: str) -> str:
    """A short name for the margin."""
    return tr("cell (CEC)") if role == "carousel" else spoken(name, role)
