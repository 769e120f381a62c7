"""The chapter's networks written again: in torch, from its equations, and in nested loops, from its index formulas.

Nothing here knows of the program's equations, operations or sweeps; only the names of parameters are shared.
"""

from dataclasses import dataclass

import numpy as np
import torch

from rnrviz.network.network import Network

torch.set_num_threads(1)

ACTIVATIONS = {
    "logistic": torch.sigmoid,
    "tanh": torch.tanh,
    "identity": lambda net: net * 1.0,
    "relu": torch.relu,
    "softmax": lambda net: torch.softmax(net, 0),
}


@dataclass
class Run:
    """Leaves, every signal at every instant as a torch tensor, and E[t] (None without a target)."""

    W: dict[str, torch.Tensor]
    signals: list[dict[str, torch.Tensor]]
    E: list[torch.Tensor | None]

    def values(self, name: str) -> np.ndarray:
        return np.array([step[name].detach().numpy() for step in self.signals])

    def gradient(self, error: torch.Tensor) -> dict[str, np.ndarray]:
        """dE/dW of each parameter; zeros where E does not depend on it."""
        if not error.requires_grad:
            return {name: np.zeros(tuple(w.shape)) for name, w in self.W.items()}
        names, leaves = zip(*self.W.items(), strict=True)
        found = torch.autograd.grad(error, leaves, retain_graph=True, allow_unused=True)
        return {
            n: np.zeros(tuple(w.shape)) if g is None else g.numpy()
            for n, w, g in zip(names, leaves, found, strict=True)
        }

    def total(self) -> torch.Tensor:
        return sum((e for e in self.E if e is not None), torch.zeros((), dtype=torch.float64))


def run(network: Network, indices: np.ndarray, forget_before: int = 0, through_y: bool = False) -> Run:
    """Run over s[1..L]; the state of the instant ``forget_before`` (1-based) is a constant for the derivatives.

    Cross-entropy is computed from Y, as is exact, or ``through_y`` as it is defined.
    """
    W = {name: torch.tensor(values.copy(), requires_grad=True) for name, values in network.parameters.items()}
    step = {"elman": elman, "lstm": lstm}[network.architecture]
    coded = torch.eye(len(network.vocabulary), dtype=torch.float64)
    state: dict[str, torch.Tensor] = {}
    signals, errors = [], []
    for t, index in enumerate(indices, 1):
        u = W["embedding"][index] * 1.0 if network.embedding else coded[index].clone().requires_grad_()
        state = step(network.config, W, u, state)
        signals.append(dict(state))
        d = coded[indices[t]] if t < len(indices) else None
        errors.append(None if d is None else error(network, d, None if through_y else state["Y"], state["y"]))
        if t == forget_before:
            state = {name: value.detach() for name, value in state.items()}
    return Run(W, signals, errors)


def elman(config, W, u, before):
    """Chapter, ec-rrs1y."""
    x_before = before.get("x", torch.zeros(config["n_X"], dtype=torch.float64))
    X = W["W_x_u"] @ u + W["W_x_x"] @ x_before + W["W_x"]
    x = ACTIVATIONS[config["g_X"]](X)
    Y = W["W_y_x"] @ x + W["W_y"]
    return {"u": u, "X": X, "x": x, "Y": Y, "y": ACTIVATIONS[config["g_Y"]](Y)}


def lstm(config, W, u, before):
    """Chapter, «Ecuaciones del modelo LSTM» and the forget gate; peepholes of Gers and Schmidhuber (2000)."""
    shape = (config["n_M"], config["n_C"])
    x_before = before.get("x", torch.zeros(shape, dtype=torch.float64))
    z_before = before.get("z", torch.zeros(shape, dtype=torch.float64)).reshape(-1)
    g_C, g_Z, g_M = (ACTIVATIONS[config[name]] for name in ("g_C", "g_Z", "g_M"))

    def net(gate, cells):
        total = W[f"W_{gate}_z"] @ z_before + W[f"W_{gate}_u"] @ u + W[f"W_{gate}"]
        return total + (W[f"W_{gate}_x"] * cells).sum(1) if config["peephole"] and gate != "z" else total

    s = {"u": u, "Phi": net("phi", x_before)}
    s["phi"] = g_C(s["Phi"])
    kept = x_before
    if config["forget"]:
        s["Lambda"] = net("lambda", x_before)
        s["lambda"] = g_C(s["Lambda"])
        kept = s["lambda"][:, None] * x_before
    s["Z"] = net("z", None).reshape(shape)
    s["x"] = kept + s["phi"][:, None] * g_Z(s["Z"])
    s["Gamma"] = net("gamma", s["x"])
    s["gamma"] = g_C(s["Gamma"])
    s["z"] = s["gamma"][:, None] * g_M(s["x"])
    s["Y"] = W["W_y_z"] @ s["z"].reshape(-1) + W["W_y"]
    if config["direct"]:
        s["Y"] = s["Y"] + W["W_y_u"] @ u
    s["y"] = ACTIVATIONS[config["g_Y"]](s["Y"])
    return s


def error(network, d, Y, y):
    """ec:error, or the cross-entropy of FORMATS with softmax or logistic outputs."""
    if network.loss == "quadratic":
        return 0.5 * ((d - y) ** 2).sum()
    if Y is None:
        entropy = d * torch.log(y)
        return -(entropy if network.config["g_Y"] == "softmax" else entropy + (1.0 - d) * torch.log(1.0 - y)).sum()
    if network.config["g_Y"] == "softmax":
        return -(d * torch.log_softmax(Y, 0)).sum()
    return torch.nn.functional.binary_cross_entropy_with_logits(Y, d, reduction="sum")


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
