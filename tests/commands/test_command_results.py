"""What the commands answer: their files and their verdict, against torch."""

import json

import numpy as np
import oracles
import pytest
from program import MODELS, TEXT, rnrviz_command
from pyarrow import parquet

import rnrviz
from rnrviz.network import files


@pytest.mark.parametrize("model", ["elman", "lstm"])
def test_trace_equals_torch_in_every_format(folder, model):
    network = files.load(folder / f"{model}.safetensors")
    run = oracles.run(network, network.vocabulary.encode(TEXT).indices)
    for ending in ("npz", "csv", "json", "parquet"):
        done = rnrviz_command(folder, "trace", f"{model}.safetensors", TEXT, "-o", f"trace.{ending}")
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    names = [name for name in network.run(TEXT).names if name not in ("d", "E")]
    table, found = np.load(folder / "trace.npz"), json.loads((folder / "trace.json").read_text())
    columns = parquet.read_table(folder / "trace.parquet")
    lines = [line.split(",") for line in (folder / "trace.csv").read_text().splitlines()]
    assert columns.column_names == lines[0]
    for name in names:
        np.testing.assert_allclose(table[name], run.values(name), rtol=1e-12, atol=1e-15)
        np.testing.assert_array_equal(np.array(found[name]), table[name])
        flat = table[name].reshape(len(TEXT), -1)
        where = [
            i for i, column in enumerate(lines[0]) if column.rpartition("_")[0] in (name, f"{name}_1", f"{name}_2")
        ]
        assert len(where) == flat.shape[1]
        np.testing.assert_array_equal(np.array([[float(row[i]) for i in where] for row in lines[1:]]), flat)
        np.testing.assert_array_equal(np.array([columns.column(i).to_numpy() for i in where]).T, flat)
    errors = [np.nan if e is None else e.item() for e in run.E]
    np.testing.assert_allclose(table["E"], errors, rtol=1e-12)
    assert [row[:3] for row in lines[1:3]] == [["1", "a", "b"], ["2", "b", "c"]]
    assert lines[-1][:3] == ["9", "a", ""]


@pytest.mark.parametrize("model", ["elman", "lstm"])
@pytest.mark.parametrize("method", ["bptt", "rtrl", "differences"])
def test_gradients_equal_torch(folder, model, method):
    network = files.load(folder / f"{model}.safetensors")
    run = oracles.run(network, network.vocabulary.encode(TEXT).indices)
    words = ("gradients", f"{model}.safetensors", TEXT, "--method", method, "-o", "g.npz")
    assert rnrviz_command(folder, *words).returncode == 0
    assert not [name for name in np.load(folder / "g.npz").files if name.startswith("gradient_t")]
    done = rnrviz_command(folder, *words, "--per-step")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    found, tolerance = np.load(folder / "g.npz"), 1e-9 if method == "differences" else 1e-12
    for name, expected in run.gradient(run.total()).items():
        np.testing.assert_allclose(found[f"gradient/{name}"], expected, rtol=1e-9, atol=tolerance)
    assert np.isnan(found["E"][-1])
    for t, error in enumerate(run.E):
        theirs = {name: np.zeros(w.shape[1:]) for name, w in run.W.items()} if error is None else run.gradient(error)
        for name, expected in theirs.items():
            np.testing.assert_allclose(found[f"gradient_t/{name}"][t], expected, rtol=1e-9, atol=tolerance)


def test_truncated_gradients(folder):
    network = files.load(folder / "lstm.safetensors")
    words = ("gradients", "lstm.safetensors", TEXT, "--truncate", "2", "--per-step", "-o", "g.npz")
    assert rnrviz_command(folder, *words).returncode == 0
    found, indices = np.load(folder / "g.npz"), network.vocabulary.encode(TEXT).indices
    for t in range(1, len(TEXT)):
        run = oracles.run(network, indices, forget_before=max(0, t - 2))
        for name, expected in run.gradient(run.E[t - 1]).items():
            np.testing.assert_allclose(found[f"gradient_t/{name}"][t - 1], expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("model", MODELS, ids=lambda path: path.stem)
def test_check_says_equal_of_the_models_that_come_with_the_program(tmp_path, model):
    done = rnrviz_command(tmp_path, "check", str(model), "a" * 10 + "b" * 10 + "c" * 10)
    text = done.stdout.decode()
    assert done.returncode == 0, text + done.stderr.decode()
    assert "EQUAL." in text and "NOT" not in text
    assert all(name in text for name in rnrviz.load(model).parameters)


def test_check_says_no(folder):
    done = rnrviz_command(folder, "check", "lstm.safetensors", TEXT, "--tolerance", "1e-20")
    assert done.returncode == 1 and "NOT EQUAL" in done.stdout.decode()
    assert rnrviz_command(folder, "check", "lstm.safetensors", TEXT, "--tolerance", "1e-6").returncode == 0


def test_check_does_not_compare_what_is_not_finite(folder):
    done = rnrviz_command(folder, "check", "huge.safetensors", TEXT)
    assert done.returncode == 1 and "not finite" in done.stdout.decode()
    assert "overflow" in done.stderr.decode()
    done = rnrviz_command(folder, "trace", "huge.safetensors", TEXT, "-o", "huge.csv")
    assert done.returncode == 0 and "instant 1" in done.stderr.decode()
    assert "nan" in (folder / "huge.csv").read_text()


@pytest.mark.parametrize("text", ["", "a"])
def test_a_sequence_with_nothing_to_predict(folder, text):
    assert rnrviz_command(folder, "trace", "lstm.safetensors", text, "-o", "short.csv").returncode == 0
    assert len((folder / "short.csv").read_text().splitlines()) == 1 + len(text)
    for method in ("bptt", "rtrl", "differences"):
        words = ("gradients", "lstm.safetensors", text, "--method", method, "--per-step", "-o", "short.npz")
        done = rnrviz_command(folder, *words)
        assert done.returncode == 0 and ("empty" in done.stderr.decode()) == (not text)
        found = np.load(folder / "short.npz")
        assert found["gradient_t/W_y"].shape == (len(text), 3) and not found["gradient/W_y"].any()
    done = rnrviz_command(folder, "check", "lstm.safetensors", text)
    assert done.returncode == 0 and "no instant" in done.stdout.decode()


def test_the_sequence_may_come_from_a_file_or_standard_input(folder):
    rnrviz_command(folder, "trace", "elman.safetensors", TEXT, "-o", "expected.csv")
    (folder / "text.txt").write_bytes(b"\xef\xbb\xbf" + TEXT[:4].encode() + b"\r\n" + TEXT[4:].encode() + b"\n")
    assert rnrviz_command(folder, "trace", "elman.safetensors", "@text.txt", "-o", "file.csv").returncode == 0
    given = " ".join(TEXT).encode()
    assert rnrviz_command(folder, "trace", "elman.safetensors", "-", "-o", "given.csv", given=given).returncode == 0
    expected = (folder / "expected.csv").read_bytes()
    assert (folder / "file.csv").read_bytes() == (folder / "given.csv").read_bytes() == expected


def test_unknown_tokens_become_unk_and_are_told(folder):
    done = rnrviz_command(folder, "trace", "words.safetensors", "the cat the \udcff", "-o", "unk.csv")
    assert done.returncode == 0
    assert "2 tokens" in done.stderr.decode() and "cat" in done.stderr.decode()
    rows = [line.split(",")[:3] for line in (folder / "unk.csv").read_text().splitlines()[1:]]
    assert rows == [["1", "the", "UNK"], ["2", "UNK", "the"], ["3", "the", "UNK"], ["4", "UNK", ""]]
