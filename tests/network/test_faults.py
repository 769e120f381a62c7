"""Gradients that are wrong on purpose are wrong in the way that was meant."""

from dataclasses import replace

import gallery
import numpy as np
import pytest
import torch

import rnrviz
from rnrviz.network.copies import mean_of_copies
from rnrviz.network.faults import FLIP, Fault, activated, faulty
from rnrviz.network.gradients import deltas
from rnrviz.network.problems import InputError


class Wrong(torch.autograd.Function):
    """tanh, whose derivative has the wrong sign."""

    @staticmethod
    def forward(context, net):
        y = torch.tanh(net)
        context.save_for_backward(y)
        return y

    @staticmethod
    def backward(context, gradient):
        (y,) = context.saved_tensors
        return -gradient * (1 - y * y)


@pytest.mark.parametrize("flipped", [True, False])
def test_a_flipped_derivative_of_elman_against_torch(flipped):
    trace = gallery.trace(("elman", {"n_X": 5}, ""))
    weights = {n: torch.tensor(p, requires_grad=True) for n, p in trace.network.parameters.items()}
    g, x, total = Wrong.apply if flipped else torch.tanh, torch.zeros(5, dtype=torch.float64), 0.0
    for t in range(len(trace) - 1):
        u = torch.tensor(trace["u"][t])
        x = g(weights["W_x_u"] @ u + weights["W_x_x"] @ x + weights["W_x"])
        y = torch.log_softmax(weights["W_y_x"] @ x + weights["W_y"], 0)
        total = total - (torch.tensor(trace["d"][t]) * y).sum()
    total.backward()
    whole = (1, len(trace))
    found = faulty(trace, whole, Fault(FLIP, signal="x")) if flipped else rnrviz.bptt(trace)
    for name, weight in weights.items():
        np.testing.assert_allclose(found[name], weight.grad.numpy(), rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize("kind", gallery.KINDS, ids=gallery.IDS)
def test_flipping_changes_only_what_goes_through_the_activation(kind):
    trace = gallery.trace(kind, "quadratic")
    right, whole = rnrviz.bptt(trace).vector, (1, len(trace))
    assert "y" in activated(trace.network)
    np.testing.assert_array_equal(faulty(trace, whole, Fault(FLIP, signal="y")).vector, -right)
    for signal in activated(trace.network):
        found = faulty(trace, whole, Fault(FLIP, signal=signal))
        moved = np.abs(deltas(trace)[signal]).max() > 0
        assert np.isfinite(found.vector).all() and (np.abs(found.vector - right).max() > 0) == moved
    with pytest.raises(InputError, match="no activation"):
        faulty(trace, whole, Fault(FLIP, signal="u"))


@pytest.mark.parametrize("kind", gallery.ONE_WAY, ids=str)
def test_the_others_are_what_they_say(kind):
    trace = gallery.trace(kind)
    instants = (3, len(trace) - 1)
    right = rnrviz.bptt(trace, instants)
    cut = faulty(trace, instants, Fault("truncate", t_0=2))
    np.testing.assert_array_equal(cut.vector, rnrviz.bptt(trace, instants, truncate=2).vector)
    whole = faulty(trace, instants, Fault("truncate", t_0=99))
    np.testing.assert_allclose(whole.vector, right.vector, rtol=1e-9, atol=1e-13)
    mean = faulty(trace, instants, Fault("mean"))
    np.testing.assert_array_equal(mean.vector, mean_of_copies(right, trace).vector)
    slow = faulty(trace, instants, Fault("online", alpha=1e-12))
    np.testing.assert_allclose(slow.vector, right.vector, rtol=1e-6, atol=1e-9)
    quick = faulty(trace, instants, Fault("online", alpha=0.5))
    assert np.abs(quick.vector - right.vector).max() > 1e-4
    np.testing.assert_array_equal(
        faulty(trace, instants, Fault("scissors")).vector, rnrviz.scissors(trace, instants).vector
    )
    single = faulty(trace, instants, Fault("float32")).vector
    gap = np.linalg.norm(single - right.vector) / np.linalg.norm(right.vector)
    assert 1e-10 < gap < 1e-4 and np.array_equal(single, single.astype(np.float32))


def test_faults_can_be_compared():
    assert replace(Fault("truncate"), t_0=3) == Fault("truncate", 3) != Fault("mean")
