"""Wrong input on the command line: exit code 2, one sentence, no file left behind."""

import os

import pytest
from program import refused


def test_wrong_sequences_are_refused(folder):
    (folder / "latin.txt").write_bytes("año".encode("latin-1"))
    trace = ("trace", "elman.safetensors")
    end = ("-o", "x.csv")
    assert "“x”" in refused(folder, *trace, "abx", *end) and "3" in refused(folder, *trace, "abx", *end)
    assert "latin.txt is not UTF-8 text (byte 2)" in refused(folder, *trace, "@latin.txt", *end)
    assert "none.txt" in refused(folder, *trace, "@none.txt", *end)
    assert "cannot be read" in refused(folder, *trace, "@.", *end)
    assert "no name of a file after @" in refused(folder, *trace, "@", *end)
    assert "standard input is not UTF-8" in refused(folder, *trace, "-", *end, given=b"ab\xff")
    assert "UTF-8" in refused(folder, *trace, "-", *end, given="ab".encode("utf-16"))


def test_wrong_models_are_refused(folder):
    (folder / "bad.safetensors").write_bytes(b"no model")
    for command, end in (("trace", ("-o", "x.csv")), ("gradients", ("-o", "x.npz")), ("check", ())):
        assert "bad.safetensors" in refused(folder, command, "bad.safetensors", "ab", *end)
        assert "none.safetensors" in refused(folder, command, "none.safetensors", "ab", *end)


def test_equations_are_no_model(folder):
    (folder / "own.eq").write_text("n_U = n_V\n")
    for command, end in (("trace", ("-o", "x.csv")), ("check", ())):
        assert "has no weights; open it in the window (rnrviz own.eq)" in refused(folder, command, "own.eq", "ab", *end)
    assert "no such file" in refused(folder, "check", "none.eq", "ab")


def test_wrong_results_are_refused(folder):
    (folder / "closed").mkdir()
    (folder / "closed.csv").mkdir()
    assert "expected one such as result.csv" in refused(folder, "trace", "elman.safetensors", "ab", "-o", ".csv")
    for name in ("x.xlsx", "x"):
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
