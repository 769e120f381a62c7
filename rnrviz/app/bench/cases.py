"""The networks that are measured, and the task of each: a random sequence, the next symbol as target."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    from rnrviz.network.network import Network
    from rnrviz.network.vocabulary import Sequence

LARGE = 64


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
    network: "Network"
    sequence: "Sequence"

    @property
    def tokens(self) -> "np.ndarray":
        """The numbers of the symbols, (L,)."""
        return self.sequence.indices


SMALL = tuple(
    Case(*kind, length)
    for kind in (("elman", 4, 4, 1), ("elman", 4, 16, 1), ("lstm", 4, 2, 2), ("lstm", 4, 16, 1))
    for length in (32, 100)
)
MIDDLE = (Case("elman", 28, 64, 1, 100), Case("lstm", 28, 64, 1, 100))
BPTT_CASES = (*SMALL, *MIDDLE, Case("elman", 28, 256, 1, 100), Case("lstm", 28, 256, 1, 100))
RTRL_CASES = (*SMALL, *MIDDLE, Case("elman", 28, 256, 1, 8))


def chosen(cases: tuple[Case, ...], quick: bool, only: str | None) -> tuple[Case, ...]:
    """The cases of a run in the order of the tables: small ones only if ``quick``, those named so if ``only``."""
    kept = [case for case in cases if not quick or (case.units < LARGE and case.length == min(32, case.length))]
    kept = [case for case in kept if only is None or only.casefold() in case.name.casefold()]
    return tuple(sorted(kept, key=lambda case: (case.architecture, case.symbols, case.units, case.length)))


def task(case: Case, seed: int = 1) -> Task:
    """Random weights and symbols, the same for the same seed."""
    import numpy as np

    from rnrviz.network.network import random_network
    from rnrviz.network.vocabulary import Vocabulary

    vocabulary = Vocabulary(tuple(f"s{n}" for n in range(1, case.symbols + 1)))
    network = random_network(case.architecture, case.config, vocabulary, seed)
    numbers = np.random.default_rng(seed).integers(0, case.symbols, case.length)
    return Task(case, network, vocabulary.encode([vocabulary.tokens[n] for n in numbers.tolist()]))
