"""The weights as the sweeps read them are kept with the network: they must never be those of other weights."""

import numpy as np
import pytest

import rnrviz
from rnrviz.app.bench import cases, memory
from rnrviz.app.bench.results import BPTT
from rnrviz.kernels.sweeps import Weights
from rnrviz.network.network import random_network
from rnrviz.network.vocabulary import Vocabulary

VOCABULARY = Vocabulary(tuple("abc"))
CASES = [
    ("elman", {"n_X": 9}, ""),
    ("lstm", {"n_M": 2, "n_C": 2, "peephole": True}, "trained"),
    ("gru", {"n_X": 5}, ""),
]


@pytest.fixture(params=CASES, ids=lambda case: case[0])
def network(request):
    architecture, config, embedding = request.param
    config = config | ({"n_U": 3} if embedding else {})
    return random_network(architecture, config, VOCABULARY, 1, embedding=embedding)


def gradient(network):
    return rnrviz.bptt(network.run("abcacb")).vector


def test_a_network_made_from_a_used_one_has_its_own(network):
    before = gradient(network)
    other = network.with_vector(2.0 * network.vector)
    fresh = random_network("elman", {"n_X": 2}, VOCABULARY, 1)  # something else in between
    gradient(fresh)
    expected = rnrviz.differences(other, "abcacb").vector
    np.testing.assert_allclose(gradient(other), expected, rtol=0, atol=1e-7 * np.abs(expected).max())
    np.testing.assert_array_equal(gradient(network), before)
    name, parameter = next((n, p) for n, p in network.program.parameters.items() if len(p.shape) > 1)
    index = (0,) * len(parameter.shape)
    there_and_back = network.with_value(name, index, 5.0).with_value(name, index, network.parameters[name][index])
    np.testing.assert_array_equal(gradient(there_and_back), before)


def test_nobody_else_can_change_the_weights(network):
    vector = 0.5 * network.vector
    inside = vector[:]
    other = network.with_vector(vector)
    before = gradient(other)
    inside[:] = vector[:] = 0.0
    np.testing.assert_array_equal(other.vector, 0.5 * network.vector)
    np.testing.assert_array_equal(gradient(other), before)


def test_weights_that_have_changed_are_packed_anew(network):
    vector = network.vector.copy()
    weights = Weights(network.program.operations, vector)
    old = weights.ahead.copy()
    vector *= 2.0
    weights.changed()
    fresh = Weights(network.program.operations, vector)
    np.testing.assert_array_equal(weights.ahead, fresh.ahead)
    np.testing.assert_array_equal(weights.back, fresh.back)
    vector *= 0.5
    weights.changed()
    np.testing.assert_array_equal(weights.ahead, old)
    for packed in (weights.ahead, weights.back):
        assert packed.ctypes.data % 64 == 0


@pytest.mark.parametrize("kind", [("elman", 28, 64, 1), ("lstm", 28, 64, 1), ("lstm", 4, 2, 2)])
def test_the_memory_of_bptt(kind):
    found = memory.memory_of(BPTT, cases.task(cases.Case(*kind, 100)))
    assert found.working <= 1.5 * found.compared
