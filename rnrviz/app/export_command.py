"""`rnrviz export`: a model for another program."""

import argparse

from rnrviz.app import running
from rnrviz.app.model_arguments import Commands, add_output
from rnrviz.language import tr


def add_export(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Add the command `export` to the command line."""
    text = tr("write a model for another program: with the names of PyTorch (.safetensors) or as ONNX (.onnx)")
    parser = commands.add_parser("export", help=text, description=text)
    parser.add_argument("model", metavar="MODEL", help=tr("a model, NAME.safetensors"))
    text = tr("round the weights to single precision, which some programs need to run ONNX files")
    parser.add_argument("--single", action="store_true", help=text)
    add_output(parser, "OUT.(safetensors|onnx)")
    parser.set_defaults(run=run_export)


def run_export(arguments: argparse.Namespace) -> int:
    """Write; returns the exit code."""
    from rnrviz.network import files, tables
    from rnrviz.network.exchange import files as exchange

    tables.checked_ending(arguments.output, exchange.WRITTEN)
    running.checked_output(arguments.output, arguments.model)
    exchange.write(files.load(arguments.model), arguments.output, arguments.single)
    return running.DONE
