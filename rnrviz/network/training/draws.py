"""In which order the strings of a task are learned."""

from collections.abc import Iterator

import numpy as np

PIECE = 100
DRAWS = RANDOM, EPOCH, ORDER = "random", "epoch", "order"


def drawn(size: int, draw: str, random: np.random.Generator) -> Iterator[int]:
    """The numbers of the strings, 0..size - 1, in the order in which they are learned, without end."""
    while True:
        yield from some(size, draw, random).tolist()


def some(size: int, draw: str, random: np.random.Generator) -> np.ndarray:
    """The next of them: as many as are drawn at once."""
    if draw == RANDOM:
        return random.integers(size, size=PIECE)
    return random.permutation(size) if draw == EPOCH else np.arange(size)


def taken(
    queue: np.ndarray, number: int, size: int, draw: str, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """So many numbers from the queue, into which more are drawn as needed; and the queue that is left."""
    pieces, length = [queue], len(queue)
    while length < number:
        pieces.append(some(size, draw, random))
        length += len(pieces[-1])
    numbers = np.concatenate(pieces).astype(np.int64, copy=False)
    return numbers[:number], numbers[number:]
