"""Verdicts: every rule against its words, what is counted, and that instants without a target do not matter."""

from collections import deque
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from enumerating import made
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rnrviz.network.network import random_network
from rnrviz.network.tasks.distributions import Distributions
from rnrviz.network.tasks.strings import Strings, Verdict
from rnrviz.network.training import acceptance
from rnrviz.network.training.acceptance import RULES
from rnrviz.network.training.descent import Settings, train
from rnrviz.network.vocabulary import Vocabulary

LENGTH, SIZE = 6, 3
OUTPUTS = arrays(np.float64, (LENGTH, SIZE), elements=st.sampled_from([0.0, 0.2, 0.25, 0.4, 0.5, 0.8, 1.0, np.nan]))
LEGAL = arrays(np.bool_, (LENGTH, SIZE)).filter(lambda legal: legal.any(1).all())
COUNTS = arrays(np.float64, LENGTH, elements=st.sampled_from([0.0, 1.0]))


def strings(legal, counts, verdict, begins=(0, 2, LENGTH), groups=None):
    truth = Distributions(SIZE, np.zeros(LENGTH, int), np.array([0, 1]), np.array([0]), np.ones(1))
    targets = legal * counts[:, None]
    tokens = np.zeros(LENGTH, np.int64)
    vocabulary = Vocabulary(("p", "q", "r"))
    return Strings(vocabulary, tokens, targets, legal, np.array(begins), counts, truth, verdict, groups)


def right(rule, y, legal):
    """The words of a rule, for one instant."""
    good, bad = ([y[i] for i in range(SIZE) if legal[i] == which] for which in (True, False))
    if any(np.isnan(y)):
        return False
    if rule == "legal":
        total = sum(y)
        return total > 0 and all((y[i] / total > 0.5 / len(good)) == legal[i] for i in range(SIZE))
    if rule == "signs":
        return all((y[i] > 0) == legal[i] for i in range(SIZE))
    if rule in ("active", "sure"):
        return all(a > b for a in good for b in bad)
    if rule == "near":
        return all(abs(y[i] - legal[i]) < 0.25 for i in range(SIZE))
    if rule == "likely":
        return sum(y) > 0 and all(a / sum(y) > 0.25 for a in good)
    return sorted(y)[-1] > sorted(y)[-2] and bool(legal[int(np.argmax(y))])  # next


@given(y=arrays(np.float64, (LENGTH, SIZE), elements=st.sampled_from([-2.0, -0.5, 0.0, 0.5, np.nan])), legal=LEGAL)
def test_signs_are_those_of_the_targets(y, legal):
    found = RULES["signs"][0](y, strings(legal, np.ones(LENGTH), Verdict("signs")))
    for t in range(LENGTH):
        assert found[t] == (not np.isnan(y[t]).any() and [v > 0 for v in y[t]] == legal[t].tolist())


@pytest.mark.parametrize("rule", RULES)
@given(y=OUTPUTS, legal=LEGAL, counts=COUNTS)
def test_a_rule_does_what_it_says(rule, y, legal, counts):
    some = strings(legal, counts, Verdict(rule))
    judge, where = RULES[rule]
    with np.errstate(all="ignore"):
        found = judge(y, some)
    for t in range(LENGTH):
        only = rule in ("sure", "near")
        assert where(some)[t] == (counts[t] > 0 and (not only or legal[t].sum() == 1))
        if where(some)[t]:
            assert found[t] == right(rule, y[t].tolist(), legal[t].tolist()), t


@given(legal=LEGAL, counts=COUNTS, seed=st.integers(0, 50))
def test_what_is_counted(legal, counts, seed):
    network = random_network("elman", {"n_X": 2}, Vocabulary(("p", "q", "r")), seed)
    begins = (0, 1, 2, 4, LENGTH)
    some = strings(legal, counts, Verdict("active"), begins, np.array([3, 3, 4, 7]))
    bad = acceptance.wrong(network, some)
    good = [not bad[a:b].any() for a, b in pairwise(begins)]
    assert acceptance.accepts(network, some).tolist() == good
    counted = {
        "instants": (int((counts > 0).sum() - bad.sum()), int((counts > 0).sum())),
        "strings": (sum(good), 4),
        "run": ([good[0] and good[1], good[2], good[3], False].index(False), 3),
    }
    for name, (n, most) in counted.items():
        judge = [replace(some, verdict=Verdict("active", name))]
        assert (acceptance.generalisation(network, judge), acceptance.judged(judge)) == (n, most)
    alone = [replace(some, groups=None)]
    assert acceptance.generalisation(network, alone) == [*good, False].index(False)
    assert acceptance.judged(alone) == 4


def test_a_run_goes_on_into_the_next_group_of_strings():
    legal, counts = np.ones((LENGTH, SIZE), bool), np.ones(LENGTH)
    network = random_network("elman", {"n_X": 2}, Vocabulary(("p", "q", "r")), 1)
    some = strings(legal, counts, Verdict("active"))  # where all is legal, nothing is wrong
    assert acceptance.generalisation(network, [some, some]) == acceptance.judged([some, some]) == 4


@pytest.mark.parametrize("name", ["lag_2c", "parity"])
def test_targets_that_do_not_count_change_nothing(name):
    some = made(name, strings=20)
    garbage = replace(some, targets=np.where(some.counts[:, None] > 0, some.targets, 7.0))
    network = random_network("lstm", {"n_M": 2, "n_C": 1}, some.vocabulary, 1)
    settings = Settings(strings=60, check_every=30)
    a, b = (deque(train(network, task, [task], settings), maxlen=1).pop() for task in (some, garbage))
    np.testing.assert_array_equal(a.best.vector, b.best.vector)
    assert a.loss == b.loss and (a.best.vector != network.vector).any()


def test_the_loss_is_the_sum_over_the_instants_that_count():
    some = made("lag_2c", strings=5)
    network = random_network("elman", {"n_X": 3}, some.vocabulary, 2)
    total = 0.0
    for k in range(5):
        part = some.part(k)
        y = network.run([some.vocabulary.tokens[i] for i in some.tokens[part]])["y"]
        total -= np.log(y[-1, some.targets[part][-1].argmax()])
    assert acceptance.mean_loss(network, some) == pytest.approx(total / 5)
