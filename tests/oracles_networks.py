"""One function for each architecture: (config, weights of every instant, inputs) -> all signals at every instant.

Written from the chapter and the papers, not from the program's texts of equations.
"""

from collections.abc import Callable

import torch

Tensors = dict[str, torch.Tensor]

ACTIVATIONS = {
    "logistic": torch.sigmoid,
    "tanh": torch.tanh,
    "identity": lambda net: net * 1.0,
    "relu": torch.relu,
    "softmax": lambda net: torch.softmax(net, 0),
}


def zeros(*shape: int) -> torch.Tensor:
    return torch.zeros(shape, dtype=torch.float64)


def step_by_step(step: Callable[[dict, Tensors, torch.Tensor, Tensors], Tensors]):
    """A network that goes forward with the tokens, from what it does in one instant."""

    def run(config: dict, W: list[Tensors], inputs: list[torch.Tensor]) -> list[Tensors]:
        signals: list[Tensors] = []
        for w, u in zip(W, inputs, strict=True):
            signals.append({"u": u} | step(config, w, u, signals[-1] if signals else {}))
        return signals

    return run


def output(config: dict, w: Tensors, Y: torch.Tensor) -> Tensors:
    Y = Y + w["W_y"]
    return {"Y": Y, "y": ACTIVATIONS[config["g_Y"]](Y)}


def elman(config, w, u, before):
    """Chapter, ec-rrs1y."""
    x_before = before.get("x", zeros(config["n_X"]))
    X = w["W_x_u"] @ u + w["W_x_x"] @ x_before + w["W_x"]
    x = ACTIVATIONS[config["g_X"]](X)
    return {"X": X, "x": x} | output(config, w, w["W_y_x"] @ x)


def stacked_elman(config, w, u, before):
    """Layers of state, each fed by the one below; chapter, first note under «Red recurrente de Elman»."""
    g, top, s, below = ACTIVATIONS[config["g_X"]], f"x{config['n_L']}", {}, ("u", u)
    for layer in range(1, config["n_L"] + 1):
        name = f"x{layer}"
        own = before.get(name, zeros(config["n_X"]))
        net = torch.cat([w[f"W_{name}_{below[0]}"], w[f"W_{name}_{name}"]], 1) @ torch.cat([below[1], own])
        if layer == 1 and config["feedback"] and config["n_L"] > 1:
            net = net + w[f"W_{name}_{top}"] @ before.get(top, zeros(config["n_X"]))
        s[f"X{layer}"] = net + w[f"W_{name}"]
        s[name] = g(s[f"X{layer}"])
        below = (name, s[name])
    return s | output(config, w, w[f"W_y_{top}"] @ s[top])


def window(config, W, inputs):
    """One matrix over the tokens of the window, one below the other; tokens outside the string are zeros."""
    p, found = config["p"], []
    offsets = [*range(-p + 1, p if config["around"] else 1)]
    names = ["W_x_u" if not k else f"W_x_u{-k}" if k < 0 else f"W_x_v{k}" for k in offsets]
    for t, w in enumerate(W):
        seen = [inputs[t + k] if 0 <= t + k < len(inputs) else torch.zeros_like(inputs[0]) for k in offsets]
        X = torch.cat([w[name] for name in names], 1) @ torch.cat(seen) + w["W_x"]
        x = ACTIVATIONS[config["g_X"]](X)
        found.append({"u": inputs[t], "X": X, "x": x} | output(config, w, w["W_y_x"] @ x))
    return found


def bidirectional(config, W, inputs):
    """Schuster and Paliwal (1997): two states that read the string from either end, then put together."""

    def half(name, order):
        state, nets, states = zeros(config["n_X"]), {}, {}
        for t in order:
            nets[t] = W[t][f"W_{name}_u"] @ inputs[t] + W[t][f"W_{name}_{name}"] @ state + W[t][f"W_{name}"]
            state = states[t] = ACTIVATIONS[config["g_X"]](nets[t])
        return nets, states

    combine = {
        "mean": lambda f, b: torch.stack([f, b]).mean(0),
        "sum": lambda f, b: f + b,
        "concat": lambda f, b: torch.cat([f, b]),
    }[config["combine"]]
    (F, f), (B, b) = half("f", range(len(inputs))), half("b", reversed(range(len(inputs))))
    found = []
    for t, w in enumerate(W):
        x = combine(f[t], b[t])
        s = {"u": inputs[t], "F": F[t], "f": f[t], "B": B[t], "b": b[t], "x": x}
        found.append(s | output(config, w, w["W_y_x"] @ x))
    return found


def lstm(config, w, u, before):
    """Chapter, «Ecuaciones del modelo LSTM» and the forget gate; peepholes of Gers and Schmidhuber (2000)."""
    s = blocks(config, w, "", {"u": u}, before)
    Y = w["W_y_z"] @ s["z"].reshape(-1)
    return s | output(config, w, Y + w["W_y_u"] @ u if config["direct"] else Y)


def stacked_lstm(config, w, u, before):
    """Layers of memory blocks; each reads the cells of the layer below instead of the input."""
    s, read = {}, {"u": u}
    for layer in range(1, config["n_L"] + 1):
        s |= blocks(config, w, str(layer), read, before)
        read = {f"z{layer}": s[f"z{layer}"].reshape(-1)}
    ((top, z),) = read.items()
    Y = w[f"W_y_{top}"] @ z
    return s | output(config, w, Y + w["W_y_u"] @ u if config["direct"] else Y)


def blocks(config, w, layer, read, before):
    """A layer of memory blocks; the names of its signals end with ``layer``."""
    shape = (config["n_M"], config["n_C"])
    x_before = before.get(f"x{layer}", zeros(*shape))
    z_before = before.get(f"z{layer}", zeros(*shape)).reshape(-1)
    g_C, g_Z, g_M = (ACTIVATIONS[config[name]] for name in ("g_C", "g_Z", "g_M"))
    ((source, values),) = read.items()

    def net(to, cells):
        total = w[f"W_{to}{layer}_z{layer}"] @ z_before + w[f"W_{to}{layer}_{source}"] @ values + w[f"W_{to}{layer}"]
        return total + (w[f"W_{to}{layer}_x{layer}"] * cells).sum(1) if config["peephole"] and to != "z" else total

    s = {"Phi": net("phi", x_before)}
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
    return {f"{name}{layer}": value for name, value in s.items()}


def gru(config, w, u, before):
    """Cho and others (2014), equations 5 to 8; with ``reset_after`` as in cuDNN and torch.nn.GRU.

    zeta keeps the past, as their z; rho is their r, c their new h.
    """
    x_before = before.get("x", zeros(config["n_X"]))
    g_C, g_X, s = ACTIVATIONS[config["g_C"]], ACTIVATIONS[config["g_X"]], {}
    for gate, net in (("rho", "Rho"), ("zeta", "Zeta")):
        s[net] = w[f"W_{gate}_u"] @ u + w[f"W_{gate}_x"] @ x_before + w[f"W_{gate}"]
        s[gate] = g_C(s[net])
    if config["reset_after"]:
        s["R"] = w["W_r_x"] @ x_before + w["W_r"]
        brought = s["rho"] * s["R"]
    else:
        brought = w["W_x_x"] @ (s["rho"] * x_before)
    s["X"] = w["W_x_u"] @ u + w["W_x"] + brought
    s["c"] = g_X(s["X"])
    s["x"] = s["c"] + s["zeta"] * (x_before - s["c"])
    return s | output(config, w, w["W_y_x"] @ s["x"])


NETWORKS = {
    "elman": step_by_step(elman),
    "stacked_elman": step_by_step(stacked_elman),
    "window": window,
    "bidirectional": bidirectional,
    "lstm": step_by_step(lstm),
    "stacked_lstm": step_by_step(stacked_lstm),
    "gru": step_by_step(gru),
}
