"""BPTT(h; h') and the scissors, against torch with detached signals, and the identities that tie them to BPTT."""

import numpy as np
import oracles
import pytest
import scissors_oracle
from gallery import ABC, IDS, KINDS, ONE_WAY, TEXT, gap, trace
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import runs

import rnrviz
from rnrviz.network.network import random_network
from rnrviz.network.problems import InputError

one_way = pytest.mark.parametrize("kind", ONE_WAY, ids=lambda kind: kind[0])


def stacked(run, gradients):
    """Named gradients as one vector in the program's order."""
    program = run.network.program
    vector = np.zeros(program.size)
    for name, gradient in gradients.items():
        vector[program.parameters[name].slice] = gradient.ravel()
    return vector


@given(runs(longest=9, architectures=("elman", "lstm")), st.integers(1, 9), st.integers(0, 5))
@settings(max_examples=50)
def test_blocks_equal_autograd_with_a_detached_state(given_run, every, more):
    network, sequence = given_run
    run = network.run(sequence)
    assume(np.abs(run.record).max(initial=0.0) < 30.0)
    back, total = every + more, 0.0
    for begin in range(0, len(sequence), every):
        end = min(begin + every, len(sequence))
        torch_run = oracles.run(network, sequence.indices, forget_before=max(0, end - back))
        errors = [e for e in torch_run.E[begin:end] if e is not None]
        if errors:
            total = total + stacked(run, torch_run.gradient(sum(errors)))
    found = rnrviz.bptt_blocks(run, back, every).vector
    assert np.linalg.norm(found - total) <= 1e-11 * max(1e-3, np.linalg.norm(total))


@pytest.mark.parametrize("kind", KINDS, ids=IDS)
def test_one_block_is_bptt_and_steps_add_up(kind):
    run = trace(kind)
    assert gap(rnrviz.bptt_blocks(run, len(run), len(run)).vector, rnrviz.bptt(run).vector) <= 1e-14
    for back, every in ((5, 3), (4, 4), (2, 1), (20, 6)):
        each = rnrviz.bptt_blocks(run, back, every, per_step=True)
        assert gap(each.steps.sum(0), rnrviz.bptt_blocks(run, back, every).vector) <= 1e-13
        part = rnrviz.bptt_blocks(run, back, every, (4, 8))
        assert gap(each.steps[3:8].sum(0), part.vector) <= 1e-13


@one_way
@pytest.mark.parametrize("back", [1, 3, 30])
def test_an_update_every_token_is_truncation(kind, back):
    run = trace(kind)
    ours, theirs = rnrviz.bptt_blocks(run, back, 1, per_step=True), rnrviz.bptt(run, truncate=back, per_step=True)
    np.testing.assert_allclose(ours.steps, theirs.steps, rtol=1e-13, atol=1e-16)


@pytest.mark.parametrize(("back", "every"), [(2, 3), (0, 0), (1, 0), (-1, -2)])
def test_impossible_blocks_are_refused(back, every):
    with pytest.raises(InputError, match="h ≥ h' ≥ 1"):
        rnrviz.bptt_blocks(trace(KINDS[0]), back, every)


@given(runs(longest=8, architectures=("lstm",)))
@settings(max_examples=40)
def test_scissors_of_lstm_equal_autograd_with_detached_nets(given_run):
    network, sequence = given_run
    run = network.run(sequence)
    assume(np.abs(run.record).max(initial=0.0) < 30.0)
    whole, each = rnrviz.scissors(run), rnrviz.scissors(run, per_step=True)
    theirs = scissors_oracle.run(network, sequence.indices)
    expected = stacked(run, theirs.gradient(theirs.total()))
    size = max(1e-3, float(np.linalg.norm(expected)))
    assert np.linalg.norm(whole.vector - expected) <= 1e-11 * size
    assert np.linalg.norm(each.steps.sum(0) - whole.vector) <= 1e-12 * size


@pytest.mark.parametrize("reset_after", [False, True])
@pytest.mark.parametrize("embedding", ["", "trained"])
def test_scissors_of_gru_equal_autograd_with_detached_nets(reset_after, embedding):
    config = {"reset_after": reset_after} | ({"n_U": 2} if embedding else {})
    network = random_network("gru", config, ABC, 3, embedding=embedding)
    run = network.run(TEXT)
    theirs = scissors_oracle.run(network, run.sequence.indices)
    assert gap(rnrviz.scissors(run).vector, stacked(run, theirs.gradient(theirs.total()))) <= 1e-13
    assert gap(rnrviz.scissors(run).vector, rnrviz.bptt(run).vector) > 1e-3


@pytest.mark.parametrize("kind", [k for k in KINDS if "elman" in k[0] or k[0] == "custom"], ids=lambda kind: kind[0])
def test_without_a_carousel_scissors_are_truncation_at_one(kind):
    run = trace(kind)
    ours, theirs = rnrviz.scissors(run, per_step=True), rnrviz.bptt(run, truncate=1, per_step=True)
    assert gap(ours.steps, theirs.steps) <= 1e-14


@pytest.mark.parametrize("kind", [k for k in KINDS if k[0] == "window"], ids=["one-hot", "trained"])
def test_a_window_has_nothing_to_cut(kind):
    run = trace(kind)
    assert gap(rnrviz.scissors(run).vector, rnrviz.bptt(run).vector) == 0.0


def test_the_scope_says_what_was_meant():
    run = trace(KINDS[0])
    assert rnrviz.bptt_blocks(run, 5, 3).scope.every == 3 and rnrviz.scissors(run).scope.scissors
    assert rnrviz.bptt(run, (2, 4), truncate=2).scope.errors == (1, 4)
