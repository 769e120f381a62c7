"""The commands in a terminal: long work, progress, interruption, help, language."""

import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from program import rnrviz_command


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
    assert not {"numpy", "numba", "PySide6", "pyarrow", "tqdm"} & set(modules)
    done = rnrviz_command(folder, "--help")
    assert done.returncode == 0 and all(
        word in done.stdout.decode() for word in ("trace", "gradients", "check", "train")
    )
    for command in ("trace", "gradients", "check"):
        assert "SEQUENCE" in rnrviz_command(folder, command, "--help").stdout.decode()


def test_commands_never_import_the_screen(folder):
    code = (
        "import sys; from rnrviz.app.command_line import main; main(['check', 'elman.safetensors', 'abab']);"
        "print(*[m for m in sys.modules if m.startswith(('PySide6', 'shiboken6'))])"
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
    code, deadline = folder / "code", time.monotonic() + 30
    while not (code.exists() and code.read_text()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert code.read_text() == "0\n" and (folder / "errors").read_text() == ""
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
    assert process.returncode in (130, -signal.SIGINT)  # the same to a shell; which one, Python decides
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
