"""The forgetting problem (chapter; Gers, Schmidhuber and Cummins 2000): a cell that is never reset drifts away.

Two networks learn the same short streams of strings; then they read a long one.
"""

from collections import deque
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from rnrviz.network.network import Network
from rnrviz.network.problems import InputError
from rnrviz.network.tasks import streams
from rnrviz.network.trace import run
from rnrviz.network.training import recipe as recipes
from rnrviz.network.training.descent import train
from rnrviz.network.training.state import Progress
from rnrviz.network.vocabulary import Sequence
from rnrviz.paths import resource

RECIPES = ("anbn-stream-lstm", "anbn-stream-lstm-forget")
SECONDS = 2.0  # to train one of them, at most


@dataclass(frozen=True, eq=False)
class Drift:
    """What a trained network does on a stream of L tokens.

    ``cells`` (L, n) are the CECs without reset, ``reset`` (L, n) where the network begins anew with each string;
    ``right`` and ``right_reset`` (L,) whether exactly the legal symbols are predicted. ``accepted`` of the ``judged``
    streams of the training are predicted without a fault, of ``each`` strings. ``kept`` is the most of a CEC that the
    forget gate lets pass at an end T, NaN without such a gate.
    """

    network: Network
    cells: np.ndarray
    reset: np.ndarray
    right: np.ndarray
    right_reset: np.ndarray
    accepted: int
    judged: int
    each: int
    longest: int
    kept: float

    @property
    def first_wrong(self) -> int:
        """The first instant (1-based) of a wrong prediction, 0 if all are right."""
        return 0 if self.right.all() else int(np.argmin(self.right)) + 1


def stream(length: int, seed: int, longest: int) -> str:
    """The first tokens of strings a^n b^n T, n from 1 to ``longest`` at random."""
    numbers = np.random.default_rng(seed).integers(1, longest + 1, length)
    return streams.stream(numbers.tolist())[:length]


@lru_cache(maxsize=16)
def learned(name: str, seed: int) -> tuple[recipes.Recipe, Progress]:
    """The recipe of this name, trained from ``seed``; the same for the same seed. Raises InputError if it diverges."""
    recipe = recipes.with_seed(recipes.read(resource("tasks", f"{name}.toml")), seed)
    state = deque(train(recipe.network, recipe.strings, recipe.judge, recipe.settings), maxlen=1).pop()
    if state.best_strings == 0:
        raise InputError("This training does not succeed: its loss is not finite.")
    return recipe, state


def drift(name: str, seed: int, length: int, drawn: int) -> Drift:
    """Train, or take what was trained before, and read a stream of ``length`` tokens drawn from ``drawn``."""
    recipe, state = learned(name, seed)
    network = recipes.trained(recipe, state, f"rnrviz train {name}.toml -o {name}.safetensors")
    task = recipe.table["task"]
    text = stream(length, drawn, task["longest"])
    legal = streams.following(text) > 0
    cells, outputs, kept = _read(network, text)
    pieces = [_read(network, piece) for piece in strings(text)]
    return Drift(
        network, cells, np.concatenate([part[0] for part in pieces]), _right(outputs, legal),
        _right(np.concatenate([part[1] for part in pieces]), legal), state.best_accepted,
        sum(map(len, recipe.judge)), task["each"], task["longest"], kept,
    )  # fmt: skip


def strings(text: str) -> list[str]:
    """The strings of a stream, each with its end; the last one as far as it goes."""
    whole = text.split(streams.END)
    return [piece + streams.END for piece in whole[:-1]] + ([whole[-1]] if whole[-1] else [])


def _read(network: Network, text: str) -> tuple[np.ndarray, np.ndarray, float]:
    """The CECs (L, n), the outputs (L, n_Y), and the greatest lambda at an end."""
    trace = run(network, Sequence(tuple(text), network.vocabulary.encode(text).indices))
    carousels = [signal.name for signal in network.program.signals.values() if signal.role == "carousel"]
    cells = np.concatenate([trace[name].reshape(len(text), -1) for name in carousels], axis=1)
    ends = np.array([token == streams.END for token in text])
    closes = "lambda" in network.program.signals and ends.any()
    return cells, trace["y"], float(trace["lambda"][ends].max()) if closes else np.nan


def _right(outputs: np.ndarray, legal: np.ndarray) -> np.ndarray:
    """Whether exactly the legal symbols have more than half of an equal share (Gers and Schmidhuber 2001)."""
    shares = outputs / outputs.sum(1, keepdims=True)
    return np.asarray(((shares > 0.5 / legal.sum(1, keepdims=True)) == legal).all(1))
