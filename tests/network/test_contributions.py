"""The table (t, tau): its sums are the gradients, whichever way one sums; the copies it has are counted right."""

import numpy as np
import pytest
from gallery import IDS, KINDS, LOSSES, gap, state, trace

import rnrviz
from rnrviz.network import contributions as module
from rnrviz.network.contributions import norms_of_contributions, norms_of_errors, terms
from rnrviz.network.copies import numbers, ways
from rnrviz.network.gradients import deltas
from rnrviz.network.problems import InputError
from rnrviz.network.uses import uses

kinds = pytest.mark.parametrize("kind", KINDS, ids=IDS)


@kinds
@pytest.mark.parametrize("loss", LOSSES)
def test_rows_columns_and_total(kind, loss):
    run = trace(kind, loss, begun=True)
    bptt, cut = rnrviz.bptt(run, per_step=True), rnrviz.bptt(run, truncate=3, per_step=True)
    for name in bptt.names:
        table = rnrviz.contributions(run, name)
        size = np.linalg.norm(bptt.vector)
        assert table.shape == (len(run), len(run), *bptt[name].shape)
        assert np.linalg.norm(table.sum(1) - bptt.each(name)) <= 1e-13 * size
        assert np.linalg.norm(table.sum(0) - terms(run, name)) <= 1e-13 * size
        assert np.linalg.norm(table.sum((0, 1)) - bptt[name]) <= 1e-13 * size
        band = rnrviz.contributions(run, name, truncate=3)
        assert np.linalg.norm(band.sum(1) - cut.each(name)) <= 1e-13 * size


@kinds
def test_entries_and_norms_are_those_of_the_table(kind):
    run = trace(kind)
    norms = norms_of_contributions(run)
    assert set(norms) == set(rnrviz.bptt(run).names)
    for name, found in norms.items():
        table = rnrviz.contributions(run, name)
        flat = table.reshape(len(run), len(run), -1)
        np.testing.assert_allclose(found, np.linalg.norm(flat, axis=2), rtol=1e-12, atol=1e-16)
        for index in (tuple(0 for _ in table.shape[2:]), tuple(n - 1 for n in table.shape[2:])):
            np.testing.assert_allclose(rnrviz.contributions(run, name, index), table[(..., *index)], atol=1e-16)
        if kind[0] != "bidirectional":
            assert not np.triu(found, 1).any()  # nothing is said of what comes later


@kinds
@pytest.mark.parametrize("loss", LOSSES)
def test_norms_of_errors_are_those_of_the_deltas(kind, loss):
    run = trace(kind, loss)
    for name in (state(run.network), "Y", "y"):
        found = norms_of_errors(run, name)
        for t in (1, 7, len(run)):
            rows = deltas(run, (t, t))[name].reshape(len(run), -1)
            np.testing.assert_allclose(found[t - 1], np.linalg.norm(rows, axis=1), rtol=1e-12, atol=1e-16)


def test_what_does_not_exist_or_fit_is_refused(monkeypatch):
    run = trace(KINDS[0])
    for name in ("W_z_u", "x", "embedding"):
        with pytest.raises(InputError, match="no trained parameter"):
            rnrviz.contributions(run, name)
    for index in ((0,), (5, 0), (0, -1), (0, 0, 0)):
        with pytest.raises(InputError, match="no entry"):
            rnrviz.contributions(run, "W_x_x", index)
    with pytest.raises(InputError, match="no signal"):
        norms_of_errors(run, "z")
    monkeypatch.setattr(module, "LARGEST", 10_000)
    with pytest.raises(InputError, match="GB"):
        rnrviz.contributions(run, "W_x_x")
    assert rnrviz.contributions(run, "W_x_x", (0, 0)).shape == (13, 13)


@kinds
@pytest.mark.parametrize("method", ["bptt", "truncated", "blocks", "scissors"])
def test_copies_are_the_places_of_the_table_that_may_be_other_than_zero(kind, method):
    """Counted with the numbers themselves: a copy on the way to E[t] changes it."""
    smooth = {"g_X": "tanh"} if "g_X" in kind[1] else {}
    run = trace((kind[0], kind[1] | smooth, kind[2]), begun=True)
    gradients = {
        "bptt": lambda: rnrviz.bptt(run, (3, 9), per_step=True),
        "truncated": lambda: rnrviz.bptt(run, (3, 9), truncate=4, per_step=True),
        "blocks": lambda: rnrviz.bptt_blocks(run, 5, 3, (3, 9), per_step=True),
        "scissors": lambda: rnrviz.scissors(run, (3, 9), per_step=True),
    }[method]()
    if method in ("bptt", "truncated"):
        tables = norms_of_contributions(run, truncate=4 if method == "truncated" else None)
        for name, table in tables.items():
            found, (use, *others) = ways(run, gradients.scope), uses(run.network, name)
            read = run.before(use.source, use.lag).reshape(len(run), -1) if use.source else np.ones((len(run), 1))
            for t, way in found.items() if not others else ():
                on_the_way = {tau for tau in range(len(run)) if way.get(use.target, 0) >> tau & 1}
                assert numbers(run, way)[run.network.program.parameters[name].offset] == len(on_the_way)
                assert {tau for tau in on_the_way if read[tau].any()} == set(np.flatnonzero(table[t]))
    mean = rnrviz.mean_of_copies(gradients, run)
    assert mean.shared == "mean" and gradients.shared == "sum"
    np.testing.assert_allclose(mean.vector * np.maximum(mean.copies, 1.0), gradients.vector, rtol=1e-14)
    whole = rnrviz.mean_of_copies(rnrviz.bptt(run), run)
    assert (mean.copies <= whole.copies).all() and (whole.copies >= 1).all()


def test_the_numbers_of_copies_of_an_elman_network():
    run = trace(KINDS[0])
    place = {name: p.offset for name, p in run.network.program.parameters.items()}
    one = rnrviz.mean_of_copies(rnrviz.bptt(run, (5, 5)), run)
    assert one.copies[place["W_y_x"]] == 1 and one.copies[place["W_x_x"]] == one.copies[place["W_x_u"]] == 5
    short = rnrviz.mean_of_copies(rnrviz.bptt(run, (5, 5), truncate=2), run)
    assert short.copies[place["W_y"]] == 1 and short.copies[place["W_x"]] == 2
    every = rnrviz.mean_of_copies(rnrviz.rtrl(run, per_step=True), run)
    assert set(every.copies) == {len(run) - 1}  # the last instant has no target
    np.testing.assert_allclose(every.steps[4], one.vector, rtol=1e-12, atol=1e-15)
    block = rnrviz.mean_of_copies(rnrviz.bptt_blocks(run, 4, 2, (6, 6)), run)
    assert block.copies[place["W_x_x"]] == 4 and block.copies[place["W_y_x"]] == 1
    cut = rnrviz.mean_of_copies(rnrviz.scissors(run, (5, 5)), run)
    assert set(cut.copies) == {1}


def test_a_comparison_of_sum_and_mean_shows_the_factor():
    run = trace(KINDS[0])
    whole = rnrviz.bptt(run, (5, 5))
    comparison = rnrviz.compare(whole, rnrviz.mean_of_copies(rnrviz.rtrl(run, (5, 5)), run))
    assert comparison.shared == ("sum", "mean") and comparison.methods == ("bptt", "rtrl")
    factors = {row.name: row.factor for row in comparison.rows}
    assert factors == pytest.approx({"W_x_u": 5, "W_x_x": 5, "W_x": 5, "W_y_x": 1, "W_y": 1})
    assert not comparison.equal()


def test_a_mean_is_not_taken_twice_nor_of_another_network():
    run = trace(KINDS[0])
    mean = rnrviz.mean_of_copies(rnrviz.differences(run.network, run), run)
    assert mean.uncertainty is not None
    with pytest.raises(InputError, match="only be taken of a sum"):
        rnrviz.mean_of_copies(mean, run)
    with pytest.raises(InputError, match="different networks"):
        rnrviz.mean_of_copies(rnrviz.bptt(run), trace(KINDS[3]))


def test_all_methods_of_one_gradient_have_the_same_copies():
    run = trace(KINDS[3])
    found = [
        rnrviz.mean_of_copies(gradients, run)
        for gradients in (rnrviz.bptt(run), rnrviz.rtrl(run), rnrviz.complex_step(run.network, run))
    ]
    for other in found[1:]:
        np.testing.assert_array_equal(found[0].copies, other.copies)
        assert gap(found[0].vector, other.vector) <= 1e-13
