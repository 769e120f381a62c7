"""The compiled kernels are kept in a folder of their own and used again."""

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from numba.core.caching import IndexDataCacheFile

from rnrviz import kernels
from rnrviz.kernels.keeping import Keeping


def successor(n):
    return n + 1


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The cache of this test alone."""
    monkeypatch.setenv("RNRVIZ_CACHE", str(tmp_path))
    monkeypatch.setattr(Keeping, "complete", True)
    kernels.cache_folder.cache_clear()
    yield tmp_path
    kernels.cache_folder.cache_clear()


def load(folder) -> None:
    environment = os.environ | {"RNRVIZ_CACHE": str(folder)}
    subprocess.run([sys.executable, "-m", "rnrviz.kernels.warm"], env=environment, check=True, timeout=300)


def stamps(folder) -> dict[str, int]:
    return {str(p): p.stat().st_mtime_ns for p in folder.rglob("*") if p.is_file() and p.name != kernels.READY}


def test_a_second_start_compiles_nothing(tmp_path):
    load(tmp_path)
    made = stamps(tmp_path)
    assert any(name.endswith(".nbc") for name in made)
    assert list(tmp_path.rglob(kernels.READY))
    load(tmp_path)
    assert stamps(tmp_path) == made


def test_the_folder_is_named_by_what_the_code_is(folder, monkeypatch):
    first = kernels.cache_folder()
    assert first.parent == folder and kernels.is_kept() and not kernels.is_cached()
    monkeypatch.setattr(kernels, "_cpu", lambda: "another")
    kernels.cache_folder.cache_clear()
    assert kernels.cache_folder() != first


def test_another_checkout_has_a_folder_of_its_own(folder, tmp_path, monkeypatch):
    """Numba would not find there what it kept of these sources, and READY would say that it does."""
    first = kernels.cache_folder()
    here = Path(kernels.__file__).parent
    copy = shutil.copytree(here, tmp_path / "copy", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(kernels, "__file__", str(copy / "__init__.py"))
    kernels.cache_folder.cache_clear()
    assert kernels.cache_folder() != first


@pytest.mark.parametrize("ending", ["nbc", "nbi"])
@pytest.mark.parametrize("left", [0, 30])
def test_a_damaged_file_is_compiled_anew(folder, ending, left):
    assert kernels.cached()(successor)(1) == 2
    whole = sorted(folder.rglob("*.nb?"))
    for path in folder.rglob(f"*.{ending}"):
        os.truncate(path, left)
    assert kernels.cached()(successor)(1) == 2
    assert sorted(folder.rglob("*.nb?")) == whole and len(whole) == 2
    assert all(path.stat().st_size > 100 for path in whole)


def test_a_full_disk_keeps_nothing_and_stops_nothing(folder, monkeypatch):
    def full(*given):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(IndexDataCacheFile, "_save_data", full)
    kernel = kernels.cached()(successor)
    assert kernel(1) == 2 and kernel(2) == 3 and not Keeping.complete


def test_little_room_is_no_room(folder, monkeypatch):
    usage = type("Usage", (), {"free": 65536})
    monkeypatch.setattr(kernels.shutil, "disk_usage", lambda path: usage)
    assert not kernels.is_kept()
    assert kernels.cached()(successor)(1) == 2
    assert not list(folder.rglob("*.nb?"))


def test_where_nothing_can_be_kept_nothing_is_left(tmp_path):
    (tmp_path / "file").write_text("")
    (tmp_path / "temporary").mkdir()
    environment = os.environ | {"RNRVIZ_CACHE": str(tmp_path / "file")}
    environment |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(tmp_path / "temporary"))
    code = "from rnrviz import kernels as k; print(k.is_kept(), k.keeps(k.cache_folder()), k.cache_folder())"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.startswith(f"False True {tmp_path / 'temporary'}")
    assert not list((tmp_path / "temporary").iterdir())
