"""Ten thousand instants in float64: BPTT and RTRL against torch; networks that forget, that keep, that are chaotic."""

import numpy as np
import oracles
import oracles_modules as modules
import pytest
import torch
from gallery import ABC, gap

import rnrviz
from rnrviz.network.network import Network, random_network
from rnrviz.network.trace import Trace

LENGTH = 10_000
FORGETTING = [
    ("elman", {"n_X": 16}),
    ("elman", {"n_X": 8, "g_X": "relu"}),
    ("stacked_elman", {}),
    ("bidirectional", {"combine": "concat", "n_X": 8}),
    ("lstm", {"n_M": 8, "forget": True, "direct": False}),
    ("stacked_lstm", {"n_M": 3}),
    ("gru", {"reset_after": True, "n_X": 8}),
]


def tokens(length: int) -> list[str]:
    return [ABC.tokens[i] for i in np.random.default_rng(0).integers(0, len(ABC), length)]


def vector(trace: Trace, gradients: dict[str, np.ndarray]) -> np.ndarray:
    """Named gradients in the program's order."""
    found = np.zeros(trace.network.program.size)
    for name, gradient in gradients.items():
        found[trace.network.program.parameters[name].slice] = gradient.ravel()
    return found


@pytest.mark.parametrize(("architecture", "config"), FORGETTING, ids=str)
def test_ten_thousand_instants_are_torchs(architecture, config):
    network = random_network(architecture, config, ABC, 3)
    trace = network.run(tokens(LENGTH))
    theirs = modules.run(network, trace.sequence.indices)
    expected = vector(trace, theirs.gradients)
    assert np.nansum(trace["E"]) == pytest.approx(theirs.E, rel=1e-13)
    assert gap(rnrviz.bptt(trace).vector, expected) <= 1e-12
    if not network.program.leads:
        assert gap(rnrviz.rtrl(trace).vector, expected) <= 1e-12


def test_a_carousel_that_never_forgets():
    """LSTM of 1997: its states grow without bound, its errors come back whole from any distance."""
    network = random_network("lstm", {"direct": False}, ABC, 3, "quadratic")
    trace = network.run(tokens(LENGTH))
    torch_run = oracles.run(network, trace.sequence.indices)
    expected = vector(trace, torch_run.gradient(torch_run.total()))
    assert np.abs(trace["x"]).max() > 100
    assert gap(rnrviz.bptt(trace).vector, expected) <= 1e-10
    assert gap(rnrviz.rtrl(trace).vector, expected) <= 1e-10


def chaotic(gain: float) -> Network:
    """An Elman network whose recurrent weights are scaled up."""
    network = random_network("elman", {"n_X": 16}, ABC, 3)
    vector = network.vector.copy()
    vector[network.program.parameters["W_x_x"].slice] *= gain
    return network.with_vector(vector)


def along(trace: Trace) -> np.ndarray:
    """torch's gradient of the sum, at the recorded states: a chaotic run cannot be repeated, only followed."""
    W = {name: torch.tensor(w.copy(), requires_grad=True) for name, w in trace.network.parameters.items()}
    nets = (W["W_x_u"].T + W["W_x"])[trace.sequence.indices].unbind(0)
    x, states = torch.zeros(16, dtype=torch.float64), []
    for net, recorded in zip(nets, torch.tensor(trace["x"].copy()), strict=True):
        computed = torch.tanh(net + W["W_x_x"] @ x)
        x = computed + (recorded - computed).detach()
        states.append(x)
    Y = torch.stack(states) @ W["W_y_x"].T + W["W_y"]
    torch.nn.functional.cross_entropy(Y[:-1], torch.tensor(trace.sequence.indices[1:]), reduction="sum").backward()
    return vector(trace, {name: w.grad.numpy() for name, w in W.items()})


@pytest.mark.parametrize(("gain", "length"), [(2.5, 1000), (3.0, 1000), (2.2, LENGTH)])
def test_a_chaotic_network_stays_within_1e_minus_10(gain, length):
    """Errors grow on their way back, by 10^33 in 1,000 instants with gain 3, and rounding errors with them."""
    trace = chaotic(gain).run(tokens(length))
    bptt, rtrl = rnrviz.bptt(trace).vector, rnrviz.rtrl(trace).vector
    assert np.linalg.norm(bptt) > 1e15
    assert gap(bptt, rtrl) <= 1e-10
    assert gap(bptt, along(trace)) <= 1e-10
