"""What is read from files and typed by hand, damaged at random: one sentence or a good result, never anything else.

Each fuzzer takes a source of chance and an empty folder, and raises when something else than that happens.
"""

import contextlib
import io
import random
import sys
from pathlib import Path
from unittest import mock

import numpy as np

from rnrviz.app.command_line import main
from rnrviz.document import lesson_reader, session_file
from rnrviz.document.document import Document
from rnrviz.document.session_file import Kept
from rnrviz.network import files, own
from rnrviz.network.architectures import ARCHITECTURES, text_of
from rnrviz.network.problems import InputError
from rnrviz.network.vocabulary import Vocabulary
from rnrviz.paths import resource

MODELS = sorted(resource("models").glob("*.safetensors"))
LESSONS = sorted(resource("lessons").glob("*.md"))
BYTES = (b"\x00", b"\xff", b"{", b"}", b'"', b"1e999", b"NaN", b"-1", b"9" * 30, b"\n", b"\xc3", b"[[", b"")
PIECES = (
    "[t-1]",
    "[t+1]",
    "@",
    "*",
    "(",
    ")",
    "=",
    "\n",
    " ",
    "if ",
    "n_X",
    "W_x",
    "softmax",
    "1e999",
    "0",
    "λ",
    ":",
    "\t",
)
ALPHABET = "abcST \t\n0-+é€😀\u0301\u202e\x00\ud800"
COMMANDS = ("trace", "gradients", "data", "check", "render", "lesson", "train", "experiment", "import", "export")
OPTIONS = (
    "-o",
    "--help",
    "--view",
    "--step",
    "--dark",
    "--tolerance",
    "--size",
    "--scale",
    "--figure",
    "--",
    "-",
    "-x",
)
VALUES = (
    "out.npz",
    "out.png",
    "out.svg",
    "",
    "nan",
    "-1",
    "0",
    "1e999",
    "9" * 40,
    "abc",
    "@no",
    "tape",
    "@bad.eq",
    "é😀",
)


def models(chance: random.Random, folder: Path) -> None:
    """A model with damaged bytes."""
    path = folder / "model.safetensors"
    path.write_bytes(damaged(chance, chance.choice(MODELS).read_bytes()))
    network = refused_or(lambda: files.load(path))
    if network is not None:
        assert np.isfinite(network.vector).all()


def sessions(chance: random.Random, folder: Path) -> None:
    """A session with damaged bytes."""
    path = folder / "session.rnrviz"
    session_file.save(Kept(Document(files.load(chance.choice(MODELS)), "aabbcc", 2)), path)
    path.write_bytes(damaged(chance, path.read_bytes()))
    kept = refused_or(lambda: session_file.load(path))
    if kept is not None:
        assert np.isfinite(kept.document.network.vector).all()


def equations(chance: random.Random, folder: Path) -> None:
    """A text of equations with pieces put in, left out and moved; what can be read can be run."""
    path = folder / "own.eq"
    path.write_text(rewritten(chance, text_of(chance.choice(sorted(ARCHITECTURES)))), "utf-8")
    network = refused_or(lambda: own.load(path, Vocabulary(("a", "b")), "cross_entropy"))
    if network is not None and network.vector.size < 100_000:
        refused_or(lambda: network.run("abba"))


def lessons(chance: random.Random, folder: Path) -> None:
    """A lesson with pieces put in, left out and moved."""
    path = folder / "lesson.en.md"
    path.write_text(rewritten(chance, chance.choice(LESSONS).read_text("utf-8")), "utf-8")
    refused_or(lambda: lesson_reader.read(path))


def sequences(chance: random.Random, folder: Path) -> None:
    """Any characters as a sequence for a shipped network."""
    network = files.load(chance.choice(MODELS))
    text = "".join(chance.choices(ALPHABET, k=chance.randrange(40)))
    trace = refused_or(lambda: network.run(text))
    if trace is not None:
        assert np.isfinite(trace.record).all()


def commands(chance: random.Random, folder: Path) -> None:
    """Words in any order after a command's name: an exit code of the five, and no traceback."""
    (folder / "bad.eq").write_text("x = = \n", "utf-8")
    given = (*VALUES, str(chance.choice(MODELS)), str(folder / "bad.eq"), "aabbcc")
    words = [chance.choice(COMMANDS)]
    words += [chance.choice(OPTIONS if chance.random() < 0.35 else given) for _ in range(chance.randrange(6))]
    said = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
    given_in = mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"aabb"), "utf-8"))
    with contextlib.chdir(folder), contextlib.redirect_stdout(said), contextlib.redirect_stderr(said), given_in:
        code = main(words)
    told = said.buffer.getvalue().decode("utf-8", "replace")
    assert code in (0, 1, 2) and "Traceback" not in told, (words, code, told)


FUZZERS = (models, sessions, equations, lessons, sequences, commands)


def refused_or(attempt):
    """What it returns, or None when it is refused in one sentence."""
    try:
        return attempt()
    except InputError as error:
        assert str(error) and "\n" not in str(error), repr(str(error))
        return None


def damaged(chance: random.Random, content: bytes) -> bytes:
    """A few places changed, near the beginning more often, for there is what describes the rest; sometimes cut."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(chance.choice((8, min(600, len(content)), len(content))))
        new = chance.choice((*BYTES, bytes([chance.randrange(256)])))
        content = content[:at] + new + content[at + chance.choice((len(new), len(new), 0, 1)) :]
        content = content or b"\x00"
    return content[: chance.randrange(len(content))] if chance.random() < 0.15 else content


def rewritten(chance: random.Random, text: str) -> str:
    """Pieces put in, lines doubled, left out and moved."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(text) + 1)
        lines = text.split("\n")
        if chance.random() < 0.6:
            text = text[:at] + chance.choice(PIECES) + text[at + chance.randrange(4) :]
        else:
            line = lines.pop(chance.randrange(len(lines)))
            for _ in range(chance.randrange(3)):
                lines.insert(chance.randint(0, len(lines)), line)
            text = "\n".join(lines)
    return text
