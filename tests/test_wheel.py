"""What pip installs: a wheel with everything in it. `packaging/wheel.py` installs it and tries it."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "packaging"))
import smoke  # noqa: E402


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as archive:
        assert archive.testzip() is None
        yield archive


@pytest.mark.parametrize("top, inside", [("resources", "rnrviz/resources"), ("rnrviz", "rnrviz")])
def test_every_file_is_in_the_wheel_unchanged(wheel, top, inside):
    kept = [path for path in (ROOT / top).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert len(kept) > 50
    for path in kept:
        assert wheel.read(f"{inside}/{path.relative_to(ROOT / top).as_posix()}") == path.read_bytes()


def test_no_kind_of_resource_is_left_out(wheel):
    for part in smoke.PARTS:
        assert any(name.startswith(f"rnrviz/resources/{part}/") for name in wheel.namelist()), part


def test_nothing_else_is_in_the_wheel(wheel):
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert all(top == "rnrviz" or top.endswith(".dist-info") for top in tops)
    assert any(name.endswith("licenses/LICENSE") for name in wheel.namelist())


def test_the_command_is_installed(wheel):
    entry = next(name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    assert "rnrviz = rnrviz.app.command_line:main" in wheel.read(entry).decode()
