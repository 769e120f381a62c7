"""Runs as plain records and files; settings as they are typed; the string that comes next."""

import csv
import json
from dataclasses import replace

import numpy as np
import pytest

from rnrviz.document import lesson
from rnrviz.document.course import COLUMNS, MOST, Course
from rnrviz.document.run_files import write
from rnrviz.document.run_record import record, taken
from rnrviz.document.runs import Run, Runs, alike
from rnrviz.document.standing import Standing
from rnrviz.network.network import random_network
from rnrviz.network.problems import InputError
from rnrviz.network.tasks.corpus import corpus
from rnrviz.network.training import recipe as recipes
from rnrviz.network.training.descent import Learner
from rnrviz.network.training.state import begun
from rnrviz.paths import resource


@pytest.fixture(params=["anbncn-lstm", "corpus-spanish"])
def run(request):
    recipe = recipes.read(resource("tasks", f"{request.param}.toml"))
    progress = begun(recipe.network, recipe.settings.seed)
    state, done = Learner(recipe.network, recipe.strings, recipe.settings).learn(progress.state, 0, 7)
    progress = replace(progress, strings=done, state=state, loss=1.5, curve=((7, 1.5, 0),))
    rows = np.array([[0, 9.5, 0.25, 3, 1, 0.5, 0.75, np.nan], [7, 1.5, 0.5, 3, 1, 0.5, 0.75, 0]])
    return Run(3, request.param, recipe, recipe.network, Standing(progress, rows=rows))


def test_a_record_is_json_and_arrays_and_gives_the_run_back(run):
    arrays, told = record(run)
    told = json.loads(json.dumps(told))
    again = taken(arrays, told, run.network)
    assert (again.number, again.task, again.by_seed) == (run.number, run.task, True) and alike(again, run)
    assert again.standing.progress.state.random == run.standing.progress.state.random
    assert again.recipe.table == run.recipe.table and again.recipe.settings == run.recipe.settings
    np.testing.assert_array_equal(again.standing.rows, run.standing.rows)
    learner = Learner(run.network, run.recipe.strings, run.recipe.settings)
    on, _ = learner.learn(run.standing.progress.state, 7, 20)
    also, _ = learner.learn(again.standing.progress.state, 7, 20)
    np.testing.assert_array_equal(on.vector, also.vector)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("number", 0), ("number", True), ("task", 3), ("recipe", []), ("recipe", {"task": {"name": "none"}}),
        ("fault", "bad"), ("strings", -1), ("random", {}), ("columns", "strings"), ("columns", ["strings"]),
    ],
)  # fmt: skip
def test_a_wrong_record_is_named(run, key, value):
    arrays, told = record(run)
    with pytest.raises(InputError):
        taken(arrays, told | {key: value}, run.network)


def test_a_record_of_another_version_or_network(run):
    arrays, told = record(run)
    course = np.hstack([arrays["course"][:, :2], np.ones((2, 1))])
    older = taken(arrays | {"course": course}, told | {"columns": ["strings", "loss", "newer"]}, run.network)
    assert older.standing.rows[:, 1].tolist() == [9.5, 1.5] and np.isnan(older.standing.rows[:, 2:]).all()
    with pytest.raises(InputError, match="course"):
        taken({name: each for name, each in arrays.items() if name != "course"}, told, run.network)
    with pytest.raises(InputError, match="vector"):
        taken(arrays | {"vector": np.zeros(3)}, told, run.network)


def test_runs_of_a_file_come_besides_those_that_are_here(run):
    runs = Runs()
    mine = replace(run, number=runs.new_number(), task="mine")
    runs.put(mine)
    runs.take((replace(run, number=1), replace(run, number=4)))
    runs.take((replace(run, number=4),))
    assert [(each.number, each.task) for each in runs.all] == [(1, "mine"), (2, run.task), (4, run.task)]
    assert runs.new_number() == 5


def test_files(run, tmp_path):
    write(run, tmp_path / "a.csv")
    rows = list(csv.reader((tmp_path / "a.csv").read_text("utf-8").splitlines()))
    assert rows[0] == list(COLUMNS) and rows[1][-1] == "" and rows[2][:2] == ["7", "1.5"]
    write(run, tmp_path / "a.toml")
    again = recipes.read(tmp_path / "a.toml")
    np.testing.assert_array_equal(again.network.vector, run.network.vector)
    assert again.settings == run.recipe.settings and (again.strings.tokens == run.recipe.strings.tokens).all()
    write(run, tmp_path / "a.json")
    told = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert told["curves"]["accepted"] == [None, 0] and told["settings"]["algorithm"] == run.recipe.table["algorithm"]
    with pytest.raises(InputError, match=r"ends in \.csv, \.toml or \.json"):
        write(run, tmp_path / "a.txt")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "a.json", "a.toml"]


def test_the_file_of_another_network_says_so(run, tmp_path):
    other = random_network("elman", {"n_X": 3}, run.recipe.strings.vocabulary, 5)
    write(replace(run, network=other), tmp_path / "a.toml")
    assert "not with those of this seed" in (tmp_path / "a.toml").read_text("utf-8")
    assert recipes.read(tmp_path / "a.toml").network.config == other.config


def test_runs_have_numbers_that_are_given_once(run):
    runs = Runs()
    first = replace(run, number=runs.new_number())
    runs.put(first)
    runs.put(replace(first, task="again"))
    assert [each.task for each in runs.all] == ["again"] and runs.get(1).strings == 7
    runs.remove(1)
    assert runs.get(1) is None and runs.get(None) is None and runs.new_number() == 2


def test_a_course_is_thinned_and_what_was_given_away_does_not_change():
    course = Course()
    for n in range(2 * MOST + 5):
        course.put((n, *[float(n)] * 7))
        if n == 40:
            early, copy = course.rows, course.rows.copy()
    np.testing.assert_array_equal(early, copy)
    rows = course.rows
    assert len(rows) <= MOST + 1 and rows[0, 0] == 0 and rows[-1, 0] == 2 * MOST + 4
    assert (np.diff(rows[:, 0]) > 0).all()
    course.put((2 * MOST + 4, *[-1.0] * 7))
    assert len(course.rows) == len(rows) and course.rows[-1, 1] == -1 and rows[-1, 1] == 2 * MOST + 4


@pytest.mark.parametrize(
    ("key", "text", "sentence"),
    [
        ("alpha", "abc", r"alpha is 'abc'; expected a finite number above 0\."),
        ("alpha", "-1", r"alpha is -1.0; expected a finite number above 0\."),
        ("alpha", "nan", r"alpha is nan"),
        ("seed", "1.5", r"seed is '1.5'; expected a whole number, 0 or more\."),
        ("batch", "0", r"batch is 0; expected a whole number from 1"),
        ("back", "2", r"BPTT\(h; h'\) needs h ≥ h' ≥ 1; it is h = 2, h' = 0\."),
    ],
)
def test_what_is_typed_wrong_gets_one_sentence(key, text, sentence):
    recipe = recipes.read(resource("tasks", "anbncn-lstm.toml"))
    with pytest.raises(InputError, match=sentence):
        lesson.with_settings(recipe, {key: lesson.typed(key, text)})


def test_settings_and_seeds():
    recipe = recipes.read(resource("tasks", "anbncn-lstm.toml"))
    changed = lesson.with_settings(recipe, {"alpha": lesson.typed("alpha", "0,5"), "rule": "rmsprop"})
    assert changed.settings.alpha == 0.5 and changed.table["algorithm"]["rule"] == "rmsprop"
    assert lesson.drawn_for(recipe, 10) == {"batch": 10, "draw": "epoch"} and lesson.drawn_for(recipe, 2) == {
        "batch": 2
    }
    again, fresh = lesson.reseeded(recipe, recipe.network, 42)
    same = recipes.with_seed(recipe, 42)
    np.testing.assert_array_equal(fresh.vector, same.network.vector)
    assert again.settings == same.settings


def test_the_string_that_comes_next_is_the_one_that_is_learned():
    recipe = recipes.read(resource("tasks", "anbncn-lstm.toml"))
    learner = Learner(recipe.network, recipe.strings, recipe.settings)
    state = begun(recipe.network, 1).state
    for done in range(8):
        k = lesson.coming(recipe.strings, state, recipe.settings.draw)
        single = replace(recipe.strings, begins=recipe.strings.begins[k : k + 2])
        alone = Learner(recipe.network, single, recipe.settings)
        expected, _ = alone.learn(replace(state, queue=np.zeros(1, np.int64)), done, 1)
        state, _ = learner.learn(state, done, 1)
        np.testing.assert_array_equal(state.vector, expected.vector)


def test_strings_are_written_as_they_are_read():
    recipe = recipes.read(resource("tasks", "anbncn-lstm.toml"))
    assert lesson.written(recipe.strings, 2) == ("aaabbbcccT", 9)
    words = corpus("uno dos\ndos tres tres", most=2)
    text, length = lesson.written(words, 1)
    assert (
        text.split()[:3] == ["dos", "tres", "tres"] and length == 3 and words.vocabulary.encode(text).indices[-1] >= 0
    )
