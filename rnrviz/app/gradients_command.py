"""`rnrviz gradients`: dE/dW by any of the methods, to a file."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from rnrviz.app import running
from rnrviz.app.argument_types import positive, whole
from rnrviz.app.model_arguments import Commands, add_output, model_parser, recorded
from rnrviz.language import tr
from rnrviz.network.problems import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np

    from rnrviz.network.gradients import Gradients, Progress
    from rnrviz.network.network import Network
    from rnrviz.network.trace import Trace

METHODS = ("bptt", "rtrl", "differences", "complex", "scissors", "online")
ONLY_FOR = {"truncate": "bptt", "blocks": "bptt", "alpha": "online"}


def add_gradients(commands: "Commands[argparse.ArgumentParser]") -> None:
    """`rnrviz gradients`: of the sum of E[t], or of each alone."""
    parser = model_parser(commands, "gradients", tr("write the gradients of the error to a file"))
    parser.add_argument("--method", choices=METHODS, default="bptt", help=tr("how they are computed (bptt)"))
    parser.add_argument(
        "--truncate",
        metavar="T0",
        type=whole,
        help=tr("keep, for each E[t], the instants after t - T0 only (bptt)"),
    )
    parser.add_argument(
        "--blocks",
        metavar=("H", "H2"),
        nargs=2,
        type=whole,
        help=tr("after every H2 tokens carry their errors back through the last H instants: BPTT(h; h') (bptt)"),
    )
    parser.add_argument(
        "--alpha", metavar="A", type=positive, help=tr("how far the weights go after every token (online)")
    )
    parser.add_argument(
        "--mean", action="store_true", help=tr("the mean over the copies of each weight instead of their sum")
    )
    parser.add_argument("--per-step", action="store_true", help=tr("also the gradient of each E[t] alone"))
    add_output(parser, "OUT.npz")
    parser.set_defaults(run=run_gradients)


def run_gradients(arguments: argparse.Namespace) -> int:
    """Write gradients; returns the exit code."""
    from rnrviz.network import files, provenance, tables

    tables.checked_ending(arguments.output, (".npz",))
    running.checked_output(arguments.output)
    _check_options(arguments)
    trace = recorded(arguments)
    told = provenance.made(trace, Path(arguments.model).name) | {"options": _options(arguments)}
    arrays = [*_arrays(trace, arguments), tables.made_array(told)]
    with running.progress(tr("Writing the file")) as progress:
        files.write(arguments.output, lambda path: tables.write_npz(arrays, path, progress))
    return running.DONE


def _options(arguments: argparse.Namespace) -> "dict[str, object]":
    """What was said on the command line of how to compute."""
    known = ("model", "sequence", "output", "run")
    return {name: value for name, value in vars(arguments).items() if name not in known and value not in (None, False)}


def _check_options(arguments: argparse.Namespace) -> None:
    for option, method in ONLY_FOR.items():
        if getattr(arguments, option) is not None and arguments.method != method:
            raise InputError(
                "--{option} goes with the method {method} only, not with {found}.",
                option=option,
                method=method,
                found=arguments.method,
            )
    if arguments.method == "online" and arguments.alpha is None:
        raise InputError("The method online needs --alpha.")
    if arguments.truncate and arguments.blocks:
        raise InputError("Give --truncate or --blocks, not both.")


def _arrays(trace: "Trace", arguments: argparse.Namespace) -> "Iterator[tuple[str, np.ndarray]]":
    """What the file holds: the gradients; of online the weights after the last token, too."""
    from rnrviz.network import tables

    gradients, moved = _computed(trace, arguments)
    if arguments.mean:
        from rnrviz.network.copies import mean_of_copies

        gradients = mean_of_copies(gradients, trace)
    yield from tables.gradient_arrays(gradients)
    for name, values in moved.parameters.items() if moved else ():
        yield f"after/{name}", values


def _computed(trace: "Trace", arguments: argparse.Namespace) -> "tuple[Gradients, Network | None]":
    with running.progress(label(arguments.method)) as progress:
        if arguments.method == "online":
            from dataclasses import replace

            from rnrviz.network.online import online

            moved = online(trace, arguments.alpha, progress)
            steps = moved.gradients.steps if arguments.per_step else None
            return replace(moved.gradients, steps=steps), moved.network
        if arguments.blocks:
            from rnrviz.network.blocks import bptt_blocks

            back, every = arguments.blocks
            return bptt_blocks(trace, back, every, per_step=arguments.per_step, progress=progress), None
        return gradients_by(trace, arguments.method, progress, arguments.per_step, arguments.truncate), None


def gradients_by(
    trace: "Trace", method: str, progress: "Progress", per_step: bool = False, truncate: int | None = None
) -> "Gradients":
    """The gradient of the sum of E[t] by any of METHODS but online."""
    from rnrviz.network.complex_step import complex_step
    from rnrviz.network.differences import differences
    from rnrviz.network.gradients import bptt, rtrl
    from rnrviz.network.scissors import scissors

    if method == "rtrl":
        return rtrl(trace, per_step=per_step, progress=progress)
    if method == "scissors":
        return scissors(trace, per_step=per_step, progress=progress)
    if method in ("differences", "complex"):
        compute = differences if method == "differences" else complex_step
        return compute(trace.network, trace, per_step=per_step, progress=progress)
    return bptt(trace, truncate=truncate, per_step=per_step, progress=progress)


def label(method: str) -> str:
    """The name of a method, as a title."""
    return {
        "bptt": "BPTT",
        "rtrl": "RTRL",
        "differences": tr("Finite differences"),
        "complex": tr("Complex step"),
        "scissors": tr("Scissors"),
        "online": tr("RTRL on line"),
    }[method]
