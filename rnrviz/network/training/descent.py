"""Gradient descent over strings, keeping the best weights seen."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from rnrviz.kernels import learning
from rnrviz.kernels import table as c
from rnrviz.kernels.sweeps import Weights, space
from rnrviz.network.network import Network
from rnrviz.network.tasks.strings import Strings
from rnrviz.network.training.acceptance import generalisation, mean_loss

PIECE = 100


@dataclass(frozen=True)
class Settings:
    """Adam with a constant or, towards the end, linearly falling rate ``alpha``; ``strings`` in all, from ``seed``."""

    strings: int = 20_000
    alpha: float = 0.03
    beta_1: float = 0.9
    beta_2: float = 0.999
    clip: float = 1.0
    decay: float = 0.0
    seed: int = 1
    check_every: int = 500


@dataclass
class Progress:
    """How a training stands after ``strings`` strings: mean loss over the task, the best weights and their rank."""

    strings: int
    loss: float
    accepted: int
    best: Network
    best_accepted: int
    best_strings: int
    curve: list[tuple[int, float, int]] = field(default_factory=list)
    diverged: bool = False


def train(network: Network, task: Strings, judge: list[Strings], settings: Settings) -> Iterator[Progress]:
    """Train string by string in random order, yielding after every ``check_every`` strings.

    The best network is the one that accepts the longest run of ``judge``, and among those the one with the smallest
    loss. Training ends early when the loss is no longer finite; the best so far is kept.
    """
    program = network.program
    vector = network.vector.copy()
    weights = Weights(program.operations, vector).w
    record = np.zeros((program.lags + task.longest + program.leads, program.width))
    adjoints, moments = np.zeros_like(record), np.zeros((2, program.size))
    random = np.random.default_rng(settings.seed)
    state = Progress(0, np.inf, 0, network, -1, 0)
    best_loss = np.inf
    counts = np.ones(len(task.tokens))
    while state.strings < settings.strings and not state.diverged:
        number = min(settings.check_every, settings.strings - state.strings)
        order, losses = random.integers(len(task), size=number), np.zeros(PIECE)
        rate = settings.alpha * (1.0 - settings.decay * state.strings / settings.strings)
        done, met = 0, 0
        room = space(int(program.operations[0, c.ROOM]))
        while done == met < number:  # Ctrl-C is heard between the pieces
            piece = order[done : done + PIECE]
            met += len(piece)
            done += learning.learn(
                program.operations, program.stages, vector, weights, record, adjoints, room, task.tokens,
                task.targets, counts, task.begins, piece, network.error, program.lags, program.leads, moments[0],
                moments[1], np.array([rate, settings.beta_1, settings.beta_2, 1e-8, settings.clip]),
                state.strings + done, losses,
            )  # fmt: skip
        state.diverged = done < number
        state.strings += done
        if not state.diverged:
            now = network.with_vector(vector.copy())
            state.loss, state.accepted = mean_loss(now, task), generalisation(now, judge)
            if (state.accepted, -state.loss) > (state.best_accepted, -best_loss):
                state.best, state.best_accepted, best_loss = now, state.accepted, state.loss
                state.best_strings = state.strings
            state.curve.append((state.strings, state.loss, state.accepted))
        yield state
