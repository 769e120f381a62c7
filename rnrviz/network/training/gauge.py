"""What is measured of a network while it learns: error, right symbols, norms, distance to what it tends to."""

import math
from typing import NamedTuple, final

import numpy as np

from rnrviz.network.gradients import bptt
from rnrviz.network.network import Network
from rnrviz.network.tasks.strings import Strings
from rnrviz.network.trace import run
from rnrviz.network.training.limits import limits
from rnrviz.network.vocabulary import Sequence

MOST_STRINGS, MOST_TOKENS = 20, 800  # of those that are measured: some milliseconds at most


class Reading(NamedTuple):
    """One measurement, every part a mean over the strings or instants that are measured.

    ``loss``: the sum of E[t] of a string; ``right``: the part of the instants at which the most active output is a
    symbol that the target allows; ``weights`` and ``gradient``: the norms of W and of the gradient of the mean loss;
    ``distance`` and ``farthest``: how far an output is at most from what it tends to, on average over the instants and
    at the worst of them; NaN for a network that looks ahead, to which the theorem does not apply.
    """

    loss: float
    right: float
    weights: float
    gradient: float
    distance: float
    farthest: float


@final
class Gauge:
    """Measures networks on the strings of a task, or on some of them where there are many, the same every time."""

    def __init__(self, strings: Strings) -> None:
        self.chosen = _chosen(strings)
        self.all = len(self.chosen) == len(strings)
        instants = [np.arange(*strings.part(k).indices(len(strings.tokens))) for k in self.chosen]
        self._targets = [strings.targets[part] for part in instants]
        self._counts = [strings.counts[part] > 0 for part in instants]
        self._tokens = [Sequence(("",) * len(part), strings.tokens[part]) for part in instants]
        joined = np.concatenate(instants)
        self._limits, self._known = limits(strings, joined), np.concatenate(self._counts)

    @property
    def guessing(self) -> float:
        """The cross-entropy of a string to one who gives every symbol the same probability."""
        return float(self._known.sum()) * math.log(max(2, self._limits.shape[1])) / len(self._tokens)

    def read(self, network: Network) -> Reading:
        """Measure this network."""
        gradient, outputs, loss = np.zeros(network.program.size), [], 0.0
        with np.errstate(all="ignore"):  # what is not finite is seen as a gap in the curve
            for tokens, targets, counts in zip(self._tokens, self._targets, self._counts, strict=True):
                trace = run(network, tokens, np.where(counts[:, None], targets, np.nan))
                gradient += bptt(trace).vector
                outputs.append(trace["y"])
                loss += float(trace.errors[counts].sum())
            n, y = len(self._tokens), np.concatenate(outputs)
            size = float(np.linalg.norm(network.vector)), float(np.linalg.norm(gradient)) / n
            return Reading(loss / n, self._right(y), *size, *self._apart(network, y))

    def _right(self, y: np.ndarray) -> float:
        best, known = y.argmax(1), self._known & np.isfinite(y).all(1)
        targets = np.concatenate(self._targets)
        hits = known & (targets[np.arange(len(y)), best] > 0)
        return float(hits.sum() / max(1, self._known.sum()))

    def _apart(self, network: Network, y: np.ndarray) -> tuple[float, float]:
        if network.program.leads or not self._known.any():
            return np.nan, np.nan
        apart = np.abs(y - self._limits).max(1)[self._known]
        return float(apart.mean()), float(apart.max())


def _chosen(strings: Strings) -> list[int]:
    """All the strings where they are few and short, else some, evenly from the first to the last."""
    most = min(len(strings), MOST_STRINGS)
    while True:
        numbers = sorted({int(k) for k in np.linspace(0, len(strings) - 1, most).round()})
        tokens = sum(int(strings.begins[k + 1] - strings.begins[k]) for k in numbers)
        if tokens <= MOST_TOKENS or most == 1:
            return numbers
        most = max(1, most * MOST_TOKENS // (2 * tokens))
