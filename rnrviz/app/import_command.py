"""`rnrviz import`: a model made of a network of PyTorch, ONNX or Keras."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from rnrviz.app import models, running
from rnrviz.app.model_arguments import Commands, add_output
from rnrviz.language import tr
from rnrviz.network.problems import InputError, reason

if TYPE_CHECKING:
    from rnrviz.network.exchange.options import Options

LARGEST_VOCABULARY = 64 * 2**20


def add_import(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Add the command `import` to the command line."""
    text = tr("make a model of a network of PyTorch (.safetensors, .pt, .pth), ONNX (.onnx) or Keras (.keras, .h5)")
    parser = commands.add_parser("import", help=text, description=text)
    add = parser.add_argument
    add("file", metavar="FILE", help=tr("a file of weights; no code in it is run"))
    add(
        "--vocabulary",
        metavar="TOKENS",
        help=tr("the tokens in their order, between spaces, or @FILE; else numbers from 0"),
    )
    add("--layers", metavar="NAME", help=tr("the recurrent layers, where a file has several of their own"))
    add("--output-layer", metavar="NAME", help=tr("the output layer, where several fit; none for one of zeros"))
    add(
        "--embedding", metavar="NAME", help=tr("the table of embeddings, where it is not clear; none for one-hot input")
    )
    add("--direct", metavar="NAME", help=tr("a matrix that leads from the input to the output"))
    text = tr("the error function; cross_entropy if nothing else is known")
    add("--loss", choices=("cross_entropy", "quadratic"), help=text)
    text = tr("the activation of nn.RNN, which its weights do not tell; tanh if it is not said")
    add("--activation", choices=("tanh", "relu", "logistic", "identity"), help=text)
    text = tr("the activation of the output; softmax, or identity with the quadratic error, if it is not said")
    add("--output-activation", choices=("softmax", "logistic", "tanh", "identity", "relu"), help=text)
    add_output(parser, "MODEL")
    parser.set_defaults(run=run_import)


def run_import(arguments: argparse.Namespace) -> int:
    """Read, write, say what was made; returns the exit code."""
    from rnrviz.network import files, tables
    from rnrviz.network.exchange import files as exchange

    tables.checked_ending(arguments.output, (models.SUFFIX,))
    running.checked_output(arguments.output, arguments.file)
    network = exchange.read(arguments.file, _options(arguments))
    files.save(network, arguments.output)
    running.complain(models.made_of(network))
    return running.DONE


def _options(arguments: argparse.Namespace) -> "Options":
    from rnrviz.network.exchange.options import Options

    return Options(
        _tokens(arguments.vocabulary),
        arguments.layers,
        arguments.output_layer,
        arguments.embedding,
        arguments.direct,
        arguments.loss,
        arguments.activation,
        arguments.output_activation,
    )


def _tokens(given: str | None) -> tuple[str, ...] | None:
    """The tokens of the command line or of a file, with white space between them."""
    if given is None or not given.startswith("@"):
        return None if given is None else tuple(given.split())
    if given == "@":
        raise InputError("There is no name of a file after @.")
    try:
        with Path(given[1:]).open("rb") as file:
            return tuple(file.read(LARGEST_VOCABULARY).decode("utf-8-sig").split())
    except OSError as error:
        raise InputError("{file} cannot be read ({reason}).", file=given[1:], reason=reason(error)) from None
    except UnicodeDecodeError as error:
        raise InputError("{file} is not UTF-8 text (byte {n}).", file=given[1:], n=error.start + 1) from None
