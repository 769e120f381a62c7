"""From a session to what the unrolled network shows of the errors that go back through it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rnrviz.document import following
from rnrviz.figures.network_layout import Structure, edges
from rnrviz.figures.unrolled_back import Copies, WayBack, edge_number, flat
from rnrviz.network.uses import contribution_of_entry, uses

if TYPE_CHECKING:
    from rnrviz.document.document import Weight
    from rnrviz.document.session import Session
    from rnrviz.network.network import Network
    from rnrviz.network.trace import Trace

Deltas = dict[str, np.ndarray]


def way_back(session: Session, shape: Structure) -> WayBack | None:
    """The deltas as far as they have been carried back; None while nothing goes back."""
    document, deltas = session.document, following.deltas(session) if session.document.back else None
    if not isinstance(deltas, dict):
        return None
    names = {band.signal: net_input(document.network, band.signal) for band in shape.bands}
    shown = {band.signal: flat(deltas[names[band.signal]], band.size) for band in shape.bands if band.role != "input"}
    reach = session.length if document.network.program.leads else document.cursor
    return WayBack(shown, {name: names[name] for name in shown}, document.tau, reach)


def net_input(network: Network, signal: str) -> str:
    """The signal of which a signal is nothing but an activation, whose delta is the chapter's; else the signal."""
    equation = next((e for e in network.equations if e.target == signal), None)
    if equation is None or len(equation.terms) != 1 or equation.terms[0].kind != "activation":
        return signal
    source = equation.terms[0].sources[0]
    return signal if source.lag or source.signal == "u" else source.signal


def copies(session: Session, shape: Structure) -> Copies | None:
    """The followed weight in every column, once one was chosen or errors go back."""
    document, trace = session.document, session.trace
    if trace is None or not (document.weight or document.back):
        return None
    name, index = following.followed(session)
    terms = np.zeros(len(trace))
    deltas = following.deltas(session) if document.back else None
    if isinstance(deltas, dict):
        terms = terms_of(trace, deltas, (name, index))
    for link in shape.links:
        if link.parameter == name:
            source, target = shape.band(link.source), shape.band(link.target)
            lines = edges(link, source, target, trace.network.parameters)
            number = edge_number(link, lines, index, trace.network.parameters[name].shape, source.size)
            if number is not None:
                return Copies(link, number, (link.target, index[0]), terms)
    return Copies(None, 0, (ends_in(shape, trace.network, name), index[-1] if name == "embedding" else index[0]), terms)


def ends_in(shape: Structure, network: Network, name: str) -> str:
    """The band in which what a bias adds is seen."""
    target = uses(network, name)[0].target
    return next((b.signal for b in shape.bands if target in (b.signal, net_input(network, b.signal))), target)


def terms_of(trace: Trace, deltas: Deltas, weight: Weight) -> np.ndarray:
    """(L,): what the copy of the weight at every instant adds to the gradient, from the deltas."""
    signals = trace.network.program.signals
    rows = np.zeros((len(trace), trace.network.program.width))
    for name, values in deltas.items():
        rows[:, signals[name].slice] = values.reshape(len(trace), -1)
    return contribution_of_entry(trace, rows, *weight)
