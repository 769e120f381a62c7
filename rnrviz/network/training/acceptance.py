"""Does a network accept a string? (Gers and Schmidhuber 2001)."""

import numpy as np

from rnrviz.network.network import Network
from rnrviz.network.tasks.strings import Strings
from rnrviz.network.trace import run
from rnrviz.network.vocabulary import Sequence


def accepts(network: Network, strings: Strings) -> np.ndarray:
    """For every string, whether at every instant exactly the legal symbols exceed the threshold.

    The threshold is half of what a legal symbol gets when the legal ones share the probability.
    """
    verdicts = np.zeros(len(strings), bool)
    for k in range(len(strings)):
        part = slice(strings.begins[k], strings.begins[k + 1])
        indices = strings.tokens[part]
        y = run(network, Sequence(("",) * len(indices), indices), strings.targets[part])["y"]
        legal = strings.legal[part]
        y = y / y.sum(1, keepdims=True)
        verdicts[k] = ((y > 0.5 / legal.sum(1, keepdims=True)) == legal).all()
    return verdicts


def mean_loss(network: Network, strings: Strings) -> float:
    """The sum of E[t] of a string, averaged over the strings."""
    total = 0.0
    for k in range(len(strings)):
        part = slice(strings.begins[k], strings.begins[k + 1])
        indices = strings.tokens[part]
        total += run(network, Sequence(("",) * len(indices), indices), strings.targets[part]).errors.sum()
    return float(total) / len(strings)


def generalisation(network: Network, judge: list[Strings]) -> int:
    """How many of the strings, group after group, are accepted before the first that is not."""
    total = 0
    for strings in judge:
        verdicts = accepts(network, strings)
        if not verdicts.all():
            return total + int(np.argmin(verdicts))
        total += len(verdicts)
    return total
