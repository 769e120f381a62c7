"""Set RNRviz up from nothing and start it; needs only Python itself.

    python3 packaging/bootstrap.py run [FILE]     set up and open the program
    python3 packaging/bootstrap.py test           set up and run every check
    python3 packaging/bootstrap.py setup          set up only

Everything goes into the folder .venv of the checkout, except the system libraries of Qt on Linux, which are
installed with apt-get where that is allowed and named where it is not. A second start finds all in place.
"""

# An old Python must be able to read this file: it looks for a newer one, or says that there is none.
import os
import platform
import shutil
import subprocess
import sys

OLDEST, NEWEST = 11, 13  # Python 3.11 to 3.13
COMMANDS = ("run", "test", "setup")


def main() -> int:
    """Hand over to a Python of the right version if this one is not, set up, and do what was asked."""
    if not suitable(sys.version_info[:2]):
        return subprocess.call(another_python() + sys.argv)
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        raise SystemExit(__doc__.strip())
    return follow(sys.argv[1], sys.argv[2:])


def follow(command: str, arguments: "list[str]") -> int:
    """Set up for the command and carry it out."""
    import checks
    import environment
    import system

    system.prepare(screen=wants_a_window(command))
    environment.prepare(tests=command == "test")
    if command == "run":
        return environment.python("-P", "-m", "rnrviz", *arguments)
    return checks.run(arguments) if command == "test" else 0


def wants_a_window(command: str) -> bool:
    """Whether a window is opened now, or may be later because there is a screen."""
    screen = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    return (command == "run" or (command == "setup" and screen)) and not os.environ.get("QT_QPA_PLATFORM")


def suitable(version: "tuple[int, int]") -> bool:
    return version[0] == 3 and OLDEST <= version[1] <= NEWEST


def another_python() -> "list[str]":
    """The command of an installed Python that suits; stops with a sentence when there is none."""
    for minor in range(NEWEST, OLDEST - 1, -1):
        for command in ([f"python3.{minor}"], ["py", f"-3.{minor}"]):
            if shutil.which(command[0]) and answers(command):
                return command
    here = platform.python_version()
    raise SystemExit(f"RNRviz needs Python 3.{OLDEST} to 3.{NEWEST}, and only {here} was found.")


def answers(command: "list[str]") -> bool:
    """Whether this command really starts a Python."""
    return subprocess.call([*command, "-c", "import venv"], stderr=subprocess.DEVNULL) == 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
