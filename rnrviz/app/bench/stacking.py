"""Our parameters as other libraries hold them: the matrices of an LSTM's gates in one, and gradients back again."""

from collections.abc import Mapping

import numpy as np

from rnrviz.network.network import Network, flatten

GATES = ("phi", "lambda", "z", "gamma")  # torch's order: input gate, forget gate, cell, output gate
TAILS = {"in": "_u", "recurrent": "_z", "bias": ""}
ELMAN = {"in": "W_x_u", "recurrent": "W_x_x", "bias": "W_x", "out": "W_y_x", "out_bias": "W_y"}


def stacked(network: Network, repeat: bool = False) -> dict[str, np.ndarray]:
    """in (G, n_U), recurrent (G, n), bias (G,), out (n_Y, n), out_bias (n_Y,); G = n for Elman, else gates and cells.

    ``repeat`` gives every cell a gate of its own, equal to that of its block: then G = 4 n.
    """
    p, copies = network.parameters, _copies(network, repeat)
    if network.architecture == "elman":
        return {key: p[name] for key, name in ELMAN.items()}
    values = {"out": p["W_y_z"], "out_bias": p["W_y"]}
    for key, tail in TAILS.items():
        rows = {gate: p[f"W_{gate}{tail}"].reshape(p[f"W_{gate}"].size, -1) for gate in GATES}
        whole = np.concatenate([np.repeat(rows[gate], copies[gate], axis=0) for gate in GATES])
        values[key] = whole if tail else whole[:, 0].copy()
    return values


def flat(network: Network, gradient: Mapping[str, np.ndarray], repeat: bool = False) -> np.ndarray:
    """The gradient of what `stacked` gives, (P,) in the order of our parameters; copies of a gate are summed."""
    if network.architecture == "elman":
        return flatten(network.program, {name: gradient[key] for key, name in ELMAN.items()})
    p, copies = network.parameters, _copies(network, repeat)
    named = {"W_y_z": gradient["out"], "W_y": gradient["out_bias"]}
    ends = np.cumsum([p[f"W_{gate}"].size * copies[gate] for gate in GATES])[:-1]
    for key, tail in TAILS.items():
        for gate, part in zip(GATES, np.split(gradient[key], ends), strict=True):
            each = part.reshape(-1, copies[gate], *part.shape[1:])
            named[f"W_{gate}{tail}"] = each.sum(1).reshape(p[f"W_{gate}{tail}"].shape)
    return flatten(network.program, named)


def _copies(network: Network, repeat: bool) -> dict[str, int]:
    """How often the rows of each gate stand there."""
    cells = int(network.config.get("n_C", 1)) if repeat else 1
    return {gate: 1 if gate == "z" else cells for gate in GATES}
