"""The compiled kernels are kept in a folder of their own and used again."""

import os
import subprocess
import sys

from rnrviz import kernels


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


def test_the_folder_is_named_by_what_the_code_is(tmp_path, monkeypatch):
    monkeypatch.setenv("RNRVIZ_CACHE", str(tmp_path))
    kernels.cache_folder.cache_clear()
    try:
        first = kernels.cache_folder()
        assert first.parent == tmp_path and not kernels.is_cached()
        monkeypatch.setattr(kernels, "_cpu", lambda: "another")
        kernels.cache_folder.cache_clear()
        assert kernels.cache_folder() != first
    finally:
        kernels.cache_folder.cache_clear()
