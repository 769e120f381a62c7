"""Cells that a student may write: what they do, said in Python by hand, and their gradients by differences."""

import numpy as np
import pytest
from test_random_texts import assert_meant

import rnrviz
from rnrviz.network.network import random_network
from rnrviz.network.problems import InputError
from rnrviz.network.vocabulary import Vocabulary

ABC = Vocabulary(("a", "b", "c"))
HEAD = "n_U = n_V\nn_X = 4\nn_Y = n_V\ng_Y = softmax\n"
END = "Y: n_Y = W_y_x @ x[t] + W_y\ny: n_Y = g_Y(Y[t])\n"
LEAKY = "X: n_X = W_x_u @ u[t] + W_x_x @ x[t-1] + W_x\nx: n_X = 0.8 * x[t-1] + 0.2 * tanh(X[t])\n"
LEARNT_LEAK = "l: n_X = logistic(W_l)\nx: n_X = (1 - l[t]) * x[t-1] + l[t] * tanh(W_x_u @ u[t] + W_x_x @ x[t-1])\n"
MINIMAL = """F: n_X = W_f_x @ x[t-1] + W_f_u @ u[t] + W_f
f: n_X = logistic(F[t])
C: n_X = W_c_x @ (f[t] * x[t-1]) + W_c_u @ u[t] + W_c
x: n_X = (1 - f[t]) * x[t-1] + f[t] * tanh(C[t])
"""
JORDAN = "X: n_X = W_x_u @ u[t] + W_x_y @ y[t-1] + W_x\nx: n_X = tanh(X[t])\n"
JORDAN_KEPT = "s: n_Y = 0.5 * s[t-1] + y[t-1]\nx: n_X = tanh(W_x_u @ u[t] + W_x_s @ s[t] + W_x)\n"
CLOCKWORK = """p: 1 = 1 - p[t-1]
A: n_X = W_a_u @ u[t] + W_a_a @ a[t-1] + W_a_b @ b[t-1] + W_a
a: n_X = tanh(A[t])
B: n_X = W_b_u @ u[t] + W_b_b @ b[t-1] + W_b
b: n_X = p[t] * tanh(B[t]) + (1 - p[t]) * b[t-1]
x: 8 = concat(a[t], b[t])
"""
ATTENTION = """A: n_X = W_a_u @ u[t] + W_a_x @ x[t-1]
a: n_X = softmax(A[t])
x: n_X = tanh(W_x_u @ u[t] + W_x_x @ (a[t] * x[t-1]) + W_x)
"""
HIGHWAY = """H: n_X = W_h_u @ u[t] + W_h_x @ x[t-1] + W_h
T: n_X = W_t_u @ u[t] + W_t_x @ x[t-1] + W_t
x: n_X = logistic(T[t]) * tanh(H[t]) + (1 - logistic(T[t])) * x[t-1]
"""
DELAYS = "x: n_X = tanh(W_1 @ x[t-1] + W_3 @ x[t-3] + W_7 @ x[t-7] + W_x_u @ u[t])\n"
INDEPENDENT = "x: n_X = relu(W_x_u @ u[t] + W_r * x[t-1] + W_x)\n"  # IndRNN
SQUARED = "X: n_X = W_x_u @ u[t] + W_x_x @ x[t-1]\nx: n_X = tanh(X[t]) * tanh(X[t]) - X[t] * x[t-1] / 4\n"
PEEK = "h: n_X = tanh(W_h_u @ u[t] + W_h_v @ u[t+1] + W_h)\nx: n_X = tanh(W_x_h @ (h[t] - h[t+2]) + W_x)\n"
ONE_SIDE = "b: n_X = tanh(W_b_u @ u[t] + W_b_b @ b[t+1])\nx: n_X = tanh(W_x_b @ b[t] + W_x_x @ x[t-1])\n"
CELLS = {
    "leaky": LEAKY,
    "learnt leak": LEARNT_LEAK,
    "minimal gated unit": MINIMAL,
    "Jordan": JORDAN,
    "Jordan with a trace": JORDAN_KEPT,
    "clockwork": CLOCKWORK,
    "attention": ATTENTION,
    "highway": HIGHWAY,
    "delays": DELAYS,
    "independent": INDEPENDENT,
    "squared": SQUARED,
    "peeks ahead": PEEK,
    "reads back, then on": ONE_SIDE,
}


def made(lines: str, embedding: str = "", loss: str = "cross_entropy"):
    network = random_network("custom", {}, ABC, 3, loss, embedding, HEAD + lines + END)
    return network.with_vector(network.vector + np.random.default_rng(1).normal(0.0, 0.2, network.vector.size))


@pytest.mark.parametrize("embedding", ["", "trained", "fixed"])
@pytest.mark.parametrize("lines", CELLS.values(), ids=CELLS)
def test_a_cell_does_what_its_equations_say(lines, embedding):
    assert_meant(made(lines, embedding).run("abbacabbc"))


@pytest.mark.parametrize("loss", ["cross_entropy", "quadratic"])
@pytest.mark.parametrize("lines", CELLS.values(), ids=CELLS)
def test_its_gradients_are_those_of_differences(lines, loss):
    network = made(lines, "trained", loss)
    trace = network.run("abbacabbc")
    bptt, found = rnrviz.bptt(trace, per_step=True), rnrviz.differences(network, trace, per_step=True)
    np.testing.assert_allclose(bptt.steps, found.steps, rtol=1e-6, atol=1e-9)
    assert rnrviz.compare(bptt, rnrviz.complex_step(network, trace)).relative <= 1e-13
    if not network.program.leads:
        assert rnrviz.compare(bptt, rnrviz.rtrl(trace)).relative <= 1e-13
    assert all(np.abs(bptt[name]).max() > 0 for name in bptt.names)


def test_a_leaky_integrator_by_hand():
    trace = made(LEAKY).run("abca")
    W, x = trace.network.parameters, np.zeros(4)
    for t in range(4):
        x = 0.8 * x + 0.2 * np.tanh(W["W_x_u"] @ trace["u"][t] + W["W_x_x"] @ x + W["W_x"])
        np.testing.assert_allclose(trace["x"][t], x, rtol=1e-14)


def test_a_clockwork_by_hand():
    """The slow half moves at every second token and keeps still in between."""
    trace = made(CLOCKWORK).run("abcabcab")
    np.testing.assert_array_equal(trace["p"][:, 0], [1, 0] * 4)
    np.testing.assert_array_equal(trace["b"][1::2], trace["b"][::2])
    assert (trace["b"][2::2] != trace["b"][1:-1:2]).all() and (np.diff(trace["a"], axis=0) != 0).all()


@pytest.mark.parametrize(
    ("lines", "sizes"),
    [
        ("x: 3 = 1 - tanh(W_1 @ u[t])", [3]),
        ("g: 1 = logistic(W_g @ u[t])\nx: 4 = (1 - g[t]) * tanh(W_1 @ u[t])", [1, 4]),
        ("a: 2 = W_1 @ u[t]\nb: 5 = W_2 @ u[t]\nx: 4 = W_3 @ concat(a[t], 0.5 * b[t])", [7, 5]),
        ("a: 2 = W_1 @ u[t]\nx: 4 = W_3 @ (1 - a[t])", [2]),
        ("a: 2 = W_1 @ u[t]\nx: 4 = W_3 @ (W_4 @ a[t])", [4]),
        ("a: 2 = W_1 @ u[t]\nx: 4 = W_3 @ tanh(a[t]) + W_5 @ (a[t] * a[t-1])", [2, 2]),
        ("a: (2, 2) = W_1 @ u[t]\ng: 2 = logistic(W_2 @ u[t])\nx: 4 = (0.5 * g[t]) * a[t]", [2]),
    ],
)
def test_parts_have_the_size_of_what_they_read_or_belong_to(lines, sizes):
    network = made(lines + "\n")
    hidden = [s.size for s in network.program.signals.values() if s.role == "hidden"]
    assert set(sizes) <= set(hidden)
    trace = network.run("abca")
    assert rnrviz.compare(rnrviz.bptt(trace), rnrviz.complex_step(network, trace)).relative <= 1e-13
    assert rnrviz.compare(rnrviz.bptt(trace), rnrviz.rtrl(trace)).relative <= 1e-13


@pytest.mark.parametrize(
    "lines",
    [
        "a: 2 = W_1 @ u[t]\nx: 4 = a[t]\n",
        "a: 3 = W_1 @ u[t]\nx: 4 = a[t] * W_2\n",
        "a: 2 = W_1 @ u[t]\nx: 4 = concat(a[t], a[t], a[t])\n",
        "a: 3 = W_1 @ u[t]\nb: 4 = W_2 @ u[t]\nx: 4 = a[t] * b[t]\n",
        "a: 3 = W_1 @ u[t]\nx: 4 = W_1 @ a[t-1]\n",
        "a: 2 = W_1 @ u[t]\nb: 3 = W_2 @ u[t]\nx: 3 = tanh(a[t] + b[t])\n",
    ],
)
def test_what_does_not_fit_is_refused(lines):
    with pytest.raises(InputError) as caught:
        made(lines)
    assert "\n" not in str(caught.value) and 10 < len(str(caught.value)) < 300
