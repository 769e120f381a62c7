"""Gradient descent over strings, keeping the best weights seen."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, final

import numpy as np

from rnrviz.kernels import learning
from rnrviz.kernels import table as c
from rnrviz.kernels.sweeps import Weights, space
from rnrviz.network.network import Network
from rnrviz.network.problems import InputError
from rnrviz.network.tasks.strings import Strings
from rnrviz.network.training.acceptance import generalisation, mean_loss
from rnrviz.network.training.draws import DRAWS, PIECE, taken
from rnrviz.network.training.state import Progress as Progress
from rnrviz.network.training.state import State, begun


@dataclass(frozen=True)
class Settings:
    """``strings`` in all, ``batch`` of them for each update; ``seed`` gives the weights and the order of the strings.

    ``rule`` is one of RULES: "adam", "rmsprop" or "descent", the latter with ``momentum``. The rate ``alpha`` falls
    linearly, at the end by the part ``decay``. A gradient longer than ``clip`` is cut to that length; 0: never.
    ``draw`` is one of DRAWS: strings are drawn at "random", or every "epoch" takes all in another order, or all come
    in "order", again and again. ``back`` h and ``every`` h' make it BPTT(h; h'); 0 and 0: BPTT.
    """

    strings: int = 20_000
    rule: str = "adam"
    alpha: float = 0.03
    beta_1: float = 0.9
    beta_2: float = 0.999
    momentum: float = 0.0
    clip: float = 1.0
    decay: float = 0.0
    batch: int = 1
    draw: str = "random"
    back: int = 0
    every: int = 0
    seed: int = 1
    check_every: int = 500

    def __post_init__(self) -> None:
        """Raises InputError where two settings do not go together or a name is not known."""
        for key, known in (("rule", learning.RULES), ("draw", DRAWS)):
            if getattr(self, key) not in known:
                raise InputError(
                    "{key} is {found!r}; expected {expected}.",
                    key=key,
                    found=getattr(self, key),
                    expected=", ".join(known),
                )
        if (self.back, self.every) != (0, 0) and not 1 <= self.every <= self.back:
            raise InputError(
                "BPTT(h; h') needs h ≥ h' ≥ 1; it is h = {back}, h' = {every}.", back=self.back, every=self.every
            )

    def row(self, rate: float) -> np.ndarray:
        """What the kernel reads, with the rate of now."""
        first = self.momentum if self.rule == "descent" else self.beta_1
        rule = learning.RULES.index(self.rule)
        return np.array([rate, first, self.beta_2, 1e-8, self.clip, rule, self.batch, self.back, self.every])


def train(
    network: Network, task: Strings, judge: list[Strings], settings: Settings, progress: Progress | None = None
) -> Iterator[Progress]:
    """Train string by string, yielding after every ``check_every`` strings; begin anew or go on from ``progress``.

    The best network is the one that accepts the longest run of ``judge``, and among those the one with the smallest
    loss. Training ends early when the loss is no longer finite; the best so far is kept.
    """
    progress = progress or begun(network, settings.seed)
    learner = Learner(network, task, settings)
    while progress.strings < settings.strings and not progress.diverged:
        number = min(settings.check_every, settings.strings - progress.strings)
        state, done = learner.learn(progress.state, progress.strings, number)
        reached = replace(progress, strings=progress.strings + done, diverged=done < number)
        progress = reached if reached.diverged else judged(reached, state, task, judge)
        yield progress


def judged(progress: Progress, state: State, task: Strings, judge: list[Strings]) -> Progress:
    """The progress with a new state, which becomes the best if it is better."""
    now = progress.best.with_vector(state.vector)
    loss, accepted = mean_loss(now, task), generalisation(now, judge)
    row = progress.strings, loss, accepted
    progress = replace(progress, loss=loss, accepted=accepted, state=state, curve=(*progress.curve, row))
    if (accepted, -loss) > (progress.best_accepted, -progress.best_loss):
        return replace(progress, best=now, best_accepted=accepted, best_strings=progress.strings, best_loss=loss)
    return progress


@final
class Learner:
    """Descent on the strings of a task; a State goes in and the next comes out. The arrays to work in are its own."""

    def __init__(self, network: Network, task: Strings, settings: Settings) -> None:
        program = network.program
        self._network, self._task, self._settings = network, task, settings
        self._record = np.zeros((program.lags + task.longest + program.leads, program.width))
        self._adjoints = np.zeros_like(self._record)
        self._room = space(int(program.operations[0, c.ROOM]))
        self._losses = np.zeros(PIECE)

    def learn(self, state: State, strings: int, number: int) -> tuple[State, int]:
        """The state ``number`` strings later, after ``strings`` so far; and how many had a finite loss."""
        settings, done, met = self._settings, 0, 0
        random = np.random.default_rng()
        random.bit_generator.state = state.random
        order, queue = taken(state.queue, number, len(self._task), settings.draw, random)
        part = min(1.0, strings / settings.strings)
        row = settings.row(settings.alpha * (1.0 - settings.decay * part))
        new = replace(state, queue=queue, random=dict(random.bit_generator.state), **_copies(state))
        while done == met < number:  # Ctrl-C is heard between the pieces
            piece = order[done : done + PIECE]
            met += len(piece)
            done += self._piece(new, piece, row)
        return new, done

    def _piece(self, state: State, piece: np.ndarray, row: np.ndarray) -> int:
        program, task, error = self._network.program, self._task, self._network.error
        weights = Weights(program.operations, state.vector).w
        return int(
            learning.learn(
                program.operations, program.stages, state.vector, weights, self._record, self._adjoints, self._room,
                task.tokens, task.targets, task.counts, task.begins, piece, error, program.lags, program.leads,
                state.first, state.second, state.waiting, state.updates, row, self._losses,
            )
        )  # fmt: skip


def _copies(state: State) -> dict[str, Any]:
    return {name: getattr(state, name).copy() for name in ("vector", "first", "second", "waiting", "updates")}
