"""Which parameters of this program make a layer, in each architecture that can be given to other programs."""

from collections.abc import Iterator
from dataclasses import dataclass

from rnrviz.network.equations import Config
from rnrviz.network.exchange.stack import GATES, GRU, LSTM, RNN
from rnrviz.network.problems import InputError


@dataclass(frozen=True)
class Names:
    """How one half is called: its gates, the state that it feeds back, what it reads, the cell's state."""

    gates: dict[str, str]
    past: str
    below: str
    cell: str
    product: str

    def weight(self, gate: str) -> str:
        """Of the input."""
        return f"W_{self.gates[gate]}_{self.below}"

    def bias(self, gate: str) -> str:
        return f"W_{self.gates[gate]}"

    def peephole(self, gate: str) -> str:
        return f"W_{self.gates[gate]}_{self.cell}"

    def recurrent(self, gate: str, after: bool = False) -> str:
        """``after``: of a GRU whose reset gate acts after the product, which is a signal of its own then."""
        return f"W_{self.product if after and gate == 'x' else self.gates[gate]}_{self.past}"


def names(kind: str, number: int | str, below: str) -> Names:
    """The names of a half with this number, "" for none."""
    gates = {gate: f"{gate}{number}" for gate in GATES[kind]}
    return Names(gates, gates["z" if kind == LSTM else "x"], below, f"x{number}", f"r{number}")


def architecture_names(architecture: str, config: Config) -> list[list[Names]]:
    """Layer by layer, the names of its halves. Raises InputError for an architecture that no other program has."""
    if architecture == "bidirectional":
        return [[Names({"x": own}, own, "u", "", "") for own in ("f", "b")]]
    if architecture in ("elman", "lstm", "gru"):
        return [[names({"elman": RNN, "lstm": LSTM, "gru": GRU}[architecture], "", "u")]]
    if architecture in ("stacked_elman", "stacked_lstm"):
        kind = RNN if architecture == "stacked_elman" else LSTM
        return list(_one_above_the_other(kind, int(config["n_L"])))
    raise InputError("A network of the architecture {name} is none that other programs have.", name=architecture)


def _one_above_the_other(kind: str, layers: int) -> Iterator[list[Names]]:
    below = "u"
    for number in range(1, layers + 1):
        found = names(kind, number, below)
        yield [found]
        below = found.past


def output_state(architecture: str, config: Config) -> str:
    """The signal that the output layer of an architecture reads."""
    return "x" if architecture == "bidirectional" else architecture_names(architecture, config)[-1][0].past
