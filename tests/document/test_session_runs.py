"""The runs of Learn in a session's file: as they were, in a format that older programs refuse in one clear sentence."""

import json
import zipfile
from dataclasses import replace

import numpy as np
import pytest

from rnrviz.document import session_file
from rnrviz.document.document import Document
from rnrviz.document.run_record import record, taken
from rnrviz.document.runs import Run, alike
from rnrviz.document.session_file import LEARNED, TEXT, Kept
from rnrviz.document.standing import EXPLODED, Standing
from rnrviz.network.problems import InputError
from rnrviz.network.training import recipe as recipes
from rnrviz.network.training.descent import Learner
from rnrviz.network.training.state import begun
from rnrviz.paths import resource


def learned(number, path, strings=6, fault="", **settings):
    read = recipes.read(path)
    recipe = recipes.made(read.table | {"algorithm": read.table["algorithm"] | settings}, read.folder)
    progress = begun(recipe.network, recipe.settings.seed)
    state, done = Learner(recipe.network, recipe.strings, recipe.settings).learn(progress.state, 0, strings)
    progress = replace(progress, strings=done, state=state, loss=0.5, curve=((done, 0.5, 2),), diverged=bool(fault))
    rows = np.array([[0.0, 2, 0.25, 3, 1, 0.5, 0.75, np.nan], [done, 0.5, 0.5, 3, 1, 0.5, 0.75, 2]])
    return Run(number, path.stem, recipe, recipe.network, Standing(progress, rows=rows, fault=fault))


@pytest.fixture
def own_text(tmp_path):
    """A task of the user's, on a text of the user's."""
    (tmp_path / "mine.txt").write_text("uno dos tres\ndos tres\n", "utf-8")
    task = (
        "[task]\nname = 'corpus'\npath = 'mine.txt'\nunit = 'words'\ncut = 'lines'\n[network]\narchitecture = 'elman'\n"
    )
    (tmp_path / "mine.toml").write_text(task + "n_X = 2\nloss = 'cross_entropy'\n[algorithm]\nalpha = 0.1\n", "utf-8")
    return tmp_path / "mine.toml"


def made(own_text):
    anbncn, spanish = resource("tasks", "anbncn-lstm.toml"), resource("tasks", "corpus-spanish.toml")
    runs = (
        learned(1, anbncn),
        learned(3, spanish, 2, fault=EXPLODED),
        learned(4, anbncn, rule="kalman"),
        learned(7, own_text),
    )
    return Kept(Document(runs[0].network, "aabbccT", 3), None, {"perspective": "learn"}, runs)


def test_runs_come_back_and_learn_on(own_text, tmp_path):
    kept, path = made(own_text), tmp_path / "s.rnrviz"
    session_file.save(kept, path)
    again = session_file.load(path)
    assert not again.lost and [run.number for run in again.runs] == [1, 3, 4, 7]
    for run, other in zip(kept.runs, again.runs, strict=True):
        assert alike(run, other) and run.standing.fault == other.standing.fault and other.by_seed
        assert other.standing.finished == bool(run.standing.fault)
        np.testing.assert_array_equal(run.standing.rows, other.standing.rows)
        ends = [
            Learner(each.network, each.recipe.strings, each.recipe.settings)
            .learn(each.standing.progress.state, each.strings, 9)[0].vector
            for each in (run, other)
        ]  # fmt: skip
        np.testing.assert_array_equal(*ends)
    first = path.read_bytes()
    session_file.save(again, path)
    assert path.read_bytes() == first


def test_a_run_of_before_there_was_foresight_still_opens():
    run = learned(1, resource("tasks", "anbncn-lstm.toml"))
    arrays, told = record(run)
    assert told.pop("best_foreseen") == 0.0
    assert alike(run, taken(arrays, told, run.network))


def version(path):
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read(TEXT))["rnrviz"]


def test_older_files_open_and_older_programs_say_why_they_cannot(own_text, tmp_path, monkeypatch):
    kept = made(own_text)
    session_file.save(replace(kept, runs=()), tmp_path / "plain.rnrviz")
    session_file.save(kept, tmp_path / "runs.rnrviz")
    assert (version(tmp_path / "plain.rnrviz"), version(tmp_path / "runs.rnrviz")) == (1, 2)
    assert session_file.load(tmp_path / "plain.rnrviz").runs == ()
    monkeypatch.setattr(session_file, "VERSION", 1)  # the program of then
    assert session_file.load(tmp_path / "plain.rnrviz").document.text == "aabbccT"
    with pytest.raises(InputError, match=r"later version of RNRviz \(format 2; expected 1\)"):
        session_file.load(tmp_path / "runs.rnrviz")


def test_a_run_on_a_text_that_is_gone_is_named_and_the_others_open(own_text, tmp_path):
    session_file.save(made(own_text), tmp_path / "s.rnrviz")
    (tmp_path / "mine.txt").unlink()
    kept = session_file.load(tmp_path / "s.rnrviz")
    assert [run.number for run in kept.runs] == [1, 3, 4]
    assert len(kept.lost) == 1 and "Run 4 of the session cannot be taken up" in kept.lost[0]
    assert "mine.txt" in kept.lost[0] and "\n" not in kept.lost[0]


@pytest.mark.parametrize("damage", ["none", "part", "number", "list"])
def test_a_damaged_run_does_not_keep_the_session_shut(own_text, tmp_path, damage):
    path, other = tmp_path / "s.rnrviz", tmp_path / "changed.rnrviz"
    session_file.save(made(own_text), path)
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(other, "w") as changed:
        for name in archive.namelist():
            content = archive.read(name)
            if name == TEXT:
                text = json.loads(content)
                text["runs"] = "all" if damage == "list" else text["runs"]
                if damage in ("none", "number"):
                    text["runs"][0] = None if damage == "none" else text["runs"][0] | {"number": "../1"}
                content = json.dumps(text).encode()
            if name == LEARNED.format(1) and damage == "part":
                content = content[:40]
            changed.writestr(name, content)
    if damage == "list":
        with pytest.raises(InputError, match="runs"):
            session_file.load(other)
        return
    kept = session_file.load(other)
    assert [run.number for run in kept.runs] == [3, 4, 7] and len(kept.lost) == 1
