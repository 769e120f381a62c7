"""Strings learned a second: a^n b^n c^n, n <= 10, an update after each; ours beside the other libraries'.

A rival's module has ``contender(task)``, or is not there. Before any time is taken its weights after EPOCH strings are
compared with ours, where its network is the same.
"""

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rnrviz.app.bench import rivals
from rnrviz.app.bench.results import LEARNING, OURS, Row, Times
from rnrviz.network.measuring.timing import Contender, Effort, Tick, measure
from rnrviz.network.network import Network, random_network
from rnrviz.network.tasks.counting import anbncn
from rnrviz.network.tasks.strings import Strings
from rnrviz.network.training.descent import Learner, Settings
from rnrviz.network.training.state import State, begun

LONGEST, EPOCH, ALPHA = 10, 100, 0.05
CASES = ((2, 2, "descent"), (16, 1, "descent"), (2, 1, "kalman"))
RIVALS = ("torch", "jax")


@dataclass(frozen=True, eq=False)
class Learned:
    """A network of ``blocks`` of ``cells`` and what it is to learn; ``order``: EPOCH numbers of strings."""

    blocks: int
    cells: int
    rule: str
    network: Network
    strings: Strings
    order: np.ndarray

    @property
    def title(self) -> str:
        """The name in the table."""
        return f"LSTM {self.blocks}x{self.cells}" + ("" if self.rule == "descent" else f", {self.rule}")

    @property
    def pieces(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """Tokens and next symbols of each string of the task."""
        parts = [self.strings.part(k) for k in range(len(self.strings))]
        return [(self.strings.tokens[part], self.strings.targets[part].argmax(1)) for part in parts]


def learned(blocks: int, cells: int, rule: str) -> Learned:
    """The same random weights and strings for the same sizes."""
    filters = rule != "descent"
    strings = anbncn(1, LONGEST, "set" if filters else "next")
    sizes = {"n_M": blocks, "n_C": cells, "forget": True, "direct": False}
    function, loss = ({"g_Y": "logistic"}, "quadratic") if filters else ({}, "cross_entropy")
    network = random_network("lstm", sizes | function, strings.vocabulary, 1, loss)
    return Learned(blocks, cells, rule, network, strings, np.random.default_rng(1).integers(LONGEST, size=EPOCH))


def ours(task: Learned) -> Contender:
    """The loop of `rnrviz train`, always from the same weights."""
    settings = Settings(strings=EPOCH, rule=task.rule, alpha=ALPHA, clip=0.0)
    learner, state = Learner(task.network, task.strings, settings), begun(task.network, 1).state
    state = State(**{**vars(state), "queue": task.order})

    def run() -> np.ndarray:
        return learner.learn(state, 0, EPOCH)[0].vector

    return Contender(OURS, run, run)


def load(names: Sequence[str]) -> tuple[dict[str, Callable[[Learned], Contender]], tuple[str, ...]]:
    """How to make the contenders of the rivals that learn; and the names of those that cannot be imported."""
    makers, asked = {}, [name for name in names if name in RIVALS]
    for name in asked:
        try:
            makers[name] = importlib.import_module(f"rnrviz.app.bench.{name}_training").contender
        except (ImportError, OSError, RuntimeError):
            continue
    return makers, tuple(name for name in asked if name not in makers)


def compare(
    makers: Mapping[str, Callable[[Learned], Contender]], effort: Effort, tell: Callable[[Row], None], tick: Tick
) -> None:
    """Measure every case and tell it at once; the times are for one string. Raises InputError if weights differ."""
    for done, (blocks, cells, rule) in enumerate(CASES):
        task = learned(blocks, cells, rule)
        contenders = [ours(task), *(make(task) for make in makers.values() if rule == "descent")]
        rivals.check_vectors(task.title, contenders)
        took = measure(contenders, effort, lambda part, done=done: tick((done + part) / len(CASES)))  # type: ignore[misc]
        each = [Times(t.median / EPOCH, t.least / EPOCH, t.greatest / EPOCH, t.rounds, t.cores) for t in took]
        times = {contender.name: found for contender, found in zip(contenders, each, strict=True)}
        tell(Row(LEARNING, task.title, LONGEST, times))
    tick(1.0)
