"""The triangle of the Elman network by the chapter's formulas, with weights that may be others at every instant.

Nothing here knows of the program's equations, operations or sweeps; only the names of parameters are shared.
"""

import numpy as np
from oracles_chapter import slope

from rnrviz.network.network import Network

Weights = dict[str, np.ndarray]


def row(network: Network, W: list[Weights], indices: np.ndarray, t: int, flip: float = 1.0) -> Weights:
    """(t, *shape) of every parameter: what its copies at 1..t, which have the values W[0..t-1], contribute to E[t].

    Quadratic error. delta^X[tau] = g'(X[tau]) W^{x,x}[tau+1]^T delta^X[tau+1]; the copy at tau contributes
    delta^X[tau] x[tau-1]^T. ``flip`` = -1 gives g_X' the wrong sign.
    """
    g = {"tanh": np.tanh, "logistic": lambda S: 1.0 / (1.0 + np.exp(-S))}
    g_X, g_Y, n_X = network.config["g_X"], network.config["g_Y"], network.config["n_X"]
    x, u = [np.zeros(n_X)], np.eye(len(network.vocabulary))
    for tau in range(1, t + 1):
        w = W[tau - 1]
        x.append(g[g_X](w["W_x_u"] @ u[indices[tau - 1]] + w["W_x_x"] @ x[tau - 1] + w["W_x"]))
    last = W[t - 1]
    y = g[g_Y](last["W_y_x"] @ x[t] + last["W_y"])
    delta_Y = -(u[indices[t]] - y) * slope(g_Y, y)
    delta_X = flip * slope(g_X, x[t]) * (last["W_y_x"].T @ delta_Y)
    found = {name: np.zeros((t, *values.shape)) for name, values in last.items()}
    found["W_y"][t - 1], found["W_y_x"][t - 1] = delta_Y, np.outer(delta_Y, x[t])
    for tau in range(t, 0, -1):
        found["W_x"][tau - 1] = delta_X
        found["W_x_u"][tau - 1] = np.outer(delta_X, u[indices[tau - 1]])
        found["W_x_x"][tau - 1] = np.outer(delta_X, x[tau - 1])
        if tau > 1:
            delta_X = flip * slope(g_X, x[tau - 1]) * (W[tau - 1]["W_x_x"].T @ delta_X)
    return found


def moved(network: Network, indices: np.ndarray, alpha: float) -> tuple[list[Weights], list[Weights]]:
    """The weights of every instant when every E[t] is followed by W -= alpha dE[t]/dW, and the rows of all E[t]."""
    W, rows = [dict(network.parameters)], []
    for t in range(1, len(indices)):
        rows.append(row(network, W, indices, t))
        W.append({name: values - alpha * rows[-1][name].sum(0) for name, values in W[-1].items()})
    return W, rows


def flat(rows: list[Weights], least: int = 0, per: float = 1.0) -> np.ndarray:
    """The gradient of the sum of the E[t], (P,): all copies, or those of fewer than ``least`` instants before t."""
    parts = [{n: v[len(v) - least if least else 0 :] if len(v) > least else v for n, v in r.items()} for r in rows]
    return np.concatenate([sum(part[name].sum(0) for part in parts).ravel() / per for name in parts[0]])
