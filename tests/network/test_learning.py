"""Every rule of learning against PyTorch's optimizers, with gradients that other tests have found right."""

import math
from dataclasses import replace
from itertools import islice

import numpy as np
import pytest
import torch

from rnrviz.network.blocks import bptt_blocks
from rnrviz.network.gradients import bptt
from rnrviz.network.network import random_network
from rnrviz.network.problems import InputError
from rnrviz.network.tasks.counting import anbncn
from rnrviz.network.trace import run
from rnrviz.network.training.descent import Settings, train
from rnrviz.network.training.draws import DRAWS, drawn
from rnrviz.network.vocabulary import Sequence

TASK = anbncn(1, 4)
NETWORKS = {
    "elman": {"n_X": 3},
    "lstm": {"n_M": 2, "n_C": 2, "forget": True},
    "gru": {},
    "bidirectional": {},
    "window": {"p": 3, "around": True},
}
RULES = {
    "descent": {"rule": "descent", "alpha": 0.1},
    "momentum": {"rule": "descent", "alpha": 0.05, "momentum": 0.9},
    "adam": {"rule": "adam", "alpha": 0.02},
    "rmsprop": {"rule": "rmsprop", "alpha": 0.01, "beta_2": 0.95},
}


def optimizer(settings, weights):
    if settings.rule == "descent":
        return torch.optim.SGD([weights], settings.alpha, momentum=settings.momentum)
    if settings.rule == "adam":
        return torch.optim.Adam([weights], settings.alpha, (settings.beta_1, settings.beta_2), 1e-8)
    return torch.optim.RMSprop([weights], settings.alpha, settings.beta_2, 1e-8)


def learned_by_torch(network, settings):
    """The weights after all strings, string by string, each gradient computed alone."""
    weights = torch.tensor(network.vector, requires_grad=True)
    steps, waiting = optimizer(settings, weights), []
    for k in islice(drawn(len(TASK), settings.draw, np.random.default_rng(settings.seed)), settings.strings):
        part = slice(TASK.begins[k], TASK.begins[k + 1])
        now = network.with_vector(weights.detach().numpy().copy())
        trace = run(now, Sequence(("",) * (part.stop - part.start), TASK.tokens[part]), TASK.targets[part])
        found = bptt_blocks(trace, settings.back, settings.every) if settings.every else bptt(trace)
        waiting.append(found.vector)
        if len(waiting) == settings.batch:
            mean = np.mean(waiting, axis=0)
            size = float(np.linalg.norm(mean))
            weights.grad = torch.tensor(mean * (settings.clip / size if 0 < settings.clip < size else 1.0))
            steps.step()
            waiting.clear()
    return weights.detach().numpy()


def learned(network, settings):
    """The weights of our own loop after all strings; the only check is at the end."""
    *_, state = train(network, TASK, [], replace(settings, check_every=settings.strings))
    return state.best.vector


@pytest.mark.parametrize("batch", [1, 4])
@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("architecture", NETWORKS)
def test_rules_are_those_of_torch(architecture, rule, batch):
    network = random_network(architecture, NETWORKS[architecture], TASK.vocabulary, 3)
    settings = Settings(strings=24, seed=7, batch=batch, clip=0.3 if batch == 1 else 0.0, **RULES[rule])
    expected = learned_by_torch(network, settings)
    assert np.abs(expected - network.vector).max() > 1e-3
    np.testing.assert_allclose(learned(network, settings), expected, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize(("back", "every"), [(1, 1), (3, 1), (5, 2), (40, 40)])
@pytest.mark.parametrize("architecture", NETWORKS)
def test_truncation_is_that_of_blocks(architecture, back, every):
    network = random_network(architecture, NETWORKS[architecture], TASK.vocabulary, 3)
    settings = Settings(strings=12, seed=2, back=back, every=every, **RULES["descent"])
    np.testing.assert_allclose(learned(network, settings), learned_by_torch(network, settings), rtol=1e-9, atol=1e-11)
    if every == 40:
        whole = learned(network, replace(settings, back=0, every=0))
        np.testing.assert_allclose(learned(network, settings), whole, rtol=1e-10, atol=1e-12)


def test_checks_in_between_change_nothing():
    network = random_network("lstm", {}, TASK.vocabulary, 1)
    settings = Settings(strings=230, batch=7, draw="epoch", seed=4)
    *_, often = train(network, TASK, [], replace(settings, check_every=23))
    curve = {strings: loss for strings, loss, _ in often.curve}
    *_, once = train(network, TASK, [], replace(settings, check_every=230))
    assert curve[230] == once.loss and len(curve) == 10


def test_strings_are_drawn_as_said():
    random = np.random.default_rng(1)
    assert list(islice(drawn(3, "order", random), 7)) == [0, 1, 2, 0, 1, 2, 0]
    epochs = list(islice(drawn(5, "epoch", random), 50))
    assert all(sorted(epochs[k : k + 5]) == list(range(5)) for k in range(0, 50, 5))
    assert len({tuple(epochs[k : k + 5]) for k in range(0, 50, 5)}) > 5
    numbers = np.bincount(list(islice(drawn(4, "random", random), 4000)))
    assert len(numbers) == 4 and np.abs(numbers - 1000).max() < 6 * math.sqrt(750)
    assert set(DRAWS) == {"order", "epoch", "random"}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"rule": "newton"}, "rule is 'newton'; expected descent, adam, rmsprop, kalman, kalman-global."),
        ({"draw": "never"}, "draw is 'never'; expected random, epoch, order."),
        ({"back": 2, "every": 3}, "BPTT\\(h; h'\\) needs h ≥ h' ≥ 1; it is h = 2, h' = 3."),
        ({"back": 2}, "BPTT\\(h; h'\\) needs h ≥ h' ≥ 1; it is h = 2, h' = 0."),
    ],
)
def test_what_does_not_go_together_is_said(wrong, sentence):
    with pytest.raises(InputError, match=sentence):
        Settings(**wrong)


@pytest.mark.parametrize("alpha", [1e80, 1e200])
def test_weights_whose_loss_is_not_finite_are_never_the_best(alpha):
    sizes = {"n_M": 3, "forget": True, "g_M": "identity", "g_Y": "identity"}
    network = random_network("lstm", sizes, TASK.vocabulary, 10, "quadratic")
    settings = Settings(rule="descent", alpha=alpha, clip=0.0, strings=60, check_every=1)
    with np.errstate(all="ignore"):
        (*before, last) = train(network, TASK, [TASK], settings)
    assert last.diverged and not any(step.diverged for step in before)
    assert all(math.isfinite(step.loss) and step.best_strings > 0 for step in before)
    assert last.best_strings == (before[-1].best_strings if before else 0)
    assert np.isfinite(last.best.vector).all() and np.isfinite(last.state.vector).all()
