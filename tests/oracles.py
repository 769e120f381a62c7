"""The networks written again in torch, with every weight of every instant a leaf of its own.

So one run tells, for each E[t], what the weights as used at each tau contribute: their sum over tau is the gradient,
the sum over the near ones that of truncated BPTT. Nothing here knows of the program's equations, operations or sweeps;
only the names of parameters and signals are shared.
"""

from dataclasses import dataclass

import numpy as np
import torch
from oracles_networks import ACTIVATIONS, NETWORKS

from rnrviz.network.network import Network

torch.set_num_threads(1)


@dataclass
class Run:
    """Leaves (L, *shape), every signal at every instant as a torch tensor, and E[t] (None without a target).

    Gradients leave out what the weights contribute at the instants 1 to ``forgotten``.
    """

    W: dict[str, torch.Tensor]
    signals: list[dict[str, torch.Tensor]]
    E: list[torch.Tensor | None]
    forgotten: int = 0

    def values(self, name: str) -> np.ndarray:
        return np.array([step[name].detach().numpy() for step in self.signals])

    def contributions(self, error: torch.Tensor) -> dict[str, np.ndarray]:
        """dE/dW[tau] of every parameter as used at tau, (L, *shape); zeros where E does not depend on it."""
        if not error.requires_grad:
            return {name: np.zeros(tuple(w.shape)) for name, w in self.W.items()}
        names, leaves = zip(*self.W.items(), strict=True)
        found = torch.autograd.grad(error, leaves, retain_graph=True, allow_unused=True)
        return {
            n: np.zeros(tuple(w.shape)) if g is None else g.numpy()
            for n, w, g in zip(names, leaves, found, strict=True)
        }

    def gradient(self, error: torch.Tensor) -> dict[str, np.ndarray]:
        """dE/dW of each parameter."""
        return {name: each[self.forgotten :].sum(0) for name, each in self.contributions(error).items()}

    def total(self) -> torch.Tensor:
        return sum((e for e in self.E if e is not None), torch.zeros((), dtype=torch.float64))


def run(network: Network, indices: np.ndarray, forget_before: int = 0, through_y: bool = False, networks=None) -> Run:
    """Run over s[1..L]; weights of the instants up to ``forget_before`` (1-based) are constants for the gradients.

    Cross-entropy is computed from Y, as is exact, or ``through_y`` as it is defined. ``networks`` replaces NETWORKS.
    """
    length, fixed = len(indices), {"embedding"} if network.embedding == "fixed" else set()
    W = {
        name: torch.tensor(np.broadcast_to(values, (length, *values.shape)).copy(), requires_grad=name not in fixed)
        for name, values in network.parameters.items()
    }
    copies = {name: leaf.unbind(0) if length else () for name, leaf in W.items()}
    each = [{name: leaves[t] for name, leaves in copies.items()} for t in range(length)]
    coded = torch.eye(len(network.vocabulary), dtype=torch.float64)
    tables = [w["embedding"] for w in each] if network.embedding else [coded] * length
    inputs = [table[index] * 1.0 for table, index in zip(tables, indices, strict=True)]
    inputs = [u if u.requires_grad else u.requires_grad_() for u in inputs]
    signals = (networks or NETWORKS)[network.architecture](network.config, each, inputs)
    errors = [
        error(network, coded[indices[t]], None if through_y else s["Y"], s["y"]) if t < length else None
        for t, s in enumerate(signals, 1)
    ]
    return Run({name: leaf for name, leaf in W.items() if name not in fixed}, signals, errors, forget_before)


def error(network: Network, d: torch.Tensor, Y: torch.Tensor | None, y: torch.Tensor) -> torch.Tensor:
    """ec:error, or the cross-entropy of FORMATS with softmax or logistic outputs."""
    if network.loss == "quadratic":
        return 0.5 * ((d - y) ** 2).sum()
    if Y is None:
        entropy = d * torch.log(y)
        return -(entropy if network.config["g_Y"] == "softmax" else entropy + (1.0 - d) * torch.log(1.0 - y)).sum()
    if network.config["g_Y"] == "softmax":
        return -(d * torch.log_softmax(Y, 0)).sum()
    return torch.nn.functional.binary_cross_entropy_with_logits(Y, d, reduction="sum")


__all__ = ["ACTIVATIONS", "Run", "error", "run"]
