"""Layers of any width, read by several activations and elsewhere, against the equations taken literally."""

import numpy as np
import pytest

from rnrviz.network.gradients import bptt, rtrl
from rnrviz.network.literal import Literal
from rnrviz.network.network import random_network
from rnrviz.network.vocabulary import Vocabulary

SEVERAL = """
n_U = n_V
n_Y = n_V
X: {n} = W_X_x @ x[t-1] + W_X_X @ X[t-1] + W_X_u @ u[t] + W_X
x = {g}(X[t])
z = {h}(X[t])
Q: {m} = W_Q_z @ z[t] + W_Q_X @ X[t] + W_Q
q = softmax(Q[t])
p = logistic(Q[t])
Y = W_Y_q @ q[t] + W_Y_p @ p[t] + W_Y_x @ x[t] + W_Y
y = softmax(Y[t])
"""
BOTH_WAYS = """
n_U = n_V
n_Y = n_V
F: {n} = W_F_u @ u[t] + W_F_f @ f[t-1] + W_F
f = {g}(F[t])
B: {m} = W_B_u @ u[t] + W_B_b @ b[t+1] + W_B_c @ c[t+1]
b = {h}(B[t])
c = tanh(B[t])
Y = W_Y_f @ f[t] + W_Y_b @ b[t] + W_Y_B @ B[t] + W_Y
y = logistic(Y[t])
"""
SHAPES = [
    (9, 33),
    (16, 7),
    (17, 24),
    (31, 9),
    (32, 8),
    (33, 17),
    (40, 31),
    (47, 3),
    (63, 1),
    (64, 16),
    (65, 2),
    (70, 5),
]


@pytest.mark.parametrize("text", [SEVERAL, BOTH_WAYS], ids=["several activations", "both ways"])
@pytest.mark.parametrize(("n", "m"), SHAPES)
def test_every_signal_and_the_gradients(text, n, m):
    """Over four instants and three: those that are taken together and those that are left."""
    g, h = (("tanh", "logistic"), ("relu", "tanh"), ("logistic", "relu"))[n % 3]
    written = text.format(n=n, m=m, g=g, h=h)
    made = random_network("custom", {}, Vocabulary(tuple("abc")), n, "cross_entropy", text=written)
    draws = np.random.default_rng(m)
    made = made.with_vector(made.vector + draws.normal(0.0, 0.1, made.program.whole))
    trace = made.run("abcabac")
    literal = Literal(made, trace, made.vector[None])
    for name in made.program.signals:
        for t in range(1, len(trace) + 1):
            np.testing.assert_allclose(trace[name][t - 1], literal.signal(name, t)[0], rtol=1e-11, atol=1e-12)
    found, some = bptt(trace).vector, np.sort(draws.choice(made.program.size, 40, replace=False))
    each = _slopes(made, trace, some)
    np.testing.assert_allclose(found[some], each, rtol=1e-9, atol=1e-11)
    if text is SEVERAL and n < 40:
        np.testing.assert_allclose(rtrl(trace).vector, found, rtol=1e-9, atol=1e-11)


def _slopes(network, trace, some):
    """The derivatives of the sum of E[t] by some of the weights, by the complex step."""
    vectors = np.repeat(network.vector.astype(complex)[None], len(some), 0)
    vectors[np.arange(len(some)), some] += 1e-30j
    literal = Literal(network, trace, vectors)
    return sum(literal.error(t).imag for t in range(1, len(trace) + 1) if trace.counts[t - 1] > 0) / 1e-30
