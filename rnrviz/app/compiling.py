"""Fill the kernels' cache in a process of its own: the window does not stutter, Ctrl-C ends it at once."""

import contextlib
import os
import signal
import subprocess
import sys

READY_KERNELS = "--ready-kernels"
PATIENCE = 300


def warming_command() -> list[str]:
    """How to run this program just to fill the kernels' cache, also from inside a bundle."""
    if getattr(sys, "frozen", False):
        return [sys.executable, READY_KERNELS]
    return [sys.executable, "-m", "rnrviz.kernels.warm"]


def start() -> "subprocess.Popen[bytes]":
    """Begin to compile, silently and out of reach of the terminal's Ctrl-C. Raises OSError if it cannot."""
    from rnrviz import kernels

    nothing = subprocess.DEVNULL
    environment = os.environ | {"RNRVIZ_CACHE": str(kernels.cache_folder().parent)}
    return subprocess.Popen(
        warming_command(), stdin=nothing, stdout=nothing, stderr=nothing, env=environment, start_new_session=True
    )


def stop(child: "subprocess.Popen[bytes]") -> None:
    """End it, and what it has started, if it is still at work."""
    if child.poll() is not None:
        return
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            child.terminate()
        else:
            os.killpg(child.pid, signal.SIGTERM)


def run() -> None:
    """Compile and wait for it; if it fails, whoever loads the kernels compiles them."""
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        child = start()
        try:
            child.wait(PATIENCE)
        finally:
            stop(child)
