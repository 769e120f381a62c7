"""LSTM and GRU in torch with the past detached in every net input: the truncated gradient of 1997.

"∂net(t)/∂y(t-1) ≈ 0" for gates and cell inputs (Hochreiter and Schmidhuber, appendix A.1), and no errors from gates
through peepholes.
"""

import oracles
import torch
from oracles_networks import ACTIVATIONS, step_by_step

from rnrviz.network.network import Network


def run(network: Network, indices) -> oracles.Run:
    """Run over s[1..L] with the detached nets."""
    return oracles.run(network, indices, networks={"lstm": step_by_step(lstm), "gru": step_by_step(gru)})


def lstm(config, W, u, before):
    shape = (config["n_M"], config["n_C"])
    x_before = before.get("x", torch.zeros(shape, dtype=torch.float64))
    z_before = before.get("z", torch.zeros(shape, dtype=torch.float64)).reshape(-1).detach()
    g_C, g_Z, g_M = (ACTIVATIONS[config[name]] for name in ("g_C", "g_Z", "g_M"))

    def net(gate, cells=None):
        total = W[f"W_{gate}_z"] @ z_before + W[f"W_{gate}_u"] @ u + W[f"W_{gate}"]
        return total + (W[f"W_{gate}_x"] * cells.detach()).sum(1) if config["peephole"] and gate != "z" else total

    kept = g_C(net("lambda", x_before))[:, None] * x_before if config["forget"] else x_before
    x = kept + g_C(net("phi", x_before))[:, None] * g_Z(net("z").reshape(shape))
    z = g_C(net("gamma", x))[:, None] * g_M(x)
    Y = W["W_y_z"] @ z.reshape(-1) + W["W_y"] + (W["W_y_u"] @ u if config["direct"] else 0.0)
    return {"x": x, "z": z, "Y": Y, "y": ACTIVATIONS[config["g_Y"]](Y)}


def gru(config, W, u, before):
    x_before = before.get("x", torch.zeros(config["n_X"], dtype=torch.float64))
    past = x_before.detach()
    g_C, g_X = ACTIVATIONS[config["g_C"]], ACTIVATIONS[config["g_X"]]
    rho = g_C(W["W_rho_x"] @ past + W["W_rho_u"] @ u + W["W_rho"])
    zeta = g_C(W["W_zeta_x"] @ past + W["W_zeta_u"] @ u + W["W_zeta"])
    brought = rho * (W["W_r_x"] @ past + W["W_r"]) if config["reset_after"] else W["W_x_x"] @ (rho * past)
    x = (1.0 - zeta) * g_X(W["W_x_u"] @ u + W["W_x"] + brought) + zeta * x_before
    Y = W["W_y_x"] @ x + W["W_y"]
    return {"x": x, "Y": Y, "y": ACTIVATIONS[config["g_Y"]](Y)}
