"""The chapter's own index formulas, typed as nested loops, against the sweeps (Elman, quadratic error)."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles_chapter import literal_bptt, literal_rtrl
from strategies import networks

import rnrviz
from rnrviz.network.gradients import deltas
from rnrviz.network.network import Network, random_network
from rnrviz.network.vocabulary import Vocabulary

INNER_OUTPUTS = st.sampled_from([("quadratic", g) for g in ("logistic", "tanh", "identity", "relu")])
ELMAN = networks(architectures=("elman",), losses=INNER_OUTPUTS, embeddings=st.just(False))


def plain() -> Network:
    return random_network("elman", {"g_Y": "logistic"}, Vocabulary(("a", "b")), 5, "quadratic")


def assert_close(a: np.ndarray, b: np.ndarray) -> None:
    np.testing.assert_allclose(a, b, rtol=1e-12, atol=1e-12 * max(1e-3, np.abs(a).max(initial=0.0)))


@given(ELMAN, st.lists(st.integers(0, 1), min_size=2, max_size=6))
@settings(max_examples=25)
def test_the_chapters_rtrl_and_bptt_equal_the_sweeps(network, numbers):
    indices = np.array(numbers)
    trace = network.run([network.vocabulary.tokens[i] for i in numbers])
    rtrl, bptt = rnrviz.rtrl(trace, per_step=True), rnrviz.bptt(trace, per_step=True)
    literal = literal_rtrl(network, indices)
    for t in range(1, len(indices)):
        backward, delta_Y, delta_X = literal_bptt(network, indices, t)
        found = deltas(trace, (t, t))
        assert_close(found["Y"][t - 1], delta_Y)
        assert_close(found["X"][:t], delta_X)
        assert not found["X"][t:].any()
        for name in network.parameters:
            assert_close(rtrl.each(name)[t - 1], literal[t - 1][name])
            assert_close(bptt.each(name)[t - 1], backward[name])


def test_the_sum_and_not_the_mean_equals_rtrl():
    """FACTS of the chapter: its text speaks of the mean over the instants, its equations of the sum."""
    trace = plain().run("abab")
    total = rnrviz.rtrl(trace)
    each = rnrviz.bptt(trace, per_step=True)
    assert_close(each.steps.sum(0), total.vector)
    assert np.abs(each.steps.mean(0) - total.vector).max() > 1e-3


def test_an_update_against_the_gradient_lowers_the_error():
    """The sign: delta is +dE/dS, so a small step against it goes down."""
    network = plain()
    before = network.run("abab")
    after = network.with_vector(network.vector - 0.01 * rnrviz.bptt(before).vector).run("abab")
    assert np.nansum(after["E"]) < np.nansum(before["E"])
