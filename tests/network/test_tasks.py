"""What holds for every task: sizes, targets, truth, choices, bad options, and training from a TASK.toml."""

import inspect
import json
from collections import deque

import numpy as np
import pytest
from enumerating import SAMPLE, assert_targets, made, rows_of, taught, texts

from rnrviz.network.problems import InputError
from rnrviz.network.tasks import TASKS
from rnrviz.network.tasks.judging import UNSEEN
from rnrviz.network.tasks.truth import TRUTHS
from rnrviz.network.training import acceptance, recipe
from rnrviz.network.training.descent import train
from rnrviz.paths import resource

NAMES = [name for name, _ in TASKS]
OPTIONS = {name: inspect.signature(make).parameters for name, make in TASKS}
FEWER = {"each": 4, "streams": 5, "strings": 30, "longest": 5}


def few(name, **options):
    return made(name, **{key: n for key, n in FEWER.items() if key in OPTIONS[name]} | options)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("targets", ["legal", "next", "set"])
def test_targets_are_what_they_are_called(name, targets):
    some = few(name, **({"targets": targets} if "targets" in OPTIONS[name] else {}))
    size = len(some.tokens), len(some.vocabulary)
    assert some.targets.shape == some.legal.shape == size and some.counts.shape == size[:1] == (len(some.truth),)
    assert some.begins[0] == 0 and some.begins[-1] == size[0] and (np.diff(some.begins) > 0).all()
    assert some.legal.any(1).all() and set(some.counts) <= {0.0, 1.0} and some.counts.any()
    if "targets" in OPTIONS[name]:
        assert_targets(some, targets)


@pytest.mark.parametrize("name", [name for name, _ in TRUTHS])
def test_the_language_of_a_history_says_what_the_task_said(name):
    options = {key: FEWER[key] for key in FEWER if key in OPTIONS[name]}
    some = few(name)
    network = taught(name, some.vocabulary, **options)
    for k, text in enumerate(texts(some)[:10]):
        part = some.part(k)
        np.testing.assert_allclose(rows_of(network, text, legal=False), some.truth.rows(part.start, part.stop))
        shares = some.legal[part] / some.legal[part].sum(1, keepdims=True)
        np.testing.assert_allclose(rows_of(network, text, legal=True), shares)


@pytest.mark.parametrize("name", NAMES)
def test_probabilities_allow_only_what_is_legal(name):
    some = few(name)
    rows = some.truth.rows()
    np.testing.assert_allclose(rows.sum(1), 1)
    assert some.legal[rows > 0].all()


@pytest.mark.parametrize("name", [name for name in NAMES if "choice" in OPTIONS[name]])
def test_a_choice_draws_the_same_again_and_another_draws_others(name):
    a, b, other = few(name, choice=7), few(name, choice=7), few(name, choice=8)
    for part in ("tokens", "targets", "begins", "counts"):
        np.testing.assert_array_equal(getattr(a, part), getattr(b, part))
    assert a.tokens.tolist() != other.tokens.tolist()


NUMBERS = [(name, key) for name in NAMES for key, parameter in OPTIONS[name].items() if type(parameter.default) is int]


@pytest.mark.parametrize(("name", "key"), NUMBERS)
@pytest.mark.parametrize("number", [-1, 10**12, 10**30])
def test_numbers_that_are_too_small_or_too_large_are_told(name, key, number):
    if key == "choice" and number == 10**12:
        assert len(few(name, **{key: number})) > 0
        return
    with pytest.raises(InputError) as caught:
        few(name, **{key: number})
    assert str(number) in str(caught.value) or "tokens in all" in str(caught.value)


@pytest.mark.parametrize("name", NAMES)
def test_words_that_are_not_known_are_told(name):
    for key in ("targets", "start", "instants", "unit", "cut", "part"):
        if key in OPTIONS[name]:
            with pytest.raises(InputError, match=f"{key} is 'other'; expected"):
                few(name, **{key: "other"})


def toml(folder, name, more="", **options):
    lines = [f"{key} = {json.dumps(value)}" for key, value in {"name": name, **options}.items()]
    path = folder / "task.toml"
    path.write_text("[task]\n" + "\n".join(lines) + '\n[network]\narchitecture = "elman"\nn_X = 3\n' + more)
    return path


def short(name):
    sample = {"text": SAMPLE} if name == "corpus" else {}
    return sample | {key: n for key, n in FEWER.items() if key in OPTIONS[name]}


@pytest.mark.parametrize("name", NAMES)
def test_every_task_is_read_and_trained(tmp_path, name):
    path = toml(tmp_path, name, "[algorithm]\nstrings = 40\ncheck_every = 20\n", **short(name))
    read = recipe.read(path)
    expected = few(name)
    np.testing.assert_array_equal(read.strings.tokens, expected.tokens)
    np.testing.assert_array_equal(read.strings.targets, expected.targets)
    assert (read.judge[0].tokens.tolist() != expected.tokens.tolist()) == (name in UNSEEN)
    state = deque(train(read.network, read.strings, read.judge, read.settings), maxlen=1).pop()
    history = recipe.trained(read, state, "rnrviz train").history
    assert state.strings == 40 and np.isfinite(state.loss) and not state.diverged
    assert 0 <= history["accepted"] <= history["judged"] == acceptance.judged(read.judge) > 0


@pytest.mark.parametrize("name", NAMES)
def test_every_option_can_stand_in_the_file(tmp_path, name):
    given = {key: p.default for key, p in OPTIONS[name].items() if key not in ("text", "path")} | short(name)
    np.testing.assert_array_equal(recipe.read(toml(tmp_path, name, **given)).strings.tokens, few(name).tokens)


def test_a_path_is_seen_from_the_file(tmp_path, monkeypatch):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "one.txt").write_text(SAMPLE)
    (tmp_path / "two.txt").write_text("the mat .\n")
    path = toml(tmp_path, "corpus", '[judge]\npath = "two.txt"\npart = "rest"\n', path="texts/one.txt", share=1.0)
    with pytest.raises(InputError, match="symbols"):  # other words
        recipe.read(path)
    path = toml(tmp_path, "corpus", path="texts/one.txt")
    read = recipe.read(path)
    assert texts(read.strings) == texts(made("corpus")) and read.table["task"]["path"] == "texts/one.txt"
    assert texts(recipe.with_seed(read, 5).strings) == texts(read.strings)
    with pytest.raises(InputError, match=r"task.toml: \[task\] path .*missing.txt cannot be read"):
        recipe.read(toml(tmp_path, "corpus", path="missing.txt"))


def test_the_verdict_can_be_chosen(tmp_path):
    more = '[judge]\nrule = "near"\ncounted = "strings"\ntolerance = 0.3\nstrings = 7\n'
    judge = recipe.read(toml(tmp_path, "embedded_reber", more)).judge[0]
    assert (judge.verdict.rule, judge.verdict.counted, judge.verdict.tolerance, len(judge)) == (
        "near",
        "strings",
        0.3,
        7,
    )
    for wrong, sentence in (
        ('rule = "best"', r"\[judge\] rule is 'best'; expected legal, active, sure, near, next, likely"),
        ('counted = "all"', r"\[judge\] counted is 'all'; expected run, strings, instants"),
        ("rule = 1", r"\[judge\] rule is 1; expected a text"),
        ("tolerance = 0", r"\[judge\] tolerance is 0; expected a finite number above 0"),
        ("verdict = 1", r"\[judge\] has the unknown key verdict"),
    ):
        with pytest.raises(InputError, match=sentence):
            recipe.read(toml(tmp_path, "embedded_reber", f"[judge]\n{wrong}\n"))


def test_the_judge_keeps_to_the_symbols_of_the_task(tmp_path):
    with pytest.raises(InputError, match="expected those of"):
        recipe.read(toml(tmp_path, "lag_2a", "[judge]\np = 4\n"))


@pytest.mark.parametrize("path", sorted(resource("tasks").glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_file_is_read(path):
    read = recipe.read(path)
    assert len(read.strings) > 1 and acceptance.judged(read.judge) > 1


@pytest.mark.parametrize(("name", "share"), [("xor-elman", 0.95), ("reber-elman", 0.9), ("embedded-reber-lstm", 0.9)])
def test_the_classic_trainings_learn(name, share):
    read = recipe.read(resource("tasks", f"{name}.toml"))
    untrained = acceptance.generalisation(read.network, read.judge)
    state = deque(train(read.network, read.strings, read.judge, read.settings), maxlen=1).pop()
    assert state.best_accepted >= share * acceptance.judged(read.judge) > untrained


def test_outputs_approach_the_frequencies_of_a_corpus(tmp_path):
    """The chapter's theorem; clipping is off, as it weakens what comes rarely."""
    text = "a b\na b\na c\nb a c\nb b\n"
    more = "[algorithm]\nstrings = 600000\nalpha = 0.001\nbeta_2 = 0.9999\ndecay = 1.0\nclip = 0\n"
    more += "check_every = 600000\n"
    read = recipe.read(toml(tmp_path, "corpus", more, text=text))
    network = deque(train(read.network, read.strings, read.judge, read.settings), maxlen=1).pop().best
    rows = read.strings.truth.rows()
    for k, string in enumerate(texts(read.strings)):
        np.testing.assert_allclose(network.run(string)["y"], rows[read.strings.part(k)], atol=0.08)
