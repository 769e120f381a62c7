"""One weight followed: its triangle and what RTRL carries, against the whole gradients and sensitivities."""

import gallery
import numpy as np
import pytest

import rnrviz
from rnrviz.network.flow import state_signals
from rnrviz.network.followed import sensitivities_of, triangle, usual_weight
from rnrviz.network.sensitivities import sensitivities

SOME = [kind for kind in gallery.KINDS if kind[2] != "fixed"]


@pytest.mark.parametrize("kind", SOME, ids=str)
def test_rows_and_columns_of_the_triangle_meet(kind):
    trace = gallery.trace(kind)
    weight = usual_weight(trace.network)
    made = triangle(trace, weight)
    each = rnrviz.bptt(trace, per_step=True).each(weight[0])[:, *weight[1]]
    np.testing.assert_allclose(made.rows((1, len(trace))), each, rtol=1e-10, atol=1e-14)
    for instants in ((1, len(trace)), (4, 4), (3, 9)):
        total = rnrviz.bptt(trace, instants)[weight[0]][weight[1]]
        np.testing.assert_allclose(made.rows(instants).sum(), total, rtol=1e-10, atol=1e-14)
        np.testing.assert_allclose(made.columns(instants).sum(), total, rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("kind", [kind for kind in SOME if kind in gallery.ONE_WAY], ids=str)
def test_what_rtrl_carries(kind):
    trace = gallery.trace(kind)
    weight = usual_weight(trace.network)
    place = trace.network.program.parameters[weight[0]]
    at = place.offset + int(np.ravel_multi_index(weight[1], place.shape))
    found = sensitivities_of(trace, weight)
    assert set(found) == {name for name, _ in state_signals(trace)}
    for t in (1, 2, len(trace)):
        whole = sensitivities(trace, t, list(found))
        for name, rows in found.items():
            np.testing.assert_allclose(rows[t - 1], whole[name].reshape(-1, whole[name].shape[-1])[:, at], rtol=1e-12)


def test_the_usual_weight_is_recurrent():
    assert usual_weight(gallery.network(("elman", {}, ""))) == ("W_x_x", (0, 0))
    assert usual_weight(gallery.network(("window", {}, "")))[0] in gallery.network(("window", {}, "")).parameters
