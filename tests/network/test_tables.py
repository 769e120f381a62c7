"""Traces and gradients in files, read back by those whose formats they are."""

import csv
import json

import numpy as np
import pytest
from pyarrow import parquet

import rnrviz
from rnrviz.network import tables
from rnrviz.network.network import random_network
from rnrviz.network.problems import InputError
from rnrviz.network.trace import Trace
from rnrviz.network.vocabulary import Vocabulary

ODD = Vocabulary((",", '"', "ñ", "UNK"))
LSTM = random_network("lstm", {"n_M": 2, "n_C": 3, "forget": True}, ODD, 3)
SIGNALS = ["u", "Phi", "phi", "Lambda", "lambda", "Z", "x", "Gamma", "gamma", "z", "Y", "y", "d", "E"]
TEXTS = ["", ",", ',"ñ,,"x', ",ñ" * 2500]


def cells(trace: Trace) -> list[str]:
    """The names of the csv's columns, spelled out."""
    names = []
    for name in trace.names:
        shape = trace[name].shape[1:]
        if len(shape) == 2:
            names += [f"{name}_{i + 1}_{j + 1}" for i in range(shape[0]) for j in range(shape[1])]
        else:
            names += [f"{name}_{i + 1}" for i in range(shape[0])] if shape else [name]
    return names


def flat(trace: Trace) -> np.ndarray:
    return np.hstack([trace[name].reshape(len(trace), int(np.prod(trace[name].shape[1:]))) for name in trace.names])


def write(trace: Trace, path) -> None:
    told: list[float] = []
    tables.writer(str(path))(trace, str(path), told.append)
    assert told == sorted(told) and all(0 <= fraction <= 1 for fraction in told)


@pytest.mark.parametrize("text", TEXTS, ids=len)
def test_npz(tmp_path, text):
    trace = LSTM.run(text)
    write(trace, tmp_path / "t.npz")
    with np.load(tmp_path / "t.npz", allow_pickle=False) as file:
        assert file.files == [
            "u",
            "Phi",
            "phi",
            "Lambda",
            "lambda",
            "Z",
            "x",
            "Gamma",
            "gamma",
            "z",
            "Y",
            "y",
            "d",
            "E",
        ]
        for name in file.files:
            np.testing.assert_array_equal(file[name], trace[name])
            assert file[name].dtype == np.float64
        assert file["phi"].shape == (len(trace), 2) and file["x"].shape == (len(trace), 2, 3)


@pytest.mark.parametrize("text", TEXTS, ids=len)
def test_csv(tmp_path, text):
    trace = LSTM.run(text)
    write(trace, tmp_path / "t.csv")
    with open(tmp_path / "t.csv", encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    assert head == ["t", "token", "target", *cells(trace)]
    assert "x_1_1" in head and "phi_2" in head and head[-1] == "E"
    assert [row[0] for row in rows] == [str(t + 1) for t in range(len(trace))]
    symbols = [ODD.tokens[i] for i in trace.sequence.indices]
    assert [row[1] for row in rows] == symbols
    assert [row[2] for row in rows] == [*symbols[1:], ""][: len(trace)]
    numbers = np.array([[float(cell) for cell in row[3:]] for row in rows]).reshape(len(trace), len(head) - 3)
    np.testing.assert_array_equal(numbers, flat(trace))


@pytest.mark.parametrize("text", TEXTS, ids=len)
def test_json(tmp_path, text):
    trace = LSTM.run(text)
    write(trace, tmp_path / "t.json")

    def refuse(word: str) -> float:
        raise AssertionError(f"{word} is not JSON")

    found = json.loads((tmp_path / "t.json").read_text(encoding="utf-8"), parse_constant=refuse)
    assert list(found) == ["t", "token", "target", *trace.names]
    assert found["target"] == [*found["token"][1:], None][: len(trace)]
    for name in trace.names:
        np.testing.assert_array_equal(np.array(found[name], float).reshape(trace[name].shape), trace[name])


def test_json_spells_what_is_not_finite(tmp_path):
    network = random_network("elman", {"g_X": "identity", "g_Y": "identity"}, ODD, 1, "quadratic")
    trace = network.with_vector(network.vector * 1e250).run(",,,,")
    write(trace, tmp_path / "t.json")
    found = json.loads((tmp_path / "t.json").read_text(encoding="utf-8"), parse_constant=lambda word: 1 / 0)
    x = np.array([[float(value) for value in row] for row in found["x"]])
    np.testing.assert_array_equal(x, trace["x"])
    assert "Infinity" in str(found) and found["E"][-1] is None and found["d"][-1] == [None] * 4


@pytest.mark.parametrize("text", TEXTS, ids=len)
def test_parquet(tmp_path, text):
    trace = LSTM.run(text)
    write(trace, tmp_path / "t.parquet")
    found = parquet.read_table(tmp_path / "t.parquet")
    assert found.column_names == ["t", "token", "target", *cells(trace)]
    numbers = np.array([found[name].to_numpy() for name in cells(trace)]).T
    np.testing.assert_array_equal(numbers, flat(trace))
    assert found["target"].to_pylist()[:-1] == found["token"].to_pylist()[1:]
    assert not len(trace) or found["target"].to_pylist()[-1] is None


def test_several_targets_at_once_are_all_named():
    targets = np.array([[1, 1, 0, 0], [np.nan] * 4, [0, 0, 1, 0]], float)
    assert tables.targets(LSTM.run(",,,", targets)) == [', "', None, "ñ"]


def test_gradients(tmp_path):
    trace = LSTM.run(',"ñ,')
    path = str(tmp_path / "g.npz")
    for gradients in (rnrviz.bptt(trace, per_step=True), rnrviz.rtrl(trace), rnrviz.differences(LSTM, trace)):
        tables.write_npz(tables.gradient_arrays(gradients), path)
        with np.load(path, allow_pickle=False) as file:
            np.testing.assert_array_equal(file["E"], trace["E"])
            for name in gradients.names:
                np.testing.assert_array_equal(file[f"gradient/{name}"], gradients[name])
            extra = {word.split("/")[0] for word in file.files} - {"E", "gradient", "method", "shared"}
            assert extra == {"bptt": {"gradient_t"}, "rtrl": set(), "differences": {"uncertainty"}}[gradients.method]
            if gradients.method == "bptt":
                assert file["gradient_t/W_phi_z"].shape == (4, 2, 6)
                assert not file["gradient_t/W_phi_z"][-1].any()


def test_the_same_arrays_give_the_same_bytes(tmp_path):
    for name in ("one.npz", "two.npz"):
        write(LSTM.run(",,"), tmp_path / name)
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


@pytest.mark.parametrize("name", ["trace", "trace.xlsx", "trace.npz.bak", "trace.", "csv"])
def test_an_unknown_ending_is_refused(name):
    with pytest.raises(InputError) as caught:
        tables.writer(name)
    assert ".npz .csv .json .parquet" in str(caught.value)


def test_an_ending_without_a_name_is_refused():
    for name in (".npz", "folder/.CSV"):
        with pytest.raises(InputError, match="no name before its ending"):
            tables.writer(name)
