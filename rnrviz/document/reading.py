"""How much of a text a network can read, and at what cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rnrviz.network.problems import InputError

if TYPE_CHECKING:
    from rnrviz.network.network import Network
    from rnrviz.network.vocabulary import Sequence

MEMORY = 1.5e9
FLOAT = 8


@dataclass(frozen=True)
class Reading:
    """The tokens that are read, those that are left over, and why they are."""

    sequence: Sequence
    rest: tuple[str, ...] = ()
    problem: InputError | None = None


def read(network: Network, text: str) -> Reading:
    """The longest beginning of the text that the network can read; a text is never refused as a whole."""
    vocabulary = network.vocabulary
    tokens = vocabulary.split(text)
    readable, problem, sequence = len(tokens), None, None
    try:
        sequence = vocabulary.encode(tokens)
    except InputError as error:
        problem = error
        readable = next(i for i, token in enumerate(tokens) if token not in vocabulary.numbers)
    most = max(1, int(MEMORY // row_bytes(network)))
    if readable > most:
        readable, problem, sequence = most, _too_long(network, len(tokens), most), None
    return Reading(sequence or vocabulary.encode(tokens[:readable]), tokens[readable:], problem)


def _too_long(network: Network, length: int, most: int) -> InputError:
    return InputError(
        "The text has {n} tokens; only the first {m} are read, as all of them would need {gb:.1f} GB.",
        n=length,
        m=most,
        gb=length * row_bytes(network) / 1e9,
    )


def row_bytes(network: Network) -> int:
    """Memory of one recorded instant: the signals and the target."""
    return FLOAT * (network.program.width + len(network.vocabulary))
