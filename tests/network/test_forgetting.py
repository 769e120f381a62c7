"""The forgetting problem: the networks are trained as their recipes say, and what is told of them is true."""

import numpy as np
import pytest

from rnrviz.network.tasks.truth import language_of
from rnrviz.network.training import forgetting
from rnrviz.network.training.acceptance import accepts
from rnrviz.network.training.forgetting import RECIPES, drift, learned, stream, strings
from rnrviz.network.vocabulary import Sequence


@pytest.fixture(scope="module")
def pair():
    return [drift(name, 1, 300, 2) for name in RECIPES]


def test_only_the_forget_gate_tells_the_two_apart(pair):
    without, gated = (one.network for one in pair)
    assert {k: v for k, v in without.config.items() if k != "forget"} == {
        k: v for k, v in gated.config.items() if k != "forget"
    }
    assert (without.config["forget"], gated.config["forget"]) == (False, True)
    assert without.history["recipe"]["task"] == gated.history["recipe"]["task"]
    assert without.history["recipe"]["algorithm"] == gated.history["recipe"]["algorithm"]


def test_training_is_reproducible(pair):
    learned.cache_clear()
    again = [drift(name, 1, 300, 2) for name in RECIPES]
    for a, b in zip(pair, again, strict=True):
        np.testing.assert_array_equal(a.network.vector, b.network.vector)
        np.testing.assert_array_equal(a.cells, b.cells)
    other = drift(RECIPES[0], 2, 300, 2)
    assert (other.network.vector != pair[0].network.vector).any()


def test_the_streams_that_were_learned_are_predicted(pair):
    for name, one in zip(RECIPES, pair, strict=True):
        recipe, _ = learned(name, 1)
        assert int(accepts(one.network, recipe.strings).sum()) >= one.accepted == one.judged == 300


def test_the_cell_is_the_networks_own_run(pair):
    text = stream(300, 2, 6)
    for one in pair:
        trace = one.network.run(text)
        np.testing.assert_array_equal(one.cells, trace["x"].reshape(300, -1))
        first = strings(text)[0]
        alone = one.network.run(Sequence(tuple(first), one.network.vocabulary.encode(first).indices))
        np.testing.assert_array_equal(one.reset[: len(first)], alone["x"].reshape(len(first), -1))
        np.testing.assert_array_equal(one.reset[: len(first)], one.cells[: len(first)])


def test_a_prediction_is_right_when_the_legal_symbols_are_the_likely_ones(pair):
    text = stream(300, 2, 6)
    count = {"a": 0, "b": 0}
    for one in pair:
        y = one.network.run(text)["y"]
        for t, token in enumerate(text):
            count = {"a": 0, "b": 0} if token == "T" else {**count, token: count[token] + 1}
            done = count["a"] == count["b"]
            legal = {"a": "ab", "b": "T" if done else "b", "T": "a"}[token]
            likely = "".join(s for s, p in zip("abT", y[t], strict=True) if p > 0.5 / len(legal))
            assert one.right[t] == (likely == legal)
        assert one.first_wrong == (0 if one.right.all() else int(np.argmin(one.right)) + 1)


def test_the_gate_lets_pass_what_is_said(pair):
    text = stream(300, 2, 6)
    assert np.isnan(pair[0].kept)
    passed = pair[1].network.run(text)["lambda"]
    assert pair[1].kept == max(float(passed[t].max()) for t in range(300) if text[t] == "T")


def test_streams_are_cut_at_any_length():
    for length in (1, 2, 17, 100):
        text = stream(length, 3, 6)
        assert len(text) == length and "".join(strings(text)) == text
        assert all(len(piece.rstrip("T")) <= 12 for piece in strings(text))
    assert stream(50, 3, 6) != stream(50, 4, 6)


def test_the_language_of_the_pair_is_known(pair):
    for one in pair:
        language = language_of(one.network)
        assert language is not None and (language.name, language.shortest, language.longest) == ("anbn_stream", 1, 6)


def test_every_recipe_is_there():
    assert all((forgetting.resource("tasks", f"{name}.toml")).is_file() for name in RECIPES)
