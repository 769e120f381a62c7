"""The command `rnrviz`: with nothing or a file it opens the window, with a command's name it needs no screen."""

from __future__ import annotations

import signal

if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # until a command or the window is ready for Ctrl-C
    signal.signal(signal.SIGINT, signal.SIG_DFL)

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from rnrviz.app import running
from rnrviz.app.bench import worker
from rnrviz.app.compiling import READY_KERNELS
from rnrviz.app.experiment import worker as trainer
from rnrviz.language import preferred, set_language, tr

OK, WRONG = 0, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the words say. Returns the exit code: 0 done, 1 the answer is no, 2 wrong input, 130 interrupted."""
    running.speak_any_alphabet()
    set_language(preferred())
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words == [READY_KERNELS]:
        from rnrviz import kernels

        kernels.load()
        return OK
    if words == [worker.WORKER]:
        return worker.main()
    if words == [trainer.WORKER]:
        return trainer.main()
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
    try:
        chosen = made.parse_args(words)
    except SystemExit as leave:  # help, the version, or a sentence about wrong words
        return running.told(int(leave.code or OK))
    return int(chosen.run(chosen))


def _window(words: list[str]) -> int:
    if len(words) > 1 or "" in words:
        running.complain(tr("Give one file, or the name of a command; see rnrviz --help."))
        return WRONG
    if sys.platform.startswith("linux") and not _screen():
        running.complain(tr("There is no screen to open the window on; see rnrviz --help for what needs none."))
        return WRONG
    from rnrviz.app import screen
    from rnrviz.network.problems import InputError

    try:
        screen.load()
    except InputError as error:
        running.complain(str(error))
        return WRONG
    from rnrviz.app.start import run

    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    return run(Path(words[0]) if words else None)


def _screen() -> bool:
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
