"""`rnrviz experiment`: the same table however many processes make it, and whatever stops them in between."""

import csv
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from program import refused, rnrviz_command
from test_command_ends import begin, interrupted

from rnrviz.paths import resource

EXPERIMENT = """
[experiment]
seeds = "1-3"
[task]
name = "anbncn"
longest = 3
[network]
architecture = "elman"
[algorithm]
check_every = 50
[vary]
"algorithm.strings" = [600, 300]
"algorithm.alpha" = [0.03, 0.003]
[test]
longest = 8
[paper]
source = "Somebody 1999"
setting = { "algorithm.strings" = 600 }
learned = 90
strings = 1234
"""
LONG = EXPERIMENT.replace("[600, 300]", "[300, 1000000000]")
linux = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to find the processes")


def rows(path):
    """Every row but for the time it took."""
    with path.open(newline="") as file:
        return [{key: row[key] for key in row if key != "seconds"} for row in csv.DictReader(file)]


def table(said):
    """What was said, but for the time it took."""
    return [
        line.rpartition("|")[0].rpartition("|")[0] if "|" in line else line
        for line in said.stdout.decode().splitlines()
    ]


@pytest.fixture(scope="module")
def done(folder):
    """The table of one process, and what it said."""
    (folder / "e.toml").write_text(EXPERIMENT)
    said = rnrviz_command(folder, "experiment", "e.toml", "-o", "one.csv", "--processes", "1")
    assert said.returncode == 0, said.stderr
    return rows(folder / "one.csv"), said


def test_every_run_is_a_row_in_order(done):
    found, _ = done
    assert [(row["algorithm.strings"], row["algorithm.alpha"], row["seed"]) for row in found] == [
        (strings, alpha, seed) for strings in ("600", "300") for alpha in ("0.03", "0.003") for seed in "123"
    ]
    assert all(row["strings"] == row["algorithm.strings"] for row in found)
    assert len({row["best_loss"] for row in found}) == 12


def test_the_summary_has_the_papers_figures_beside_ours(done):
    said = done[1]
    lines = said.stdout.decode().splitlines()
    assert "12 of 12 runs" in said.stderr.decode() and len([line for line in lines if line.startswith("|")]) == 6
    assert "% (90 %)" in lines[2] and "(1234)" in lines[2] and "(" not in lines[4]
    assert lines[-1] == "In brackets: Somebody 1999"


@pytest.mark.parametrize("number", ["2", "5"])
def test_the_table_is_the_same_for_any_number_of_processes(folder, done, number):
    said = rnrviz_command(folder, "experiment", "e.toml", "-o", f"{number}.csv", "--processes", number)
    assert said.returncode == 0 and rows(folder / f"{number}.csv") == done[0]
    assert table(said) == table(done[1])


def test_rows_that_are_there_are_not_run_again(folder, done):
    """Of a table cut in the middle of a line, whole rows stay as they are, to the letter."""
    text = (folder / "one.csv").read_text()
    lines = text.splitlines(keepends=True)
    (folder / "cut.csv").write_text("".join(lines[:1] + lines[5:9]) + lines[9][:20])
    said = rnrviz_command(folder, "experiment", "e.toml", "-o", "cut.csv")
    assert "4 runs of 12 are done already." in said.stderr.decode()
    assert rows(folder / "cut.csv") == done[0]
    assert set(lines[5:9]) <= set((folder / "cut.csv").read_text().splitlines(keepends=True))
    again = rnrviz_command(folder, "experiment", "e.toml", "-o", "one.csv")
    assert "12 runs of 12 are done already." in again.stderr.decode() and table(again) == table(done[1])
    assert (folder / "one.csv").read_text() == text


def children(process):
    return Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()


def gone(number):
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def until_six(process, path):
    """Wait until six rows are there."""
    end = time.monotonic() + 60.0
    while not path.exists() or path.read_text().count("\n") < 7:
        assert process.poll() is None and time.monotonic() < end
        time.sleep(0.01)


def begun(folder, name):
    """An experiment whose last runs would take days, when some rows are there; and its processes."""
    (folder / "long.toml").write_text(LONG)
    process = begin(folder, "experiment", "long.toml", "-o", name, "--processes", "2")
    until_six(process, folder / name)
    working = children(process)
    assert len(working) == 2
    return process, working


@linux
def test_ctrl_c_keeps_what_is_done_and_ends_the_processes(folder, done):
    process, working = begun(folder, "stopped.csv")
    assert "Interrupted; 6 of 12 runs are kept." in interrupted(process) and process.returncode == 130
    assert all(gone(number) for number in working)
    kept = rows(folder / "stopped.csv")
    assert [row["best_loss"] for row in kept] == [row["best_loss"] for row in done[0][6:]]


@linux
def test_a_killed_experiment_goes_on_and_its_processes_end(folder):
    process, working = begun(folder, "killed.csv")
    process.kill()
    process.communicate()
    end = time.monotonic() + 10.0
    while not all(gone(number) for number in working):
        assert time.monotonic() < end
        time.sleep(0.01)
    process = begin(folder, "experiment", "long.toml", "-o", "killed.csv", "--processes", "2")
    while b"6 runs of 12 are done already." not in process.stderr.readline():
        assert process.poll() is None
    interrupted(process)


@linux
def test_a_process_that_is_killed_is_told(folder):
    process, working = begun(folder, "short.csv")
    os.kill(int(working[0]), signal.SIGKILL)
    said = process.communicate(timeout=20)[1].decode()
    assert process.returncode == 2 and "A training process ended too early (-9)." in said and "Traceback" not in said
    assert all(gone(number) for number in working)


def test_what_is_wrong_is_told_before_training(folder):
    (folder / "bad.toml").write_text(EXPERIMENT.replace("0.003", "-1"))
    sentence = refused(folder, "experiment", "bad.toml", "-o", "bad.csv")
    assert sentence.endswith("bad.toml: [algorithm] alpha is -1; expected a finite number above 0.")
    (folder / "e.toml").write_text(EXPERIMENT)
    assert "no folder" in refused(folder, "experiment", "e.toml", "-o", "none/x.csv")
    (folder / "notes.csv").write_text("my notes\n")
    assert "begins with 'my notes'" in refused(folder, "experiment", "e.toml", "-o", "notes.csv")
    assert (folder / "notes.csv").read_text() == "my notes\n"
    assert "above 0" in refused(folder, "experiment", "e.toml", "-o", "x.csv", "--processes", "0")
    both = "--processes", "1", "--scheduler", "127.0.0.1:1"
    assert "not allowed with" in refused(folder, "experiment", "e.toml", "-o", "x.csv", *both)


def test_without_a_test_the_judge_is_what_counts(folder):
    text = EXPERIMENT[: EXPERIMENT.index("[vary]")].replace("1-3", "4-5") + "strings = 20\n"
    (folder / "plain.toml").write_text(text.replace("check_every = 50", "check_every = 10"))
    said = rnrviz_command(folder, "experiment", "plain.toml", "-o", "plain.csv", "--processes", "2")
    assert said.returncode == 0 and "of the judge the best network" in said.stdout.decode()
    found = rows(folder / "plain.csv")
    assert [row["seed"] for row in found] == ["4", "5"] and "best_tested" not in found[0]


def test_a_missing_library_is_told(folder):
    (folder / "e.toml").write_text(EXPERIMENT)
    code = (
        "import sys; sys.modules['distributed'] = None; from rnrviz.app.command_line import main;"
        "sys.exit(main(['experiment', 'e.toml', '-o', 'm.csv', '--scheduler', '127.0.0.1:1']))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 2
    assert "--scheduler needs the library distributed, which is not installed here (extra cluster)." in done.stderr


@pytest.fixture(scope="module")
def cluster():
    """A scheduler and two workers on this machine, each a process of its own; its address."""
    distributed = pytest.importorskip("distributed", reason="needs the extra cluster")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        yield cluster.scheduler_address


@pytest.mark.filterwarnings("default")  # Dask's own
def test_a_cluster_makes_the_same_table(folder, done, cluster):
    said = rnrviz_command(
        folder, "experiment", "e.toml", "-o", "d.csv", "--scheduler", cluster, PYTHONWARNINGS="default"
    )
    assert said.returncode == 0 and rows(folder / "d.csv") == done[0]
    assert table(said) == table(done[1])


@linux
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_a_cluster_is_free_again_whatever_ends_the_experiment(folder, cluster, end):
    from distributed import Client

    name = f"cluster{end}.csv"
    (folder / "long.toml").write_text(LONG)
    process = begin(folder, "experiment", "long.toml", "-o", name, "--scheduler", cluster)
    until_six(process, folder / name)
    process.send_signal(end)
    said = process.communicate(timeout=30)[1].decode()
    assert process.returncode == (130 if end == signal.SIGINT else -end) and "Traceback" not in said
    with Client(cluster, set_as_default=False) as client:
        for worker in client.scheduler_info()["workers"]:
            assert client.submit(int, "7", workers=[worker], pure=False).result(timeout=30) == 7


@pytest.mark.filterwarnings("default")
def test_a_scheduler_that_does_not_answer_is_told(folder):
    pytest.importorskip("distributed", reason="needs the extra cluster")
    sentence = refused(folder, "experiment", "e.toml", "-o", "n.csv", "--scheduler", "tcp://127.0.0.1:9")
    assert "No Dask scheduler answers at tcp://127.0.0.1:9 (" in sentence


def test_the_shipped_experiment_runs(folder):
    """With the first seeds only, and fewer strings."""
    text = resource("experiments", "anbncn-lstm.toml").read_text()
    tasks = resource("tasks").as_posix()
    text = text.replace("../tasks", tasks).replace('"1-10"', '"1-2"').replace("= 30000", "= 3000")
    (folder / "shipped.toml").write_text(text)
    said = rnrviz_command(folder, "experiment", "shipped.toml", "-o", "shipped.csv")
    assert said.returncode == 0 and "Gers and Schmidhuber 2001" in said.stdout.decode()
    found = rows(folder / "shipped.csv")
    assert [row["learned"] for row in found] == ["true"] * 8 and all(int(row["best_tested"]) >= 10 for row in found)
