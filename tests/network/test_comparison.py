"""What a comparison says, on numbers made up for it."""

import numpy as np
import pytest
from gallery import KINDS, trace

import rnrviz
from rnrviz.network.gradients import Gradients

RUN = trace(KINDS[0], text="abc")
PROGRAM = RUN.network.program


def gradients(**values: dict) -> Gradients:
    """Ones everywhere but where named: W_x={(0,): 3.0}."""
    vector = np.ones(PROGRAM.size)
    for name, entries in values.items():
        for index, value in entries.items():
            vector[PROGRAM.parameters[name].slice].reshape(PROGRAM.parameters[name].shape)[index] = value
    return Gradients("bptt", PROGRAM, RUN.errors, vector)


def row(a: Gradients, b: Gradients, name: str):
    return next(row for row in rnrviz.compare(a, b).rows if row.name == name)


def test_each_largest_difference_has_its_own_place():
    big, small = {(0, 0): 1000.0, (1, 2): 1e-6, (3, 3): 2.0}, {(0, 0): 1001.0, (1, 2): 2e-6, (3, 3): 2.0}
    found = row(gradients(W_x_x=big), gradients(W_x_x=small), "W_x_x")
    assert (found.largest_absolute, found.index) == (1.0, (0, 0))
    assert found.largest_relative == pytest.approx(0.5) and found.relative_index == (1, 2)
    assert found.largest_ulp == pytest.approx(1e-6 / np.spacing(2e-6)) and found.ulp_index == (1, 2)
    assert found.relative == pytest.approx(1 / np.sqrt(1001.0**2 + 22 + 4 + 0), rel=1e-5)


def test_one_unit_in_the_last_place():
    for value in (1.0, 3.7e-300, 1e300, 1.5):
        a, b = gradients(W_x={(2,): value}), gradients(W_x={(2,): np.nextafter(value, np.inf)})
        assert 0.5 <= row(a, b, "W_x").largest_ulp <= 1.0 and row(a, b, "W_x").ulp_index == (2,)
    assert row(gradients(), gradients(), "W_x").largest_ulp == 0.0
    assert rnrviz.compare(a, b).largest_ulp == row(a, b, "W_x").largest_ulp
    assert rnrviz.compare(gradients(), gradients()).largest_relative == 0.0


def test_zeros_and_signs():
    zero = row(gradients(W_x={(0,): 0.0}), gradients(W_x={(0,): -0.0}), "W_x")
    assert zero.largest_relative == zero.largest_ulp == 0.0
    far = row(gradients(W_x={(0,): 0.0}), gradients(W_x={(0,): 1e-200}), "W_x")
    assert far.largest_relative == 1.0 and far.relative_index == (0,)
    assert row(gradients(W_x={(1,): -1.0}), gradients(), "W_x").largest_relative == 2.0


def test_what_is_not_finite_counts_as_the_largest():
    found = row(gradients(W_x={(3,): np.nan}), gradients(W_x={(0,): 1e9}), "W_x")
    assert np.isnan(found.largest_absolute) and found.index == found.relative_index == found.ulp_index == (3,)


def test_factors():
    a, b = gradients(), gradients(W_x={(i,): 0.25 for i in range(5)}, W_y={(i,): 0.0 for i in range(3)})
    assert row(a, b, "W_x").factor == pytest.approx(4.0) and row(b, a, "W_x").factor == pytest.approx(0.25)
    assert np.isnan(row(a, b, "W_y").factor) and row(b, a, "W_y").factor == 0.0
    assert row(b, b, "W_y").factor == 1.0
