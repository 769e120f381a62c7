"""numpy: RTRL by one matrix product an instant, in arrays made beforehand; the environment holds BLAS to one thread."""

from collections.abc import Callable

import numpy as np

from rnrviz.app.bench.cases import Task
from rnrviz.app.bench.results import RTRL
from rnrviz.app.bench.stacking import GATES, flat, stacked
from rnrviz.app.bench.timing import Contender

Gradient = dict[str, np.ndarray]


def contender(algorithm: str, task: Task) -> Contender | None:
    """Forward and RTRL."""
    if algorithm != RTRL:
        return None
    run = _elman(task) if task.case.architecture == "elman" else _lstm(task)
    return Contender("numpy", run, lambda: flat(task.network, run()))


def _elman(task: Task) -> Callable[[], Gradient]:
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
            np.matmul(p["recurrent"], tables[0], out=tables[1])
            own[1][:, token] += 1.0
            own[1][:, symbols:-1] += x
            own[1][:, -1] += 1.0
            x = np.tanh(p["in"][:, token] + p["recurrent"] @ x + p["bias"])
            np.multiply(tables[1], (1.0 - x * x)[:, None], out=tables[1])
            tables, own = tables[::-1], own[::-1]
            if t + 1 < len(tokens):
                total += reading.delta(x, t) @ tables[0]
        return _rows(total.reshape(n, K), symbols) | reading.gradient

    return run


def _lstm(task: Task) -> Callable[[], Gradient]:
    """The tangents of z go through one product for all gates; those of the cell states are carried beside them."""
    p, tokens, C = stacked(task.network), task.tokens, task.case.cells
    n, (G, symbols) = p["out"].shape[1], p["in"].shape
    M, K = n // C, symbols + n + 1
    at = dict(zip(GATES, np.split(np.arange(G), (M, 2 * M, 2 * M + n)), strict=True))
    dz, dx, work, dnet = np.zeros((n, G * K)), np.zeros((n, G * K)), np.zeros((n, G * K)), np.zeros((G, G * K))
    own = np.einsum("iik->ik", dnet.reshape(G, G, K))
    cells = [table.reshape(M, C, G * K) for table in (dx, dz, work)]
    parts = {gate: dnet[rows[0] : rows[-1] + 1] for gate, rows in at.items()}

    def spread(value: np.ndarray) -> np.ndarray:
        return np.repeat(value, C)

    def add(gate: str, factor: np.ndarray, to: np.ndarray) -> None:
        """to += factor of every cell times the tangent of its gate's net input."""
        np.multiply(parts[gate][:, None], factor.reshape(M, C, 1), out=cells[2])
        np.add(to, cells[2], out=to)

    def run() -> Gradient:
        z, x, total = np.zeros(n), np.zeros(n), np.zeros(G * K)
        dz[:] = dx[:] = 0.0
        reading = _Reading(p, tokens)
        for t, token in enumerate(tokens.tolist()):
            net = p["in"][:, token] + p["recurrent"] @ z + p["bias"]
            phi, keep, gamma = (spread(1.0 / (1.0 + np.exp(-net[at[g]]))) for g in ("phi", "lambda", "gamma"))
            g = np.tanh(net[at["z"]])
            np.matmul(p["recurrent"], dz, out=dnet)
            own[:, token] += 1.0
            own[:, symbols:-1] += z
            own[:, -1] += 1.0
            np.multiply(dx, keep[:, None], out=dx)
            add("lambda", x * keep * (1.0 - keep), cells[0])
            add("phi", g * phi * (1.0 - phi), cells[0])
            np.multiply(parts["z"], (phi * (1.0 - g * g))[:, None], out=work)
            np.add(dx, work, out=dx)
            x = keep * x + phi * g
            h = np.tanh(x)
            np.multiply(dx, (gamma * (1.0 - h * h))[:, None], out=dz)
            add("gamma", h * gamma * (1.0 - gamma), cells[1])
            z = gamma * h
            if t + 1 < len(tokens):
                total += reading.delta(z, t) @ dz
        return _rows(total.reshape(G, K), symbols) | reading.gradient

    return run


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
