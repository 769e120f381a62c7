"""The Kalman filter against its formulas written out with derivatives by complex steps."""

from dataclasses import replace

import numpy as np
import pytest
from gallery import ABC, IDS, KINDS
from gallery import network as made

from rnrviz.network.literal import Literal
from rnrviz.network.network import random_network
from rnrviz.network.problems import InputError
from rnrviz.network.tasks.counting import anbncn
from rnrviz.network.tasks.distributions import of_rows
from rnrviz.network.tasks.strings import Strings
from rnrviz.network.trace import run
from rnrviz.network.training.descent import Learner, Settings, train
from rnrviz.network.training.kalman import groups
from rnrviz.network.training.online import ByToken
from rnrviz.network.training.state import begun
from rnrviz.network.vocabulary import Sequence

FORWARD = [kind for kind in KINDS if not made(kind).program.leads]
H = 1e-30


def strings_for(network, text):
    tokens = network.vocabulary.encode(text).indices
    targets = np.random.default_rng(0).random((len(tokens), network.program.signals["y"].size))
    unknown = of_rows([None] * len(tokens), targets.shape[1])
    begins, counts = np.array([0, 2, len(tokens)]), np.ones(len(tokens))
    return Strings(network.vocabulary, tokens, targets, targets > 0, begins, counts, unknown)


def filtered(network, strings, order, group, p_0, r, q):
    """The state after these strings with the same variances all the time, and their losses."""
    rule = {"unit": "kalman", "global": "kalman-global"}[group]
    way = ByToken(network, strings, Settings(rule=rule, p_0=p_0, r=r, r_last=r, q=q, q_last=q))
    state = way.begin(replace(begun(network, 1).state, vector=network.vector.copy()))
    done = way.learn(state, order, 0, 0)
    return state, way.losses[:done]


def slopes(network, tokens, t):
    """dy[t]/dw (n_Y, P) at fixed weights, by a complex step in every weight."""
    trace = run(network, Sequence(("",) * len(tokens), tokens))
    size = network.program.size
    weights = np.tile(network.vector.astype(complex), (size, 1))
    weights[:, :size] += 1j * H * np.eye(size)
    return Literal(network, trace, weights).signal("y", t).imag.reshape(size, -1).T / H


def literal(network, strings, order, kind, p_0, r, q):
    """The filter of Puskorius and Feldkamp with a matrix for every group; slopes at the weights of the beginning."""
    w, parts = network.vector.copy(), groups(network, kind)
    members = [parts.members[a:b] for a, b in zip(parts.bounds[:-1], parts.bounds[1:], strict=True)]
    P = [p_0 * np.eye(len(m)) for m in members]
    for k in order:
        part = slice(strings.begins[k], strings.begins[k + 1])
        tokens = strings.tokens[part]
        for t in range(len(tokens)):
            trace = run(network.with_vector(w), Sequence(("",) * len(tokens), tokens))
            jacobian = slopes(network, tokens, t + 1)
            y = trace["y"].reshape(len(tokens), -1)[t]
            A = np.linalg.inv(
                r * np.eye(len(y)) + sum(jacobian[:, m] @ p @ jacobian[:, m].T for m, p in zip(members, P, strict=True))
            )
            for g, m in enumerate(members):
                K = P[g] @ jacobian[:, m].T @ A
                w[m] += K @ (strings.targets[part][t] - y)
                P[g] = P[g] - K @ jacobian[:, m] @ P[g] + q * np.eye(len(m))
    return w, P


@pytest.mark.parametrize("group", ["unit", "global"])
@pytest.mark.parametrize("kind", FORWARD, ids=[i for k, i in zip(KINDS, IDS, strict=True) if k in FORWARD])
def test_the_filter_is_its_formulas(kind, group):
    network = made(kind, "quadratic") if made(kind, "quadratic").loss == "quadratic" else made(kind)
    strings, order = strings_for(network, "abcab"), np.array([1, 0])
    r = 1e7  # so large that the weights hardly move, and slopes at the first ones serve all tokens
    state, _ = filtered(network, strings, order, group, 50.0, r, 1e-3)
    w, P = literal(network, strings, order, group, 50.0, r, 1e-3)
    moved, expected = state.vector - network.vector, w - network.vector
    assert np.abs(expected).max() > 0
    np.testing.assert_allclose(moved, expected, rtol=1e-3, atol=1e-3 * np.abs(expected).max())
    np.testing.assert_allclose(state.covariance, np.concatenate([p.ravel() for p in P]), rtol=1e-6, atol=1e-6)


def test_the_first_token_is_exact_whatever_the_step():
    network = random_network("lstm", {"n_C": 2}, ABC, 1, "quadratic")
    strings = strings_for(network, "abcab")
    one = replace(
        strings, tokens=strings.tokens[:1], targets=strings.targets[:1], begins=np.array([0, 1]), counts=np.ones(1)
    )
    state, losses = filtered(network, one, np.array([0]), "unit", 100.0, 2.0, 0.01)
    w, P = literal(network, one, [0], "unit", 100.0, 2.0, 0.01)
    np.testing.assert_allclose(state.vector, w, rtol=1e-9, atol=1e-11)
    np.testing.assert_allclose(state.covariance, np.concatenate([p.ravel() for p in P]), rtol=1e-9, atol=1e-9)
    y = run(network, Sequence(("",), one.tokens))["y"][0]
    assert losses[0] == pytest.approx(((one.targets[0] - y) ** 2).sum() / 2)


@pytest.mark.parametrize("kind", KINDS, ids=IDS)
def test_groups_divide_the_weights(kind):
    network = made(kind)
    parts = groups(network)
    assert sorted(parts.members.tolist()) == list(range(network.program.size))
    assert parts.bounds[-1] == network.program.size and (parts.sizes > 0).all()
    assert groups(network, "global").sizes.tolist() == [network.program.size]


def test_a_unit_has_all_weights_that_end_in_it():
    network = random_network("elman", {"n_X": 2}, ABC, 1)
    parts, parameters = groups(network), network.program.parameters
    inside = {int(m) for m in parts.members[parts.bounds[0] : parts.bounds[1]]}
    expected = {
        parameters[name].offset + n
        for name, n in (("W_x", 0), *(("W_x_u", n) for n in range(3)), ("W_x_x", 0), ("W_x_x", 1))
    }
    assert inside == expected


def test_it_learns_to_count():
    task = anbncn(1, 10, "set")
    network = random_network("lstm", {"n_M": 2, "n_C": 1, "g_Y": "logistic"}, task.vocabulary, 2, "quadratic")
    settings = Settings(strings=1500, rule="kalman", seed=2, check_every=1500)
    *_, end = train(network, task, [anbncn(1, 20)], settings)
    assert end.accepted > 10


def test_the_variances_change_by_the_same_factor_every_string():
    settings = Settings(strings=200, rule="kalman", r=100.0, r_last=1.0, q=1e-2, q_last=1e-6)
    r, r_growth, q, q_growth, _, before = settings.by_token(50, True)[-6:]
    assert (r, q, before) == (100.0, 1e-2, 50)
    assert 100.0 * np.exp(200 * r_growth) == pytest.approx(1.0) and 1e-2 * np.exp(100 * q_growth) == pytest.approx(1e-4)


def test_they_are_those_of_each_string():
    """Learned one at a time, each with the variances of its turn, strings end where one call for all of them does."""
    network = random_network("elman", {}, ABC, 1, "quadratic")
    strings = strings_for(network, "abcab")
    settings = Settings(strings=4, rule="kalman", r=50.0, r_last=2.0)
    learner = Learner(network, strings, settings)
    whole, _ = learner.learn(begun(network, 3).state, 0, 4)
    state = begun(network, 3).state
    for n in range(4):
        state, _ = learner.learn(state, n, 1)
    assert state.vector.tobytes() == whole.vector.tobytes()
    turn, vector, covariance = begun(network, 3).state, network.vector.copy(), None
    order = np.random.default_rng(3).integers(2, size=100)[:4]
    for n, k in enumerate(order):
        r, q = 50.0 * (2.0 / 50.0) ** (n / 4), 1e-2 * 1e-4 ** (n / 4)
        same = ByToken(network, strings, Settings(rule="kalman", r=r, r_last=r, q=q, q_last=q))
        turn = replace(turn, vector=vector) if covariance is None else replace(turn, covariance=covariance)
        turn = same.begin(turn)
        same.learn(turn, np.array([k]), 0, 0)
        covariance = turn.covariance
    np.testing.assert_allclose(turn.vector, whole.vector, rtol=1e-9, atol=1e-12)


def test_what_cannot_be_is_said():
    one = random_network("elman", {}, ABC, 1, "quadratic")
    strings = strings_for(one, "abcab")
    with pytest.raises(InputError, match="looks ahead"):
        Learner(random_network("bidirectional", {}, ABC, 1), strings, Settings(rule="kalman"))
    with pytest.raises(InputError, match="groups is 'layer'; expected unit, global"):
        groups(one, "layer")
    for rule, n_X, advice in (("kalman-global", 200, "by unit"), ("kalman", 2000, "Fewer units")):
        with pytest.raises(InputError, match=rf"GB are allowed\. .*{advice}"):
            Learner(random_network("elman", {"n_X": n_X}, ABC, 1), strings, Settings(rule=rule))
    for key, value in (("batch", 2), ("back", 3)):
        with pytest.raises(InputError, match=f"{key} is {value}; expected . where every token changes"):
            Settings(**{"rule": "kalman", "every": 3 if key == "back" else 0, key: value})
    wild = one.with_vector(one.vector * np.nan)
    _, losses = filtered(wild, strings, np.array([0, 1]), "unit", 100.0, 1.0, 1e-9)
    assert len(losses) == 0
