"""The table of results: rows as they come, repaired after a kill, in order in the end, never mixed with others."""

import csv

import pytest

from rnrviz.network.problems import InputError
from rnrviz.network.results import Results
from rnrviz.network.training import experiment as experiments
from rnrviz.network.training.outcomes import Outcome

TEXT = """
[experiment]
seeds = [1, 2, 10]
[task]
name = "anbncn"
longest = 2
[network]
architecture = "elman"
[vary]
"algorithm.rule" = ["rmsprop", "adam"]
"network" = [{ architecture = "elman", n_X = 2 }, { architecture = "elman", n_X = 10 }]
"""
WENT = Outcome(60, True, 20, 40, 2, 1, None, None, 0.1, False, 0.25)


@pytest.fixture
def experiment(tmp_path):
    (tmp_path / "e.toml").write_text(TEXT)
    return experiments.read(tmp_path / "e.toml")


@pytest.fixture
def full(tmp_path, experiment):
    """A file with all rows, written backwards."""
    results = Results(tmp_path / "r.csv", experiment)
    results.settle()
    assert not (tmp_path / "r.csv").exists()
    for run in reversed(experiment.runs):
        results.add(run, WENT)
    return tmp_path / "r.csv"


def test_rows_are_put_in_order(full, experiment):
    results = Results(full, experiment)
    assert not results.missing
    before = full.read_text().splitlines()
    results.settle()
    after = list(csv.DictReader(full.read_text().splitlines()))
    assert [(row["algorithm.rule"], row["network"], row["seed"]) for row in after] == [
        (rule, f"architecture = elman, n_X = {n}", seed)
        for rule in ("rmsprop", "adam")
        for n in (2, 10)
        for seed in ("1", "2", "10")
    ]
    assert sorted(before) == sorted(full.read_text().splitlines()) and before != full.read_text().splitlines()
    assert after[0]["learned"] == "true" and after[0]["best_loss"] == "0.1" and "best_tested" not in after[0]


def test_a_file_cut_anywhere_is_repaired(full, experiment):
    whole = full.read_bytes()
    lines = whole.splitlines(keepends=True)
    for cut in range(len(whole) + 1):
        full.write_bytes(whole[:cut])
        results = Results(full, experiment)
        rows = max(0, whole[:cut].count(b"\n") - 1)
        assert len(results.missing) == 12 - rows and len(results.rows) == rows
        if cut % 50 == 0:
            results.settle()
            for run in results.missing:
                results.add(run, WENT)
            assert sorted(full.read_bytes().splitlines(keepends=True)) == sorted(lines)


def test_results_of_other_seeds_stay(full, experiment, tmp_path):
    (tmp_path / "few.toml").write_text(TEXT.replace("[1, 2, 10]", "[2, 3]"))
    results = Results(full, experiments.read(tmp_path / "few.toml"))
    assert [run.seed for run in results.missing] == [3] * 4 and [row["seed"] for row in results.rows] == ["2"] * 4
    results.settle()
    assert not Results(full, experiment).missing


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda text: "seed;loss\n1;2\n", "{file} begins with 'seed;loss'; expected results of this experiment"),
        (lambda text: "my notes", "{file} begins with 'my notes'; expected results of this experiment"),
        (lambda text: text.replace(",60,true", ",60"), "Line 2 of {file} has 15 cells; expected 16."),
        (lambda text: text.replace(",x", ",y", 1), "Line 2 of {file} is of another experiment (y"),
    ],
)
def test_a_file_of_something_else_is_refused_and_left_alone(full, experiment, change, sentence):
    full.write_text(change(full.read_text()))
    before = full.read_bytes()
    with pytest.raises(InputError) as caught:
        Results(full, experiment)
    assert str(caught.value).startswith(sentence.format(file=full)) and full.read_bytes() == before


def test_what_is_no_text_is_refused(tmp_path, experiment):
    (tmp_path / "r.csv").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="is not UTF-8 text"):
        Results(tmp_path / "r.csv", experiment)
