"""On what was measured: the processor, its cores, the system, the versions, the day."""

import os
import platform
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


def machine(rivals: Sequence[str]) -> dict[str, str]:
    """What names the machine, in the order in which it is said; rivals that are not installed are left out."""
    from rnrviz import __version__

    versions = {"rnrviz": __version__}
    for library in ("numpy", "numba", *(rival for rival in rivals if rival != "numpy")):
        with suppress(PackageNotFoundError):
            versions[library] = version(library)
    named = {
        "processor": processor(),
        "cores": str(os.cpu_count() or 1),
        "system": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
    }
    return named | versions | {"date": datetime.now(UTC).date().isoformat()}


def processor() -> str:
    """The model of the CPU as the system names it."""
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines():
            if line.startswith("model name"):
                return " ".join(line.split(":", 1)[1].split())
    return platform.processor() or platform.machine()
