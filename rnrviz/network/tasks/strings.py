"""Strings to learn from, with their targets."""

from dataclasses import dataclass

import numpy as np

from rnrviz.network.vocabulary import Vocabulary


@dataclass(frozen=True, eq=False)
class Strings:
    """Strings one after the other: string k is ``begins[k]..begins[k + 1]`` of tokens (N,) and targets (N, n_Y).

    ``legal`` (N, n_Y) says which symbols may come next at every instant.
    """

    vocabulary: Vocabulary
    tokens: np.ndarray
    targets: np.ndarray
    legal: np.ndarray
    begins: np.ndarray

    def __len__(self) -> int:
        return len(self.begins) - 1

    @property
    def longest(self) -> int:
        return int(np.diff(self.begins).max(initial=0))
