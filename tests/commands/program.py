"""The program run as a process, as a user does."""

import json
import os
import subprocess
import sys
from pathlib import Path

MODELS = sorted((Path(__file__).parents[2] / "resources" / "models").glob("*.safetensors"))
TEXT = "abcabbcca"


MODULE = ("-m", "rnrviz")


def rnrviz_command(folder: Path, *words: str, given: bytes = b"", **environment: str) -> subprocess.CompletedProcess:
    """Run the program; whatever happens, no traceback."""
    settings = os.environ | {"LANGUAGE": "en", "PYTHONWARNINGS": "error"} | environment
    settings.pop("RNRVIZ_DEBUG", None)
    command = [sys.executable, *MODULE, *words]
    done = subprocess.run(command, cwd=folder, input=given, capture_output=True, env=settings, timeout=120)
    assert b"Traceback" not in done.stderr and b"Warning" not in done.stderr, done.stderr.decode()
    return done


ONE_BY_ONE = """
import json
import sys
from rnrviz.app.command_line import main

print(*[main(words) for words in json.loads(sys.argv[1])])
"""


def all_done(folder: Path, *commands: tuple[str, ...]) -> None:
    """Many commands in one process, for tests of what they draw and not of how they start: none fails or warns."""
    settings = os.environ | {"LANGUAGE": "en", "PYTHONWARNINGS": "error"}
    command = [sys.executable, "-c", ONE_BY_ONE, json.dumps(commands)]
    done = subprocess.run(command, cwd=folder, capture_output=True, env=settings, timeout=300)
    assert b"Traceback" not in done.stderr and b"Warning" not in done.stderr, done.stderr.decode()
    codes = done.stdout.decode().split()
    failed = [words for words, code in zip(commands, codes, strict=True) if code != "0"]
    assert done.returncode == 0 and not failed, (failed, done.stderr.decode())


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
