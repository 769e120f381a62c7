"""Arrays in, arrays out: the only compiled code.

Numba's cache does not see an edit in another file, so the compiled kernels live in a folder named by a hash of
all their sources and their place, of Numba's version and of the CPU. ``load`` imports and readies them; ``is_cached``
tells whether that will be quick.
"""

import atexit
import contextlib
import hashlib
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

READY = "ready"
ROOM = 16 * 2**20  # bytes; the compiled kernels take a tenth of it


@cache
def cache_folder() -> Path:
    """Where this version's compiled kernels are kept for this machine's CPU; RNRVIZ_CACHE chooses another place.

    Where nothing can be kept it is a folder that goes with the process.
    """
    folder = _lasting()
    return folder if keeps(folder) else _passing(folder)


def is_kept() -> bool:
    """Whether what is compiled now will be there for the next process."""
    return cache_folder() == _lasting() and keeps(cache_folder())


def keeps(folder: Path) -> bool:
    """Whether kernels can be kept there, or already are."""
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK | os.X_OK):
            return (folder / READY).exists() or shutil.disk_usage(folder).free > ROOM
    return False


def _lasting() -> Path:
    here = Path(__file__).parent
    digest = hashlib.sha256(os.fsencode(here))  # Numba finds what it kept of sources in this place only
    for source in sorted(here.glob("*.py")):
        digest.update(source.read_bytes())
    try:
        numba = version("numba")
    except PackageNotFoundError:
        numba = ""
    digest.update(f"{numba} {sys.version} {platform.machine()} {_cpu()}".encode())
    base = os.environ.get("RNRVIZ_CACHE")
    return (Path(base) if base else user_cache_path("rnrviz")) / f"kernels-{digest.hexdigest()[:16]}"


def _passing(folder: Path) -> Path:
    """A folder of the same name that is removed when the process ends; the given one if there is no room at all."""
    try:
        base = tempfile.mkdtemp(prefix="rnrviz-")
    except OSError:
        return folder
    atexit.register(shutil.rmtree, base, ignore_errors=True)
    return Path(base) / folder.name


def _cpu() -> str:
    """What names the CPU model, as far as the system tells without running a program."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines()
    except OSError:
        return platform.processor()
    return "".join(line for line in lines[:30] if line.startswith(("model name", "flags", "Features", "CPU part")))


def is_cached() -> bool:
    """Whether the kernels have been compiled on this machine, so that loading them takes a moment only."""
    return (cache_folder() / READY).exists()


def inlined(**options: Any) -> Callable[[Any], Any]:
    """Numba's njit for a function that only other kernels call: made part of them, without wrappers of its own.

    It makes no arrays and counts no references to any, unless told to.
    """
    from numba import njit

    own: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True, "forceinline": True, "_nrt": False}
    compiled: Callable[[Any], Any] = njit(nogil=True, error_model="numpy", **own | options)
    return compiled


def cached(**options: Any) -> Callable[[Any], Any]:
    """Numba's njit with its cache in our folder, whatever folder other code of the process uses."""
    from numba import config, njit

    from rnrviz.kernels.keeping import Keeping

    folder = cache_folder()

    def compiled(function: Any) -> Any:
        dispatcher = njit(nogil=True, error_model="numpy", **options)(function)
        before = config.CACHE_DIR  # type: ignore[attr-defined]
        config.CACHE_DIR = str(folder)  # type: ignore[attr-defined]
        try:
            if keeps(folder):
                dispatcher._cache = Keeping(function)  # type: ignore[no-untyped-call]
        finally:
            config.CACHE_DIR = before  # type: ignore[attr-defined]
        return dispatcher

    return compiled


def load() -> None:
    """Import the kernels and have every one compiled, or read from the cache; a damaged cache is mended."""
    from rnrviz.kernels.keeping import Keeping
    from rnrviz.kernels.warm import run_all

    run_all()
    if Keeping.complete and keeps(cache_folder()):
        with contextlib.suppress(OSError):
            (cache_folder() / READY).touch()
