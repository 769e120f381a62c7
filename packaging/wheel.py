"""Build the wheel, install it into an environment of its own and try it: `python packaging/wheel.py [--into FOLDER]`.

Without --into, the wheel is kept in dist. The libraries come from pip's cache or from the index, held to the lock.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import environment
from environment import LOCK, PYTHON, ROOT
from smoke import attempt, tell


def main() -> int:
    """Build, install, try; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--into", type=Path, default=ROOT / "dist", help="where the wheel is written (dist)")
    into = parser.parse_args().into
    environment.prepare(tests=False)
    wheel = build(into)
    with tempfile.TemporaryDirectory(prefix="rnrviz-wheel-") as folder:
        program = install(wheel, Path(folder) / "environment")
        home = Path(folder) / "home"
        home.mkdir()
        attempt([str(program)], home)
    tell(f"{wheel} works")
    return 0


def build(folder: Path) -> Path:
    """The wheel, written into this folder."""
    subprocess.run([PYTHON, "-m", "hatchling", "build", "-t", "wheel", "-d", folder.resolve()], cwd=ROOT, check=True)
    return max(folder.resolve().glob("rnrviz-*.whl"), key=lambda path: path.stat().st_mtime)


def install(wheel: Path, place: Path) -> Path:
    """The program, installed into a new environment that knows nothing of the checkout."""
    subprocess.run([sys.executable, "-m", "venv", place], check=True)
    programs = place / ("Scripts" if sys.platform == "win32" else "bin")
    quiet = ("-qq", "--disable-pip-version-check", "--no-input")
    command: list[str | Path] = [programs / "python", "-m", "pip", "install", *quiet, "--constraint", LOCK, wheel]
    subprocess.run(command, check=True)
    return programs / "rnrviz"


if __name__ == "__main__":
    sys.exit(main())
