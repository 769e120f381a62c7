"""How far a network is foreseen to count, against how far it does; and that the best is chosen by it where asked."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import runs

from rnrviz.network.network import random_network
from rnrviz.network.tasks import TASKS
from rnrviz.network.training import foresight, recipe
from rnrviz.network.training.acceptance import generalisation
from rnrviz.network.training.descent import train
from rnrviz.network.training.foresight import foreseen
from rnrviz.network.training.outputs import outputs
from rnrviz.network.training.summary import summaries

COUNTER = """
n_U = n_V
n_Y = n_V
x: 1 = W_x_u @ u[t] + x[t-1]
w: 1 = W_w_u @ u[t]
Y = W_y_x @ x[t] + W_y_w @ w[t] + W_y
y = logistic(Y[t])
"""
STRINGS = dict(TASKS)["anbn"]
JUDGE = [STRINGS(longest=20, start="", targets="set")]


def counter(mistake):
    """x goes up by 1 with every a and down by 1 - mistake with every b, w is 1 for b; y from both.

    After b only: b as long as x > 1/2, the end where x < 1/2; after a: a or b.
    """
    symbols = JUDGE[0].vocabulary
    numbers = {name: symbols.tokens.index(name) for name in symbols.tokens}
    made = random_network("custom", {}, symbols, 1, "quadratic", text=COUNTER)
    vector = np.zeros_like(made.vector)
    parts = made.program.parameters
    weights = {name: vector[parts[name].slice].reshape(parts[name].shape) for name in parts}
    for row, size in ((weights["W_x_u"], (1.0, mistake - 1.0)), (weights["W_w_u"], (0.0, 1.0))):
        row[0, numbers["a"]], row[0, numbers["b"]] = size
    end = next(name for name in symbols.tokens if name not in "ab")
    weights["W_y"][:] = 5.0
    weights["W_y"][numbers[end]] = -200.0
    for name, by_count, by_b in (("a", 0.0, -100.0), ("b", 10.0, -10.0), (end, -10.0, 0.0)):
        weights["W_y_x"][numbers[name], 0], weights["W_y_w"][numbers[name], 0] = by_count, by_b
    weights["W_y_w"][numbers[end], 0] = 5.0 - weights["W_y"][numbers[end]]
    return made.with_vector(vector)


@pytest.mark.parametrize("mistake", [0.002, 0.005, 0.011, -0.004])
def test_a_counter_that_errs_by_the_same_amount_is_foreseen_to_fail_where_it_does(mistake):
    """Half a symbol is lost after 1 / (2 mistake) of them."""
    made = counter(mistake)
    reached = generalisation(made, [STRINGS(longest=300, start="", targets="set")])
    assert generalisation(made, JUDGE) == 20
    assert reached == pytest.approx(0.5 / abs(mistake), abs=4.0)
    assert foreseen(made, JUDGE) == pytest.approx(0.5 / abs(mistake), abs=1.5)


def test_a_counter_without_a_mistake_is_foreseen_to_go_on():
    assert foreseen(counter(0.0), JUDGE) == foresight.FARTHEST


def test_nothing_is_foreseen_of_what_is_not_finite_nor_of_a_string_or_two():
    made = counter(0.01)
    assert foreseen(made.with_vector(np.full_like(made.vector, 1e308)), JUDGE) == 0.0
    assert foreseen(made, [STRINGS(longest=4, start="", targets="set")]) == 0.0
    assert foreseen(made, [JUDGE[0].some(0, 4)]) == 0.0


@pytest.mark.parametrize("name", ["parity", "lag_2b", "lag_2c", "xor", "reber"])
def test_nothing_is_foreseen_where_no_string_is_the_one_before_but_longer(name):
    """Else chance would be preferred to the smaller loss."""
    algorithm = {"strings": 1, "check_every": 1}
    made = recipe.made({"task": {"name": name}, "network": {"n_M": 2}, "algorithm": algorithm})
    assert foreseen(made.network, made.judge) == 0.0


def test_what_is_foreseen_does_not_depend_on_the_error_that_was_learned_from():
    softmax, symbols = COUNTER.replace("logistic", "softmax"), JUDGE[0].vocabulary
    same = [random_network("custom", {}, symbols, 3, loss, text=softmax) for loss in ("cross_entropy", "quadratic")]
    assert 20.0 < foreseen(same[0], JUDGE) == foreseen(same[1], JUDGE)
    renamed = random_network(
        "custom",
        {},
        symbols,
        3,
        "quadratic",
        text=COUNTER.replace("Y =", "V =").replace("W_Y_", "W_V_").replace("(Y", "(V"),
    )
    plain = random_network("custom", {}, symbols, 3, "quadratic", text=COUNTER)
    assert foreseen(renamed.with_vector(plain.vector), JUDGE) == foreseen(plain, JUDGE)


def test_softmax_is_measured_by_the_odds_over_half_of_a_share():
    nets, legal = np.random.default_rng(1).normal(0.0, 3.0, (9, 4)), np.random.default_rng(2).random((9, 4)) < 0.5
    legal[:, 0] = True
    y = np.exp(nets) / np.exp(nets).sum(1, keepdims=True)
    above = foresight._over_others(nets, legal) > 0.0
    np.testing.assert_array_equal(above, y > 0.5 / legal.sum(1, keepdims=True))


@pytest.mark.parametrize("instant", ["t-1", "t", "t+1"])
def test_softmax_of_any_instant_is_on_the_side_of_yes_where_the_verdict_says_so(instant):
    text = COUNTER.replace("logistic(Y[t])", f"softmax(Y[{instant}])")
    judge = STRINGS(longest=20, start="", targets="legal")
    made = random_network("custom", {}, judge.vocabulary, 4, "quadratic", text=text)
    string, chosen, legal = foresight._compared(judge)[0]
    y = outputs(made, string)[0][chosen]
    yes = y / y.sum(1, keepdims=True) > 0.5 / legal.sum(1, keepdims=True)
    assert 0 < yes.mean() < 1
    np.testing.assert_array_equal(foresight._turns(made, string, chosen, legal) > 0.0, yes)


def described(chosen):
    return recipe.made(
        {
            "task": {"name": "anbn", "longest": 6, "start": "", "targets": "set"},
            "judge": {"longest": 10, "chosen": chosen},
            "network": {"architecture": "lstm", "n_M": 1, "g_Y": "logistic", "weights": 0.3},
            "algorithm": {"strings": 3000, "alpha": 0.04, "beta_1": 0.3, "clip": 0, "check_every": 50, "seed": 3},
        }
    )


@pytest.mark.parametrize("chosen", ["loss", "foreseen"])
def test_the_best_is_the_one_that_the_judge_asks_for(chosen):
    made, ranks = described(chosen), []
    for progress in train(made.network, made.strings, made.judge, made.settings):
        far = foreseen(progress.last, made.judge) if chosen == "foreseen" else 0.0
        ranks.append((progress.accepted, far, -progress.loss, progress.strings))
    best = max(ranks, key=lambda rank: rank[:3])
    assert best[0] == 10
    assert (progress.best_accepted, progress.best_strings, progress.best_foreseen) == (best[0], best[3], best[1])


def test_the_best_of_some_seeds_is_chosen_without_the_test():
    keys = ("best_accepted", "foreseen", "best_loss", "best_tested", "stop_tested", "learned_after", "diverged")
    rows = [
        dict(zip((*keys, "seconds"), map(str, row), strict=True))
        for row in ((20, 90.0, 0.1, 80, 1, 5, "false", 1.0), (20, 400.0, 0.2, 60, 1, 5, "false", 1.0),
                    (19, 1e6, 0.0, 999, 1, 5, "false", 1.0), (20, "", 0.0, 70, 1, 5, "false", 1.0))
    ]  # fmt: skip
    assert summaries((), rows, reach=(50, 65), best_of=4)[0].groups == (1, 0)


@given(runs(longest=9), st.integers(1, 3), st.data())
@settings(max_examples=60)
def test_all_strings_at_once_are_the_same_as_one_by_one(given_run, many, data):
    """Also where a network reads u[t-1] or the tokens to come."""
    network, _ = given_run
    symbols = len(network.vocabulary)
    lengths = data.draw(st.lists(st.integers(1, 7), min_size=many, max_size=many))
    begins = np.array([sum(lengths[:k]) for k in range(many + 1)])
    tokens = np.array(data.draw(st.lists(st.integers(0, symbols - 1), min_size=sum(lengths), max_size=sum(lengths))))
    legal = np.eye(symbols, dtype=bool)[tokens]
    strings = JUDGE[0].some(0, 0)
    strings = replace(
        strings, vocabulary=network.vocabulary, tokens=tokens, legal=legal, targets=legal.astype(np.float64),
        counts=np.ones(len(tokens)), begins=begins,
    )  # fmt: skip
    found, errors = outputs(network, strings)
    for k in range(many):
        part = strings.part(k)
        text = network.vocabulary.encode([network.vocabulary.tokens[n] for n in tokens[part]])
        trace = network.run(text, targets=strings.targets[part])
        np.testing.assert_array_equal(found[part], trace["y"].reshape(-1, symbols))
        np.testing.assert_array_equal(errors[part], trace["E"])
