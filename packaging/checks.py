"""Every check of the project in order; the first that fails ends it."""

from __future__ import annotations

import os
import subprocess

from environment import PYTHON, ROOT, say

LINT_IMPORTS = "from importlinter.cli import lint_imports_command as lint; lint()"
CHECKS = (
    ("Style", ("-m", "ruff", "check", ".")),
    ("Types", ("-m", "mypy")),
    ("Import law", ("-c", LINT_IMPORTS)),
    ("Tests", ("-m", "pytest")),
)


def run(arguments: list[str]) -> int:
    """Run all in the checkout, with the arguments for pytest; the exit code of the first that fails."""
    for title, command in CHECKS:
        say(f"{title}:")
        extra = arguments if title == "Tests" else []
        code = subprocess.call([PYTHON, *command, *extra], cwd=ROOT, env=os.environ | {"PYTHONUTF8": "1"})
        if code:
            return code
    return 0
