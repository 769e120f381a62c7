"""From a session to what is on the tape."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rnrviz.figures.tape_content import Tape
from rnrviz.network.vocabulary import UNKNOWN

if TYPE_CHECKING:
    from rnrviz.document.session import Session
    from rnrviz.network.trace import Trace

NONE = np.zeros(0, np.int64)
EMPTY = Tape((), 0, (), NONE, NONE, np.zeros(0))
LONGEST = 64


def tape(session: Session) -> Tape:
    """The tokens of the session's text, with targets and predictions where the network was run."""
    sequence, vocabulary = session.sequence, session.document.network.vocabulary
    length = len(sequence)
    trace = session.trace if session.trace is not None and len(session.trace) == length else None
    absent = np.full(length, -1, np.int64)
    guesses, sure, probable = (absent, np.full(length, np.nan), True) if trace is None else _guesses(trace["y"])
    rest = enumerate(session.rest, length)
    return Tape(
        tokens=sequence.tokens + session.rest,
        length=length,
        symbols=vocabulary.tokens,
        targets=absent if trace is None else _targets(trace),
        guesses=guesses,
        sure=sure,
        probable=probable,
        unknown=frozenset(sequence.unknown),
        refused=frozenset(i for i, token in rest if token not in vocabulary.numbers),
        problem=session.problem or "",
        coded=UNKNOWN in vocabulary.numbers,
        computed=trace is not None,
    )


def _targets(trace: Trace) -> NDArray[np.int64]:
    """The number of the symbol that was to come, -1 where there is none."""
    if not len(trace):
        return NONE
    return np.where(trace.counts > 0, np.argmax(trace.targets, axis=1), -1)


def _guesses(y: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.float64], bool]:
    """The largest output of each instant (-1 where any is not a number), how large it is, and whether
    outputs can be read as probabilities: they are divided by their sum then, as in the chapter."""
    if not len(y):
        return NONE, np.zeros(0), True
    finite = np.isfinite(y)
    sound: NDArray[np.bool_] | slice = slice(None) if finite.all() else np.asarray(finite.all(axis=1))
    known = y[sound]
    winners = known.argmax(axis=1)
    largest = known[np.arange(len(known)), winners]
    with np.errstate(over="ignore"):
        total = known @ np.ones(y.shape[1])
    probable = bool((known >= 0).all() and (total > 0).all() and np.isfinite(total).all())
    best, sure = np.full(len(y), -1, np.int64), np.full(len(y), np.nan)
    best[sound], sure[sound] = winners, largest / (total if probable else 1.0)
    return best, sure, probable


def tape_data(shown: Tape, session: Session) -> dict[str, np.ndarray]:
    """Arrays (L,): numbers are 0-based places in the vocabulary, -1 for none; names are cut at 64 letters."""
    names = np.array([*shown.symbols, ""])
    aim = np.full(shown.length, np.nan)
    trace = session.trace
    if trace is not None and len(trace) == shown.length and shown.length:
        y = trace["y"]
        with np.errstate(all="ignore"):
            share = y / y.sum(axis=1, keepdims=True) if shown.probable else y
        aim = np.where(shown.targets >= 0, share[np.arange(len(y)), np.maximum(shown.targets, 0)], np.nan)
    return {
        "s": np.asarray(session.sequence.indices),
        "token": np.array([token[:LONGEST] for token in shown.tokens[: shown.length]], dtype=np.str_),
        "d": shown.targets,
        "target": names[shown.targets],
        "prediction": shown.guesses,
        "predicted": names[shown.guesses],
        "probability": shown.sure,
        "probability_of_target": aim,
    }
