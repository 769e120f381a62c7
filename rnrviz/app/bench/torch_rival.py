"""PyTorch: nn.RNN or nn.LSTM, a Linear layer, cross_entropy, backward; float64, one thread."""

from collections.abc import Callable

import numpy as np
import torch

from rnrviz.app.bench.cases import Task
from rnrviz.app.bench.results import BPTT
from rnrviz.app.bench.stacking import flat, stacked
from rnrviz.network.measuring.timing import Contender


def contender(algorithm: str, task: Task) -> Contender | None:
    """Forward and backward; torch has no RTRL."""
    if algorithm != BPTT:
        return None
    torch.set_num_threads(1)
    layer, readout = _layers(task)
    inputs = torch.eye(task.case.symbols, dtype=torch.float64)[torch.tensor(task.tokens)]
    run = _training(layer, readout, inputs, torch.tensor(task.tokens[1:]))

    def gradient() -> np.ndarray:
        run()
        found = {
            "in": layer.weight_ih_l0, "recurrent": layer.weight_hh_l0, "bias": layer.bias_ih_l0,
            "out": readout.weight, "out_bias": readout.bias,
        }  # fmt: skip
        return flat(task.network, {key: tensor.grad.numpy() for key, tensor in found.items()}, repeat=True)

    return Contender("torch", run, gradient)


def _layers(task: Task) -> tuple[torch.nn.Module, torch.nn.Linear]:
    """Ours as torch's. nn.LSTM has a gate for every cell, so a block's gate stands there once for each of its cells."""
    case, values = task.case, stacked(task.network, repeat=True)
    kind = torch.nn.RNN if case.architecture == "elman" else torch.nn.LSTM
    states = values["out"].shape[1]
    layer = kind(case.symbols, states, dtype=torch.float64)
    readout = torch.nn.Linear(states, case.symbols, dtype=torch.float64)
    with torch.no_grad():
        layer.weight_ih_l0.copy_(torch.tensor(values["in"]))
        layer.weight_hh_l0.copy_(torch.tensor(values["recurrent"]))
        layer.bias_ih_l0.copy_(torch.tensor(values["bias"]))
        layer.bias_hh_l0.zero_()
        readout.weight.copy_(torch.tensor(values["out"]))
        readout.bias.copy_(torch.tensor(values["out_bias"]))
    return layer, readout


def _training(
    layer: torch.nn.Module, readout: torch.nn.Linear, inputs: torch.Tensor, targets: torch.Tensor
) -> Callable[[], None]:
    parameters = [*layer.parameters(), *readout.parameters()]

    def run() -> None:
        for parameter in parameters:
            parameter.grad = None
        logits = readout(layer(inputs)[0][:-1])
        torch.nn.functional.cross_entropy(logits, targets, reduction="sum").backward()

    return run
