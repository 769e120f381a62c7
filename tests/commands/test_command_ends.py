"""Every way a command may end that is not its answer: Ctrl-C, a full disk, odd files, commands still to come."""

import os
import signal
import subprocess
import sys
import time

import pytest
from program import refused, rnrviz_command

posix = pytest.mark.skipif(os.name != "posix", reason="needs signals and devices of POSIX")
SILENT = (130, -signal.SIGINT)  # the same to a shell; which one, Python decides


def begin(folder, *words: str, **environment: str) -> subprocess.Popen:
    settings = os.environ | {"LANGUAGE": "en"} | environment
    return subprocess.Popen(
        [sys.executable, "-m", "rnrviz", *words], cwd=folder, env=settings, stderr=subprocess.PIPE, preexec_fn=heard
    )


def heard() -> None:
    """What runs the tests may ignore a closed terminal, as nohup does; the command is not to."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def interrupted(process: subprocess.Popen) -> str:
    """Press Ctrl-C; what the command still says."""
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=20)[1].decode()
    assert process.returncode in SILENT and "Traceback" not in said, said
    return said


@posix
@pytest.mark.parametrize("seconds", [0.7, 2.0])
def test_ctrl_c_while_the_kernels_compile(folder, tmp_path, seconds):
    process = begin(folder, "check", "elman.safetensors", "abab", RNRVIZ_CACHE=str(tmp_path))
    time.sleep(seconds)
    assert interrupted(process).splitlines()[-1] == "rnrviz: Interrupted; nothing was written."


@posix
def test_ctrl_c_while_the_program_starts():
    code = "import os, signal; import rnrviz.app.command_line; os.kill(os.getpid(), signal.SIGINT); print('lived')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, b"", b"")


LOST = """
import os, signal, sys, time
from rnrviz.app import running

def run(arguments):
    try:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(1)
    except KeyboardInterrupt:  # as Qt does where it calls Python
        sys.excepthook(*sys.exc_info())
    time.sleep(10)
    return 0

sys.exit(running.guarded(run)(None))
"""


@posix
def test_ctrl_c_that_gets_lost_in_qt_is_said_again():
    done = subprocess.run([sys.executable, "-c", LOST], capture_output=True, env=os.environ | {"LANGUAGE": "en"})
    assert (done.returncode, done.stderr) == (130, b"rnrviz: Interrupted; nothing was written.\n")


HELD_BACK = """
import os, signal, sys, time
from rnrviz.app import running

def run(arguments):
    with running.held_back() as heard:
        for _ in range(int(sys.argv[1])):
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.01)
        print("painted", flush=True)
        heard()
    print("went on")
    return 0

sys.exit(running.guarded(run)(None))
"""


@posix
@pytest.mark.parametrize(("presses", "said"), [(1, b"painted\n"), (2, b"")])
def test_ctrl_c_is_held_back_while_qt_paints_but_not_a_second_one(presses, said):
    done = subprocess.run([sys.executable, "-c", HELD_BACK, str(presses)], capture_output=True)
    assert (done.returncode, done.stdout) == (130, said)


@posix
@pytest.mark.parametrize("ending", ["csv", "json"])
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_while_it_writes_leaves_the_older_file_and_nothing_else(folder, name, ending):
    number, target = getattr(signal, name), folder / f"kept.{ending}"
    (folder / "long.txt").write_text("abc" * 30_000)
    target.write_text("older")
    before = sorted(path.name for path in folder.iterdir())
    process = begin(folder, "trace", "lstm.safetensors", "@long.txt", "-o", target.name)
    while process.poll() is None and not any(path.stat().st_size for path in folder.glob(f".kept-*.{ending}")):
        time.sleep(0.01)
    process.send_signal(number)
    said = process.communicate(timeout=20)[1].decode()
    assert process.returncode in (128 + number, -number) and "Traceback" not in said
    assert said.splitlines()[-1] == "rnrviz: Interrupted; nothing was written."
    assert target.read_text() == "older" and sorted(path.name for path in folder.iterdir()) == before


def test_a_terminal_that_knows_ascii_only(folder):
    for words in (("--help",), ("check", "elman.safetensors", "abab"), ("check", "none", "ñ")):
        for language in ("en", "es"):
            done = rnrviz_command(folder, *words, PYTHONIOENCODING="ascii", PYTHONUTF8="0", LANGUAGE=language)
            assert done.returncode == (2 if "none" in words else 0)
            assert (done.stdout + done.stderr).isascii()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("words", ["check elman.safetensors abab", "--help", "--version", "check --help"])
def test_an_answer_that_cannot_be_written_is_told(folder, words):
    command = f"'{sys.executable}' -m rnrviz {words} >/dev/full"
    done = subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, env=os.environ | {"LANGUAGE": "en"})
    assert done.returncode == 2
    assert done.stderr == b"rnrviz: The answer cannot be written (the disk is full).\n"


def test_odd_models_and_results_are_refused(folder):
    assert "name of the file is empty" in refused(folder, "check", "", "ab")
    assert "name of the file to write is empty" in refused(folder, "trace", "elman.safetensors", "ab", "-o", "")
    assert "Give one file" in refused(folder, "")
    if os.name == "posix":
        assert "pipe or a device" in refused(folder, "check", "/dev/null", "ab")
        os.mkfifo(folder / "pipe.npz")
        assert "pipe or a device" in refused(folder, "check", "pipe.npz", "ab")
        assert "pipe or a device" in refused(folder, "trace", "elman.safetensors", "ab", "-o", "pipe.npz")


def test_tokens_that_begin_with_a_hyphen(folder):
    assert "“-”" in refused(folder, "check", "elman.safetensors", "--", "-ab")
    assert "write --" in " ".join(rnrviz_command(folder, "check", "--help").stdout.decode().split())


@posix
@pytest.mark.parametrize(("view", "ending"), [("staves", "pdf"), ("score", "pdf"), ("score", "svg")])
def test_a_picture_for_which_there_is_no_room_is_told(folder, view, ending):
    """A limit on the size of files stands for a full disk."""
    import resource

    target = folder / f"room.{ending}"
    target.write_text("older")
    words = ("render", "lstm.safetensors", "abab", "--view", view, "-o", target.name)
    done = subprocess.run(
        [sys.executable, "-m", "rnrviz", *words],
        cwd=folder,
        env=os.environ | {"LANGUAGE": "en"},
        capture_output=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
    )
    assert done.returncode == 2 and b"cannot be written (a file may not be so large)" in done.stderr, done.stderr
    assert target.read_text() == "older" and not list(folder.glob(".room*"))
    target.unlink()
