"""The command `rnrviz`: with nothing or a file it opens the window, with a command's name it needs no screen."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from rnrviz.language import preferred, set_language, tr

OK, NO, WRONG, INTERRUPTED = 0, 1, 2, 130
READY_KERNELS = "--ready-kernels"


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the words say. Returns the exit code: 0 done, 1 the answer is no, 2 wrong input, 130 interrupted."""
    set_language(preferred())
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words == [READY_KERNELS]:
        from rnrviz import kernels

        kernels.load()
        return OK
    if not words or (not words[0].startswith("-") and words[0] not in names()):
        return _window(words)
    return _command(words)


def names() -> tuple[str, ...]:
    """The commands that need no screen."""
    from rnrviz.app.commands import NAMES

    return NAMES


def parser() -> argparse.ArgumentParser:
    """The whole command line, for the commands and for help."""
    from rnrviz import __version__
    from rnrviz.app.commands import add_commands

    made = argparse.ArgumentParser(
        "rnrviz",
        usage=tr("rnrviz [FILE]  opens the window;  rnrviz COMMAND …  needs no screen"),
        description=tr("See a recurrent neural network think."),
    )
    made.add_argument("--version", action="version", version=f"rnrviz {__version__}")
    add_commands(made.add_subparsers(metavar=tr("COMMAND"), prog="rnrviz"))
    return made


def _command(words: list[str]) -> int:
    from rnrviz.network.problems import InputError

    chosen = parser().parse_args(words)
    try:
        return int(chosen.run(chosen))
    except InputError as error:
        print(error, file=sys.stderr)
        return WRONG
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


def _window(words: list[str]) -> int:
    if len(words) > 1:
        print(tr("Give one file, or the name of a command; see rnrviz --help."), file=sys.stderr)
        return WRONG
    if sys.platform.startswith("linux") and not _screen():
        print(tr("There is no screen to open the window on; see rnrviz --help for what needs none."), file=sys.stderr)
        return WRONG
    from rnrviz.app.start import run

    return run(Path(words[0]) if words else None)


def _screen() -> bool:
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
