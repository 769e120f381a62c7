"""numpy: RTRL by one matrix product an instant, in arrays made beforehand; the environment holds BLAS to one thread."""

from collections.abc import Callable

import numpy as np

from rnrviz.app.bench.cases import Task
from rnrviz.app.bench.results import RTRL
from rnrviz.app.bench.stacking import GATES, flat, stacked
from rnrviz.network.measuring.timing import Contender

Gradient = dict[str, np.ndarray]


def contender(algorithm: str, task: Task) -> Contender | None:
    """Forward and RTRL."""
    if algorithm != RTRL:
        return None
    run = _elman(task) if task.case.architecture == "elman" else _lstm(task)
    return Contender("numpy", run, lambda: flat(task.network, run()))


def _elman(task: Task) -> Callable[[], Gradient]:
    """S, (n, P): the slope of the activation goes into the small matrix, not over the large table."""
    p, tokens = stacked(task.network), task.tokens
    n, symbols = p["in"].shape
    K = symbols + n + 1
    S, new = np.zeros((2, n, n * K))
    rows = [np.einsum("iik->ik", table.reshape(n, n, K)) for table in (S, new)]  # views: unit i's own row

    def run() -> Gradient:
        tables, own, x, total = (S, new), rows, np.zeros(n), np.zeros(n * K)
        tables[0][:] = 0.0
        reading = _Reading(p, tokens)
        for t, token in enumerate(tokens.tolist()):
            read = _read(token, x, symbols)
            x = np.tanh(p["in"][:, token] + p["recurrent"] @ x + p["bias"])
            slope = (1.0 - x * x)[:, None]
            np.matmul(slope * p["recurrent"], tables[0], out=tables[1])
            own[1][:] += slope * read
            tables, own = tables[::-1], own[::-1]
            if t + 1 < len(tokens):
                total += reading.delta(x, t) @ tables[0]
        return _rows(total.reshape(n, K), symbols) | reading.gradient

    return run


def _lstm(task: Task) -> Callable[[], Gradient]:
    """dz and dx, (n, P): what leads from dz to both goes into one matrix (2 n, n), so that one product does for all."""
    p, tokens, C = stacked(task.network), task.tokens, task.case.cells
    n, (G, symbols) = p["out"].shape[1], p["in"].shape
    M, K = n // C, symbols + n + 1
    parts = dict(zip(GATES, np.split(np.arange(G), (M, 2 * M, 2 * M + n)), strict=True))
    at = {gate: part if gate == "z" else np.repeat(part, C) for gate, part in parts.items()}  # each cell's rows
    W = {gate: p["recurrent"][rows] for gate, rows in at.items()}
    dz, dx, new, A = np.zeros((n, G * K)), np.zeros((n, G * K)), np.zeros((2 * n, G * K)), np.zeros((2 * n, n))
    each_dz, each_dx, cells = dz.reshape(n, G, K), dx.reshape(n, G, K), np.arange(n)

    def run() -> Gradient:
        z, x, total = np.zeros(n), np.zeros(n), np.zeros(G * K)
        dz[:] = dx[:] = 0.0
        reading = _Reading(p, tokens)
        for t, token in enumerate(tokens.tolist()):
            net, read = p["in"][:, token] + p["recurrent"] @ z + p["bias"], _read(token, z, symbols)
            phi, keep, gamma = (1.0 / (1.0 + np.exp(-net[at[gate]])) for gate in ("phi", "lambda", "gamma"))
            g = np.tanh(net[at["z"]])
            factor = {"lambda": x * keep * (1.0 - keep), "phi": g * phi * (1.0 - phi), "z": phi * (1.0 - g * g)}
            x = keep * x + phi * g
            h = np.tanh(x)
            z, out = gamma * h, h * gamma * (1.0 - gamma)
            A[:n] = sum(f[:, None] * W[gate] for gate, f in factor.items())
            A[n:] = out[:, None] * W["gamma"]
            np.matmul(A, dz, out=new)
            np.multiply(dx, keep[:, None], out=dx)
            np.add(dx, new[:n], out=dx)
            for gate, f in factor.items():
                each_dx[cells, at[gate]] += f[:, None] * read
            np.multiply(dx, (gamma * (1.0 - h * h))[:, None], out=dz)
            np.add(dz, new[n:], out=dz)
            each_dz[cells, at["gamma"]] += out[:, None] * read
            if t + 1 < len(tokens):
                total += reading.delta(z, t) @ dz
        return _rows(total.reshape(G, K), symbols) | reading.gradient

    return run


def _read(token: int, state: np.ndarray, symbols: int) -> np.ndarray:
    """What every row of weights reads: the one-hot input, the states, 1."""
    read = np.zeros(symbols + len(state) + 1)
    read[token] = read[-1] = 1.0
    read[symbols:-1] = state
    return read


def _rows(total: np.ndarray, symbols: int) -> Gradient:
    return {"in": total[:, :symbols], "recurrent": total[:, symbols:-1], "bias": total[:, -1]}


class _Reading:
    """The output: its error goes back to the state, its own gradient is summed up."""

    def __init__(self, p: Gradient, tokens: np.ndarray) -> None:
        self._p, self._tokens = p, tokens
        self.gradient = {"out": np.zeros_like(p["out"]), "out_bias": np.zeros_like(p["out_bias"])}

    def delta(self, state: np.ndarray, t: int) -> np.ndarray:
        """dE[t]/d(state)."""
        net = self._p["out"] @ state + self._p["out_bias"]
        y = np.exp(net - net.max())
        y /= y.sum()
        y[self._tokens[t + 1]] -= 1.0
        self.gradient["out"] += np.outer(y, state)
        self.gradient["out_bias"] += y
        return np.asarray(y @ self._p["out"])
