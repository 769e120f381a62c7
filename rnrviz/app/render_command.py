"""`rnrviz render`: a view as a picture, as the window draws it or as a figure for print."""

import argparse
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rnrviz.app import running, screen
from rnrviz.app.argument_types import (
    LARGEST,
    SMALLEST,
    centimetres,
    instants,
    points,
    seconds,
    size,
    text_size,
    whole,
    whole_or_zero,
)
from rnrviz.app.argument_types import sharpness as sharp
from rnrviz.app.model_arguments import Commands, add_output, model_parser
from rnrviz.app.perspectives import PERSPECTIVES
from rnrviz.language import tr
from rnrviz.network.problems import InputError, reason
from rnrviz.views import VIEWS

if TYPE_CHECKING:
    from PySide6.QtCore import QCoreApplication

    from rnrviz.document.session import Session
    from rnrviz.figures.export import Paper

WHOLE = "score", "window"
PERSPECTIVE_NAMES = tuple(each.name for each in PERSPECTIVES)
OF_A_VIEW = "figure", "width", "font", "block", "instants"  # options that the whole score or window has not
ANIMATED = (".gif", ".apng", ".mp4")
ENDINGS = (".svg", ".pdf", ".png", ".tex", *ANIMATED)


def add_render(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Add the command `render` to the command line."""
    parser = model_parser(commands, "render", tr("draw a view into a file, as the window does"))
    add = parser.add_argument
    add("--view", choices=(*(entry.name for entry in VIEWS), *WHOLE), required=True, help=tr("which view"))
    text = tr("of the score or the window: which perspective; step if it is not said")
    add("--perspective", choices=PERSPECTIVE_NAMES, default=PERSPECTIVE_NAMES[0], help=text)
    add("--step", metavar="T", type=whole_or_zero, help=tr("how many tokens have been read; all if it is not said"))
    add("--figure", action="store_true", help=tr("for print: on white, cut to what is drawn, without the cursor"))
    text = tr("one memory block alone, counted from one: in the view network")
    add("--block", metavar="N", type=whole, help=text)
    add("--instants", metavar="A-B", type=instants, help=tr("only these instants: views along the text"))
    add("--stretch", metavar="A-B", type=instants, help=tr("brush these instants: the view finder says who follows"))
    text = tr("a second network on the same text: score, window, and the view difference")
    add("--compare", metavar="MODEL", help=text)
    add("--size", metavar="WIDTHxHEIGHT", type=size, help=tr("how large, in pixels"))
    add("--text-size", metavar="X", type=text_size, default=1.0, help=tr("text size, 0.8 to 2.4; 1 if it is not said"))
    add("--width", metavar="CM", type=centimetres, help=tr("for print: how wide, in centimetres"))
    add("--font", metavar="PT", type=points, help=tr("for print: how large usual text is, in points"))
    text = tr("PNG and animations: pixels for one of the screen; 2 if it is not said")
    add("--scale", metavar="N", type=sharp, default=2.0, help=text)
    text = tr(
        "GIF, APNG and MP4, which step from the first token to the last: how long each is seen; 0.6 if it is not said"
    )
    add("--seconds", metavar="S", type=seconds, default=0.6, help=text)
    add("--dark", action="store_true", help=tr("the dark theme"))
    add_output(parser, "OUT.(svg|pdf|png|tex|gif|apng|mp4)")
    parser.set_defaults(run=run_render)


def run_render(arguments: argparse.Namespace) -> int:
    """Draw; returns the exit code."""
    from rnrviz.network import tables

    tables.checked_ending(arguments.output, ENDINGS)
    running.checked_output(arguments.output)
    _check_fitting(arguments)
    screen.load()  # before the kernels, which may take a minute
    if arguments.output.lower().endswith(".mp4"):
        from rnrviz.figures import video

        video.library()
    session = _session(arguments)
    try:
        _draw(session, arguments)
    finally:
        session.close()
    return running.DONE


def _check_fitting(arguments: argparse.Namespace) -> None:
    """Raises InputError for an option that would change nothing in what is drawn."""
    if arguments.view in WHOLE:
        given = [name for name in OF_A_VIEW if getattr(arguments, name) not in (None, False)]
    else:
        timed = next(entry.kind for entry in VIEWS if entry.name == arguments.view) == "time"
        given = [] if timed or arguments.instants is None else ["instants"]
    if given:
        raise InputError("--{option} does not go with {what}.", option=given[0], what=arguments.view)


def _session(arguments: argparse.Namespace) -> "Session":
    """The model run over the text up to the step."""
    from rnrviz.document.document import Document
    from rnrviz.document.session import Session
    from rnrviz.network import files

    network = files.load(arguments.model)
    sequence = running.read_sequence(arguments.sequence, network.vocabulary)
    length, step = len(sequence), arguments.step
    for t in (step or 0, *(arguments.instants or ()), *(arguments.stretch or ())):
        if t > length:
            raise InputError("There is no instant {t}; the sequence has {length} tokens.", t=t, length=length)
    running.ready_kernels()
    with running.progress(tr("Running the network")):
        text, cursor = " ".join(sequence.tokens), length if step is None else step
        session = Session(Document(network, text, cursor, stretch=arguments.stretch))
        session.wait()
    return session


def _draw(session: "Session", arguments: argparse.Namespace) -> None:
    qt = application()
    if arguments.view in WHOLE:
        from rnrviz.app.whole_command import draw_whole

        with _drawing() as told, _written(arguments):
            draw_whole(session, arguments, ANIMATED, told)
        return
    from rnrviz.figures.style import Style
    from rnrviz.views import saving, stepping
    from rnrviz.views.alone import show_alone

    style = Style(arguments.dark, arguments.text_size)
    with _drawing() as told:
        view = show_alone(session, arguments.view, style, arguments.instants, _size(arguments))
        if arguments.block is not None:
            _choose(view, arguments)
        other = _beside(view, session, arguments) if arguments.compare else None
        try:
            with _written(arguments):
                if arguments.output.lower().endswith(ANIMATED):
                    stepping.film(session, view, arguments.output, arguments.seconds, arguments.scale, told)
                else:
                    saving.save(view, arguments.output, arguments.figure, _paper(arguments))
        finally:
            view.close()
            view.deleteLater()
            if other is not None:
                other.close()
            qt.processEvents()


@contextmanager
def _drawing() -> Iterator[Callable[[float], None]]:
    """A bar; what it gives is to be told the fraction done, between two pictures, and is where Ctrl-C is heard."""
    with running.progress(tr("Drawing")) as told, running.held_back() as heard:

        def between(fraction: float) -> None:
            heard()
            told(fraction)

        yield between


@contextmanager
def _written(arguments: argparse.Namespace) -> Iterator[None]:
    """Raises InputError for what cannot be written."""
    try:
        yield
    except OSError as error:
        why = reason(error)
        raise InputError("{file} cannot be written ({reason}).", file=arguments.output, reason=why) from None


def _paper(arguments: argparse.Namespace) -> "Paper":
    from rnrviz.figures.export import Paper
    from rnrviz.figures.style import BASE

    return Paper(arguments.width, arguments.font, BASE * arguments.text_size, arguments.scale)


def _size(arguments: argparse.Namespace) -> tuple[int, int] | None:
    """The pixels in which the view is laid out; where width and font are said, as many as they leave room for."""
    from rnrviz.views import printing

    wide = _paper(arguments).across
    if wide is None:
        return arguments.size  # type: ignore[no-any-return]
    least, most = SMALLEST, LARGEST
    if not least <= wide <= most:
        raise InputError(
            "--width {width} has room for {wide} pixels of text of {font} points; expected {least} to {most}.",
            width=arguments.width,
            wide=wide,
            font=arguments.font,
            least=least,
            most=most,
        )
    high = arguments.size[1] if arguments.size else printing.high(wide)
    return wide, max(high, least)


def _choose(view: object, arguments: argparse.Namespace) -> None:
    """Show one memory block alone."""
    choose = getattr(view, "show_block", None)
    if choose is None:
        raise InputError("--{option} does not go with {what}.", option="block", what=arguments.view)
    choose(arguments.block - 1)


def _beside(view: Any, session: "Session", arguments: argparse.Namespace) -> "Session":
    """Show the difference to a second network; its session is to be closed."""
    from rnrviz.document.session import Session
    from rnrviz.network import files
    from rnrviz.views.alone import ALL

    if not hasattr(view, "other"):
        raise InputError("--{option} does not go with {what}.", option="compare", what=arguments.view)
    view.other = Session(replace(session.document, network=files.load(arguments.compare)))
    view.other.wait()
    view.refresh(ALL)
    return view.other  # type: ignore[no-any-return]


def application() -> "QCoreApplication":
    """Qt without a screen."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")  # that a window without a screen has no frame
    from PySide6.QtWidgets import QApplication

    return QApplication.instance() or QApplication(["rnrviz"])
