"""The commands that need no screen: trace, gradients, check. Numpy and the kernels are imported when one runs."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from rnrviz.app import running
from rnrviz.app.argument_types import positive, whole
from rnrviz.app.bench.command import add_bench
from rnrviz.app.training_command import add_train
from rnrviz.language import tr
from rnrviz.network.problems import InputError

if TYPE_CHECKING:
    from rnrviz.network.gradients import Gradients
    from rnrviz.network.trace import Trace

Commands = argparse._SubParsersAction  # argparse gives it no public name
METHODS = ("bptt", "rtrl", "differences")


def add_commands(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Add every command; each sets ``run``, from the arguments to the exit code, which never raises."""
    for add in COMMANDS:
        add(commands)
    for parser in commands.choices.values():
        if run := parser.get_default("run"):
            parser.set_defaults(run=running.guarded(run))


def add_trace(commands: "Commands[argparse.ArgumentParser]") -> None:
    """`rnrviz trace`: every signal at every instant."""
    parser = _parser(commands, "trace", tr("write every signal at every instant to a file"))
    _add_output(parser, "OUT.(npz|csv|json|parquet)")
    parser.set_defaults(run=run_trace)


def add_gradients(commands: "Commands[argparse.ArgumentParser]") -> None:
    """`rnrviz gradients`: of the sum of E[t], or of each alone."""
    parser = _parser(commands, "gradients", tr("write the gradients of the error to a file"))
    parser.add_argument("--method", choices=METHODS, default="bptt", help=tr("how they are computed (bptt)"))
    parser.add_argument(
        "--truncate",
        metavar="T0",
        type=whole,
        help=tr("keep, for each E[t], the instants after t - T0 only (bptt)"),
    )
    parser.add_argument("--per-step", action="store_true", help=tr("also the gradient of each E[t] alone"))
    _add_output(parser, "OUT.npz")
    parser.set_defaults(run=run_gradients)


def add_check(commands: "Commands[argparse.ArgumentParser]") -> None:
    """`rnrviz check`: are the three gradients equal?"""
    parser = _parser(commands, "check", tr("compare RTRL, BPTT and finite differences; exit 0 equal, 1 not"))
    parser.add_argument(
        "--tolerance",
        type=positive,
        default=1e-9,
        metavar="X",
        help=tr("the largest relative difference that counts as equal (1e-9)"),
    )
    parser.set_defaults(run=run_check)


COMMANDS = (add_trace, add_gradients, add_check, add_train, add_bench)


def _parser(commands: "Commands[argparse.ArgumentParser]", name: str, text: str) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=text)
    parser.add_argument("model", metavar="MODEL", help=tr("a model, NAME.safetensors"))
    text = tr("the tokens, or @FILE, or - for standard input; before tokens that begin with - write --")
    parser.add_argument("sequence", metavar="SEQUENCE", help=text)
    return parser


def _add_output(parser: argparse.ArgumentParser, metavar: str) -> None:
    parser.add_argument("-o", "--output", required=True, metavar=metavar, help=tr("where to write the result"))


def _recorded(arguments: argparse.Namespace) -> "Trace":
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


def run_trace(arguments: argparse.Namespace) -> int:
    """Write a trace; returns the exit code."""
    from rnrviz.network import files, tables

    writer = tables.writer(arguments.output)
    running.checked_output(arguments.output)
    trace = _recorded(arguments)
    with running.progress(tr("Writing the file")) as progress:
        files.write(arguments.output, lambda path: writer(trace, path, progress))
    return running.DONE


def run_gradients(arguments: argparse.Namespace) -> int:
    """Write gradients; returns the exit code."""
    from rnrviz.network import files, tables

    tables.checked_ending(arguments.output, (".npz",))
    running.checked_output(arguments.output)
    if arguments.truncate and arguments.method != "bptt":
        raise InputError("Only bptt can be truncated; {method} cannot.", method=arguments.method)
    gradients = _gradients(_recorded(arguments), arguments.method, arguments.per_step, arguments.truncate)
    with running.progress(tr("Writing the file")) as progress:
        arrays = tables.gradient_arrays(gradients)
        files.write(arguments.output, lambda path: tables.write_npz(arrays, path, progress))
    return running.DONE


def _gradients(trace: "Trace", method: str, per_step: bool = False, truncate: int | None = None) -> "Gradients":
    from rnrviz.network.differences import differences
    from rnrviz.network.gradients import bptt, rtrl

    labels = {"bptt": "BPTT", "rtrl": "RTRL", "differences": tr("Finite differences")}
    with running.progress(labels[method]) as progress:
        if method == "rtrl":
            return rtrl(trace, per_step=per_step, progress=progress)
        if method == "differences":
            return differences(trace.network, trace, per_step=per_step, progress=progress)
        return bptt(trace, truncate=truncate, per_step=per_step, progress=progress)


def run_check(arguments: argparse.Namespace) -> int:
    """Print the three gradients side by side and the verdict; returns the exit code."""
    from rnrviz.app import verdict

    trace = _recorded(arguments)
    rtrl, bptt, differences = (_gradients(trace, method) for method in ("rtrl", "bptt", "differences"))
    judged = verdict.judge(rtrl, bptt, differences, arguments.tolerance)
    running.say("\n".join(verdict.report(Path(arguments.model).name, trace, judged)))
    return running.DONE if judged.equal else running.NO
