"""What RTRL carries, at one instant, against torch's automatic differentiation."""

import numpy as np
import oracles
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import runs

from rnrviz.network.network import random_network
from rnrviz.network.problems import InputError
from rnrviz.network.sensitivities import sensitivities
from rnrviz.network.vocabulary import Vocabulary

AB = Vocabulary(("a", "b"))


def by_torch(signal: torch.Tensor, torch_run: oracles.Run, names: tuple[str, ...]) -> np.ndarray:
    """Every component's gradient, one after the other, (*shape, P)."""
    rows = [torch_run.gradient(component) for component in signal.reshape(-1)]
    flat = [np.concatenate([row[name].ravel() for name in names]) for row in rows]
    return np.array(flat).reshape(*signal.shape, -1)


@given(runs(longest=6), st.data())
@settings(max_examples=40)
def test_sensitivities_equal_stacked_autograd(given_run, data):
    network, sequence = given_run
    trace = network.run(sequence)
    assume(len(sequence) and np.abs(trace.record).max() < 30.0)
    t = data.draw(st.integers(1, len(sequence)))
    torch_run = oracles.run(network, sequence.indices)
    found = sensitivities(trace, t)
    assert set(found) == set(trace.names[:-2]) - {"u"}
    trained = [p for p in network.program.parameters.values() if p.trained]
    names = tuple(p.name for p in sorted(trained, key=lambda p: p.offset))
    for name, ours in found.items():
        theirs = by_torch(torch_run.signals[t - 1][name], torch_run, names)
        assert ours.shape == theirs.shape
        assert np.abs(ours - theirs).max() <= 1e-10 * max(1.0, np.abs(theirs).max()), name


def test_only_what_is_asked_for():
    trace = random_network("lstm", {"n_M": 2, "n_C": 3}, AB, 1).run("abab")
    found = sensitivities(trace, 3, ("x",))
    assert {name: values.shape for name, values in found.items()} == {"x": (2, 3, trace.network.program.size)}
    later = trace.network.program.parameters["W_y_z"].slice
    assert not found["x"][..., later].any() and found["x"].any()


def test_a_network_that_looks_ahead_has_sensitivities_too():
    trace = random_network("bidirectional", {}, AB, 1).run("abba")
    first = sensitivities(trace, 1, ("y",))["y"]
    step, network = 1e-6, trace.network
    for p in range(0, network.program.size, 7):
        change = np.zeros(len(network.vector))
        change[p] = step
        more, less = (network.with_vector(network.vector + sign * change).run("abba")["y"][0] for sign in (1, -1))
        np.testing.assert_allclose(first[:, p], (more - less) / (2 * step), atol=1e-8)


@pytest.mark.parametrize(("t", "names"), [(0, None), (5, None), (1, ("q",))])
def test_what_does_not_exist_is_refused(t, names):
    with pytest.raises(InputError):
        sensitivities(random_network("elman", {}, AB, 1).run("abab"), t, names)
