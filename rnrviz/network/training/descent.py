"""Learning strings one after the other, keeping the best weights seen."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Protocol, final

import numpy as np

from rnrviz.network.network import Network
from rnrviz.network.tasks.strings import Strings
from rnrviz.network.training.acceptance import FORESEEN, generalisation, mean_loss
from rnrviz.network.training.draws import PIECE, taken
from rnrviz.network.training.foresight import foreseen
from rnrviz.network.training.gradient import ByGradient
from rnrviz.network.training.online import ByToken
from rnrviz.network.training.settings import Settings as Settings
from rnrviz.network.training.state import COPIED, State, begun
from rnrviz.network.training.state import Progress as Progress


def train(
    network: Network, task: Strings, judge: list[Strings], settings: Settings, progress: Progress | None = None
) -> Iterator[Progress]:
    """Train string by string, yielding after every ``check_every`` strings; begin anew or go on from ``progress``.

    The best network is the one that accepts the longest run of ``judge``, and among those the one that its verdict
    says: with the smallest loss, or foreseen to go the furthest. Training ends early when the loss is no longer finite;
    the best so far is kept.
    """
    progress = progress or begun(network, settings.seed)
    learner = Learner(network, task, settings)
    while progress.strings < settings.strings and not progress.diverged:
        number = min(settings.check_every, settings.strings - progress.strings)
        state, done = learner.learn(progress.state, progress.strings, number)
        reached = replace(progress, strings=progress.strings + done, diverged=done < number)
        checked = reached if reached.diverged else judged(reached, state, task, judge)
        progress = checked if reached.diverged or np.isfinite(checked.loss) else replace(reached, diverged=True)
        yield progress


def judged(progress: Progress, state: State, task: Strings, judge: list[Strings]) -> Progress:
    """The progress with a new state, which becomes the best if it is better."""
    now = progress.best.with_vector(state.vector)
    loss, accepted = mean_loss(now, task), generalisation(now, judge)
    row = progress.strings, loss, accepted
    progress = replace(progress, loss=loss, accepted=accepted, state=state, curve=(*progress.curve, row))
    if accepted < progress.best_accepted:
        return progress
    far = foreseen(now, judge) if judge and judge[-1].verdict.chosen == FORESEEN else 0.0
    if (accepted, far, -loss) > (progress.best_accepted, progress.best_foreseen, -progress.best_loss):
        progress = replace(progress, best=now, best_accepted=accepted, best_strings=progress.strings)
        return replace(progress, best_loss=loss, best_foreseen=far)
    return progress


class Way(Protocol):
    """How a rule learns, at most ``piece`` strings at a time. The arrays to work in are its own."""

    def __init__(self, network: Network, task: Strings, settings: Settings, piece: int) -> None: ...

    def begin(self, state: State) -> State:
        """The state with what the rule remembers, before the first string; a later one as it is."""

    def learn(self, state: State, piece: np.ndarray, before: int, more: int) -> int:
        """Learn a piece, strings by their numbers, changing the arrays of the state.

        They come ``more`` strings after the last check, which was ``before`` strings after the beginning. How many had
        a finite loss.
        """


@final
class Learner:
    """A rule on the strings of a task; a State goes in and the next comes out.

    After ``piece`` strings at most the kernel comes back to the interpreter; what is learned does not depend on it.
    """

    def __init__(self, network: Network, task: Strings, settings: Settings, piece: int = PIECE) -> None:
        self._task, self._settings, self._most = task, settings, piece
        way: type[Way] = ByToken if settings.by_tokens else ByGradient
        self._way = way(network, task, settings, piece)

    def learn(self, state: State, strings: int, number: int) -> tuple[State, int]:
        """The state ``number`` strings later, after ``strings`` so far; and how many had a finite loss."""
        settings, done, met = self._settings, 0, 0
        random = np.random.default_rng()
        random.bit_generator.state = state.random
        order, queue = taken(state.queue, number, len(self._task), settings.draw, random)
        state = self._way.begin(state)
        new = replace(state, queue=queue, random=dict(random.bit_generator.state), **_copies(state))
        while done == met < number:  # Ctrl-C is heard between the pieces
            piece = order[done : done + self._most]
            done += self._way.learn(new, piece, strings, met)
            met += len(piece)
        return new, done


def _copies(state: State) -> dict[str, Any]:
    return {name: getattr(state, name).copy() for name in COPIED}
