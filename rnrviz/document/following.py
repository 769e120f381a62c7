"""What is known of the followed weight: its triangle (t, tau), what a fault makes of it, and what RTRL carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rnrviz.document.report import OVERHEAD, seconds
from rnrviz.network.problems import InputError

if TYPE_CHECKING:
    import numpy as np

    from rnrviz.document.document import Weight
    from rnrviz.document.session import Session
    from rnrviz.network.departures import Departure
    from rnrviz.network.followed import Triangle
    from rnrviz.network.trace import Trace

LONGEST = 1500  # tokens: the table grows with their square
SWEEP, ALONE = 4e-5, 1e-6


def followed(session: Session) -> Weight:
    """The weight that is followed; one of the state's own where none was chosen."""
    from rnrviz.network.followed import usual_weight

    return session.document.weight or usual_weight(session.document.network)


def deltas(session: Session) -> dict[str, np.ndarray] | InputError | None:
    """delta of every signal at every instant, of the chosen errors up to the cursor; (L, shape) each."""
    from rnrviz.network.gradients import deltas as made

    trace, instants = session.trace, session.document.instants
    if trace is None or not 1 <= session.document.cursor <= len(trace):
        return None
    takes = seconds(trace.network, len(trace))["bptt"]
    return session.answers.get("deltas", (trace, instants), takes, lambda progress: made(trace, instants))


def triangle(session: Session) -> Triangle | InputError | None:
    """The table of the whole text; None while there is none, the problem where there cannot be one."""
    from rnrviz.network.followed import triangle as made

    trace = session.trace
    if trace is None or not len(trace):
        return None
    if len(trace) > LONGEST:
        return _too_long(trace)
    weight = followed(session)
    takes = len(trace) * (SWEEP + seconds(trace.network, len(trace))["bptt"] / 2)
    return session.answers.get("triangle", (trace, *weight), takes, lambda progress: made(trace, weight, progress))


def departure(session: Session) -> Departure | InputError | None:
    """What the fault that is switched on makes of the triangle; None without one and while it is not known."""
    from rnrviz.network.departures import departure as made
    from rnrviz.network.faults import MEAN, ONLINE
    from rnrviz.network.followed import Triangle

    known, trace, document = triangle(session), session.trace, session.document
    fault, instants = document.fault, document.instants
    if fault is None or trace is None or not isinstance(known, Triangle) or not 1 <= document.cursor <= len(trace):
        return None
    takes = len(trace) * (SWEEP + seconds(trace.network, len(trace))["bptt"] / 2)
    if fault.kind == ONLINE:
        takes = 4 * takes + len(trace) ** 2 * ALONE
    key = (fault.kind, fault.t_0, fault.alpha, fault.signal, instants if fault.kind == MEAN else ())
    work = lambda progress: made(trace, known, fault, instants, progress)  # noqa: E731
    return session.answers.get("departure", (trace, known, *key), takes, work)


def sensitivities(session: Session) -> dict[str, np.ndarray] | InputError | None:
    """d s[t]/dW of the followed weight for the signals of the state, (L, size) each."""
    from rnrviz.network.flow import state_signals
    from rnrviz.network.followed import sensitivities_of

    trace = session.trace
    if trace is None or not len(trace):
        return None
    if len(trace) > LONGEST:
        return _too_long(trace)
    weight = followed(session)
    size = sum(trace.network.program.signals[name].size for name, _ in state_signals(trace))
    takes = len(trace) * size * (SWEEP + OVERHEAD * len(trace) / 4)
    work = lambda progress: sensitivities_of(trace, weight, progress)  # noqa: E731
    return session.answers.get("sensitivities", (trace, *weight), takes, work)


def _too_long(trace: Trace) -> InputError:
    return InputError(
        "The table (t, τ) is made for texts of up to {most} tokens; this one has {length}.",
        most=LONGEST,
        length=len(trace),
    )
