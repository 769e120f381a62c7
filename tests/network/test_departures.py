"""The triangles of gradients that are wrong on purpose, cell by cell, against the chapter's formulas."""

import gallery
import numpy as np
import pytest
from oracles_triangle import flat, moved, row

import rnrviz
from rnrviz.network.departures import departure
from rnrviz.network.faults import KINDS, Fault, activated, faulty
from rnrviz.network.followed import triangle, usual_weight
from rnrviz.network.network import random_network
from rnrviz.network.online import online
from rnrviz.network.vocabulary import Vocabulary

ELMAN, LSTM = gallery.KINDS[0], gallery.KINDS[3]


def made(trace, fault, instants, weight=None):
    weight = weight or usual_weight(trace.network)
    return departure(trace, triangle(trace, weight), fault, instants)


@pytest.mark.parametrize("fault", KINDS)
@pytest.mark.parametrize("kind", gallery.KINDS, ids=gallery.IDS)
def test_the_cells_add_up_to_the_gradient_with_the_fault(kind, fault):
    if fault == "online" and kind not in gallery.ONE_WAY:
        pytest.skip("RTRL does not apply")
    trace = gallery.trace(kind, "quadratic", begun=fault != "float32")
    wrong = Fault(fault, t_0=3, alpha=0.2, signal=activated(trace.network)[0])
    for parameter in [p for p in trace.network.program.parameters.values() if p.trained][:4]:
        weight = parameter.name, tuple(n - 1 for n in parameter.shape)
        for instants in ((1, len(trace)), (3, 9), (5, 5)):
            expected = faulty(trace, instants, wrong)[weight[0]][weight[1]]
            found = made(trace, wrong, instants, weight)
            near = {"rel": 1e-6, "abs": 1e-9} if fault == "float32" else {"rel": 1e-9, "abs": 1e-13}
            assert found.totals(instants)[0] == pytest.approx(expected, **near)
            assert found.columns(instants).sum() / found.copies == pytest.approx(expected, **near)
            if fault != "online":
                right = rnrviz.bptt(trace, instants)[weight[0]][weight[1]]
                assert found.totals(instants)[1] == pytest.approx(right, rel=1e-9, abs=1e-13)


BOTH_WAYS = """n_U = n_V
n_Y = n_V
F: 3 = W_f_u @ u[t] + W_f_f @ f[t-1] + W_f
f = tanh(F[t])
B: 3 = W_b_f @ f[t] + W_b_b @ b[t+1] + W_b
b = tanh(B[t])
Y = W_y_b @ b[t] + W_y
y = softmax(Y[t])
"""


def test_the_cells_of_a_truncation_where_the_past_and_the_future_meet():
    network = random_network("custom", {}, Vocabulary(tuple("abc")), 1, text=BOTH_WAYS)
    trace = network.run(gallery.TEXT)
    for name in ("W_f_f", "W_f_u", "W_b_b"):
        steps = rnrviz.bptt(trace, truncate=2, per_step=True).each(name)[:, 1, 2]
        found = made(trace, Fault("truncate", t_0=2), (1, len(trace)), (name, (1, 2)))
        np.testing.assert_allclose(found.rows(), steps, rtol=1e-9, atol=1e-13)


@pytest.mark.parametrize("kind", gallery.ONE_WAY, ids=str)
def test_rows_of_updates_are_what_rtrl_has(kind):
    trace = gallery.trace(kind)
    gradients = online(trace, 0.3).gradients
    for name, index in (usual_weight(trace.network), ("W_y", (0,))):  # E[t] begins at W_y
        found = made(trace, Fault("online", alpha=0.3), (1, len(trace)), (name, index))
        np.testing.assert_allclose(found.rows(), gradients.each(name)[:, *index], rtol=1e-9, atol=1e-13)


def small(n_X=4, length=9, seed=1):
    vocabulary = Vocabulary(tuple("abcd"))
    network = random_network("elman", {"n_X": n_X, "g_Y": "logistic"}, vocabulary, seed, "quadratic")
    indices = np.random.default_rng(seed).integers(0, 4, length)
    return network, indices, network.run([vocabulary.tokens[i] for i in indices])


@pytest.mark.parametrize("alpha", [0.01, 0.5])
def test_every_cell_of_updates_against_the_chapter(alpha):
    network, indices, trace = small()
    W, rows = moved(network, indices, alpha)
    for weight in (("W_x_x", (1, 2)), ("W_x_u", (0, int(indices[1]))), ("W_x", (3,)), ("W_y_x", (2, 1))):
        found = made(trace, Fault("online", alpha=alpha), (1, 9), weight)
        for t in range(1, 9):
            still = row(network, [W[t - 1]] * t, indices, t)
            for table, expected in ((found.cells, rows[t - 1]), (found.exact, still)):
                part = expected[weight[0]][:, *weight[1]]
                np.testing.assert_allclose(table[t - 1, :t], part, rtol=1e-9, atol=1e-15)
                assert not table[t - 1, t:].any()


def test_every_cell_of_a_flipped_derivative_against_the_chapter():
    network, indices, trace = small()
    found = made(trace, Fault("flip", signal="x"), (1, 9), ("W_x_x", (1, 2)))
    for t in range(1, 9):
        wrong = row(network, [dict(network.parameters)] * t, indices, t, flip=-1.0)["W_x_x"][:, 1, 2]
        np.testing.assert_allclose(found.cells[t - 1, :t], wrong, rtol=1e-9, atol=1e-15)
        signs = found.off[t - 1, :t][::2] if t % 2 else found.off[t - 1, 1:t:2]
        np.testing.assert_allclose(signs[found.exact[t - 1, t % 2 == 0 : t : 2] != 0], 2.0)  # an odd number of flips


def test_what_is_left_out_and_what_is_off():
    trace = gallery.trace(LSTM)
    cut = made(trace, Fault("truncate", t_0=2), (1, len(trace)))
    apart = np.subtract.outer(np.arange(len(trace)), np.arange(len(trace)))
    np.testing.assert_array_equal(cut.lost, (apart >= 2) & (cut.exact != 0))
    assert set(cut.off[cut.lost]) == {1.0} and not cut.off[~cut.lost].any()
    plain = gallery.trace(gallery.KINDS[4])  # without peepholes
    shears = made(plain, Fault("scissors"), (1, len(plain)))
    assert shears.off.any() and not shears.off[np.eye(len(trace), dtype=bool)].any()  # nothing is cut on the way at t
    mean = made(trace, Fault("mean"), (1, 7))
    assert mean.copies == 7 and not mean.off.any() and mean.totals((1, 7))[0] == mean.totals((1, 7))[1] / 7
    single = made(trace, Fault("float32"), (1, len(trace)))
    assert 1e-9 < np.median(single.off[single.off > 0]) < 1e-5


def test_updates_depart_in_proportion_to_alpha():
    trace = gallery.trace(ELMAN)
    found = [made(trace, Fault("online", alpha=alpha), (1, len(trace))) for alpha in (1e-5, 1e-4, 1e-3)]
    gaps = [np.linalg.norm(each.cells - each.exact) for each in found]
    assert gaps[1] / gaps[0] == pytest.approx(10, rel=0.1) and gaps[2] / gaps[1] == pytest.approx(10, rel=0.1)
    assert all(not each.off[0].any() and each.off[1:].any() for each in found)  # E[1] comes before the first update


def test_the_known_departures_of_an_elman_network():
    """Relative, of 8 units and 200 tokens: .74, .18, 1.6e-3, 1.6e-9 for t_0 = 1, 4, 16, 64 and 4e-4, 3e-3, 3e-2 for
    alpha = 1e-4, 1e-3, 1e-2, within 8 times, for they depend on the weights; the mean is as many times too small
    as there are copies.
    """
    network, indices, trace = small(8, 200, seed=3)
    still = [dict(network.parameters)] * 200
    rows = [row(network, still, indices, t) for t in range(1, 200)]
    order = list(rows[0])
    exact, whole = flat(rows), (1, 200)
    for t_0, expected in ((1, 0.74), (4, 0.18), (16, 1.6e-3), (64, 1.6e-9)):
        literal = flat(rows, least=t_0)
        assert expected / 8 < gallery.gap(literal, exact) < expected * 8
        cut = faulty(trace, whole, Fault("truncate", t_0=t_0))
        assert gallery.gap(np.concatenate([cut[name].ravel() for name in order]), literal) <= 1e-12
    for alpha, expected in ((1e-4, 4e-4), (1e-3, 3e-3), (1e-2, 3e-2)):
        W, carried = moved(network, indices, alpha)
        at_t = flat([row(network, [W[t - 1]] * t, indices, t) for t in range(1, 200)])
        assert expected / 8 < gallery.gap(flat(carried), at_t) < expected * 8
        rtrl = faulty(trace, whole, Fault("online", alpha=alpha))
        assert gallery.gap(np.concatenate([rtrl[name].ravel() for name in order]), flat(carried)) <= 1e-12
    mean = faulty(trace, whole, Fault("mean"))
    assert gallery.gap(np.concatenate([mean[name].ravel() for name in order]), flat(rows, per=199)) <= 1e-12
    assert mean["W_x_x"] == pytest.approx(rnrviz.bptt(trace)["W_x_x"] / 199, rel=1e-9)
