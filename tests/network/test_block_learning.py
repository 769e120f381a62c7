"""Networks of memory blocks learn by kernels of their own: the same steps as by those that serve every network."""

import dataclasses
import itertools
import re

import numpy as np
import pytest

from rnrviz.network.architectures import ARCHITECTURES
from rnrviz.network.network import random_network
from rnrviz.network.tasks.counting import anbncn
from rnrviz.network.training.blocks import blocks
from rnrviz.network.training.descent import Settings
from rnrviz.network.training.gradient import ByGradient
from rnrviz.network.training.state import begun
from rnrviz.network.vocabulary import Vocabulary

STRINGS = anbncn(1, 8, "next")
SIZES = [(1, 1), (2, 2), (3, 1), (2, 3), (5, 3), (2, 4), (8, 1), (8, 2), (16, 1)]
VARIANTS = [
    {"forget": False},
    {"forget": True},
    {"forget": True, "direct": True, "g_C": "tanh"},
    {"forget": False, "g_M": "identity", "g_Z": "relu"},
    {"forget": True, "g_Y": "logistic"},
]
RULES = [
    {"rule": "descent", "alpha": 0.01, "clip": 0.0},
    {"rule": "descent", "alpha": 0.01, "momentum": 0.9, "clip": 0.5},
    {"rule": "adam", "alpha": 0.001, "batch": 3, "clip": 0.0},
]


def learned(made, settings, fast, strings=24):
    way = ByGradient(made, STRINGS, Settings(strings=strings, **settings))
    assert way._blocks is not None
    way._blocks = way._blocks if fast else None
    state = begun(made, 1).state
    done = way.learn(state, np.arange(strings) * 5 % len(STRINGS), 0, strings)
    return done, state, way._losses[:strings].copy()


def network(sizes, variant, loss):
    sizes = dict(zip(("n_M", "n_C"), sizes, strict=True))
    return random_network("lstm", sizes | variant, STRINGS.vocabulary, 3, loss)


@pytest.mark.parametrize("loss", ["cross_entropy", "quadratic"])
@pytest.mark.parametrize(("sizes", "variant"), [*itertools.product(SIZES, VARIANTS)])
def test_the_same_gradient_as_by_the_usual_kernels(sizes, variant, loss):
    made = network(sizes, variant, loss)
    settings = {"rule": "descent", "batch": 100}  # more than there are strings: they wait
    (_, fast, losses), (_, usual, expected) = (learned(made, settings, way, 12) for way in (True, False))
    np.testing.assert_allclose(losses, expected, rtol=1e-13)
    assert np.abs(usual.waiting).max() > 0.1
    np.testing.assert_allclose(fast.waiting, usual.waiting, rtol=1e-11, atol=1e-12 * np.abs(usual.waiting).max())
    assert fast.updates.tolist() == usual.updates.tolist() == [0, 12]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("sizes", SIZES)
def test_the_same_steps_as_by_the_usual_kernels(sizes, rule):
    made = network(sizes, {"forget": True}, "cross_entropy")
    (done, fast, losses), (as_many, usual, expected) = (learned(made, rule, way, 12) for way in (True, False))
    assert done == as_many == 12
    np.testing.assert_allclose(losses, expected, rtol=1e-11)
    np.testing.assert_allclose(fast.vector, usual.vector, atol=1e-11)
    assert np.abs(fast.vector - made.vector).max() > 1e-3
    assert fast.updates.tolist() == usual.updates.tolist()


@pytest.mark.parametrize("batch", [1, 4])
def test_learning_ends_before_a_loss_that_is_not_finite(batch):
    made = network((2, 2), {"forget": True, "g_C": "identity"}, "cross_entropy")
    vector = made.vector.copy()
    vector[-5:] = np.nan
    broken = dataclasses.replace(made, vector=vector)
    done, state, losses = learned(broken, {"rule": "descent", "alpha": 0.1, "clip": 0.0, "batch": batch}, True)
    assert done == 0 and not np.isfinite(losses[0])
    np.testing.assert_array_equal(state.vector, vector)
    assert not state.waiting.any() and not state.updates.any()


def test_other_networks_go_the_usual_way():
    others = [(name, {}) for name in ARCHITECTURES if name != "lstm"]
    others += [("lstm", {"forget": True, "peephole": True}), ("lstm", {"n_M": 17}), ("lstm", {"n_M": 6, "n_C": 3})]
    for name, config in others:
        made = random_network(name, config, STRINGS.vocabulary, 1)
        assert blocks(made.program, STRINGS.longest) is None, (name, config)
    many = Vocabulary(tuple("abcdefghi"))
    assert blocks(random_network("lstm", {"forget": True}, many, 1).program, 10) is None


def test_truncation_goes_the_usual_way():
    made = network((1, 1), {"forget": True}, "cross_entropy")
    assert ByGradient(made, STRINGS, Settings(back=4, every=2))._blocks is None
    assert ByGradient(made, STRINGS, Settings())._blocks is not None


OWN = """n_U = n_V
n_M = 4
n_Y = n_V
Phi: n_M = W_phi_z @ z[t-1] + W_phi_u @ u[t] + W_phi
phi = logistic(Phi[t])
Lambda: n_M = W_lambda_z @ z[t-1] + W_lambda_u @ u[t] + W_lambda
lambda = logistic(Lambda[t])
Gamma: n_M = W_gamma_z @ z[t-1] + W_gamma_u @ u[t] + W_gamma
gamma = logistic(Gamma[t])
Z: n_M = W_z_z @ z[t-1] + W_z_u @ u[t] + W_z
x: n_M = lambda[t] * x[t-1] + phi[t] * tanh(Z[t])
z = gamma[t] * tanh(x[t])
Y = W_y_z @ z[t] + W_y
y = identity(Y[t])
"""


def of_one_s_own(*changes):
    """With other equations; what nothing reads any more is left out."""
    text = OWN
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    for name in ("phi", "lambda", "gamma", "Phi", "Lambda", "Gamma", "Z"):
        if f"{name}[t]" not in text:
            text = re.sub(rf"^{name}( =|:).*\n", "", text, flags=re.MULTILINE)
    return random_network("custom", {}, STRINGS.vocabulary, 3, "quadratic", text=text)


def test_equations_of_one_s_own_may_be_memory_blocks():
    assert blocks(of_one_s_own().program, 10) is not None


@pytest.mark.parametrize(
    "old, new",
    [
        ("lambda[t] * x[t-1]", "phi[t] * x[t-1]"),
        ("gamma[t] * tanh(x[t])", "phi[t] * tanh(x[t])"),
        ("lambda = logistic(Lambda[t])", "lambda = logistic(Phi[t])"),
        ("gamma = logistic(Gamma[t])", "gamma = tanh(Lambda[t])"),
        ("tanh(Z[t])", "tanh(Gamma[t])"),
        ("tanh(Z[t])", "lambda[t]"),
    ],
)
def test_a_net_input_that_serves_twice_goes_the_usual_way(old, new):
    assert blocks(of_one_s_own((old, new)).program, 10) is None


def test_an_output_that_is_not_what_the_last_layer_makes_goes_the_usual_way():
    made = of_one_s_own(
        ("y = identity(Y[t])", "q = identity(Q[t])"), ("Y = W_y_z @ z[t] + W_y", "Q: 3 = W_y_z @ z[t] + W_y"),
        ("z = gamma", "y = gamma"), ("z[t", "y[t"),
    )  # fmt: skip
    assert blocks(made.program, 10) is None
