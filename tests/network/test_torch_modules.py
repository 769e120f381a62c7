"""Where torch has the same network as a layer of its own, the weights are copied and all must be the same."""

import numpy as np
import oracles_modules as modules
import pytest
import torch
from gallery import gap

import rnrviz
from rnrviz.network.network import Network, random_network
from rnrviz.network.vocabulary import Vocabulary

ABC = Vocabulary(("a", "b", "c"))
TEXT = "abcabbccabcacbbabacc"
PLAIN = {"n_M": 3, "forget": True, "direct": False}
ONE_WAY = [
    ("elman", {"n_X": 5}),
    ("elman", {"g_X": "relu"}),
    *(("stacked_elman", {"n_L": n, "g_X": g}) for n in (1, 2, 3) for g in ("tanh", "relu")),
    ("lstm", PLAIN),
    ("lstm", PLAIN | {"direct": True}),
    *(("stacked_lstm", PLAIN | {"n_L": n}) for n in (1, 2, 3)),
    ("stacked_lstm", PLAIN | {"direct": True}),
    ("gru", {"reset_after": True}),
    ("gru", {"reset_after": True, "n_X": 7}),
    *(("elman", {"n_X": n}) for n in (9, 17, 41, 70)),  # wide: panel by panel
    *(("lstm", PLAIN | {"n_M": n}) for n in (6, 11, 24)),
    ("gru", {"reset_after": True, "n_X": 21}),
]
BOTH_WAYS = [("bidirectional", {"combine": "concat", "g_X": g}) for g in ("tanh", "relu")]
SIDES = """
n_U = n_V
n_H = 3
n_Y = n_V
F1: n_H = W_f1_u @ u[t] + W_f1_f1 @ f1[t-1] + W_f1
f1 = tanh(F1[t])
B1: n_H = W_b1_u @ u[t] + W_b1_b1 @ b1[t+1] + W_b1
b1 = tanh(B1[t])
h = concat(f1[t], b1[t])
F2: n_H = W_f2_h @ h[t] + W_f2_f2 @ f2[t-1] + W_f2
f2 = tanh(F2[t])
B2: n_H = W_b2_h @ h[t] + W_b2_b2 @ b2[t+1] + W_b2
b2 = tanh(B2[t])
x = concat(f2[t], b2[t])
Y = W_y_x @ x[t] + W_y
y = softmax(Y[t])
"""
GATED_SIDES = """
n_U = n_V
n_H = 3
n_Y = n_V
R: n_H = W_r_u @ u[t] + W_r_f @ f[t-1] + W_r
r = logistic(R[t])
Z: n_H = W_z_u @ u[t] + W_z_f @ f[t-1] + W_z
z = logistic(Z[t])
C: n_H = W_c_u @ u[t] + W_c + r[t] * (W_c_f @ f[t-1] + W_d)
f = (1 - z[t]) * tanh(C[t]) + z[t] * f[t-1]
S: n_H = W_s_u @ u[t] + W_s_b @ b[t+1] + W_s
s = logistic(S[t])
V: n_H = W_v_u @ u[t] + W_v_b @ b[t+1] + W_v
v = logistic(V[t])
D: n_H = W_e_u @ u[t] + W_e + s[t] * (W_e_b @ b[t+1] + W_h)
b = (1 - v[t]) * tanh(D[t]) + v[t] * b[t+1]
x = concat(f[t], b[t])
Y = W_y_x @ x[t] + W_y
y = softmax(Y[t])
"""


def made(architecture: str, config: dict, embedding: str, text: str | None = None) -> Network:
    config = config | ({"n_U": 2} if embedding else {})
    network = random_network(architecture, config, ABC, 5, embedding=embedding, text=text)
    units = network.config.get("n_X") or network.config.get("n_M", 1)
    size = 0.9 / max(units, 9) ** 0.5  # a wide network of larger weights is chaotic, and rounding grows
    return network.with_vector(network.vector + np.random.default_rng(5).normal(0.0, size, network.vector.size))


def assert_same(trace, theirs: modules.Result, state: str) -> None:
    np.testing.assert_allclose(trace[state].reshape(len(trace), -1), theirs.states, rtol=1e-12, atol=1e-14)
    assert np.nansum(trace["E"]) == pytest.approx(theirs.E, rel=1e-13)
    found = [rnrviz.bptt(trace)] + ([] if trace.network.program.leads else [rnrviz.rtrl(trace)])
    for gradients in found:
        assert set(gradients.names) == set(theirs.gradients)
        assert all(gap(gradients[name], theirs.gradients[name]) <= 1e-12 for name in gradients.names)


def output_state(network: Network) -> str:
    """The signal that the output reads, which torch's layer gives."""
    return next(e.terms[0].sources[0].signal for e in network.equations if e.target == "Y")


@pytest.mark.parametrize("embedding", ["", "trained", "fixed"])
@pytest.mark.parametrize(("architecture", "config"), [*ONE_WAY, *BOTH_WAYS], ids=str)
def test_torchs_own_layers_agree(architecture, config, embedding):
    network = made(architecture, config, embedding)
    trace = network.run(TEXT)
    assert_same(trace, modules.run(network, trace.sequence.indices), output_state(network))


@pytest.mark.parametrize(("architecture", "config"), ONE_WAY, ids=str)
def test_torchs_layers_agree_from_a_state_that_is_not_zero(architecture, config):
    network = made(architecture, config, "")
    layers, size = network.config.get("n_L", 1), network.config.get("n_X") or network.config["n_M"]
    initial = np.random.default_rng(1).normal(0.0, 1.0, (2, layers, size))
    many = architecture.startswith("stacked")
    names = [f"{{}}{n + 1}" if many else "{}" for n in range(layers)]
    hidden, cells = ("z", "x") if "lstm" in architecture else ("x", "")
    begin = {name.format(hidden): initial[0, n] for n, name in enumerate(names)}
    begin |= {name.format(cells): initial[1, n] for n, name in enumerate(names) if cells}
    trace = network.run(TEXT, initial=begin)
    theirs = modules.run(network, trace.sequence.indices, tuple(initial[: 2 if cells else 1]))
    assert_same(trace, theirs, output_state(network))
    for n, name in enumerate(names):
        np.testing.assert_allclose(trace[name.format(hidden)][-1].ravel(), theirs.last[0][n], rtol=1e-12, atol=1e-14)
        if cells:
            np.testing.assert_allclose(trace[name.format(cells)][-1].ravel(), theirs.last[1][n], rtol=1e-12)


@pytest.mark.parametrize("embedding", ["", "trained"])
def test_two_layers_that_each_read_both_ways_are_torchs(embedding):
    """The second layer's forward half waits for the first one's backward half, and the other way round."""
    network = made("custom", {}, embedding, SIDES)
    parts = {
        **modules.simple("l0", "f1", "u"), **modules.simple("l0_reverse", "b1", "u"),
        **modules.simple("l1", "f2", "h"), **modules.simple("l1_reverse", "b2", "h"),
    }  # fmt: skip
    layers = torch.nn.RNN(network.config["n_U"], 3, 2, bidirectional=True, dtype=torch.float64)
    trace = network.run(TEXT)
    assert_same(trace, modules.run(network, trace.sequence.indices, (), layers, parts), "x")


def test_gated_units_that_read_both_ways_are_torchs():
    network = made("custom", {}, "", GATED_SIDES)
    parts = {
        **modules.layer("l0", ("W_r_u", "W_z_u", "W_c_u"), ("W_r_f", "W_z_f", "W_c_f"), ("W_r", "W_z", "W_c"),
                        (modules.ZERO, modules.ZERO, "W_d")),
        **modules.layer("l0_reverse", ("W_s_u", "W_v_u", "W_e_u"), ("W_s_b", "W_v_b", "W_e_b"), ("W_s", "W_v", "W_e"),
                        (modules.ZERO, modules.ZERO, "W_h")),
    }  # fmt: skip
    layers = torch.nn.GRU(3, 3, bidirectional=True, dtype=torch.float64)
    trace = network.run(TEXT)
    assert_same(trace, modules.run(network, trace.sequence.indices, (), layers, parts), "x")
