"""`rnrviz train`: what it says, and what Ctrl-C leaves."""

import os
import signal
import time

import pytest
from program import refused, rnrviz_command
from test_command_ends import begin, interrupted

import rnrviz

TASK = '[task]\nname = "anbncn"\nlongest = 2\n[network]\narchitecture = "elman"\n[algorithm]\n'
posix = pytest.mark.skipif(os.name != "posix", reason="needs signals of POSIX")


def test_a_training_writes_a_model(folder):
    (folder / "task.toml").write_text(TASK + "strings = 40\ncheck_every = 20\n", "utf-8-sig")
    done = rnrviz_command(folder, "train", "task.toml", "-o", "trained.safetensors")
    assert done.returncode == 0 and "of 2 judged." in done.stderr.decode()
    history = rnrviz.load(folder / "trained.safetensors").history
    assert history["trained"] and history["strings"] == 40


@pytest.mark.parametrize(
    ("task", "sentence"),
    [
        ('name = "xor"\neach = 4\nstreams = 5', "Right at {n} instants of 20 judged."),
        ('name = "anbmBmAn"\nlongest = 3', "Accepts {n} groups of strings of 3 judged."),
        ('name = "lag_2a"\np = 3', "Accepts {n} strings of 2 judged."),
        ('name = "corpus"\npath = "text.txt"', "Right at {n} instants of 6 judged."),
    ],
)
def test_what_is_judged_is_told_in_the_words_of_the_task(folder, task, sentence):
    (folder / "text.txt").write_text("the cat sat\nthe cat ran\n")
    (folder / "task.toml").write_text(f"[task]\n{task}\n[algorithm]\nstrings = 100\ncheck_every = 100\n")
    done = rnrviz_command(folder, "train", "task.toml", "-o", "trained.safetensors")
    n = rnrviz.load(folder / "trained.safetensors").history["accepted"]
    expected = sentence.format(n=n) if n != 1 else sentence.format(n=n).replace("s of", " of", 1)
    assert done.returncode == 0 and expected in done.stderr.decode()


def test_what_cannot_be_written_is_told_before_training(folder):
    (folder / "long.toml").write_text(TASK + "strings = 1000000000\n")
    assert "no folder" in refused(folder, "train", "long.toml", "-o", "none/x.safetensors")
    (folder / "folder.safetensors").mkdir()
    assert "cannot be written" in refused(folder, "train", "long.toml", "-o", "folder.safetensors")
    assert "ends in '.toml'; expected one of .safetensors" in refused(folder, "train", "long.toml", "-o", "long.toml")
    (folder / "latin.toml").write_bytes(b"# a\xf1o")
    assert "latin.toml is not UTF-8 text (byte 4)" in refused(folder, "train", "latin.toml", "-o", "x.safetensors")
    assert "name of the file is empty" in refused(folder, "train", "", "-o", "x.safetensors")
    (folder / "wrong.toml").write_text(TASK + "alpha = -1\n")
    sentence = refused(folder, "train", "wrong.toml", "-o", "x.safetensors")
    assert sentence.endswith("wrong.toml: [algorithm] alpha is -1; expected a finite number above 0.")


def test_a_huge_loss_does_not_fill_the_bar_with_digits(folder):
    (folder / "huge.toml").write_text(TASK + "rule = 'descent'\nclip = 0\nalpha = 1e250\nstrings = 50\n")
    done = rnrviz_command(folder, "train", "huge.toml", "-o", "huge.safetensors")
    assert done.returncode == 0 and "e+2" in done.stderr.decode() and "0" * 20 not in done.stderr.decode()


def test_a_loss_that_is_never_finite_writes_nothing(folder):
    (folder / "huge.toml").write_text(
        TASK.replace('"elman"', '"elman"\ng_X = "identity"\ng_Y = "identity"\nloss = "quadratic"')
        + "alpha = 1e200\nstrings = 50\n"
    )
    assert "smaller alpha" in refused(folder, "train", "huge.toml", "-o", "x.safetensors")


@posix
def test_ctrl_c_before_the_first_check_writes_nothing(folder):
    (folder / "slow.toml").write_text(TASK + "strings = 10000000\ncheck_every = 10000000\n")
    process = begin(folder, "train", "slow.toml", "-o", "never.safetensors")
    shown = b""
    while b"strings" not in shown:
        shown += process.stderr.read1(100)
    assert "Interrupted before the first check; nothing was written." in interrupted(process)
    assert not (folder / "never.safetensors").exists()


@posix
def test_ctrl_c_later_keeps_the_best(folder):
    (folder / "long.toml").write_text(TASK + "strings = 1000000000\ncheck_every = 20\n")
    process = begin(folder, "train", "long.toml", "-o", "kept.safetensors")
    shown = b""
    while b"accepted" not in shown:
        shown += process.stderr.read1(100)
    assert "best network so far is kept" in interrupted(process)
    assert rnrviz.load(folder / "kept.safetensors").history["best_after"] > 0


LONG = TASK.replace("longest = 2", "longest = 4") + 'strings = 30000\ncheck_every = 100\nbatch = 3\ndraw = "epoch"\n'


def until(process, path, seen, seconds=60.0):
    """Wait while the process runs until a file is there that was not ``seen`` before; now it was."""
    end = time.monotonic() + seconds
    while not path.exists() or path.read_bytes() in seen:
        assert process.poll() is None and time.monotonic() < end
        time.sleep(0.005)
    seen.add(path.read_bytes())


@pytest.fixture(scope="module")
def through(folder):
    """The model of a training that nothing stopped."""
    (folder / "kill.toml").write_text(LONG)
    assert rnrviz_command(folder, "train", "kill.toml", "-o", "run.safetensors").returncode == 0
    assert not (folder / "run.safetensors.checkpoint").exists()
    model = (folder / "run.safetensors").read_bytes()
    (folder / "run.safetensors").unlink()
    return model


@posix
def test_a_killed_training_goes_on_and_gives_the_same_model_to_the_bit(folder, through):
    checkpoint, model = folder / "run.safetensors.checkpoint", folder / "run.safetensors"
    seen = set()
    for _ in range(3):
        process = begin(folder, "train", "kill.toml", "-o", "run.safetensors")
        until(process, checkpoint, seen)
        process.kill()
        process.communicate()
        assert process.returncode == -signal.SIGKILL and not model.exists()
    done = rnrviz_command(folder, "train", "kill.toml", "-o", "run.safetensors")
    assert done.returncode == 0 and "Goes on after" in done.stderr.decode()
    assert model.read_bytes() == through and not checkpoint.exists()


@posix
def test_ctrl_c_leaves_a_checkpoint_from_which_it_goes_on_to_the_bit(folder, through):
    checkpoint, model = folder / "run.safetensors.checkpoint", folder / "run.safetensors"
    process = begin(folder, "train", "kill.toml", "-o", "run.safetensors", "--fresh")
    until(process, checkpoint, set())
    said = interrupted(process)
    assert "The same command goes on from here." in said and process.returncode == 130
    assert 0 < rnrviz.load(model).history["strings"] < 30000 and checkpoint.exists()
    done = rnrviz_command(folder, "train", "kill.toml", "-o", "run.safetensors")
    assert f"from {checkpoint}" in done.stderr.decode()
    assert model.read_bytes() == through and not checkpoint.exists()


def test_a_foreign_checkpoint_stops_it_unless_it_begins_anew(folder):
    (folder / "short.toml").write_text(TASK + "strings = 40\ncheck_every = 20\n")
    checkpoint = folder / "other.safetensors.checkpoint"
    checkpoint.write_bytes(b"something else")
    sentence = refused(folder, "train", "short.toml", "-o", "other.safetensors")
    assert "no checkpoint of this training: This is not a safetensors file." in sentence and "--fresh" in sentence
    done = rnrviz_command(folder, "train", "short.toml", "-o", "other.safetensors", "--fresh")
    assert done.returncode == 0 and not checkpoint.exists()
