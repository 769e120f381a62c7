"""`rnrviz check`: are the exact gradients equal?"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from rnrviz.app import running
from rnrviz.app.argument_types import positive
from rnrviz.app.gradients_command import gradients_by, label
from rnrviz.app.model_arguments import Commands, model_parser, recorded
from rnrviz.language import tr

if TYPE_CHECKING:
    from rnrviz.network.gradients import Gradients
    from rnrviz.network.trace import Trace


def add_check(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Add the command `check` to the command line."""
    text = tr("compare RTRL, BPTT, the complex step and finite differences; exit 0 equal, 1 not")
    parser = model_parser(commands, "check", text)
    parser.add_argument(
        "--tolerance",
        type=positive,
        default=1e-9,
        metavar="X",
        help=tr("the largest relative difference that counts as equal (1e-9)"),
    )
    parser.set_defaults(run=run_check)


def run_check(arguments: argparse.Namespace) -> int:
    """Print the gradients side by side and the verdict; returns the exit code."""
    from rnrviz.app import verdict, verdict_report

    trace = recorded(arguments)
    rtrl = None if trace.network.program.leads else _gradients(trace, "rtrl")
    bptt, stepped, differences = (_gradients(trace, method) for method in ("bptt", "complex", "differences"))
    judged = verdict.judge(rtrl, bptt, stepped, differences, arguments.tolerance)
    running.say("\n".join(verdict_report.report(Path(arguments.model).name, trace, judged)))
    return running.DONE if judged.equal else running.NO


def _gradients(trace: "Trace", method: str) -> "Gradients":
    with running.progress(label(method)) as progress:
        return gradients_by(trace, method, progress)
