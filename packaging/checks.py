"""Every check of the project; the first that fails ends it.

The quick ones run side by side, and beside them the kernels are compiled for the tests, which then share all cores.
"""

from __future__ import annotations

import os
import subprocess

from environment import PYTHON, ROOT, say

LINT_IMPORTS = "from importlinter.cli import lint_imports_command as lint; lint()"
FIRST = (
    ("Style", ("-m", "ruff", "check", ".")),
    ("Types", ("-m", "mypy")),
    ("Import law", ("-c", LINT_IMPORTS)),
    ("Kernels", ("-m", "rnrviz.kernels.warm")),  # else each process of the tests would compile them for itself
)
# A core that has done its half takes tests of the other's. More processes than eight cost more memory than time.
TESTS = ("-m", "pytest", "-n", "auto", "--maxprocesses", "8", "--dist", "worksteal")


def run(arguments: list[str]) -> int:
    """Run all in the checkout, with the arguments for pytest; the exit code of the first that fails."""
    begun = [(title, begin(command)) for title, command in FIRST]
    try:
        for title, process in begun:
            said = process.communicate()[0]
            say(f"{title}:\n{said.decode('utf-8', 'replace').rstrip()}")
            if process.returncode:
                return process.returncode
    finally:
        for _, process in begun:
            process.kill()
    say("Tests:")
    return subprocess.call([PYTHON, *TESTS, *arguments], cwd=ROOT, env=variables())


def begin(command: tuple[str, ...]) -> subprocess.Popen[bytes]:
    """Start a check that keeps what it says until it is asked."""
    pipe = subprocess.PIPE
    return subprocess.Popen([PYTHON, *command], cwd=ROOT, env=variables(), stdout=pipe, stderr=subprocess.STDOUT)


def variables() -> dict[str, str]:
    return os.environ | {"PYTHONUTF8": "1"}
