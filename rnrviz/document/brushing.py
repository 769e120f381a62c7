"""What is known of the brushed stretch: how well every unit follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rnrviz.document.document import Stretch
    from rnrviz.document.session import Session
    from rnrviz.network.brushed import Follower

NUMBER, UNIT = 1.2e-7, 4e-6  # seconds for each number of the record, and for each unit


def stretch(session: Session) -> Stretch | None:
    """The stretch of the text of now, as far as it is read."""
    from rnrviz.document.edits import within

    return within(session.document.stretch, session.length)


def ranking(session: Session) -> tuple[Follower, ...] | None:
    """Every unit, the best first; () where nothing can be said, None while it is computed or nothing is brushed."""
    from rnrviz.network.brushed import followers

    trace, wanted = session.trace, stretch(session)
    if trace is None or wanted is None or wanted[1] > len(trace):
        return None
    takes = trace.network.program.width * (len(trace) * NUMBER + UNIT)
    found = session.answers.get(
        "followers", (trace, wanted), takes, lambda progress: followers(trace, wanted, progress)
    )
    return found if isinstance(found, tuple) else None
