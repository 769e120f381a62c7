"""The own exponential, tanh and logistic function against the mathematics library's."""

import math

import numpy as np
import pytest
from numba import njit

from rnrviz.kernels import exponential

BITS = np.random.default_rng(0).normal(size=4000)
VALUES = np.concatenate(
    [
        np.linspace(-700, 700, 4001),
        np.linspace(-20, 20, 8001),
        BITS,
        BITS * 1e-3,
        BITS * 1e-9,
        BITS * 1e-200,
        [0.0, -0.0],
    ]
)
HARD = [math.nan, math.inf, -math.inf, 1e308, -1e308, 5e-324]


@njit
def all_of(values):
    found = np.empty((3, values.size))
    for i in range(values.size):
        found[0, i] = exponential.exp(values[i])
        found[1, i] = exponential.tanh(values[i])
        found[2, i] = exponential.logistic(values[i])
    return found


def library(x: float) -> tuple[float, float, float]:
    return math.exp(x), math.tanh(x), 1.0 / (1.0 + math.exp(-x))


@pytest.fixture(scope="module")
def found():
    return all_of(VALUES)


@pytest.mark.parametrize("which", range(3), ids=["exp", "tanh", "logistic"])
def test_a_few_units_in_the_last_place(found, which):
    expected = np.array([library(float(x))[which] for x in VALUES])
    units = np.abs(found[which] - expected) / np.spacing(np.abs(expected))
    assert units.max() <= 4.0


def test_odd_and_monotonous():
    x = np.linspace(-25, 25, 20_001)
    _, tanh, logistic = all_of(x)
    np.testing.assert_array_equal(tanh, -all_of(-x)[1])
    assert (np.abs(tanh) <= 1.0).all() and (np.diff(tanh) >= -4e-16).all()
    assert ((logistic >= 0.0) & (logistic <= 1.0)).all()


def test_the_ends_of_the_numbers():
    exp, tanh, logistic = all_of(np.array(HARD))
    assert np.isnan([exp[0], tanh[0], logistic[0]]).all()
    assert exp[1] > 1e307 and exp[2] < 1e-307 and exp[5] == 1.0
    np.testing.assert_array_equal(tanh[1:], [1.0, -1.0, 1.0, -1.0, 5e-324])
    np.testing.assert_allclose(logistic[1:], [1.0, 0.0, 1.0, 0.0, 0.5], atol=1e-300)
