"""PyTorch learns: nn.LSTM, a Linear layer, cross_entropy, backward and SGD for one string; float64, one thread."""

import numpy as np
import torch

from rnrviz.app.bench.stacking import flat, stacked
from rnrviz.app.bench.training import ALPHA, Learned
from rnrviz.network.measuring.timing import Contender


def contender(task: Learned) -> Contender:
    """nn.LSTM has a gate for every cell: with blocks of several its network is another, and not compared."""
    torch.set_num_threads(1)
    model = _Model(task)

    def weights() -> np.ndarray:
        fresh = _Model(task)
        fresh.epoch()
        layer, readout = fresh.layer, fresh.readout
        found = {
            "in": layer.weight_ih_l0, "recurrent": layer.weight_hh_l0, "bias": layer.bias_ih_l0,
            "out": readout.weight, "out_bias": readout.bias,
        }  # fmt: skip
        return flat(task.network, {key: tensor.detach().numpy() for key, tensor in found.items()}, repeat=True)

    return Contender("torch", model.epoch, weights if task.cells == 1 else None)


class _Model:
    """Our weights in torch's modules. One of nn.LSTM's two biases is left out of learning."""

    def __init__(self, task: Learned) -> None:
        values, symbols = stacked(task.network, repeat=True), len(task.strings.vocabulary)
        states = values["out"].shape[1]
        self.layer = torch.nn.LSTM(symbols, states, dtype=torch.float64)
        self.readout = torch.nn.Linear(states, symbols, dtype=torch.float64)
        with torch.no_grad():
            self.layer.weight_ih_l0.copy_(torch.tensor(values["in"]))
            self.layer.weight_hh_l0.copy_(torch.tensor(values["recurrent"]))
            self.layer.bias_ih_l0.copy_(torch.tensor(values["bias"]))
            self.layer.bias_hh_l0.zero_()
            self.readout.weight.copy_(torch.tensor(values["out"]))
            self.readout.bias.copy_(torch.tensor(values["out_bias"]))
        self.layer.bias_hh_l0.requires_grad_(False)
        learning = [p for p in (*self.layer.parameters(), *self.readout.parameters()) if p.requires_grad]
        self.optimizer = torch.optim.SGD(learning, ALPHA)
        codes = torch.eye(symbols, dtype=torch.float64)
        pieces = [(codes[torch.tensor(tokens)], torch.tensor(after)) for tokens, after in task.pieces]
        self.order = [pieces[k] for k in task.order]

    def epoch(self) -> None:
        """Learn all the strings, one after the other."""
        for inputs, after in self.order:
            self.optimizer.zero_grad()
            logits = self.readout(self.layer(inputs)[0])
            torch.nn.functional.cross_entropy(logits, after, reduction="sum").backward()
            self.optimizer.step()
