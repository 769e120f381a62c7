"""What comes next in a string of counted blocks, token after token (`rnrviz.network.tasks.blocks`)."""

from collections.abc import Iterable, Iterator

from rnrviz.network.tasks.blocks import FREE, STOP, Shape

Next = dict[str, float]
Bounds = tuple[int, int] | None


def follow(
    tokens: Iterable[str], shape: Shape, start: str, bounds: Bounds, after: Next | None
) -> Iterator[Next | None]:
    """After every token what may follow, None where nothing is said; ``after`` is what follows an end.

    ``bounds`` are the lengths that a free block may have, all equally probable; None: any, in equal shares with what
    else may come. A string begins with ``start``, if that is not empty; once wrong it stays so until its T.
    """
    counts: list[int] = []  # how many of each letter so far; none of them after what is not of the language
    begun = lost = False
    for token in tokens:
        if token == STOP:
            yield after if not lost and len(counts) == len(shape.same) and _complete(counts, shape) else None
            counts, begun, lost = [], False, False
        elif start and not begun and not lost:
            begun, lost = True, token != start
            yield None if lost else {shape.letters[0]: 1.0}
        else:
            lost = lost or not _grows(counts, shape, shape.letters.find(token) if len(token) == 1 else -1)
            yield None if lost else _next(counts, shape, bounds)


def _goal(counts: list[int], shape: Shape) -> int:
    """How many letters the last block is to have, FREE if any number."""
    same = shape.same[len(counts) - 1]
    return FREE if same == FREE else counts[same]


def _complete(counts: list[int], shape: Shape) -> bool:
    """Whether the last block may end here."""
    return not counts or _goal(counts, shape) in (FREE, counts[-1])


def _grows(counts: list[int], shape: Shape, letter: int) -> bool:
    """Count one more letter; whether it may stand there."""
    if letter == len(counts) and _complete(counts, shape):
        counts.append(0)
    elif letter != len(counts) - 1 or letter < 0 or _goal(counts, shape) == counts[-1]:
        return False
    counts[-1] += 1
    return True


def _next(counts: list[int], shape: Shape, bounds: Bounds) -> Next | None:
    """What may follow these counts of letters."""
    block, symbols = len(counts) - 1, (*shape.letters, STOP)
    if bounds and not all(_possible(n, k == block, bounds) for k, n in enumerate(counts) if shape.same[k] == FREE):
        return None
    goal = _goal(counts, shape)
    if goal != FREE:
        return {symbols[block + (counts[-1] == goal)]: 1.0}
    ends = _ends(counts[-1], bounds) if bounds else 0.5
    return {s: p for s, p in ((symbols[block], 1.0 - ends), (symbols[block + 1], ends)) if p}


def _possible(n: int, open_: bool, bounds: tuple[int, int]) -> bool:
    """Whether a block of n letters, still open or not, may be drawn."""
    return n <= bounds[1] and (open_ or n >= bounds[0])


def _ends(n: int, bounds: tuple[int, int]) -> float:
    """The probability that a block of n letters so far is complete."""
    left = bounds[1] - max(n, bounds[0]) + 1  # lengths that it may still have, n among them
    return 1.0 / left if n >= bounds[0] else 0.0
