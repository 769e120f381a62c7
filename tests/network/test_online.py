"""RTRL with an update after every token: the chapter's exception."""

import numpy as np
import pytest
from gallery import IDS, KINDS, ONE_WAY, gap, trace

import rnrviz
from rnrviz.network.network import random_network
from rnrviz.network.problems import Cancelled, InputError
from rnrviz.network.vocabulary import Vocabulary


@pytest.mark.parametrize("kind", ONE_WAY, ids=IDS[:12] + IDS[15:])
def test_without_updates_it_is_rtrl(kind):
    run = trace(kind, begun=True)
    still = rnrviz.online(run, 0.0)
    rtrl = rnrviz.rtrl(run, per_step=True)
    assert gap(still.gradients.steps, rtrl.steps) <= 1e-13
    np.testing.assert_array_equal(still.network.vector, run.network.vector)
    np.testing.assert_allclose(still.gradients.E, run.errors, rtol=1e-12)
    np.testing.assert_allclose(still.trace.record, run.record, rtol=1e-12, atol=1e-15)


def test_every_update_is_the_gradient_of_its_instant():
    run = trace(KINDS[3])
    moved = rnrviz.online(run, 0.05)
    expected = run.network.vector - 0.05 * moved.gradients.vector
    np.testing.assert_allclose(moved.network.vector, expected, rtol=1e-12, atol=1e-14)
    first = rnrviz.bptt(run, (1, 1)).vector
    np.testing.assert_allclose(moved.gradients.steps[0], first, rtol=1e-12, atol=1e-15)
    after = run.network.with_vector(run.network.vector - 0.05 * first).run(run.sequence)
    assert moved.gradients.E[1] != run.errors[1]
    assert moved.gradients.E[1] == pytest.approx(after.errors[1], rel=0.05)
    assert run.network.vector is not moved.network.vector and moved.gradients.method == "online"


def test_a_fixed_table_of_embeddings_stays():
    run = trace(KINDS[2])
    moved = rnrviz.online(run, 0.1).network
    np.testing.assert_array_equal(moved.parameters["embedding"], run.network.parameters["embedding"])
    assert (moved.parameters["W_x_u"] != run.network.parameters["W_x_u"]).any()


def test_it_departs_from_the_exact_gradient_in_proportion_to_alpha():
    """About 4e-4, 3e-3, 3e-2 for alpha 1e-4, 1e-3, 1e-2 (Elman, 8 units, 200 tokens, quadratic error), within 4 times.

    The exact one is dE[t]/dW by BPTT with the weights that stood at t.
    """
    vocabulary = Vocabulary(tuple("abcd"))
    network = random_network("elman", {"n_X": 8, "g_Y": "logistic"}, vocabulary, 1, "quadratic")
    tokens = [vocabulary.tokens[i] for i in np.random.default_rng(1).integers(0, 4, 200)]
    run, found = network.run(tokens), []
    for alpha, expected in ((1e-4, 4e-4), (1e-3, 3e-3), (1e-2, 3e-2)):
        moved = rnrviz.online(run, alpha).gradients
        before = network.vector - alpha * (np.cumsum(moved.steps, 0) - moved.steps)
        exact = sum(
            rnrviz.bptt(network.with_vector(before[t - 1]).run(tokens[: t + 1]), (t, t)).vector for t in range(1, 200)
        )
        found.append(gap(moved.vector, exact))
        assert expected / 4 < found[-1] < expected * 4
        assert rnrviz.compare(moved, rnrviz.bptt(run)).relative > found[-1]  # at the weights of the beginning: more
    assert found[1] / found[0] == pytest.approx(10, rel=0.2) and found[2] / found[1] == pytest.approx(10, rel=0.2)


def test_what_cannot_be_is_refused():
    with pytest.raises(InputError, match="RTRL does not apply"):
        rnrviz.online(trace(KINDS[12]), 0.1)
    large = random_network("elman", {"n_X": 1000}, Vocabulary(("a", "b")), 1)
    with pytest.raises(InputError, match="GB for its sensitivities"):
        rnrviz.online(large.run("ab"), 0.1)
    for alpha in (np.nan, np.inf):
        with pytest.raises(InputError, match="finite"):
            rnrviz.online(trace(KINDS[0]), alpha)

    def stop(fraction):
        raise Cancelled

    with pytest.raises(Cancelled):
        rnrviz.online(trace(KINDS[0]), 0.1, stop)


@pytest.mark.parametrize("text", ["", "a", "ab"])
def test_short_strings(text):
    run = trace(KINDS[0], text=text)
    moved = rnrviz.online(run, 0.1)
    assert moved.gradients.steps.shape == (len(text), run.network.program.size)
    assert moved.gradients.vector.any() == (len(text) > 1)
