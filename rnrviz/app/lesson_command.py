"""`rnrviz lesson`: is a lesson's file right? For those who write one."""

import argparse
from pathlib import Path

from rnrviz.app import running
from rnrviz.app.model_arguments import Commands
from rnrviz.language import tr
from rnrviz.network.problems import InputError


def add_lesson(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Add the command `lesson` to the command line."""
    text = tr("check the file of a lesson: every page, every scene")
    parser = commands.add_parser("lesson", help=text, description=text)
    parser.add_argument("file", metavar="FILE", help=tr("a lesson, NAME.es.md or NAME.en.md"))
    parser.set_defaults(run=run_lesson)


def run_lesson(arguments: argparse.Namespace) -> int:
    """Print the lesson's pages; an InputError says what is wrong."""
    from rnrviz.document.lesson_reader import read

    if not arguments.file:
        raise InputError("The name of the file is empty; expected {expected}.", expected="FILE")
    lesson = read(Path(arguments.file))
    lines = [f"{number:3} {page.title}" for number, page in enumerate(lesson.pages, 1)]
    running.say("\n".join((f"{lesson.title} ({lesson.section})", *lines)))
    return running.DONE
