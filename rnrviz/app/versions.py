"""What the program runs on: for About and for reports of faults."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import qVersion

from rnrviz import __version__

LIBRARIES = (  # as they are called, where their version is found, and their licence
    ("Qt, PySide6", "PySide6_Essentials", "LGPL-3.0"),
    ("NumPy", "numpy", "BSD-3-Clause"),
    ("Numba", "numba", "BSD-2-Clause"),
    ("llvmlite, LLVM", "llvmlite", "BSD-2-Clause, Apache-2.0"),
    ("safetensors", "safetensors", "Apache-2.0"),
    ("Apache Arrow", "pyarrow", "Apache-2.0"),
    ("Pillow", "pillow", "MIT-CMU"),
    ("platformdirs", "platformdirs", "MIT"),
    ("tqdm", "tqdm", "MPL-2.0, MIT"),
)


def versions() -> tuple[tuple[str, str], ...]:
    """(name, version) of the program, of Python, of Qt and of what computes."""
    known = [("RNRviz", __version__), ("Python", sys.version.split()[0]), ("Qt", qVersion())]
    found = [(name, version_of(name.lower())) for name in ("NumPy", "Numba")]
    return (*known, *((name, number) for name, number in found if number))


def version_of(package: str) -> str:
    """The version of an installed library, or the empty text."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def system() -> str:
    """The kind of machine, without its name: Linux x86_64."""
    return f"{platform.system()} {platform.machine()}"
