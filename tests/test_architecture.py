"""The house: its floors, the size of its rooms, and that the set-up says what the project needs."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = sorted((ROOT / "rnrviz").rglob("*.py"))
SOURCES = sorted([*PACKAGE, *(ROOT / "tests").rglob("*.py"), *(ROOT / "packaging").rglob("*.py")])
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "packaging" / "lock.txt").read_text(encoding="utf-8")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def canonical(requirement: str) -> str:
    """The name of the library a requirement or a line of the lock is about."""
    return re.split(r"[^\w.-]", requirement)[0].lower().replace("_", "-")


def test_the_import_law_holds():
    """In a process of its own: the checker writes on a console that others may have replaced meanwhile."""
    check = "import sys; from importlinter import cli; sys.exit(cli.lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", check], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_no_file_is_longer_than_300_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", PACKAGE, ids=name_of)
def test_no_code_is_made_from_text(path):
    """``eval`` and ``exec`` of what a user or a file brings must not exist."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    called = {ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call)}
    assert not called & {"eval", "exec", "compile"}


@pytest.mark.parametrize("path", PACKAGE, ids=name_of)
def test_every_module_says_what_it_is_for(path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_the_core_needs_no_screen():
    code = "import rnrviz, sys; rnrviz.load; print(*sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {
        "PySide6",
        "shiboken6",
    } & set(answer.stdout.split())


def test_the_lock_pins_all_that_is_needed():
    groups = PROJECT["dependency-groups"]
    needed = PROJECT["project"]["dependencies"] + groups["test"] + groups["build"] + groups["bundle"]
    pinned = {canonical(line) for line in LOCK.splitlines() if "==" in line}
    assert {canonical(each) for each in needed} <= pinned


def test_the_lock_names_no_address_and_no_cuda():
    assert not re.search(r"://|--hash|nvidia|cuda-|triton", LOCK)


def test_an_old_python_can_read_the_bootstrap():
    text = (ROOT / "packaging" / "bootstrap.py").read_text(encoding="utf-8")
    ast.parse(text, feature_version=(3, 6))


def test_resources_are_in_the_wheel():
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["sources"]["resources"] == "rnrviz/resources"
