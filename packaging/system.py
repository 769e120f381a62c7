"""What the operating system must bring: on Linux the libraries of Qt and, on Debian, the rest of Python."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
from typing import NoReturn

# library, then the package that holds it: apt-get, dnf, pacman
BASE = (
    ("libglib-2.0.so.0", "libglib2.0-0", "glib2", "glib2"),
    ("libGL.so.1", "libgl1", "libglvnd-glx", "libglvnd"),
    ("libEGL.so.1", "libegl1", "libglvnd-egl", "libglvnd"),
    ("libfontconfig.so.1", "libfontconfig1", "fontconfig", "fontconfig"),
    ("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon", "libxkbcommon"),
    ("libdbus-1.so.3", "libdbus-1-3", "dbus-libs", "dbus"),
    ("libX11.so.6", "libx11-6", "libX11", "libx11"),
)
SCREEN = (
    ("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    ("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    ("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"),
    ("libxcb-image.so.0", "libxcb-image0", "xcb-util-image", "xcb-util-image"),
    ("libxcb-render-util.so.0", "libxcb-render-util0", "xcb-util-renderutil", "xcb-util-renderutil"),
    ("libxcb-randr.so.0", "libxcb-randr0", "libxcb", "libxcb"),
    ("libxcb-render.so.0", "libxcb-render0", "libxcb", "libxcb"),
    ("libxcb-shape.so.0", "libxcb-shape0", "libxcb", "libxcb"),
    ("libxcb-shm.so.0", "libxcb-shm0", "libxcb", "libxcb"),
    ("libxcb-sync.so.1", "libxcb-sync1", "libxcb", "libxcb"),
    ("libxcb-xfixes.so.0", "libxcb-xfixes0", "libxcb", "libxcb"),
    ("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb", "libxcb"),
    ("libX11-xcb.so.1", "libx11-xcb1", "libX11-xcb", "libx11"),
    ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"),
)
INSTALLERS = ("apt-get install -y", "dnf install", "pacman -S")
NO_NUMBA = {
    "darwin x86_64": "Numba has no build for Intel Macs any more, and RNRviz cannot do without it.",
    "win-arm64": "Numba has no build for Windows on Arm; the 64-bit Intel Python works there too.",
    "win32": "RNRviz needs a 64-bit Python.",
}


def prepare(screen: bool) -> None:
    """Find what is missing; install it where that is allowed, else stop and say how."""
    for kind in (f"{sys.platform} {platform.machine()}", sysconfig.get_platform()):
        if kind in NO_NUMBA:
            raise SystemExit(NO_NUMBA[kind])
    if sys.platform == "linux":
        missing = [row for row in BASE + SCREEN * screen if not loads(row[0])] + rest_of_python()
        if missing:
            provide(missing)


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def rest_of_python() -> list[tuple[str, ...]]:
    """Debian splits the maker of environments from Python."""
    package = f"python3.{sys.version_info[1]}-venv"
    return [] if importlib.util.find_spec("ensurepip") else [("ensurepip", package, "python3", "python")]


def provide(missing: list[tuple[str, ...]]) -> None:
    """Install the packages of these rows, or stop and say what is missing and which command installs it."""
    for column, command in enumerate(INSTALLERS, start=1):
        if shutil.which(command.split()[0]):
            packages = sorted({row[column] for row in missing})
            if column == 1 and (rights := rights_to_install()) is not None:
                return install(rights, packages)
            stop(f"system packages, which an administrator installs with\nsudo {command}", packages)
    stop("system libraries", [row[0] for row in missing])


def stop(what: str, names: list[str]) -> NoReturn:
    raise SystemExit(f"RNRviz lacks {what} {' '.join(names)}\nThen start the same command again.")


def rights_to_install() -> list[str] | None:
    """The words before apt-get: none for root, sudo where it asks for no password; None where not allowed."""
    if os.getuid() == 0:
        return []
    silent = subprocess.DEVNULL
    if shutil.which("sudo") and subprocess.call(["sudo", "-n", "true"], stderr=silent) == 0:
        return ["sudo", "-n"]
    return None


def install(rights: list[str], packages: list[str]) -> None:
    """With apt-get, quietly; its list of packages is brought up to date first."""
    print(f"Installing from the system: {' '.join(packages)}", flush=True)
    apt = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
    subprocess.call([*apt, "update"])
    command = [*apt, "install", "-y", "--no-install-recommends", *packages]
    if subprocess.call(command, stdout=subprocess.DEVNULL):
        raise SystemExit("apt-get could not install them; the reason stands above.")
