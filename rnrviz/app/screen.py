"""Qt and its screen, or one sentence why they cannot be had: a system may lack libraries, a screen may not answer."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rnrviz.app import running
from rnrviz.network.problems import InputError

DRAWING = "QtWidgets.abi3.so"
PLATFORM = "Qt/plugins/platforms/libq{name}.so"
BUNDLED = "Qt/lib/libQt6Widgets.so.6"
ODD = {"libglib-2.0.so.0": "libglib2.0-0", "libgthread-2.0.so.0": "libglib2.0-0"}  # of Debian's older days
NEEDED = re.compile(r"(\S+) => not found")


def load() -> None:
    """Import what draws. Raises InputError, with the names of the libraries that the system lacks."""
    try:
        import PySide6.QtWidgets  # noqa: F401
    except ImportError as error:
        raise _lack(lacking(DRAWING) or lacking(BUNDLED)) or InputError(
            "The drawing library Qt cannot be loaded ({reason}).", reason=str(error)
        ) from None


@contextmanager
def opened() -> Iterator[None]:
    """Within it Qt looks for its screen: where it finds none and would abort, the program ends with a sentence."""
    from PySide6.QtCore import QtMsgType, qInstallMessageHandler

    said: list[str] = []

    def hear(kind: QtMsgType, _place: Any, text: str) -> None:
        if kind == QtMsgType.QtFatalMsg:
            running.complain(str(_no_screen()))
            os._exit(running.WRONG)
        said.append(text)

    before = qInstallMessageHandler(hear)
    try:
        yield
    finally:
        qInstallMessageHandler(before)
        for text in said:
            running.complain(text)


def lacking(library: str) -> list[str]:
    """What this library of Qt needs and the system does not have; nothing where that cannot be found out."""
    qt = importlib.util.find_spec("PySide6")
    path = Path(((qt and qt.submodule_search_locations) or [""])[0], library)
    if not shutil.which("ldd") or not path.is_file():
        return []
    done = subprocess.run(["ldd", path], capture_output=True, text=True, check=False)
    return sorted(set(NEEDED.findall(done.stdout)))


def package(library: str) -> str:
    """The package of Debian and Ubuntu that holds it: libxcb-icccm.so.4 is in libxcb-icccm4."""
    name, _, version = library.partition(".so.")
    joint = "-" if name[-1].isdigit() else ""
    return ODD.get(library, f"{name}{joint}{version}".lower())


def _no_screen() -> InputError:
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    name = platform or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or "?"
    return _lack(lacking(PLATFORM.format(name=platform.split(":")[0] or "xcb"))) or InputError(
        "The screen {name} cannot be used; see rnrviz --help for what needs none.", name=name
    )


def _lack(libraries: list[str]) -> InputError | None:
    if not libraries:
        return None
    return InputError(
        "The window needs libraries that this system lacks: {libraries}. On Debian and Ubuntu: {command}",
        libraries=", ".join(libraries),
        command="sudo apt-get install " + " ".join(sorted({package(each) for each in libraries})),
    )
