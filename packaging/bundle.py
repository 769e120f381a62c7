"""Build the bundle that needs no Python, and try it: `python packaging/bundle.py [--into FOLDER]`, dist if not said.

PyInstaller comes from the group bundle of pyproject.toml, held to the lock; what goes in stands in rnrviz.spec.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import environment
import system
from environment import PROJECT, PYTHON, ROOT
from smoke import attempt, tell

SPEC = ROOT / "packaging" / "rnrviz.spec"


def main() -> int:
    """Install the builder, build, try; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--into", type=Path, default=ROOT / "dist", help="where the folder rnrviz is made (dist)")
    into = parser.parse_args().into.resolve()
    environment.prepare(tests=False)
    system.prepare(screen=True)  # what is not on this machine would silently be left out
    environment.pip("--constraint", str(environment.LOCK), *builder())
    program = build(into)
    if sys.platform == "linux":
        check_libraries(program.parent / "_internal")
    tell(f"{program.parent}: {size(program.parent) / 1e6:.0f} MB")
    with tempfile.TemporaryDirectory(prefix="rnrviz-bundle-") as home:
        attempt([str(program)], Path(home))
    tell(f"{program} works")
    return 0


def builder() -> list[str]:
    """What the group of the project asks for."""
    groups: dict[str, list[str]] = tomllib.loads(PROJECT.read_text("utf-8"))["dependency-groups"]
    return groups["bundle"]


def build(into: Path) -> Path:
    """The program of the bundle. What PyInstaller needs in between is thrown away."""
    with tempfile.TemporaryDirectory(prefix="rnrviz-build-") as between:
        quiet = ("--noconfirm", "--clean", "--log-level", "ERROR")
        command = [str(PYTHON), "-m", "PyInstaller", *quiet, "--distpath", str(into), "--workpath", between, str(SPEC)]
        subprocess.run(command, check=True)
    return into / "rnrviz" / ("rnrviz.exe" if sys.platform == "win32" else "rnrviz")


def check_libraries(inside: Path) -> None:
    """Stops where a library that Qt needs on a screen is not in the bundle: no window would open."""
    missing = sorted(row[0] for row in system.SCREEN if not (inside / row[0]).exists())
    if missing:
        raise SystemExit(f"The bundle lacks {' '.join(missing)}.")


def size(folder: Path) -> int:
    """Bytes of all that is in it; what is linked counts once."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


if __name__ == "__main__":
    sys.exit(main())
