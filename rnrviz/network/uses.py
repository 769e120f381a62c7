"""Where a parameter is used, and what its use at each instant contributes to a derivative.

The unrolled network has a copy of every weight at every instant tau. With delta the derivative of something by the
signal that the term belongs to, the copy of W in W s[tau - lag] contributes delta[tau] s[tau - lag], chapter BPTT.
"""

from dataclasses import dataclass

import numpy as np

from rnrviz.network.network import Network
from rnrviz.network.problems import InputError
from rnrviz.network.program import Shape
from rnrviz.network.trace import Trace

Index = tuple[int, ...]


@dataclass(frozen=True)
class Use:
    """A term with a parameter: the signal it adds to, its kind (product, bias, peephole, embedding), what it reads."""

    target: str
    kind: str
    source: str = ""
    lag: int = 0


def uses(network: Network, name: str) -> tuple[Use, ...]:
    """Every use of a trained parameter. Raises InputError if there is no such parameter."""
    known = [parameter.name for parameter in network.program.parameters.values() if parameter.trained]
    if name not in known:
        raise InputError(
            "There is no trained parameter {name!r}; there are {known}.", name=name, known=", ".join(known)
        )
    if name == "embedding":
        return (Use("u", "embedding"),)
    return tuple(
        Use(equation.target, term.kind, *((term.sources[0].signal, term.sources[0].lag) if term.sources else ()))
        for equation in network.equations
        for term in equation.terms
        if term.parameter == name
    )


def contribution(trace: Trace, rows: np.ndarray, name: str, begin: int = 0) -> np.ndarray:
    """What the copy of a parameter at each instant contributes, (T, *shape), from the adjoints ``rows`` (T, width).

    The rows are those of T instants from ``begin`` (0-based) on.
    """
    shape = trace.network.program.parameters[name].shape
    total = np.zeros((len(rows), *shape))
    with np.errstate(all="ignore"):
        for use in uses(trace.network, name):
            total += _whole(trace, rows, use, shape, begin)
    return total


def contribution_of_entry(trace: Trace, rows: np.ndarray, name: str, index: Index) -> np.ndarray:
    """The same for one entry of the parameter, (T,), from the first instant on."""
    shape = trace.network.program.parameters[name].shape
    total = np.zeros(len(rows))
    with np.errstate(all="ignore"):
        for use in uses(trace.network, name):
            total += _entry(trace, rows, use, index, shape)
    return total


def contribution_norms(trace: Trace, rows: np.ndarray, name: str) -> np.ndarray:
    """The Euclidean norm of what the copy at each instant contributes, (T,), without computing it where possible.

    The rows are those of the instants from the first on.
    """
    found = uses(trace.network, name)
    with np.errstate(all="ignore"):
        if len(found) == 1 and found[0].kind == "product":  # an outer product
            delta, read = _delta(trace, rows, found[0]), _read(trace, found[0])[: len(rows)]
            return np.asarray(np.linalg.norm(delta, axis=1) * np.linalg.norm(read, axis=1))
        if len(found) == 1 and found[0].kind == "embedding":
            return np.asarray(np.linalg.norm(_delta(trace, rows, found[0]), axis=1))
        return np.asarray(np.linalg.norm(contribution(trace, rows, name).reshape(len(rows), -1), axis=1))


def _delta(trace: Trace, rows: np.ndarray, use: Use) -> np.ndarray:
    return rows[:, trace.network.program.signals[use.target].slice]


def _read(trace: Trace, use: Use) -> np.ndarray:
    """What the term reads at every instant, (L, size)."""
    return trace.before(use.source, use.lag).reshape(len(trace), -1)


def _whole(trace: Trace, rows: np.ndarray, use: Use, shape: Shape, begin: int) -> np.ndarray:
    delta = _delta(trace, rows, use)
    instants = slice(begin, begin + len(rows))
    if use.kind == "bias":
        return delta
    if use.kind == "embedding":
        placed = np.zeros((len(rows), *shape))
        placed[np.arange(len(rows)), trace.sequence.indices[instants]] = delta
        return placed
    read = _read(trace, use)[instants]
    if use.kind == "product":
        return np.asarray(delta[:, :, None] * read[:, None, :])
    return np.asarray(np.repeat(delta, read.shape[1] // delta.shape[1], axis=1) * read).reshape(-1, *shape)


def _entry(trace: Trace, rows: np.ndarray, use: Use, index: Index, shape: Shape) -> np.ndarray:
    delta = _delta(trace, rows, use)
    if use.kind == "bias":
        return np.asarray(delta[:, index[0]])
    if use.kind == "embedding":
        return np.where(trace.sequence.indices[: len(rows)] == index[0], delta[:, index[1]], 0.0)
    read = _read(trace, use)[: len(rows)]
    if use.kind == "product":
        return np.asarray(delta[:, index[0]] * read[:, index[1]])
    place = int(np.ravel_multi_index(index, shape))
    return np.asarray(delta[:, place // (read.shape[1] // delta.shape[1])] * read[:, place])
