"""Activations that are merged into one operation, of which y is only a part: the error must still find its way in."""

import numpy as np
import pytest

import rnrviz
from rnrviz.network.network import Network, random_network
from rnrviz.network.vocabulary import Vocabulary

HEAD = "n_U = n_V\nn_X = 4\nn_Y = n_V\n"
BESIDE = "Q: 3 = W_q_x @ x[t] + W_q\nq = {g}(Q[t])\n"
OUTPUT = "Y = W_y_x @ x[t] + W_y\ny = {g}(Y[t])\n"
PLAIN = "X = W_x_u @ u[t] + W_x_x @ x[t-1] + W_x\nx = tanh(X[t])\n"
FED = "X = W_x_u @ u[t] + W_x_x @ x[t-1] + W_x_q @ q[t-1] + W_x_y @ y[t-1] + W_x\nx = tanh(X[t])\n"


def network(text: str, loss: str) -> Network:
    return random_network("custom", {}, Vocabulary(("a", "b")), 3, loss, text=text)


@pytest.mark.parametrize("g", ["logistic", "tanh", "identity", "relu"])
@pytest.mark.parametrize("loss", ["quadratic", "cross_entropy"])
@pytest.mark.parametrize("state", [PLAIN, FED])
@pytest.mark.parametrize("first", [BESIDE + OUTPUT, OUTPUT + BESIDE])
def test_an_output_beside_another_signal(g, loss, state, first):
    if loss == "cross_entropy" and g != "logistic":
        loss = "quadratic"
    made = network(HEAD + state + first.format(g=g), loss)
    trace = made.run("abbabaab")
    oracle = rnrviz.complex_step(made, trace).vector
    assert np.abs(oracle).max() > 1e-2
    for found in (rnrviz.bptt(trace), rnrviz.rtrl(trace)):
        np.testing.assert_allclose(found.vector, oracle, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("net", [0.0, 5.0, 30.0, 37.0, 300.0, -30.0, -300.0])
@pytest.mark.parametrize("target", [0.0, 1.0])
def test_sure_logistic_outputs_keep_their_digits(net, target):
    """dE/dY of the binary cross-entropy, -1/(1 + e^Y) for d = 1 and 1/(1 + e^-Y) for d = 0."""
    made = network(HEAD + PLAIN + OUTPUT.format(g="logistic"), "cross_entropy")
    trace = made.with_value("W_y_x", (0, 0), 0.0).with_value("W_y", (0,), net)
    for k in range(4):
        trace = trace.with_value("W_y_x", (0, k), 0.0)
    run = trace.run("ba" if target else "bb")
    found = rnrviz.bptt(run)["W_y"][0]
    size = np.exp(-abs(net)) / (1.0 + np.exp(-abs(net)))
    small = (net > 0) == (target == 1.0)
    expected = (-1 if target else 1) * (size if small else 1.0 - size)
    assert found == pytest.approx(expected, rel=1e-13)
