"""Up to eight numbers, read and written as one value."""

from rnrviz.kernels.lanes import first
from rnrviz.kernels.memory import (
    load,
    load_four,
    load_some,
    load_two,
    store,
    store_four,
    store_one,
    store_some,
    store_two,
)
from rnrviz.kernels.table import EIGHT, FOUR, ONE, TWO, compiled


@compiled
def read(S, at, many):
    """S[at..at + many - 1], up to eight numbers, zeros in the other lanes.

    It is read as `write` wrote it if ``many`` is a power of two: then the CPU need not wait for the memory.
    """
    if many >= EIGHT:
        return load(S, at)
    if many == FOUR:
        return load_four(S, at)
    if many == TWO:
        return load_two(S, at)
    return load_some(S, at, first(many), 0.0)


@compiled
def write(S, at, many, value):
    """S[at..at + many - 1] = value, up to eight numbers."""
    if many >= EIGHT:
        store(S, at, value)
    elif many == FOUR:
        store_four(S, at, value)
    elif many == TWO:
        store_two(S, at, value)
    elif many == ONE:
        store_one(S, at, value)
    else:
        store_some(S, at, first(many), value)


@compiled
def put(S, at, value, keep, many):
    """S[at..] = value, added to what is there if ``keep``."""
    if keep:
        value += read(S, at, many)
    write(S, at, many, value)
