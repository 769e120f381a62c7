"""What is measured: a network and a random sequence, the next symbol as target."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from rnrviz.network.network import Network, random_network
from rnrviz.network.vocabulary import Sequence, Vocabulary


@dataclass(frozen=True)
class Case:
    """A network of ``units`` states, or blocks of ``cells``, with ``symbols`` inputs and outputs, over ``length``."""

    architecture: str
    symbols: int
    units: int
    cells: int
    length: int

    @property
    def title(self) -> str:
        """The name in the tables: n_U and the units."""
        if self.architecture == "elman":
            return f"Elman {self.symbols},{self.units}"
        return f"LSTM {self.symbols},{self.units}x{self.cells}"

    @property
    def name(self) -> str:
        return f"{self.title} L={self.length}"

    @property
    def config(self) -> dict[str, Any]:
        if self.architecture == "elman":
            return {"n_X": self.units}
        return {"n_M": self.units, "n_C": self.cells, "forget": True, "direct": False}


@dataclass(frozen=True)
class Task:
    """A case made real: the network with its random weights and the sequence."""

    case: Case
    network: Network
    sequence: Sequence

    @property
    def tokens(self) -> np.ndarray:
        """The numbers of the symbols, (L,)."""
        return self.sequence.indices


def task(case: Case, seed: int = 1) -> Task:
    """Random weights and symbols, the same for the same seed."""
    vocabulary = Vocabulary(tuple(f"s{n}" for n in range(1, case.symbols + 1)))
    network = random_network(case.architecture, case.config, vocabulary, seed)
    numbers = np.random.default_rng(seed).integers(0, case.symbols, case.length)
    return Task(case, network, vocabulary.encode([vocabulary.tokens[n] for n in numbers.tolist()]))
