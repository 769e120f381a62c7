"""The folder .venv: filled from the lock, left alone while neither the lock nor the project changes."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = ROOT / "packaging" / "lock.txt"
PROJECT = ROOT / "pyproject.toml"


def prepare(tests: bool) -> None:
    """Bring the environment to what the lock says; with the group of the tests or without."""
    usable = is_usable()
    if usable and is_ready(tests):
        return
    if not usable:
        make()
    install(requirements(tests))
    stamp(tests).write_text(fingerprint(), encoding="utf-8")


def is_usable() -> bool:
    """Whether .venv holds a Python that runs, with its pip: it may be half made, or its Python removed."""
    wanted = "import sys, pip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))"
    return PYTHON.exists() and subprocess.call([PYTHON, "-c", wanted], stderr=subprocess.DEVNULL) == 0


def is_ready(tests: bool) -> bool:
    """Whether a finished set-up left its stamp; the set of the tests contains the other."""
    stamps = [stamp(True)] if tests else [stamp(True), stamp(False)]
    return any(each.exists() and each.read_text(encoding="utf-8") == fingerprint() for each in stamps)


def stamp(tests: bool) -> Path:
    return VENV / ("ready-to-test" if tests else "ready-to-run")


def fingerprint() -> str:
    """Changes when the lock, the project's settings or the place of the checkout change."""
    parts = LOCK.read_bytes(), PROJECT.read_bytes(), os.fsencode(ROOT)
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def make() -> None:
    say("Making the folder .venv")
    if subprocess.call([sys.executable, "-m", "venv", "--clear", VENV]):
        raise SystemExit("The environment could not be made; the reason stands above.")


def requirements(tests: bool) -> list[str]:
    """What pyproject.toml asks for, by name; the lock says which versions."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    return [*project["project"]["dependencies"], *groups["build"], *(groups["test"] if tests else [])]


def install(names: list[str]) -> None:
    """The libraries, held to the lock, then the checkout itself, to be run in place."""
    say("Installing the libraries; the first time takes a minute or more.")
    pip("--constraint", str(LOCK), *names)
    pip("--no-deps", "--no-build-isolation", "--editable", str(ROOT))


def pip(*arguments: str) -> None:
    quiet = ("-qq", "--disable-pip-version-check", "--no-input")
    if python("-m", "pip", "install", *quiet, *arguments):
        raise SystemExit("The libraries could not be installed; the reason stands above.")


def python(*arguments: str) -> int:
    """Run the environment's Python; the exit code."""
    return subprocess.call([PYTHON, *arguments])


def say(sentence: str) -> None:
    print(sentence, flush=True)
