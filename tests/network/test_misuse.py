"""The importable functions refuse what does not belong together, instead of reading foreign memory."""

import numpy as np
import pytest

import rnrviz
from rnrviz.network.network import network, random_network
from rnrviz.network.problems import InputError
from rnrviz.network.vocabulary import Vocabulary

SMALL = random_network("elman", {"n_X": 2}, Vocabulary(("a", "b")), seed=1)
LARGE = random_network("elman", {"n_X": 5}, Vocabulary(tuple("abcdefgh")), seed=1)


def test_a_sequence_of_another_vocabulary():
    with pytest.raises(InputError, match="another vocabulary"):
        SMALL.run(LARGE.run("hg").sequence)
    with pytest.raises(InputError, match="another vocabulary"):
        SMALL.run(LARGE.run("h").sequence)


@pytest.mark.parametrize("shape", [(3, 3), (3, 1), (2, 2), (3,), (3, 2, 1)])
def test_targets_of_the_wrong_shape(shape):
    with pytest.raises(InputError, match="shape"):
        SMALL.run("aab", np.zeros(shape))


def test_a_vector_of_the_wrong_size():
    with pytest.raises(InputError, match="expected"):
        SMALL.with_vector(np.zeros(3))


def test_a_trace_or_gradient_of_another_network():
    small, large = SMALL.run("aab"), LARGE.run("aab")
    with pytest.raises(InputError, match="another network"):
        rnrviz.differences(SMALL, large)
    with pytest.raises(InputError, match="different networks"):
        rnrviz.compare(rnrviz.bptt(small), rnrviz.bptt(large))


def test_a_trace_of_an_equal_network_serves():
    same = random_network("elman", {"n_X": 2}, Vocabulary(("a", "b")), seed=1)
    ours, theirs = rnrviz.differences(same, SMALL.run("aab")), rnrviz.differences(SMALL, "aab")
    np.testing.assert_array_equal(ours.vector, theirs.vector)


BY_INSTANTS = (
    rnrviz.bptt,
    rnrviz.rtrl,
    rnrviz.deltas,
    rnrviz.scissors,
    lambda trace, instants: rnrviz.bptt_blocks(trace, 2, 1, instants),
    lambda trace, instants: rnrviz.differences(SMALL, trace, instants),
    lambda trace, instants: rnrviz.complex_step(SMALL, trace, instants),
)


@pytest.mark.parametrize("instants", [(3, 2), (0, 0), (0, 2), (2, 4), (4, 4), (-1, 3)])
@pytest.mark.parametrize("compute", BY_INSTANTS)
def test_instants_that_are_no_part_of_the_sequence(compute, instants):
    with pytest.raises(InputError, match=f"instants {instants[0]} to {instants[1]} are no part .* 3 tokens"):
        compute(SMALL.run("aab"), instants)


@pytest.mark.parametrize("compute", BY_INSTANTS)
def test_an_empty_sequence_has_no_instants_to_choose(compute):
    with pytest.raises(InputError, match=r"no part .* 0 tokens"):
        compute(SMALL.run(""), (1, 1))
    compute(SMALL.run(""), None)


def test_what_was_recorded_cannot_be_changed():
    trace = SMALL.run("aab")
    with pytest.raises(ValueError, match="read-only"):
        trace["x"][0, 0] = 1.0


def test_cross_entropy_wants_the_net_input_of_the_same_instant():
    text = "n_U = n_V\nn_Y = n_V\nY = W_y_u @ u[t] + W_y\ny = softmax(Y[t-1])\n"
    with pytest.raises(InputError, match="same instant"):
        network("custom", {}, None, Vocabulary(("a", "b")), text=text)
    network("custom", {}, None, Vocabulary(("a", "b")), "quadratic", text)
