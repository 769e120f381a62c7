"""Softmax of any number of net inputs, near and far from 0, against torch."""

import math

import numpy as np
import pytest
import torch
from numba import njit

from rnrviz.kernels import activations


@njit
def in_place(row, size):
    activations.softmax(row, np.uint64(0), np.uint64(20), np.uint64(size))


def of(net: list[float]) -> np.ndarray:
    row = np.full(60, 7.0)
    row[: len(net)] = net
    in_place(row, len(net))
    assert (row[20 + len(net) :] == 7.0).all() and (row[len(net) : 20] == 7.0).all()
    return row[20 : 20 + len(net)]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 7, 8, 9, 15, 17])
@pytest.mark.parametrize("scale", [1e-9, 1.0, 30.0, 299.0, 301.0, 1e3, 1e300])
def test_equal_to_torch(size, scale):
    random = np.random.default_rng(size)
    for _ in range(50):
        net = random.uniform(-scale, scale, size)
        expected = torch.softmax(torch.tensor(net), 0).numpy()
        np.testing.assert_allclose(of(list(net)), expected, rtol=2e-13, atol=1e-300)


@pytest.mark.parametrize("edge", [300.0, math.nextafter(300.0, math.inf), -300.0, 708.0, -745.0])
def test_the_border_of_what_needs_no_shift(edge):
    for net in ([edge, edge], [edge, 0.0, -edge], [edge] * 8, [-edge, 299.0]):
        expected = torch.softmax(torch.tensor(net, dtype=torch.float64), 0).numpy()
        np.testing.assert_allclose(of(net), expected, rtol=2e-13, atol=1e-300)


def test_what_is_no_number_stays_so():
    assert np.isnan(of([1.0, math.nan, 2.0])).all() and np.isnan(of([1.0, math.inf])).any()
    np.testing.assert_array_equal(of([-math.inf, 0.0]), [0.0, 1.0])
