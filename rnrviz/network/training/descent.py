"""Gradient descent over strings, keeping the best weights seen."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from rnrviz.kernels import learning
from rnrviz.kernels import table as c
from rnrviz.kernels.sweeps import Weights, space
from rnrviz.network.network import Network
from rnrviz.network.problems import InputError
from rnrviz.network.tasks.strings import Strings
from rnrviz.network.training.acceptance import generalisation, mean_loss

PIECE = 100
DRAWS = RANDOM, EPOCH, ORDER = "random", "epoch", "order"


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
    adjoints, (first, second, waiting), updates = (
        np.zeros_like(record),
        np.zeros((3, program.size)),
        np.zeros(2, np.int64),
    )
    random = np.random.default_rng(settings.seed)
    state = Progress(0, np.inf, 0, network, -1, 0)
    best_loss = np.inf
    numbers = drawn(len(task), settings.draw, random)
    while state.strings < settings.strings and not state.diverged:
        number = min(settings.check_every, settings.strings - state.strings)
        order, losses = np.fromiter(islice(numbers, number), np.int64, number), np.zeros(PIECE)
        rate = settings.alpha * (1.0 - settings.decay * state.strings / settings.strings)
        done, met = 0, 0
        room = space(int(program.operations[0, c.ROOM]))
        while done == met < number:  # Ctrl-C is heard between the pieces
            piece = order[done : done + PIECE]
            met += len(piece)
            done += learning.learn(
                program.operations, program.stages, vector, weights, record, adjoints, room, task.tokens,
                task.targets, task.counts, task.begins, piece, network.error, program.lags, program.leads, first, second,
                waiting, updates, settings.row(rate), losses,
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


def drawn(size: int, draw: str, random: np.random.Generator) -> Iterator[int]:
    """The numbers of the strings, 0..size - 1, in the order in which they are learned, without end."""
    while True:
        if draw == RANDOM:
            yield from random.integers(size, size=PIECE).tolist()
        else:
            yield from (random.permutation(size) if draw == EPOCH else np.arange(size)).tolist()
