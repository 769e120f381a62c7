"""What the commands that run a model over a sequence have in common: their arguments, and the run itself."""

import argparse
from typing import TYPE_CHECKING

from rnrviz.app import running
from rnrviz.language import tr

if TYPE_CHECKING:
    from rnrviz.network.trace import Trace

Commands = argparse._SubParsersAction  # argparse gives it no public name


def model_parser(commands: "Commands[argparse.ArgumentParser]", name: str, text: str) -> argparse.ArgumentParser:
    """A command with MODEL and SEQUENCE; ``text`` says what it does."""
    parser = commands.add_parser(name, help=text, description=text)
    parser.add_argument("model", metavar="MODEL", help=tr("a model, NAME.safetensors"))
    text = tr("the tokens, or @FILE, or - for standard input; before tokens that begin with - write --")
    parser.add_argument("sequence", metavar="SEQUENCE", help=text)
    return parser


def add_output(parser: argparse.ArgumentParser, metavar: str) -> None:
    """Add the option that says where to write."""
    parser.add_argument("-o", "--output", required=True, metavar=metavar, help=tr("where to write the result"))


def recorded(arguments: argparse.Namespace) -> "Trace":
    """The model of the command line run over its sequence."""
    from rnrviz.network import files

    network = files.load(arguments.model)
    sequence = running.read_sequence(arguments.sequence, network.vocabulary)
    running.ready_kernels()
    with running.progress(tr("Running the network")) as progress:
        trace = network.run(sequence, progress=progress)
    if trace.overflow is not None:
        running.complain(
            tr("From instant {t} on there are values too large for a number (overflow).").format(t=trace.overflow)
        )
    return trace
