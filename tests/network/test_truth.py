"""What comes next: languages against the enumeration of their strings, frequencies against counting, distances."""

from collections import Counter

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from rnrviz.network import files
from rnrviz.network.network import random_network
from rnrviz.network.tasks import TASKS
from rnrviz.network.tasks.counts import WHOLE, frequencies
from rnrviz.network.tasks.distributions import distance, divergence, of_rows, probabilities
from rnrviz.network.tasks.streams import anbn_stream
from rnrviz.network.tasks.truth import TRUTHS, Language, language_of, truth
from rnrviz.network.vocabulary import Vocabulary
from rnrviz.paths import resource

LETTERS = {"anbncn": "abc", "anbn_stream": "ab"}
MODELS = sorted(resource("models").glob("*.safetensors"))


def taught(name, shortest=1, longest=10, targets="legal"):
    """A network whose history says that it was taught this."""
    vocabulary = Vocabulary((*LETTERS[name], "T", "x"))
    network = random_network("elman", {"n_X": 2}, vocabulary, 1)
    task = {"name": name, "shortest": shortest, "longest": longest, "targets": targets}
    object.__setattr__(network, "history", {"recipe": {"task": task}})
    return network


def strings(name, shortest, longest):
    return ["".join(letter * n for letter in LETTERS[name]) + "T" for n in range(shortest, longest + 1)]


def rows_of(network, text, legal):
    return truth(language_of(network), network, network.vocabulary.encode(text).indices.tolist(), legal).rows()


@pytest.mark.parametrize("name", LETTERS)
@pytest.mark.parametrize(("shortest", "longest"), [(1, 10), (3, 6), (2, 2)])
def test_probabilities_are_those_of_the_enumerated_strings(name, shortest, longest):
    network, all_strings = taught(name, shortest, longest), strings(name, shortest, longest)
    for text in all_strings:
        rows = rows_of(network, text, legal=False)
        for t in range(1, len(text)):
            alike = Counter(other[t] for other in all_strings if other.startswith(text[:t]))
            for symbol, number in network.vocabulary.numbers.items():
                assert rows[t - 1, number] == pytest.approx(alike[symbol] / alike.total())


@pytest.mark.parametrize("name", LETTERS)
def test_legal_symbols_are_those_of_some_longer_string(name):
    network, many = taught(name, 1, 4), strings(name, 1, 30)
    for text in strings(name, 1, 9):  # the legal ones know no longest string
        rows = rows_of(network, text, legal=True)
        for t in range(1, len(text)):
            may = {other[t] for other in many if other.startswith(text[:t])}
            given_ = {s for s, number in network.vocabulary.numbers.items() if rows[t - 1, number] > 0}
            assert given_ == may
            assert np.unique(rows[t - 1][rows[t - 1] > 0]).tolist() == [1 / len(may)]


@pytest.mark.parametrize("name", LETTERS)
@given(text=st.text("abcTx", max_size=30))
def test_texts_outside_the_language_are_left_unsaid(name, text):
    network = taught(name, 2, 5)
    text = "".join(s for s in text if s in network.vocabulary.numbers)
    prefixes = {s[:n] for s in strings(name, 1, 40) for n in range(1, len(s) + 1)}
    rows = rows_of(network, text, legal=True)
    begin = 0
    for t, symbol in enumerate(text):
        inside = text[begin : t + 1] in prefixes
        ended = symbol == "T"
        assert np.isnan(rows[t]).all() == (not inside or (ended and name == "anbncn"))
        if inside and ended and name != "anbncn":
            assert rows[t].tolist() == np.eye(len(rows[t]))[network.vocabulary.numbers["a"]].tolist()
        begin = t + 1 if ended else begin


@pytest.mark.parametrize("name", LETTERS)
def test_the_targets_of_the_task_are_the_truth_of_its_strings(name):
    network = taught(name, 1, 6)
    learned = dict(TASKS)[name](longest=6)
    numbers = [network.vocabulary.numbers[token] for token in learned.vocabulary.tokens]
    for k in range(len(learned)):
        part = slice(learned.begins[k], learned.begins[k + 1])
        text = [learned.vocabulary.tokens[i] for i in learned.tokens[part]]
        np.testing.assert_array_equal(rows_of(network, text, legal=True)[:, numbers], learned.targets[part])


def test_every_task_has_its_truth():
    assert {name for name, _ in TASKS} - {"corpus"} == {name for name, _ in TRUTHS}  # a corpus has its frequencies


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_the_language_of_every_shipped_model_is_known(path):
    network = files.load(path)
    assert language_of(network) == Language("anbncn", 1, 10, True)
    assert not np.isnan(rows_of(network, "aabbcc", legal=True)).any()


@pytest.mark.parametrize(
    "history",
    [
        {}, [], None, "x", {"recipe": 3}, {"recipe": {"task": "anbncn"}}, {"recipe": {"task": {"name": "other"}}},
        {"recipe": {"task": {"name": ["anbncn"]}}}, {"recipe": {"task": {"name": "anbncn", "longest": "many"}}},
        {"recipe": {"task": {"name": "anbncn", "longest": 0}}},
        {"recipe": {"task": {"name": "anbncn", "shortest": True}}},
    ],
)  # fmt: skip
def test_other_histories_tell_no_language(history):
    network = taught("anbncn")
    object.__setattr__(network, "history", history)
    assert language_of(network) is None
    strange = random_network("elman", {"n_X": 2}, Vocabulary(("p", "q")), 1)
    object.__setattr__(strange, "history", {"recipe": {"task": {"name": "anbncn"}}})
    assert language_of(strange) is None


TOKENS = ("a", "b", "S", "T")
TEXTS = st.lists(st.integers(0, 3), max_size=40)


def cut(numbers):
    """The strings of a text, each from S or from what follows T, as lists of (t, symbol)."""
    parts = [[]]
    for t, number in enumerate(numbers):
        if TOKENS[number] == "S" and parts[-1]:
            parts.append([])
        parts[-1].append((t, number))
        if TOKENS[number] == "T":
            parts.append([])
    return parts


@given(TEXTS)
def test_frequencies_of_whole_prefixes_are_counted(numbers):
    found = frequencies(np.array(numbers, np.int64), TOKENS, WHOLE)
    after = {}
    for part in cut(numbers):
        for k, (t, number) in enumerate(part):
            prefix = tuple(n for _, n in part[:k])
            after.setdefault(prefix if k else (), Counter())[number] += 1
            last_of_string = k + 1 == len(part) and TOKENS[number] != "T" and t + 1 < len(numbers)
            if last_of_string:  # S comes after it and begins another string
                after.setdefault((*prefix, number), Counter())[numbers[t + 1]] += 1
                after[()][numbers[t + 1]] -= 1
    for part in cut(numbers):
        for k, (t, number) in enumerate(part):
            prefix = () if TOKENS[number] == "T" else tuple(n for _, n in part[: k + 1])
            compare(found, t, +after.get(prefix, Counter()))


@given(TEXTS, st.integers(1, 5))
def test_frequencies_of_the_last_symbols_are_counted(numbers, last):
    found = frequencies(np.array(numbers, np.int64), TOKENS, last)
    for t in range(len(numbers)):
        context = numbers[t - last + 1 : t + 1] if t + 1 >= last else None
        places = [k for k in range(last - 1, len(numbers) - 1) if numbers[k - last + 1 : k + 1] == context]
        compare(found, t, Counter(numbers[k + 1] for k in places))


def compare(found, t, counts):
    row = found.rows(t, t + 1)[0]
    assert found.total(t) == counts.total()
    assert found.counts(t) == dict(counts)
    if not counts:
        assert np.isnan(row).all()
        return
    np.testing.assert_allclose(row, [counts[i] / counts.total() for i in range(len(TOKENS))])
    assert row.sum() == pytest.approx(1)


def test_the_frequency_is_where_the_chapters_error_is_least():
    numbers = np.array([0, 1, 0, 0, 1, 0, 1, 1, 0, 2, 0, 1])
    found = frequencies(numbers, ("a", "b", "c"), 1)
    followers = numbers[1:][numbers[:-1] == 0]
    outputs = np.linspace(0, 1, 10_001)
    for symbol in range(3):
        error = sum((float(s == symbol) - outputs) ** 2 for s in followers)
        assert outputs[np.argmin(error)] == pytest.approx(found.rows(0, 1)[0, symbol], abs=1e-4)


def test_long_texts_are_counted_at_once():
    numbers = np.random.default_rng(1).integers(0, 200, 20_000)
    for last in (WHOLE, 1, 5):
        assert len(frequencies(numbers, [f"w{i}" for i in range(200)], last)) == 20_000


def test_divergence_is_torchs():
    random = np.random.default_rng(2)
    p, y = random.dirichlet(np.ones(5), 7), random.dirichlet(np.ones(5), 7)
    expected = torch.nn.functional.kl_div(torch.tensor(y).log(), torch.tensor(p), reduction="none").sum(1) / np.log(2)
    np.testing.assert_allclose(divergence(p, y), expected)
    np.testing.assert_allclose(distance(p, y), np.abs(p - y).sum(1))
    assert (divergence(p, p) == 0).all()


def test_divergence_at_its_ends():
    p = np.array([0.5, 0.5, 0.0])
    assert divergence(p, np.array([1.0, 0.0, 0.0])) == np.inf
    assert divergence(np.array([1.0, 0.0, 0.0]), p) == pytest.approx(1.0)
    assert distance(np.array([1.0, 0.0]), np.array([0.0, 1.0])) == 2
    assert np.isnan(divergence(p, np.full(3, np.nan))) and np.isnan(divergence(np.full(3, np.nan), p))


def test_outputs_that_are_no_probabilities_are_left_out_row_by_row():
    outputs = np.array([[0.2, 0.2], [-0.1, 1.1], [0.0, 0.0], [np.inf, 1.0], [np.nan, 1.0], [1.7e308, 1.7e308]])
    found = probabilities(outputs)
    assert found[0].tolist() == [0.5, 0.5]
    assert np.isnan(found[1:]).all()


def test_equal_distributions_are_kept_once():
    made = of_rows([{0: 1.0}, None, {0: 0.5, 1: 0.5}, {1: 0.5, 0: 0.5}], 3)
    assert made.which.tolist() == [0, -1, 1, 1] and len(made.begins) == 3 and made.total(0) == 0


def test_streams_are_strings_one_after_the_other():
    made = anbn_stream(2, 3, each=3, streams=5, choice=4, targets="next")
    assert len(made) == 5
    for k in range(5):
        part = slice(made.begins[k], made.begins[k + 1])
        text = "".join(made.vocabulary.tokens[i] for i in made.tokens[part])
        assert text.count("T") == 3 and text.endswith("T")
        assert all(one in ("aabb", "aaabbb") for one in text.split("T")[:-1])
        assert "".join(made.vocabulary.tokens[i] for i in made.targets[part].argmax(1)) == text[1:] + "a"
        assert made.legal[part][made.targets[part] > 0].all()
