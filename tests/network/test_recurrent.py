"""The recurrent weights of every architecture, and what multiplying them does, against torch and the formulas."""

import numpy as np
import oracles
import pytest
import torch
from gallery import ABC, IDS, KINDS, gap, network, trace

from rnrviz.network import flow
from rnrviz.network.contributions import norms_of_errors
from rnrviz.network.network import random_network
from rnrviz.network.recurrent import counterpart, recurrent_weights, scaled
from rnrviz.network.vanishing import fading_error, fading_output, fading_weight, memory

kinds = pytest.mark.parametrize("kind", KINDS, ids=IDS)
WANTED = {
    "elman": {"W_x_x"},
    "stacked_elman": {"W_x1_x1", "W_x2_x2", "W_x3_x3", "W_x1_x3", "W_x1_x2"},
    "gru": {"W_rho_x", "W_zeta_x", "W_x_x", "W_r_x"},
    "window": set(),
    "bidirectional": {"W_f_f", "W_b_b"},
    "custom": {"W_x_x", "W_x_h"},
    "lstm": {"W_phi_z", "W_lambda_z", "W_z_z", "W_gamma_z", "W_phi_x", "W_lambda_x"},
}
HEAD, TAIL = "n_U = n_V\nn_X = 3\nn_Y = n_V\n", "x = tanh(X[t])\nY = W_y_x @ x[t] + W_y\ny = softmax(Y[t])\n"
CONTEXT = HEAD + "c: n_X = x[t-1]\nX = W_x_u @ u[t] + W_x_c @ c[t] + W_x\n" + TAIL


@kinds
def test_the_recurrent_weights_are_those_of_the_chapter(kind):
    made = network(kind)
    known = WANTED.get(kind[0])
    if known is not None:
        extra = {"W_x1_x3"} if kind[0] == "stacked_elman" and not made.config["feedback"] else set()
        assert set(recurrent_weights(made)) == (known - extra) & set(made.program.parameters)
    doubled = scaled(made, 2.0)
    for name, values in made.parameters.items():
        factor = 2.0 if name in recurrent_weights(made) else 1.0
        np.testing.assert_array_equal(doubled.parameters[name], factor * values)


def test_a_copy_of_the_past_is_the_past():
    made = random_network("custom", {}, ABC, 1, text=CONTEXT)
    assert recurrent_weights(made) == ("W_x_c",)


@pytest.mark.parametrize("factor", [0.25, 1.0, 4.0])
@pytest.mark.parametrize("config", [("elman", {"n_X": 3}), ("lstm", {"forget": True}), ("lstm", {}), ("gru", {})])
def test_the_norms_are_those_of_torch(config, factor):
    made = scaled(random_network(*config, ABC, 5), factor)
    run = made.run("abcabcaabb")
    leaves = oracles.run(made, run.sequence.indices)
    E, t, name = leaves.E[6], 7, memory(run)[0]
    assert E is not None
    back = [torch.autograd.grad(E, s[name], retain_graph=True)[0].norm().item() for s in leaves.signals[:t]]
    assert gap(fading_error(run, t), np.array(back[::-1])) <= 1e-11
    weight = recurrent_weights(made)[-1]
    ahead, by_weight = [], []
    for step in leaves.signals[2:]:
        rows = [
            torch.autograd.grad(y, [leaves.signals[2][name], leaves.W[weight]], retain_graph=True) for y in step["y"]
        ]
        ahead.append(torch.stack([row[0].ravel() for row in rows]).norm().item())
        by_weight.append(torch.stack([row[1][2].ravel() for row in rows]).norm().item())
    assert gap(fading_output(run, 3), np.array(ahead)) <= 1e-11
    assert gap(fading_weight(run, 3, weight), np.array(by_weight)) <= 1e-11


@kinds
def test_the_error_that_fades_is_a_row_of_the_table(kind):
    run = trace(kind)
    names = memory(run)
    if not names:
        assert fading_error(run, 3) is None and fading_output(run, 3) is None and kind[0] == "window"
        return
    rows = np.sqrt(sum(norms_of_errors(run, name)[4] ** 2 for name in names))[:5]
    np.testing.assert_allclose(fading_error(run, 5), rows[::-1], rtol=1e-12)
    assert fading_error(run, len(run)) is None


@kinds
def test_no_matrix_is_needed_for_its_norm(kind):
    run = trace(kind)
    for name in [p.name for p in run.network.program.parameters.values() if p.trained]:
        whole = flow.norms(flow.flow_from_weight(run, 4, name))[3:]
        np.testing.assert_allclose(fading_weight(run, 4, name), whole, rtol=1e-12, atol=1e-300)


def test_the_errors_of_an_elman_network_are_products_of_jacobians():
    run = trace(KINDS[0])
    jacobians = (1.0 - run["x"] ** 2)[:, :, None] * run.network.parameters["W_x_x"]
    slope = (run["y"] - run["d"])[7] @ run.network.parameters["W_y_x"]
    found = fading_error(run, 8)
    for k in range(8):
        assert found[k] == pytest.approx(np.linalg.norm(slope), rel=1e-12)
        slope = slope @ jacobians[7 - k]


def test_what_overflows_is_told_and_does_not_fail():
    made = random_network("elman", {"g_X": "identity"}, ABC, 1)
    grown = scaled(made, 1e80).run("abcabcabc")
    assert not np.isfinite(fading_output(grown, 1)).all() and memory(grown) == ("x",)


def test_weights_that_stand_in_the_same_place():
    elman, lstm = random_network("elman", {}, ABC, 1), random_network("lstm", {"forget": True}, ABC, 1)
    pairs = {"W_x_u": "W_z_u", "W_x_x": "W_z_z", "W_x": "W_z", "W_y_x": "W_y_z", "W_y": "W_y"}
    assert {name: counterpart(elman, name, lstm) for name in elman.program.parameters} == pairs
    assert counterpart(lstm, "W_lambda_z", elman) == "W_x_x"
    assert counterpart(lstm, "W_y_u", elman) is None
    assert counterpart(lstm, "W_phi_u", random_network("lstm", {}, ABC, 2)) == "W_phi_u"
