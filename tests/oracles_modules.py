"""torch's own layers as oracles: torch.nn.RNN, LSTM and GRU with the weights of a network of this program.

Their gates stand in one matrix: LSTM i f g o, GRU r z n. They have two biases where the networks here have one; the
other is zero. Cross-entropy with softmax only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch

from rnrviz.network.network import Network

Parts = Mapping[str, tuple[str, ...]]  # which parameters, one below the other, make a layer's; "" for zeros
ZERO = ""


@dataclass
class Result:
    """The outputs of the last layer (L, H), the last states, E, and dE/dW by the names used here."""

    states: np.ndarray
    last: tuple[np.ndarray, ...]
    E: float
    gradients: dict[str, np.ndarray]


def layer(suffix: str, inputs: tuple, past: tuple, biases: tuple, biases_of_past: tuple = ()) -> Parts:
    return {
        f"weight_ih_{suffix}": inputs,
        f"weight_hh_{suffix}": past,
        f"bias_ih_{suffix}": biases,
        f"bias_hh_{suffix}": biases_of_past or (ZERO,) * len(biases),
    }


def simple(suffix: str, own: str, below: str) -> Parts:
    return layer(suffix, (f"W_{own}_{below}",), (f"W_{own}_{own}",), (f"W_{own}",))


def blocks(suffix: str, number: str, below: str) -> Parts:
    gates = [f"W_{gate}{number}" for gate in ("phi", "lambda", "z", "gamma")]
    inputs, past = tuple(f"{gate}_{below}" for gate in gates), tuple(f"{gate}_z{number}" for gate in gates)
    return layer(suffix, inputs, past, tuple(gates))


def parts_of(network: Network) -> Parts:
    """How the layers of torch are made of a network's parameters."""
    if network.architecture == "elman":
        return simple("l0", "x", "u")
    if network.architecture == "bidirectional":
        return {**simple("l0", "f", "u"), **simple("l0_reverse", "b", "u")}
    if network.architecture == "lstm":
        return blocks("l0", "", "u")
    if network.architecture == "gru":
        inputs, past = ("W_rho_u", "W_zeta_u", "W_x_u"), ("W_rho_x", "W_zeta_x", "W_r_x")
        return layer("l0", inputs, past, ("W_rho", "W_zeta", "W_x"), (ZERO, ZERO, "W_r"))
    found: dict[str, tuple[str, ...]] = {}
    for number in range(1, network.config["n_L"] + 1):
        make, state = (simple, "x") if network.architecture == "stacked_elman" else (blocks, "z")
        own = f"x{number}" if make is simple else str(number)
        found |= make(f"l{number - 1}", own, "u" if number == 1 else f"{state}{number - 1}")
    return found


def module_of(network: Network) -> torch.nn.RNNBase:
    """The untrained layers of torch that are of the same kind."""
    config, name = network.config, network.architecture
    make = partial(torch.nn.RNN, nonlinearity=config["g_X"]) if "g_X" in config else torch.nn.LSTM
    if name == "gru":
        make = torch.nn.GRU
    return make(
        config["n_U"], config.get("n_X") or config["n_M"], config.get("n_L", 1),
        bidirectional=name == "bidirectional", dtype=torch.float64,
    )  # fmt: skip


def run(
    network: Network,
    indices: np.ndarray,
    initial: tuple[np.ndarray, ...] = (),
    module: torch.nn.RNNBase | None = None,
    parts: Parts | None = None,
) -> Result:
    """The same run by torch's layers; ``initial`` h (layers, H), for LSTM also c."""
    module, parts = module or module_of(network), parts or parts_of(network)
    W = {name: torch.tensor(values.copy(), requires_grad=True) for name, values in network.parameters.items()}
    none = torch.zeros(module.hidden_size, dtype=torch.float64)
    filled = {name: torch.cat([W[part] if part else none for part in names]) for name, names in parts.items()}
    table = W["embedding"] if network.embedding else torch.eye(len(network.vocabulary), dtype=torch.float64)
    state = tuple(map(torch.tensor, initial))
    given = (table[indices], state if len(state) > 1 else state[0]) if state else (table[indices],)
    states, last = torch.func.functional_call(module, filled, given)
    readout = next(name for name in W if name.startswith("W_y_") and name != "W_y_u")
    Y = states @ W[readout].T + W["W_y"] + (table[indices] @ W["W_y_u"].T if "W_y_u" in W else 0.0)
    E = torch.nn.functional.cross_entropy(Y[:-1], torch.tensor(indices[1:]), reduction="sum")
    E.backward()
    gradients = {name: w.grad.numpy() for name, w in W.items() if network.program.parameters[name].trained}
    kept = last if isinstance(last, tuple) else (last,)
    return Result(states.detach().numpy(), tuple(s.detach().numpy() for s in kept), E.item(), gradients)
