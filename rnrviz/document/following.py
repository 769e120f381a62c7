"""What is known of the followed weight: its triangle (t, tau), and what RTRL carries of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rnrviz.document.report import OVERHEAD, seconds
from rnrviz.network.problems import InputError

if TYPE_CHECKING:
    import numpy as np

    from rnrviz.document.document import Weight
    from rnrviz.document.session import Session
    from rnrviz.network.followed import Triangle
    from rnrviz.network.trace import Trace

LONGEST = 1500  # tokens: the table grows with their square
SWEEP = 4e-5


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
