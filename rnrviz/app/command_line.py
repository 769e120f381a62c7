"""The command `rnrviz`: with nothing or a file it opens the window, with a command's name it needs no screen."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from rnrviz.language import preferred, set_language, tr

OK, WRONG = 0, 2
READY_KERNELS = "--ready-kernels"


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the words say. Returns the exit code: 0 done, 1 the answer is no, 2 wrong input, 130 interrupted."""
    set_language(preferred())
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words == [READY_KERNELS]:
        from rnrviz import kernels

        kernels.load()
        return OK
    if not words:
        return _window(words)
    made, commands = parser()
    if words[0].startswith("-") or words[0] in commands:
        return _command(made, words)
    return _window(words)


def parser() -> tuple[argparse.ArgumentParser, tuple[str, ...]]:
    """The whole command line, and the names of the commands that need no screen."""
    from rnrviz import __version__
    from rnrviz.app.argument_words import translate
    from rnrviz.app.commands import add_commands

    translate()
    made = argparse.ArgumentParser(
        "rnrviz",
        usage=tr("rnrviz [FILE]  opens the window;  rnrviz COMMAND …  needs no screen"),
        description=tr("See a recurrent neural network think."),
    )
    made.add_argument(
        "--version", action="version", version=f"rnrviz {__version__}", help=tr("print the version and leave")
    )
    commands = made.add_subparsers(metavar=tr("COMMAND"), prog="rnrviz")
    add_commands(commands)
    return made, tuple(commands.choices)


def _command(made: argparse.ArgumentParser, words: list[str]) -> int:
    chosen = made.parse_args(words)
    return int(chosen.run(chosen))


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
