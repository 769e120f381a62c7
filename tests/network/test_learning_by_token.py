"""Updates after every token, against PyTorch: each instant has had its own weights, and all are moved together."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from gallery import ABC, IDS, KINDS
from gallery import network as made

from rnrviz.network.network import random_network
from rnrviz.network.online import online
from rnrviz.network.problems import InputError
from rnrviz.network.tasks.counting import anbncn
from rnrviz.network.trace import run
from rnrviz.network.training.acceptance import mean_loss
from rnrviz.network.training.descent import Learner, Settings, train
from rnrviz.network.training.kalman import groups
from rnrviz.network.training.state import begun
from rnrviz.network.vocabulary import Sequence

TASK = anbncn(1, 4)
FORWARD = [kind for kind in KINDS if not made(kind).program.leads]
ONE_WAY_IDS = [i for k, i in zip(KINDS, IDS, strict=True) if k in FORWARD]


class Elman:
    """y of an Elman network at the last instant, whose weights were others at every instant."""

    def __init__(self, network):
        self.program, self.vector = network.program, torch.tensor(network.vector.copy())
        self.before: list[torch.Tensor] = []

    def output(self, moved, tokens):
        x = torch.zeros(self.program.signals["x"].size, dtype=torch.float64)
        for old, token in zip([*self.before, self.vector], tokens, strict=True):
            w = {p.name: (old + moved)[p.slice].reshape(p.shape) for p in self.program.parameters.values()}
            x = torch.tanh(w["W_x_u"][:, token] + w["W_x_x"] @ x + w["W_x"])
        return torch.softmax(w["W_y_x"] @ x + w["W_y"], 0)

    def slopes(self, tokens):
        """dy[t]/dw (n_Y, P)."""
        at = torch.zeros(self.program.size, dtype=torch.float64)
        return torch.autograd.functional.jacobian(lambda moved: self.output(moved, tokens), at)


def descended(network, order, settings):
    """Descent of the cross-entropy of every token."""
    elman, step, steps = Elman(network), torch.zeros(network.program.size, dtype=torch.float64), 0
    for number, k in enumerate(order):
        part, elman.before = TASK.part(k), []
        for t, n in enumerate(range(part.start, part.stop)):
            moved = torch.zeros(network.program.size, dtype=torch.float64, requires_grad=True)
            y = elman.output(moved, TASK.tokens[part][: t + 1])
            (-(torch.tensor(TASK.targets[n]) * torch.log(y)).sum()).backward()
            elman.before.append(elman.vector)
            step = settings.momentum * step + moved.grad
            elman.vector = elman.vector - settings.alpha * (1 - settings.decay * number / settings.strings) * step
            steps += 1
    return elman.vector.numpy(), steps


def filtered(network, order, settings):
    """The decoupled filter of Puskorius and Feldkamp."""
    elman, parts = Elman(network), groups(network)
    members = [parts.members[a:b] for a, b in zip(parts.bounds[:-1], parts.bounds[1:], strict=True)]
    P = [settings.p_0 * np.eye(len(m)) for m in members]
    for number, k in enumerate(order):
        part, elman.before, turn = TASK.part(k), [], number / settings.strings
        r, q = (a * (b / a) ** turn for a, b in ((settings.r, settings.r_last), (settings.q, settings.q_last)))
        for t, n in enumerate(range(part.start, part.stop)):
            tokens, w = TASK.tokens[part][: t + 1], elman.vector.numpy().copy()
            y = elman.output(torch.zeros(network.program.size, dtype=torch.float64), tokens).numpy()
            H = [elman.slopes(tokens).numpy()[:, m] for m in members]
            A = np.linalg.inv(r * np.eye(len(y)) + sum(h @ p @ h.T for h, p in zip(H, P, strict=True)))
            for g, m in enumerate(members):
                K = P[g] @ H[g].T @ A
                w[m] += K @ (TASK.targets[n] - y)
                P[g] = P[g] - K @ H[g] @ P[g] + q * np.eye(len(m))
            elman.before.append(elman.vector)
            elman.vector = torch.tensor(w)
    return elman.vector.numpy(), np.concatenate([p.ravel() for p in P])


def learned(network, settings):
    """The state after all strings, and their numbers in order."""
    state, done = Learner(network, TASK, settings).learn(begun(network, settings.seed).state, 0, settings.strings)
    assert done == settings.strings
    return state, np.random.default_rng(settings.seed).integers(len(TASK), size=100)[: settings.strings]


@pytest.mark.parametrize("more", [{}, {"momentum": 0.9}, {"decay": 0.9}])
def test_descent_by_token_is_that_of_williams_and_zipser(more):
    network = random_network("elman", {"n_X": 3}, TASK.vocabulary, 2)
    settings = Settings(strings=5, rule="descent", update="token", alpha=0.1, clip=0.0, **more)
    state, order = learned(network, settings)
    expected, steps = descended(network, order, settings)
    assert np.abs(expected - network.vector).max() > 0.1 and state.updates[0] == steps
    np.testing.assert_allclose(state.vector, expected, rtol=1e-9, atol=1e-11)


def test_the_filter_is_that_of_puskorius_and_feldkamp_while_the_weights_move():
    network = random_network("elman", {"n_X": 3}, TASK.vocabulary, 2)
    settings = Settings(strings=4, rule="kalman", p_0=10.0, r=20.0)
    state, order = learned(network, settings)
    vector, P = filtered(network, order, settings)
    assert np.abs(vector - network.vector).max() > 0.1
    np.testing.assert_allclose(state.vector, vector, rtol=1e-8, atol=1e-9)
    np.testing.assert_allclose(state.covariance, P, rtol=1e-7, atol=1e-8)


@pytest.mark.parametrize("kind", FORWARD, ids=ONE_WAY_IDS)
def test_it_is_rtrl_on_line_whatever_the_network(kind):
    network = made(kind)
    tokens = network.vocabulary.encode("abcabca").indices
    targets = np.eye(3)[np.roll(tokens, -1)]
    strings = replace(
        anbncn(1, 1), vocabulary=ABC, tokens=tokens, targets=targets, legal=targets > 0, begins=np.array([0, 7]),
        counts=np.ones(7),
    )  # fmt: skip
    settings = Settings(strings=1, rule="descent", update="token", alpha=0.05, clip=0.0)
    state, _ = Learner(network, strings, settings).learn(begun(network, 1).state, 0, 1)
    expected = online(run(network, Sequence(("",) * 7, tokens), targets), 0.05).network.vector
    np.testing.assert_allclose(state.vector, expected, rtol=1e-9, atol=1e-11)


def test_it_learns():
    network = random_network("elman", {"n_X": 4}, TASK.vocabulary, 2)
    settings = Settings(strings=600, update="token", alpha=0.01, seed=3)
    *_, end = train(network, TASK, [TASK], settings)
    assert end.loss < 0.5 * mean_loss(network, TASK)


def test_what_looks_ahead_is_refused():
    network = random_network("bidirectional", {}, TASK.vocabulary, 1)
    with pytest.raises(InputError, match="this network looks ahead"):
        Learner(network, TASK, Settings(update="token"))
    with pytest.raises(InputError, match="update is 'instant'; expected string, token"):
        Settings(update="instant")
