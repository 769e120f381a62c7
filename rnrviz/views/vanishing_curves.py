"""The networks whose gradients are compared: the document's, and random ones of the same size on the same text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rnrviz.language import tr
from rnrviz.network.flow import spectral_radius
from rnrviz.network.network import Network, random_network
from rnrviz.network.recurrent import counterpart, scaled
from rnrviz.network.trace import Trace
from rnrviz.network.vanishing import fading_error, fading_output, fading_weight

if TYPE_CHECKING:
    from collections.abc import Callable

    from rnrviz.network.program import Signal

KEYS = ("own", "elman", "lstm", "forget")
HORIZON = 200  # as far as outputs are looked at after t
STATES = ("carousel", "state", "cell")
Norms = NDArray[np.float64]


@dataclass(frozen=True)
class Question:
    """What is asked: "error", "output" or "weight", from the instant t on, of weights that are scaled."""

    what: str
    t: int
    weight: str
    factor: float
    seed: int


def labels() -> tuple[tuple[str, str], ...]:
    """Short and long names of the four networks, in the language of now."""
    return (
        (tr("this network"), tr("this network, with the weights that it has")),
        ("Elman", tr("Elman network with random weights")),
        ("LSTM", tr("LSTM without forget gate (1997), with random weights")),
        ("LSTM + λ", tr("LSTM with forget gate (2000), with random weights")),
    )


@lru_cache(maxsize=4)
def references(network: Network, seed: int) -> tuple[Network, ...]:
    """Elman, LSTM without and with forget gate: as many units of state, the same input and error, random weights."""
    units, shape = _units(network)
    config = {"n_U": network.config["n_U"]}
    blocks = {"n_M": shape[0], "n_C": shape[1]}
    kinds = (
        ("elman", {"n_X": units}),
        ("lstm", blocks | {"forget": False}),
        ("lstm", blocks | {"forget": True}),
    )
    table = network.parameters.get("embedding")
    return tuple(
        random_network(name, config | sizes, network.vocabulary, seed, network.loss, network.embedding, table=table)
        for name, sizes in kinds
    )


def _units(network: Network) -> tuple[int, tuple[int, int]]:
    """How many units remember, and in which blocks and cells."""
    signals = network.program.signals.values()
    carousels = [s for s in signals if s.role == "carousel"]
    known = carousels or [s for s in signals if s.role in STATES] or [network.program.signals["y"]]
    read = {s.signal for e in network.equations for term in e.terms for s in term.sources if s.lag}
    chosen: list[Signal] = [s for s in known if s.name in read] or known[:1]
    units = sum(signal.size for signal in chosen)
    shape = chosen[0].shape
    return units, (shape[0], shape[1]) if len(chosen) == 1 and len(shape) == 2 else (units, 1)


def networks(trace: Trace, factor: float, seed: int) -> tuple[Network, ...]:
    """All four, with their recurrent weights scaled."""
    return tuple(
        scaled(net, factor) if factor != 1.0 else net for net in (trace.network, *references(trace.network, seed))
    )


def radii(trace: Trace, factor: float, seed: int, progress: Callable[[float], None]) -> tuple[Norms, ...]:
    """The spectral radius of every network's state at every t, (L,) each."""
    made = networks(trace, factor, seed)
    found = []
    for k, net in enumerate(made):
        run = trace if net is trace.network else net.run(trace.sequence)
        found.append(spectral_radius(run, progress=_part(progress, k, len(made))))
    return tuple(found)


def norms(trace: Trace, asked: Question, progress: Callable[[float], None]) -> tuple[tuple[Norms | None, str], ...]:
    """For every network the norms over k (None where there are none), and by which weight."""
    made = networks(trace, asked.factor, asked.seed)
    return tuple(_measured(trace, net, asked, _part(progress, k, len(made))) for k, net in enumerate(made))


def _measured(
    trace: Trace, net: Network, asked: Question, progress: Callable[[float], None]
) -> tuple[Norms | None, str]:
    progress(0.0)
    if asked.what == "error":
        run = trace if net is trace.network else net.run(trace.sequence)
        return fading_error(run, asked.t), ""
    run = _ahead(trace, net, asked.t + HORIZON)
    if asked.what == "output":
        return fading_output(run, asked.t, progress), ""
    name = counterpart(trace.network, asked.weight, net)
    return (fading_weight(run, asked.t, name, progress), name) if name else (None, "")


def _ahead(trace: Trace, net: Network, last: int) -> Trace:
    """The run up to an instant: what comes later changes nothing, unless the network looks ahead."""
    if net is trace.network and (len(trace) <= last or net.program.leads):
        return trace
    return net.run(trace.sequence if net.program.leads else list(trace.sequence.tokens[:last]))


def _part(progress: Callable[[float], None], k: int, n: int) -> Callable[[float], None]:
    return lambda fraction: progress((k + fraction) / n)


def seconds(trace: Trace, asked: Question) -> float:
    """Roughly how long `norms` takes."""
    signals, length = trace.network.program.signals, len(trace)
    step = 5e-7 * (1 + trace.network.program.size / 400)
    runs = 4 * length * step * (2 if asked.what == "error" else 1)
    if asked.what == "error":
        return runs + 2e-3
    ahead = min(HORIZON, length - asked.t)
    return runs + 4 * ahead * signals["y"].size * (1e-5 + ahead / 2 * step)


def radius_seconds(trace: Trace) -> float:
    """Roughly how long `radii` takes."""
    units = 2 * _units(trace.network)[0]
    return 4 * len(trace) * (units * 3e-5 + units**3 * 1e-8)
