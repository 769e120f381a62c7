"""The commands as a user runs them: a process, its files, its two outputs, its exit code."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import oracles
import pytest
from pyarrow import parquet

import rnrviz
from rnrviz.network import files
from rnrviz.network.network import random_network
from rnrviz.network.vocabulary import Vocabulary

MODELS = sorted((Path(__file__).parent.parent / "resources" / "models").glob("*.safetensors"))
ABC = Vocabulary(("a", "b", "c"))
TEXT = "abcabbcca"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with an Elman network, an LSTM with all its options and one whose vocabulary has UNK."""
    folder = tmp_path_factory.mktemp("commands")
    options = {"n_M": 2, "n_C": 2, "forget": True, "peephole": True}
    files.save(random_network("elman", {"n_X": 3}, ABC, 1), folder / "elman.safetensors")
    files.save(random_network("lstm", options, ABC, 2, "quadratic"), folder / "lstm.safetensors")
    files.save(random_network("elman", {}, Vocabulary(("the", "dog", "UNK")), 3), folder / "words.safetensors")
    files.save(random_network("elman", {"n_X": 1}, ABC, 1), folder / "tiny.safetensors")
    huge = random_network("elman", {"g_X": "identity", "g_Y": "identity"}, ABC, 1, "quadratic")
    files.save(huge.with_vector(huge.vector * 1e200), folder / "huge.safetensors")
    return folder


def rnrviz_command(folder: Path, *words: str, given: bytes = b"", **environment: str) -> subprocess.CompletedProcess:
    """Run the program; whatever happens, no traceback."""
    settings = os.environ | {"LANGUAGE": "en", "PYTHONWARNINGS": "error"} | environment
    settings.pop("RNRVIZ_DEBUG", None)
    command = [sys.executable, "-m", "rnrviz", *words]
    done = subprocess.run(command, cwd=folder, input=given, capture_output=True, env=settings, timeout=120)
    assert b"Traceback" not in done.stderr and b"Warning" not in done.stderr, done.stderr.decode()
    return done


def refused(folder: Path, *words: str, given: bytes = b"") -> str:
    """The sentence with which the program refuses, exit code 2, leaving no file behind."""
    before = sorted(path.name for path in folder.iterdir())
    done = rnrviz_command(folder, *words, given=given)
    assert done.returncode == 2, done
    assert done.stdout == b""
    assert sorted(path.name for path in folder.iterdir()) == before
    sentence = done.stderr.decode().strip().splitlines()[-1]
    assert len(sentence) > 10
    return sentence


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
        theirs = {name: np.zeros(w.shape) for name, w in run.W.items()} if error is None else run.gradient(error)
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


def test_wrong_sequences_are_refused(folder):
    (folder / "latin.txt").write_bytes("año".encode("latin-1"))
    trace = ("trace", "elman.safetensors")
    end = ("-o", "x.csv")
    assert "“x”" in refused(folder, *trace, "abx", *end) and "3" in refused(folder, *trace, "abx", *end)
    assert "latin.txt is not UTF-8 text (byte 2)" in refused(folder, *trace, "@latin.txt", *end)
    assert "none.txt" in refused(folder, *trace, "@none.txt", *end)
    assert "cannot be read" in refused(folder, *trace, "@.", *end)
    assert "cannot be read" in refused(folder, *trace, "@", *end)
    assert "standard input is not UTF-8" in refused(folder, *trace, "-", *end, given=b"ab\xff")
    assert "UTF-8" in refused(folder, *trace, "-", *end, given="ab".encode("utf-16"))


def test_wrong_models_are_refused(folder):
    (folder / "bad.safetensors").write_bytes(b"no model")
    for command, end in (("trace", ("-o", "x.csv")), ("gradients", ("-o", "x.npz")), ("check", ())):
        assert "bad.safetensors" in refused(folder, command, "bad.safetensors", "ab", *end)
        assert "none.safetensors" in refused(folder, command, "none.safetensors", "ab", *end)


def test_wrong_results_are_refused(folder):
    (folder / "closed").mkdir()
    (folder / "closed.csv").mkdir()
    for name in ("x.xlsx", "x", ".csv"):
        assert "expected one of .npz .csv .json .parquet" in refused(
            folder, "trace", "elman.safetensors", "ab", "-o", name
        )
    assert "expected one of .npz" in refused(folder, "gradients", "elman.safetensors", "ab", "-o", "x.csv")
    assert "no folder" in refused(folder, "trace", "elman.safetensors", "ab", "-o", "none/x.csv")
    assert "cannot be written" in refused(folder, "trace", "elman.safetensors", "ab", "-o", "closed.csv")
    if os.name == "posix" and os.geteuid() != 0:
        (folder / "closed").chmod(0o500)
        assert "cannot be written" in refused(folder, "trace", "elman.safetensors", "ab", "-o", "closed/x.csv")


@pytest.mark.parametrize(
    "words",
    [
        ("--truncate", "0"),
        ("--truncate", "-1"),
        ("--truncate", "two"),
        ("--truncate", "1.5"),
        ("--truncate",),
        ("--method", "guess"),
        ("--method", "rtrl", "--truncate", "2"),
        ("--method", "differences", "--truncate", "2"),
        ("--unknown",),
        ("more",),
    ],
)
def test_wrong_options_are_refused(folder, words):
    refused(folder, "gradients", "elman.safetensors", "ab", "-o", "x.npz", *words)


@pytest.mark.parametrize(
    "words", [("--tolerance", "x"), ("--tolerance", "-1"), ("--tolerance", "nan"), ("-o", "x.csv")]
)
def test_wrong_options_of_check_are_refused(folder, words):
    refused(folder, "check", "elman.safetensors", "ab", *words)


@pytest.mark.parametrize(
    "words", [("trace",), ("trace", "elman.safetensors", "ab"), ("check", "elman.safetensors"), ("--",)]
)
def test_missing_words_are_refused(folder, words):
    refused(folder, *words)


def test_a_hundred_thousand_tokens(folder):
    (folder / "long.txt").write_text("abc" * 33_333 + "a\n")
    for words in (("trace",), ("gradients", "--method", "rtrl"), ("gradients", "--truncate", "3")):
        done = rnrviz_command(folder, words[0], "tiny.safetensors", "@long.txt", "-o", "long.npz", *words[1:])
        assert done.returncode == 0 and np.load(folder / "long.npz")["E"].shape == (100_000,)
    done = rnrviz_command(folder, "check", "tiny.safetensors", "@long.txt")
    assert done.returncode == 0, done.stdout.decode()


def test_help_needs_no_screen_and_no_numbers(folder):
    code = "import sys; from rnrviz.app.command_line import parser; parser(); print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"numpy", "numba", "PySide6", "pyqtgraph", "pyarrow", "tqdm"} & set(modules)
    done = rnrviz_command(folder, "--help")
    assert done.returncode == 0 and all(
        word in done.stdout.decode() for word in ("trace", "gradients", "check", "train")
    )
    for command in ("trace", "gradients", "check"):
        assert "SEQUENCE" in rnrviz_command(folder, command, "--help").stdout.decode()


def test_commands_never_import_the_screen(folder):
    code = (
        "import sys; from rnrviz.app.command_line import main; main(['check', 'elman.safetensors', 'abab']);"
        "print(*[m for m in sys.modules if m.startswith(('PySide6', 'pyqtgraph', 'shiboken6'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=folder)
    assert done.stdout.splitlines()[-1] == ""


def test_the_answer_is_in_the_readers_language(folder):
    done = rnrviz_command(folder, "check", "elman.safetensors", "abab", LANGUAGE="es")
    assert done.returncode == 0


@pytest.mark.skipif(os.name != "posix", reason="needs signals and closed pipes of POSIX")
def test_a_reader_who_goes_away_changes_nothing(folder):
    command = f"'{sys.executable}' -m rnrviz check elman.safetensors abab 2>errors; echo $? >code"
    subprocess.run(["sh", "-c", f"({command}) | true"], cwd=folder, check=True, timeout=60)
    deadline = time.monotonic() + 30
    while not (folder / "code").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert (folder / "code").read_text() == "0\n" and (folder / "errors").read_text() == ""
    command = f"'{sys.executable}' -m rnrviz check elman.safetensors abab >&- 2>&-"
    assert subprocess.run(["sh", "-c", command], cwd=folder, timeout=60).returncode == 0


@pytest.mark.skipif(os.name != "posix", reason="needs signals of POSIX")
def test_ctrl_c_ends_a_long_command_and_leaves_nothing(folder):
    (folder / "long.txt").write_text("abc" * 30_000)
    before = sorted(path.name for path in folder.iterdir())
    words = ["gradients", "lstm.safetensors", "@long.txt", "--per-step", "-o", "never.npz"]
    with subprocess.Popen([sys.executable, "-m", "rnrviz", *words], cwd=folder, stderr=subprocess.PIPE) as process:
        time.sleep(3.0)
        process.send_signal(signal.SIGINT)
        errors = process.stderr.read()
    assert process.returncode == 130
    assert b"Interrupted" in errors and b"Traceback" not in errors
    assert sorted(path.name for path in folder.iterdir()) == before


@pytest.mark.skipif(os.name != "posix", reason="needs a terminal")
def test_progress_is_shown_on_a_terminal_only_and_on_standard_error(folder):
    import fcntl
    import pty
    import struct
    import termios

    (folder / "long.txt").write_text("abc" * 20_000)
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    words = ["gradients", "lstm.safetensors", "@long.txt", "--method", "differences", "-o", "progress.npz"]
    process = subprocess.Popen(
        [sys.executable, "-m", "rnrviz", *words], cwd=folder, stdout=subprocess.PIPE, stderr=slave
    )
    os.close(slave)
    shown = b""
    while b"Finite differences" not in shown:
        shown += os.read(master, 1000)
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=60)[0] == b""
    os.close(master)
    assert b"%" in shown
