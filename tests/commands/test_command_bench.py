"""`rnrviz bench`: its rows, its rivals, its files, what it refuses. Nothing here depends on how fast anything is."""

import csv
import importlib
import json
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from program import refused, rnrviz_command
from PySide6.QtGui import QImage
from PySide6.QtSvg import QSvgRenderer

from rnrviz.app.bench import child, filing, picture, rivals, table, worker
from rnrviz.app.bench.results import BPTT, RTRL, Growth, Memory, Results, Row, Times, message
from rnrviz.network.problems import InputError

ONCE = ("--rounds", "1", "--quick")
TIMES = {"rnrviz": Times(2e-6, 1e-6, 3e-6), "functions": Times(4e-6, 4e-6, 4e-6)}
RESULTS = Results(
    {"processor": "A processor", "cores": "2", "Python": "3.11", "date": "2026-01-01"},
    ("torch", "jax"),
    ("jax",),
    [
        Row(BPTT, "Elman 4,4", 32, TIMES | {"torch": Times(1e-6, 1e-6, 1e-6, 3, 1.9)}),
        Row(RTRL, "Elman 4,64", 32, TIMES, 5e10, 0.83),
    ],
    [Memory(BPTT, "Elman 4,4", 32, 2000, 1000)],
    [
        Growth(RTRL, "n_X", (4, 8, 16), (1e-6, 1.6e-5, 2.56e-4), 4.0, 3.9e-9, 8),
        Growth(BPTT, "n_X", (4, 8, 16, 32), (1e-6, 4e-6, 1.6e-5, 6.4e-5), 2.0, 6.25e-8, 16),
        Growth(RTRL, "L", (16, 32), (1e-4, 2e-4), 1.0, 6.25e-6, 16),
        Growth(BPTT, "L", (16, 32), (1e-5, 2e-5), 1.0, 6.25e-7, 16),
    ],
)


def test_a_missing_rival_is_said_and_nothing_else(monkeypatch, capsys):
    real = importlib.import_module

    def without(name, package=None):
        if name.endswith(("jax_rival", "torch_rival")):
            raise ImportError(name)
        return real(name, package)

    monkeypatch.setattr(importlib, "import_module", without)
    said = []
    order = worker.Order(rivals.RIVALS, 1, True, "Elman 4,4 L=32")
    worker.obey(order, lambda kind, content: said.append({"kind": kind, "content": content}))
    assert {"kind": "missing", "content": ["torch", "jax"]} in said
    rows = [each["content"] for each in said if each["kind"] == "row"]
    assert [(row["algorithm"], *row["times"]) for row in rows] == [
        (BPTT, "rnrviz", "functions"), (RTRL, "rnrviz", "functions", "numpy"),
    ]  # fmt: skip
    assert said[-1] == {"kind": "progress", "content": 1.0}


def test_the_table_and_its_files(folder):
    words = ("bench", "--only", "elman 4,4 l=32", *ONCE, "--against", "torch, numpy")
    done = rnrviz_command(folder, *words, "-o", "table.md", "-o", "table.csv", "-o", "table.JSON")
    assert done.returncode == 0, done
    text = done.stdout.decode().replace("\r\n", "\n")
    assert (folder / "table.md").read_text(encoding="utf-8") == text
    assert "Forward and BPTT" in text and "Forward and RTRL" in text and "Measured on:" in text
    assert sum(line.startswith("| Elman 4,4 ") for line in text.splitlines()) == 4
    with (folder / "table.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {(row["algorithm"], row["who"]) for row in rows if row["quantity"] == "seconds"} == {
        (BPTT, "rnrviz"), (BPTT, "functions"), (BPTT, "torch"), (RTRL, "rnrviz"), (RTRL, "functions"), (RTRL, "numpy"),
    }  # fmt: skip
    found = json.loads((folder / "table.JSON").read_text(encoding="utf-8"))
    assert found["machine"]["numpy"] == np.__version__ and found["rows"][0]["times"]["torch"]["median"] > 0


def test_ours_alone_and_an_order_without_rivals(folder):
    done = rnrviz_command(folder, "bench", "--only", "LSTM 4,2x2 L=32", *ONCE, "--against", "")
    assert done.returncode == 0 and "torch" not in done.stdout.decode()


def test_what_cannot_be_measured_is_refused(folder):
    assert "no rival 'keras'; known are torch, jax, numpy" in refused(folder, "bench", "--against", "torch,keras")
    assert "No row is named 'GRU'" in refused(folder, "bench", "--only", "GRU")
    assert "No row is named 'L=100'" in refused(folder, "bench", "--only", "L=100", "--quick")
    assert "goes with --scaling only" in refused(folder, "bench", "--largest", "16")
    assert "not allowed with argument --scaling" in refused(folder, "bench", "--scaling", "--training")
    assert "expected 8 to 512" in refused(folder, "bench", "--scaling", "--largest", "4")
    assert "whole number above 0" in refused(folder, "bench", "--rounds", "0")
    assert "expected one of .md .csv .json" in refused(folder, "bench", "-o", "table.svg")
    assert "expected one of .md .csv .json .svg .pdf .png" in refused(folder, "bench", "--scaling", "-o", "a.txt")
    assert "no folder" in refused(folder, "bench", "-o", "none/table.md")


def test_the_growth_as_table_and_picture(folder, qapp):
    words = ("bench", "--scaling", "--largest", "16", *ONCE)
    done = rnrviz_command(folder, *words, "-o", "g.svg", "-o", "g.png", "-o", "g.pdf", "-o", "g.csv", LANGUAGE="es")
    assert done.returncode == 0, done
    assert "crece como" in done.stdout.decode() and "n_X^" in done.stdout.decode()
    assert QImage(str(folder / "g.png")).width() > 1000
    assert QSvgRenderer(str(folder / "g.svg")).isValid()
    assert "RTRL" in (folder / "g.svg").read_text(encoding="utf-8")
    content = (folder / "g.pdf").read_bytes()
    assert content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF") and b"/Count 1" in content


def test_tables_say_where_a_rival_wins_and_who_is_missing(qapp, tmp_path):
    text = table.markdown(RESULTS)
    assert "**1.00 (0.50x)**" in text and "83 %" in text and " n_X^4.00 |" in text
    assert (
        "torch kept up to 1.9 cores busy" in text
        and "jax could not be imported" in text
        and "2 cores" in text
        and "A processor" in text
    )
    picture.save(RESULTS, str(tmp_path / "growth.png"))
    image = QImage(str(tmp_path / "growth.png"))
    colours = {image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}
    assert {"#0072b2", "#c04e00"} <= colours
    filing.save(RESULTS, str(tmp_path / "all.csv"))
    assert "exponent over n_X,RTRL,,8-16,rnrviz,4.0" in (tmp_path / "all.csv").read_text(encoding="utf-8")


def test_one_thread_for_every_library():
    found = child.one_thread({"XLA_FLAGS": "--xla_dump_to=x", "HOME": "h", "OMP_NUM_THREADS": "8"})
    assert found["OMP_NUM_THREADS"] == found["OPENBLAS_NUM_THREADS"] == "1" and found["HOME"] == "h"
    assert found["NPROC"] == "1"  # else JAX multiplies large matrices on all cores
    assert found["XLA_FLAGS"].startswith("--xla_dump_to=x ")


def test_a_worker_that_fails_is_told(monkeypatch):
    monkeypatch.setattr(child, "_command", lambda: [sys.executable, "-c", "raise ValueError('a broken library')"])
    with pytest.raises(InputError, match=r"ended too early \(ValueError: a broken library\)"):
        list(child.answers(worker.Order()))


def test_the_worker_ends_with_who_started_it():
    command = [sys.executable, "-m", "rnrviz", worker.WORKER]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdin.write(worker.Order(rounds=1_000_000).text().encode() + b"\n")
        process.stdin.flush()
        assert b"missing" in process.stdout.readline()
        process.stdin.close()
        assert process.wait(60) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals of POSIX")
def test_ctrl_c_ends_the_measurement(folder):
    words = ["bench", "--against", "", "--rounds", "100000", "-o", "never.md"]
    with subprocess.Popen([sys.executable, "-m", "rnrviz", *words], cwd=folder, stderr=subprocess.PIPE) as process:
        time.sleep(3.0)
        process.send_signal(signal.SIGINT)
        errors = process.stderr.read()
    assert process.returncode in (130, -signal.SIGINT) and b"Interrupted; nothing was written." in errors
    assert b"Traceback" not in errors and not (folder / "never.md").exists()


def test_results_travel_as_json():
    copy = Results(RESULTS.machine, RESULTS.rivals, RESULTS.missing)
    for each in (*RESULTS.rows, *RESULTS.memory, *RESULTS.growth):
        copy.add(**json.loads(json.dumps(message(each))))
    assert copy == RESULTS
