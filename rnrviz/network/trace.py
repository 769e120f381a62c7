"""A recorded run: every signal at every instant, by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from rnrviz.kernels import sweeps
from rnrviz.network.network import Network
from rnrviz.network.problems import InputError
from rnrviz.network.vocabulary import Sequence

if TYPE_CHECKING:
    import pandas
    import xarray

LARGEST = 4 * 2**30
CHUNK = 2_000_000


@dataclass(frozen=True, eq=False)
class Trace:
    """What a network did on s[1..L]. ``trace["x"]`` is (L, *shape); E is NaN and d a row of NaN without a target.

    ``record`` (lags + L + leads, width) holds all the signals, zeros (or the given state) before the first token and
    zeros after the last; ``counts`` (L,) is 1 where E[t]
    counts, 0 where there is no target.
    """

    network: Network
    sequence: Sequence
    record: np.ndarray
    targets: np.ndarray
    counts: np.ndarray
    errors: np.ndarray

    def __len__(self) -> int:
        return len(self.sequence)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The chapter's signals, d and E last; the parts of equations are left out."""
        return (*(s.name for s in self.network.program.signals.values() if s.role != "hidden"), "d", "E")

    def __getitem__(self, name: str) -> np.ndarray:
        if name == "E":
            return self.errors
        if name == "d":
            return np.where(self.counts[:, None] > 0, self.targets, np.nan)
        return self.before(name, 0)

    def before(self, name: str, lag: int = 1) -> np.ndarray:
        """The signal ``lag`` instants earlier, (L, *shape): before("x")[0] is x[0]."""
        signal = self.network.program.signals[name]
        rows = self.rows(lag)[:, signal.slice].reshape(len(self), *signal.shape)
        rows.flags.writeable = False  # what was recorded is what the gradients are computed from
        return rows

    def rows(self, lag: int = 0) -> np.ndarray:
        """All signals in a row of the record for every instant, (L, width), ``lag`` instants earlier."""
        start = self.network.program.lags - lag
        return self.record[start : start + len(self)]

    def to_xarray(self) -> "xarray.Dataset":
        """All of it with named dimensions; needs xarray."""
        from rnrviz.network.frames import to_xarray

        return to_xarray(self)

    def to_pandas(self) -> "pandas.DataFrame":
        """A row for each instant, a column for each component of each signal; needs pandas."""
        from rnrviz.network.frames import to_pandas

        return to_pandas(self)

    @cached_property
    def overflow(self) -> int | None:
        """The first instant (1-based) with a value that is not finite, None if there is none."""
        bad = ~np.isfinite(self.rows()).all(axis=1)
        return int(np.argmax(bad)) + 1 if bad.any() else None


def run(
    network: Network,
    sequence: Sequence,
    targets: np.ndarray | None = None,
    progress: Callable[[float], None] | None = None,
    initial: Mapping[str, np.ndarray] | None = None,
) -> Trace:
    """Step the network over a sequence. Targets (L, n_Y) are the next symbols unless given; NaN rows have none.

    ``initial`` gives signals at t = 0, which are 0 otherwise. ``progress`` is told the fraction done and may raise
    Cancelled. Raises InputError when the record would not fit into memory.
    """
    program, length = network.program, len(sequence)
    if (length + program.lags) * (program.width + len(network.vocabulary)) * 8 > LARGEST:
        raise InputError(
            "A sequence of {length} tokens is too long to be recorded with this network; at most {most} fit.",
            length=length,
            most=LARGEST // (8 * (program.width + len(network.vocabulary))),
        )
    _check_tokens(network, sequence)
    D, counts = next_symbols(network, sequence) if targets is None else given_targets(network, targets, length)
    record = np.zeros((program.lags + length + program.leads, program.width))
    _start(network, record[program.lags - 1], initial or {})
    errors = np.empty(length)
    apart = progress is not None and not program.leads  # what comes later is needed first
    step = max(1, CHUNK // (program.size + 8 * program.width)) if apart else max(1, length)
    for first in range(0, length, step):
        last = min(first + step, length)
        sweeps.forward(
            program.operations, program.stages, network.weights, record, sequence.indices, D, counts,
            network.error, errors, program.lags, first, last,
        )  # fmt: skip
        if progress:
            progress(last / length)
    return Trace(network, sequence, record, D, counts, errors)


def _start(network: Network, row: np.ndarray, initial: Mapping[str, np.ndarray]) -> None:
    """Put the given signals into the row of the instant 0."""
    signals = network.program.signals
    for name, values in initial.items():
        if name not in signals or name == "u":
            raise InputError("There is no signal {name} to begin with.", name=name)
        if np.size(values) != signals[name].size or not np.isfinite(values).all():
            raise InputError("The initial {name} must be {n} finite numbers.", name=name, n=signals[name].size)
        row[signals[name].slice] = np.ravel(values)


def next_symbols(network: Network, sequence: Sequence) -> tuple[np.ndarray, np.ndarray]:
    """d[t] = C_V(s[t+1]) as (L, n_Y), and 1 for every instant that has one, all but the last."""
    length = len(sequence)
    D = np.zeros((length, len(network.vocabulary)))
    D[np.arange(length - 1), sequence.indices[1:]] = 1.0
    counts = np.ones(length)
    counts[-1:] = 0.0
    return D, counts


def given_targets(network: Network, targets: np.ndarray, length: int) -> tuple[np.ndarray, np.ndarray]:
    """The targets (L, n_Y) without NaN, and 1 for every instant that has one."""
    D = np.array(targets, np.float64)
    expected = (length, len(network.vocabulary))
    if D.shape != expected:
        raise InputError("The targets have the shape {found}; expected {expected}.", found=D.shape, expected=expected)
    counts = np.where(np.isnan(D).any(axis=1), 0.0, 1.0)
    return np.where(counts[:, None] > 0, D, 0.0), counts


def _check_tokens(network: Network, sequence: Sequence) -> None:
    """Refuse numbers that are not of this network's vocabulary: the kernels do not look."""
    known = len(network.vocabulary)
    if len(sequence) and not 0 <= int(sequence.indices.min()) <= int(sequence.indices.max()) < known:
        raise InputError(
            "The sequence was read with another vocabulary; this network knows {known} tokens.", known=known
        )
