"""Principal components: what a singular value decomposition promises, and what must not fail."""

import numpy as np
import pytest

from rnrviz.network.components import components

RANDOM = np.random.default_rng(4)


@pytest.mark.parametrize("shape", [(30, 5), (4, 7), (2, 2), (1, 3), (0, 3), (6, 1)])
def test_what_is_left_is_as_small_as_it_can_be(shape):
    points = RANDOM.normal(size=shape) * np.arange(1, shape[1] + 1)
    found = components(points)
    m = min(2, shape[1])
    assert found.axes.shape == (m, shape[1])
    np.testing.assert_allclose(found.axes @ found.axes.T, np.eye(m), atol=1e-12)
    if not len(points):
        return
    centred = points - points.mean(axis=0)
    singular = np.linalg.svd(centred, compute_uv=False)
    back = found.project(points) @ found.axes + found.mean
    assert np.sum((points - back) ** 2) == pytest.approx(np.sum(singular[2:] ** 2), abs=1e-10)
    total = np.sum(singular**2)
    if total:
        np.testing.assert_allclose(found.shares[: len(singular)], (singular[:2] ** 2 / total)[: len(found.shares)])
        variances = np.linalg.eigvalsh(centred.T @ centred)[::-1][: len(found.shares)]
        np.testing.assert_allclose(found.shares, variances / total, atol=1e-12)


def test_all_components_keep_all_distances_and_the_largest_entry_is_positive():
    points = RANDOM.normal(size=(9, 4))
    found = components(points, 4)
    placed = found.project(points)
    np.testing.assert_allclose(
        np.linalg.norm(points[:, None] - points, axis=2), np.linalg.norm(placed[:, None] - placed, axis=2), atol=1e-12
    )
    assert found.shares.sum() == pytest.approx(1.0)
    assert (found.axes[np.arange(4), np.abs(found.axes).argmax(axis=1)] > 0).all()
    assert components(-points).axes == pytest.approx(components(points).axes)


def test_one_place_and_overflow_do_not_fail():
    still = components(np.full((5, 3), 2.0))
    assert still.shares.tolist() == [0.0, 0.0] and still.project(np.full((1, 3), 2.0)).tolist() == [[0.0, 0.0]]
    points = np.vstack([RANDOM.normal(size=(6, 2)), [[np.nan, 1.0], [np.inf, 0.0]]])
    np.testing.assert_array_equal(components(points).axes, components(points[:6]).axes)
    huge = components(np.array([[1e200, 0.0], [-1e200, 0.0], [0.0, 1e190]]))
    assert huge.shares[0] == pytest.approx(1.0)


def test_few_points_of_many_units_are_decomposed_as_they_are(monkeypatch):
    asked, decompose = [], np.linalg.svd
    monkeypatch.setattr(np.linalg, "svd", lambda points, **how: asked.append(points.shape) or decompose(points, **how))
    found = components(RANDOM.normal(size=(10, 300)))
    assert asked == [(10, 300)]  # a square of 300 takes a hundred times as long, and the window waits for it
    np.testing.assert_allclose(found.axes @ found.axes.T, np.eye(2), atol=1e-12)
