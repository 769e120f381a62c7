"""From a session to the two sums of the followed weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rnrviz.document import following
from rnrviz.figures.heat import largest
from rnrviz.figures.numbers import short
from rnrviz.figures.sums import Formula, Line, Spot, Sum, Sums
from rnrviz.figures.symbols import instant, of_units, subscript
from rnrviz.language import tr
from rnrviz.network.departures import Departure
from rnrviz.network.followed import Triangle
from rnrviz.network.question import Question
from rnrviz.network.uses import Use, uses
from rnrviz.views.judgement import units

if TYPE_CHECKING:
    from rnrviz.document.document import Weight
    from rnrviz.document.session import Session
    from rnrviz.network.network import Network
    from rnrviz.network.trace import Trace

EQUAL = 1e-9
Deltas = dict[str, np.ndarray]


def made(session: Session, alpha: float) -> Sums | None:
    """Both sums at the cursor, as far as the errors have been carried back; None while they are not known.

    With a fault one of them is wrong, as it is in the triangle.
    """
    known, trace, document = following.triangle(session), session.trace, session.document
    if not isinstance(known, Triangle) or trace is None or not 1 <= document.cursor <= len(trace):
        return None
    if document.fault is not None and following.departure(session) is None:
        return None
    name, index = known.weight
    parts = tuple(part for part in (_back(session, known), _forth(session, known)) if part)
    shape = document.network.parameters[name].shape
    below = of_units(index, units(document.network, name) or tuple((size,) for size in shape))
    value = float(document.network.parameters[name][index])
    met = all(part.done for part in parts) and len(parts) == 2
    update = _update(value, alpha, parts[0].total) if parts[0].done else ""
    return Sums(name, below, value, parts, _verdict(parts) if met else "", update)


def columns(session: Session, known: Triangle) -> np.ndarray:
    """(L,): what BPTT adds up for the copy at every tau, with a fault of its own if it has one."""
    wrong, instants = _wrong(session, forward=False), session.document.instants
    return known.columns(instants) if wrong is None else wrong.columns(instants) / wrong.copies


def rows(session: Session, known: Triangle) -> np.ndarray:
    """(L,): dE[t]/dW as RTRL has it, with a fault of its own if it has one."""
    wrong = _wrong(session, forward=True)
    return np.asarray(known.table.sum(1)) if wrong is None else wrong.rows()


def _wrong(session: Session, forward: bool) -> Departure | None:
    """What the fault makes of the triangle, if it is a fault of this one of the two."""
    found = following.departure(session)
    return found if isinstance(found, Departure) and found.fault.breaks_rtrl == forward else None


def _verdict(parts: tuple[Sum, ...]) -> str:
    back, forth = (part.total for part in parts)
    scale = max(*(part.largest for part in parts), abs(back), abs(forth))
    if abs(back - forth) <= EQUAL * scale:
        return tr("Both arrive at the same number.")
    return tr("They differ by {gap}.").format(gap=short(back - forth))


def _update(value: float, alpha: float, gradient: float) -> str:
    after = short(value - alpha * gradient, 6)
    return f"W − α ∂E/∂W = {short(value, 6)} − {short(alpha)} · ({short(gradient)}) = {after}"


def _back(session: Session, known: Triangle) -> Sum:
    """What BPTT adds for the copies from the cursor back to tau."""
    document, trace = session.document, session.trace
    assert trace is not None
    sums, deltas, right = columns(session, known), following.deltas(session), _wrong(session, forward=False) is None
    reach = len(trace) if document.network.program.leads else document.cursor
    found = uses(document.network, known.weight[0])
    lines = []
    for tau in range(reach, document.tau - 1, -1) if document.back else ():
        whole = len(found) == 1 and deltas and right  # the deltas of now are those without a fault
        words = _factors(trace, deltas, found[0], known.weight, tau) if whole else ""
        lines.append(Line(f"τ = {tau}", float(sums[tau - 1]), words, strong=tau == document.tau, instant=tau))
    waiting = tr("B carries the errors back, instant by instant.")
    formula = _formula(document.network, found, known.weight)
    return Sum(tr("BPTT, going back"), formula, tuple(lines), document.tau == 1, waiting)


def _forth(session: Session, known: Triangle) -> Sum | None:
    """What RTRL has added for the errors up to the cursor, with the sensitivities that it carries."""
    document = session.document
    if document.network.program.leads:
        return None
    first, last = document.instants
    still = _wrong(session, forward=True) is None  # the sensitivities are those of weights that stand still
    carried = following.sensitivities(session) if still else None
    cells = np.zeros((len(known.table), 0))
    if isinstance(carried, dict) and carried:
        cells = np.hstack(list(carried.values()))
    values = rows(session, known)
    lines = tuple(
        Line(f"t = {t}", float(values[t - 1]) if t >= first else 0.0, "", tuple(cells[t - 1].tolist()), t == last, t)
        for t in range(1, last + 1)
    )
    limits = tuple(largest(column) or 1.0 for column in cells.T)
    names, signals = carried if isinstance(carried, dict) else (), document.network.program.signals
    places = tuple((name, index) for name in names for index in np.ndindex(signals[name].shape))
    formula = _carried(document.network, carried)
    return Sum(tr("RTRL, going forward"), formula, lines, True, limits=limits, forward=True, carried=places)


def question(session: Session, sums: Sums, spot: Spot) -> Question | None:
    """What is asked of a number: the weight, a copy's contribution, a sensitivity, the gradient of one E[t] or all."""
    weight, errors = following.followed(session), session.document.instants
    if spot.part is None:
        return Question("weight", *weight)
    part = sums.parts[spot.part]
    if spot.line is None:
        return Question("gradient", *weight, errors=errors)
    line = part.lines[spot.line]
    if spot.cell is not None:
        return Question("sensitivity", *part.carried[spot.cell], line.instant, weight=weight)
    if not part.forward:
        return Question("contribution", *weight, line.instant, errors)
    return Question("gradient", *weight, errors=(line.instant,) * 2) if line.instant >= errors[0] else None


def _carried(network: Network, carried: object) -> Formula:
    """The names of what is carried."""
    if not isinstance(carried, dict) or not carried:
        return ()
    signals, pieces = network.program.signals, []
    for name in carried:
        shape = signals[name].shape
        first, last = (0,) * len(shape), tuple(n - 1 for n in shape)
        pieces += [("", "", "∂"), (name, f"{subscript(first)}…{subscript(last)}", "[t]"), ("", "", "/∂W   ")]
    return tuple(pieces)


def _formula(network: Network, found: tuple[Use, ...], weight: Weight) -> Formula:
    """delta and what was read, in symbols; nothing where a weight is used in several places."""
    if len(found) != 1:
        return ()
    use, signals = found[0], network.program.signals
    delta = (f"delta_{use.target}", _place(weight, signals[use.target].shape, 0), "[τ]")
    if not use.source:
        return (delta,)
    read = (use.source, _place(weight, signals[use.source].shape, 1), instant(use.lag).replace("t", "τ"))
    return delta, ("", "", " · "), read


def _place(weight: Weight, shape: tuple[int, ...], axis: int) -> str:
    """The index of a signal that an axis of the weight stands for."""
    name, index = weight
    if name == "embedding":
        return subscript(index[1:])
    if len(index) == len(shape) + axis - 1 and axis and len(shape) > 1:
        return subscript(index)
    at = index[min(axis, len(index) - 1)]
    return subscript(tuple(int(i) for i in np.unravel_index(at, shape)))


def _factors(trace: Trace, deltas: object, use: Use, weight: Weight, tau: int) -> str:
    """The same as numbers."""
    if not isinstance(deltas, dict) or use.kind not in ("product", "bias"):
        return ""
    delta = deltas[use.target].reshape(len(trace), -1)[tau - 1, weight[1][0]]
    if use.kind == "bias":
        return short(float(delta))
    read = trace.before(use.source, use.lag).reshape(len(trace), -1)[tau - 1, weight[1][1]]
    return f"{short(float(delta))} · {short(float(read))}"
