"""What the view of the vanishing gradient says: its formula, its small print, and why there may be nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rnrviz.figures.fading import Curve, Fading, leaving
from rnrviz.figures.numbers import short
from rnrviz.figures.pieces import Pieces
from rnrviz.figures.symbols import without_layer
from rnrviz.language import tr
from rnrviz.network.followed import usual_weight
from rnrviz.network.recurrent import recurrent_weights
from rnrviz.network.vanishing import memory
from rnrviz.views.vanishing_curves import HORIZON, Question

if TYPE_CHECKING:
    from rnrviz.document.document import Document
    from rnrviz.document.session import Session
    from rnrviz.network.network import Network
    from rnrviz.network.trace import Trace

WHAT = ("error", "output", "weight")


def weight_name(document: Document, network: Network) -> str:
    """The matrix of the followed weight, or the one that is looked at while none is followed."""
    chosen = document.weight[0] if document.weight else ""
    return chosen if chosen in network.program.parameters else usual_weight(network)[0]


def buttons(network: Network, weight: str) -> tuple[tuple[Pieces, str], ...]:
    """What the switch writes and how it is spoken."""
    return (
        ((("", "∂"), ("E", ""), ("", "/∂"), (_state(network), "")), tr("derivative of the error by the earlier state")),
        ((("", "∂"), ("y", ""), ("", "/∂"), (_state(network), "")), tr("derivative of later outputs by the state")),
        (
            (("", "∂"), ("y", ""), ("", "/∂"), (weight, "")),
            tr("derivative of later outputs by the followed weight's matrix"),
        ),
    )


def nothing(session: Session, what: str) -> str:
    """Why nothing can be shown, empty if something can."""
    trace, t = session.trace, session.document.cursor
    if trace is None or not len(trace):
        return session.busy or tr("There is no text to read yet.")
    if not 1 <= t <= len(trace):
        return tr("Step forward: the gradient is looked at from the cursor's instant.")
    if what == "error" and not trace.counts[t - 1]:
        return tr("There is no E[{t}]: this token has no target. Step back.").format(t=t)
    return ""


def picture(trace: Trace, asked: Question, curves: tuple[Curve, ...]) -> Fading:
    """The whole picture of these curves."""
    scale = "" if asked.factor == 1.0 else tr("recurrent weights × {factor}").format(factor=short(asked.factor))
    return Fading(curves, _formula(trace.network, asked), asked.t, len(trace), scale, notes(trace, asked, curves))


def notes(trace: Trace, asked: Question, curves: tuple[Curve, ...]) -> tuple[str, ...]:
    """What must be known to read the picture."""
    found = []
    if asked.what != "error" and asked.t == len(trace):
        found.append(tr("No output follows the last token: step back to see further."))
    if asked.what == "weight" and asked.t == 1 and asked.weight in recurrent_weights(trace.network):
        found.append(tr("At t = 1 this weight reads the state before the first token, which is 0."))
    if asked.what != "error" and len(trace) - asked.t > HORIZON:
        found.append(tr("Only the next {n} instants are shown.").format(n=HORIZON))
    if asked.what != "weight" and not memory(trace):
        found.append(tr("This network has no state that is read later: nothing comes back from the past."))
    missing = [curve.label for curve in curves if curve.values is None and curve.look]
    if asked.what == "weight" and missing:
        found.append(tr("Without such a weight: {names}.").format(names=", ".join(missing)))
    if any(curve.look for curve in curves):
        found.append(
            tr("Beside it, networks of the same size with random weights (seed {n}); λ is the forget gate.").format(
                n=asked.seed
            )
        )
    return tuple(found)


def description(fading: Fading) -> str:
    """The picture in words, for a screen reader: where each curve begins and ends, and the radius at the cursor."""
    if fading.message:
        return fading.message
    sentence = tr("{name}: {first} at k = 0, {last} at k = {k}, spectral radius {radius}")
    rows = []
    for curve in fading.drawn:
        assert curve.values is not None
        radius = float(curve.radii[fading.t - 1]) if curve.radii is not None and fading.t else np.nan
        first, last = (short(float(curve.values[i])) for i in (0, -1))
        rows.append(
            sentence.format(name=curve.label, first=first, last=last, k=len(curve.values) - 1, radius=short(radius))
        )
    return " ".join(["; ".join(rows) + ".", *leaving(fading), *fading.notes])


def at_distance(fading: Fading, k: int) -> str:
    """Every curve's norm at a distance, a line each."""
    rows = [(c.label, c.values) for c in fading.drawn if c.values is not None and k < len(c.values)]
    return "\n".join([f"k = {k}", *(f"{label}: {short(float(values[k]))}" for label, values in rows)])


def _formula(network: Network, asked: Question) -> Pieces:
    t = asked.t
    if asked.what == "error":
        return (("", "‖ ∂"), ("E", f"[{t}]"), ("", " / ∂"), (_state(network), f"[{t}−k]"), ("", " ‖"))
    by = (asked.weight, f"[{t}]") if asked.what == "weight" else (_state(network), f"[{t}]")
    return (("", "‖ ∂"), ("y", f"[{t}+k]"), ("", " / ∂"), by, ("", " ‖"))


def _state(network: Network) -> str:
    """The letter of what remembers; s for several kinds of it."""
    signals = [s for s in network.program.signals.values() if s.role in ("carousel", "state")]
    read = {s.signal for e in network.equations for term in e.terms for s in term.sources if s.lag > 0}
    cells = [s for s in signals if s.role == "carousel"] or signals
    names = [s.name for s in cells if s.name in read]
    if len(names) == 1:
        return names[0]
    letters = {without_layer(name) for name in names}
    return letters.pop() if len(letters) == 1 else "s" if names else "x"
