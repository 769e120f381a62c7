"""`rnrviz bench --training`: rivals that learn what we learn. No time is judged."""

import csv
import importlib

import numpy as np
import pytest
from program import rnrviz_command

from rnrviz.app.bench import rivals, training
from rnrviz.network.measuring.timing import Contender, Effort
from rnrviz.network.problems import InputError


@pytest.mark.parametrize("name", training.RIVALS)
@pytest.mark.parametrize(("blocks", "cells"), [(2, 1), (3, 1), (2, 2)])
def test_rivals_have_our_weights_after_all_strings(name, blocks, cells):
    pytest.importorskip(name)
    task = training.learned(blocks, cells, "descent")
    rival = importlib.import_module(f"rnrviz.app.bench.{name}_training").contender(task)
    assert (rival.gradient is None) == (name == "torch" and cells > 1)
    before, after = task.network.vector.copy(), training.ours(task).gradient()
    assert np.abs(after - before).max() > 0.1 and np.array_equal(task.network.vector, before)
    rival.run()
    if rival.gradient:
        np.testing.assert_allclose(rival.gradient(), after, rtol=1e-9, atol=1e-11)


def test_other_weights_are_not_measured():
    task = training.learned(2, 1, "kalman")
    mine = training.ours(task)
    wrong = Contender("jax", mine.run, lambda: mine.gradient() + 1e-6)
    with pytest.raises(InputError, match="LSTM 2x1, kalman: the gradient of jax differs from ours by"):
        rivals.check_vectors(task.title, [mine, wrong])
    lost = {"jax": lambda task: Contender("jax", lambda: None, lambda: training.ours(task).gradient() * np.nan)}
    with pytest.raises(InputError):
        training.compare(lost, Effort(1, 0.0), lambda row: None, lambda part: None)


def test_who_is_missing_is_said(monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    assert training.load(("torch", "jax", "numpy")) == ({}, ("torch", "jax"))


def test_the_table_is_printed_and_written(folder):
    said = rnrviz_command(folder, "bench", "--training", "--quick", "--rounds", "1", "--against", "", "-o", "t.csv")
    assert said.returncode == 0, said.stderr
    lines = [line for line in said.stdout.decode().splitlines() if line.startswith("|")]
    assert [line.split("|")[1].strip() for line in lines[2:]] == ["LSTM 2x2", "LSTM 16x1", "LSTM 2x1, kalman"]
    with (folder / "t.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["algorithm"], row["who"]) for row in rows] == [("learning", "rnrviz")] * 3
    for row, line in zip(rows, lines[2:], strict=True):
        assert abs(1 / float(row["value"]) - float(line.split("|")[2])) < 1
