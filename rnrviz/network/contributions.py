"""The table (t, tau): what E[t] says of the weight as used at tau.

Its row sums are dE[t]/dW, which RTRL delivers going forward; its column sums are the terms that BPTT of the sum of all
E[t] adds up going back; the grand total is the gradient of the sum. What fades away from the diagonal is the vanishing
gradient; truncation is a band along the diagonal.
"""

import numpy as np

from rnrviz.network.backward import add_input, carry, each_error, inside, newest
from rnrviz.network.gradients import Progress, entropy_slope
from rnrviz.network.problems import InputError
from rnrviz.network.trace import LARGEST, Trace
from rnrviz.network.uses import Index, contribution, contribution_norms, contribution_of_entry, uses


def contributions(
    trace: Trace,
    name: str,
    index: Index | None = None,
    truncate: int | None = None,
    progress: Progress | None = None,
) -> np.ndarray:
    """(L, L, *shape) of a parameter, or (L, L) of its entry ``index``; [t-1, tau-1] is E[t]'s part of the copy at tau.

    Zeros where E[t] has no target or does not depend on the copy. ``truncate`` as in `bptt`. Raises InputError for a
    parameter or index that does not exist, and when the table would not fit into memory: ask for an entry, or for
    `norms_of_contributions`.
    """
    uses(trace.network, name)
    shape = trace.network.program.parameters[name].shape
    if index is not None and not (
        len(index) == len(shape) and all(0 <= i < n for i, n in zip(index, shape, strict=True))
    ):
        raise InputError(
            "{name} has the shape {shape}; there is no entry {index}.",
            name=name,
            shape=list(shape),
            index=[i + 1 for i in index],
        )
    size = len(trace) ** 2 * (int(np.prod(shape)) if index is None else 1) * 8
    _check_memory(size, name)
    table = np.zeros((len(trace), len(trace), *(shape if index is None else ())))
    for t, rows in each_error(trace, truncate):
        rows = rows[: newest(trace, t + 1)]
        if index is None:
            table[t, : len(rows)] = contribution(trace, rows, name)
        else:
            table[t, : len(rows)] = contribution_of_entry(trace, rows, name, index)
        if progress:
            progress((t + 1) / len(trace))
    return table


def norms_of_contributions(
    trace: Trace, names: tuple[str, ...] = (), truncate: int | None = None, progress: Progress | None = None
) -> dict[str, np.ndarray]:
    """The same table as Euclidean norms, (L, L) for every parameter named, all that are trained if none is."""
    program = trace.network.program
    names = names or tuple(p.name for p in program.parameters.values() if p.trained)
    for name in names:
        uses(trace.network, name)
    _check_memory(len(trace) ** 2 * 8 * len(names), ", ".join(names))
    tables = {name: np.zeros((len(trace), len(trace))) for name in names}
    for t, rows in each_error(trace, truncate):
        rows = rows[: newest(trace, t + 1)]
        for name, table in tables.items():
            table[t, : len(rows)] = contribution_norms(trace, rows, name)
        if progress:
            progress((t + 1) / len(trace))
    return tables


def terms(trace: Trace, name: str) -> np.ndarray:
    """(L, *shape): what BPTT of the sum of all E[t] adds at every tau; the column sums of `contributions`."""
    adjoints = np.zeros_like(trace.record)
    carry(trace, adjoints, (0, len(trace)), (0, len(trace)))
    return contribution(trace, inside(trace, adjoints), name)


def norms_of_errors(trace: Trace, name: str, progress: Progress | None = None) -> np.ndarray:
    """(L, L): the Euclidean norm of dE[t]/d(signal ``name``)[tau], row t, column tau."""
    signals = trace.network.program.signals
    if name not in signals:
        raise InputError(
            "There is no signal {name!r}; there are {known}.", name=name, known=", ".join(trace.names[:-2])
        )
    _check_memory(len(trace) ** 2 * 8, name)
    table = np.zeros((len(trace), len(trace)))
    slope = entropy_slope(trace)
    for t, rows in each_error(trace):
        if name == "y":
            rows[t, signals["y"].slice] += slope[t]
        if name == "u":
            rows = rows.copy()
            add_input(trace, rows)
        with np.errstate(all="ignore"):
            table[t] = np.linalg.norm(rows[:, signals[name].slice], axis=1)
        if progress:
            progress((t + 1) / len(trace))
    return table


def _check_memory(size: int, name: str) -> None:
    if size > LARGEST:
        raise InputError(
            "The table of contributions of {name} needs {size:.0f} GB; {most:.0f} GB are allowed.",
            name=name,
            size=size / 2**30,
            most=LARGEST / 2**30,
        )
