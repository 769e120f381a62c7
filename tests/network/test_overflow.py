"""Weights that are far too large: infinities and NaN are shown as such; no exception, no warning."""

import numpy as np
import pytest

import rnrviz
from rnrviz.network.gradients import deltas
from rnrviz.network.network import Network, random_network
from rnrviz.network.vocabulary import Vocabulary

AB = Vocabulary(("a", "b"))
ALL_OF_IT = {"forget": True, "peephole": True, "n_C": 2, "g_Z": "identity", "g_M": "identity"}
LINEAR = random_network("elman", {"g_X": "identity", "g_Y": "identity"}, AB, 1, "quadratic")


def scaled(network: Network, factor: float) -> Network:
    return network.with_vector(network.vector * factor)


@pytest.mark.parametrize("factor", [1e3, 1e150, 1e300])
@pytest.mark.parametrize("loss", ["quadratic", "cross_entropy"])
@pytest.mark.parametrize("output", ["softmax", "logistic"])
@pytest.mark.parametrize("inner", ["identity", "relu", "tanh", "logistic"])
@pytest.mark.parametrize("architecture", ["elman", "lstm"])
def test_no_size_of_weights_raises_or_warns(architecture, inner, output, loss, factor):
    config = {"g_X": inner} if architecture == "elman" else ALL_OF_IT | {"g_C": inner}
    network = scaled(random_network(architecture, config | {"g_Y": output}, AB, 1, loss), factor)
    trace = network.run("abbabab")
    bptt, rtrl = rnrviz.bptt(trace, per_step=True), rnrviz.rtrl(trace, per_step=True)
    found = rnrviz.differences(network, trace)
    for pair in ((bptt, rtrl), (bptt, found)):
        comparison = rnrviz.compare(*pair)
        assert comparison.equal() in (True, False) and len(comparison.rows) == len(network.parameters)
    assert set(deltas(trace)) == set(network.program.signals)
    rnrviz.bptt(trace, truncate=2)


def test_overflow_names_the_first_instant():
    trace = scaled(LINEAR, 1e150).run("abab")
    assert trace.overflow == 2
    assert np.isfinite(trace["Y"][0]).all() and not np.isfinite(trace["Y"][1]).all()
    assert LINEAR.run("abab").overflow is None
    assert scaled(LINEAR, 1e300).run("").overflow is None


def test_what_is_not_finite_is_never_called_equal():
    network = scaled(LINEAR, 1e200)
    trace = network.run("abab")
    comparison = rnrviz.compare(rnrviz.bptt(trace), rnrviz.rtrl(trace))
    assert np.isnan(comparison.relative) and not comparison.equal(1.0)
    assert not np.isfinite(rnrviz.differences(network, trace).vector).all()


def test_saturated_cross_entropy_is_exact():
    """E is computed from Y: where y rounds to 0, E is still Y's distance, not infinity."""
    network = random_network("elman", {}, AB, 1)
    network = network.with_value("W_y", (0,), 5000.0)
    trace = network.run("ab")
    Y = trace["Y"][0]
    assert trace["y"][0, 1] < 1e-300
    assert trace["E"][0] == pytest.approx(Y[0] - Y[1], rel=1e-12)
