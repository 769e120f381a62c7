"""The chapter's index formulas for the gradients of the Elman network, as nested loops.

Nothing here knows of the program's equations, operations or sweeps; only the names of parameters are shared.
"""

import numpy as np

from rnrviz.network.network import Network


def literal_rtrl(network: Network, indices: np.ndarray) -> list[dict[str, np.ndarray]]:
    """dE[t]/dW of every t by the chapter's ec-apb1 and ec-ejrtrl, index by index (Elman, quadratic error)."""
    W = {name: values.tolist() for name, values in network.parameters.items()}
    n_X, n_Y, n_U = (network.config[name] for name in ("n_X", "n_Y", "n_U"))
    trace = network.run(network.vocabulary.encode([network.vocabulary.tokens[i] for i in indices]))
    slope_X, slope_Y = slope(network.config["g_X"], trace["x"]), slope(network.config["g_Y"], trace["y"])
    x = np.vstack([np.zeros(n_X), trace["x"]])  # x[t] with t from 0
    S_b, S_u, S_x = np.zeros((n_X, n_X)), np.zeros((n_X, n_X, n_U)), np.zeros((n_X, n_X, n_X))
    gradients = []
    for t in range(1, len(indices) + 1):
        u = [1.0 if k == indices[t - 1] else 0.0 for k in range(n_U)]
        new_b, new_u, new_x = np.zeros_like(S_b), np.zeros_like(S_u), np.zeros_like(S_x)
        for i in range(n_X):
            for j in range(n_X):
                same = 1.0 if i == j else 0.0
                carried = sum(W["W_x_x"][i][k] * S_b[k, j] for k in range(n_X))
                new_b[i, j] = slope_X[t - 1, i] * (same + carried)
                for k in range(n_U):
                    carried = sum(W["W_x_x"][i][m] * S_u[m, j, k] for m in range(n_X))
                    new_u[i, j, k] = slope_X[t - 1, i] * (u[k] * same + carried)
                for k in range(n_X):
                    carried = sum(W["W_x_x"][i][m] * S_x[m, j, k] for m in range(n_X))
                    new_x[i, j, k] = slope_X[t - 1, i] * (x[t - 1, k] * same + carried)
        S_b, S_u, S_x = new_b, new_u, new_x
        g = {name: np.zeros_like(values) for name, values in network.parameters.items()}
        for l in range(n_Y) if t < len(indices) else ():  # noqa: E741 (the chapter's index)
            d = 1.0 if indices[t] == l else 0.0
            factor = -(d - trace["y"][t - 1, l]) * slope_Y[t - 1, l]
            g["W_y"][l] += factor
            for j in range(n_X):
                g["W_y_x"][l, j] += factor * x[t, j]
                g["W_x"][j] += factor * sum(W["W_y_x"][l][i] * S_b[i, j] for i in range(n_X))
                for k in range(n_U):
                    g["W_x_u"][j, k] += factor * sum(W["W_y_x"][l][i] * S_u[i, j, k] for i in range(n_X))
                for k in range(n_X):
                    g["W_x_x"][j, k] += factor * sum(W["W_y_x"][l][i] * S_x[i, j, k] for i in range(n_X))
        gradients.append(g)
    return gradients


def literal_bptt(network: Network, indices: np.ndarray, t: int) -> tuple[dict[str, np.ndarray], np.ndarray, np.ndarray]:
    """dE[t]/dW of one t by the chapter's BPTT block, delta^Y[t] (n_Y,) and delta^X[1..t] (Elman, quadratic error).

    delta is +dE/dS, so the chapter's Delta W = +alpha delta x is read as dE/dW = delta x.
    """
    W = {name: values.tolist() for name, values in network.parameters.items()}
    n_X, n_Y, n_U = (network.config[name] for name in ("n_X", "n_Y", "n_U"))
    trace = network.run(network.vocabulary.encode([network.vocabulary.tokens[i] for i in indices]))
    slope_X, slope_Y = slope(network.config["g_X"], trace["x"]), slope(network.config["g_Y"], trace["y"])
    x = np.vstack([np.zeros(n_X), trace["x"]])
    delta_Y, delta_X = np.zeros(n_Y), np.zeros((t + 1, n_X))
    for i in range(n_Y):
        d = 1.0 if indices[t] == i else 0.0
        delta_Y[i] = -(d - trace["y"][t - 1, i]) * slope_Y[t - 1, i]
    for i in range(n_X):
        delta_X[t, i] = slope_X[t - 1, i] * sum(delta_Y[j] * W["W_y_x"][j][i] for j in range(n_Y))
    for tau in range(t - 1, 0, -1):
        for i in range(n_X):
            delta_X[tau, i] = slope_X[tau - 1, i] * sum(delta_X[tau + 1, j] * W["W_x_x"][j][i] for j in range(n_X))
    g = {name: np.zeros_like(values) for name, values in network.parameters.items()}
    for i in range(n_Y):
        g["W_y"][i] = delta_Y[i]
        for j in range(n_X):
            g["W_y_x"][i, j] = delta_Y[i] * x[t, j]
    for i in range(n_X):
        g["W_x"][i] = sum(delta_X[tau, i] for tau in range(1, t + 1))
        for j in range(n_X):
            g["W_x_x"][i, j] = sum(delta_X[tau, i] * x[tau - 1, j] for tau in range(1, t + 1))
        for j in range(n_U):
            g["W_x_u"][i, j] = sum(delta_X[tau, i] * (indices[tau - 1] == j) for tau in range(1, t + 1))
    return g, delta_Y, delta_X[1:]


def slope(function: str, value: np.ndarray) -> np.ndarray:
    """g'(S) from g(S), as the chapter gives it for the logistic function and tanh."""
    return {
        "logistic": value * (1.0 - value),
        "tanh": 1.0 - value**2,
        "identity": np.ones_like(value),
        "relu": (value > 0.0) * 1.0,
    }[function]
