"""`rnrviz experiment`: the same training with many seeds and settings, and what comes of it."""

import argparse
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from rnrviz.app import running
from rnrviz.app.argument_types import whole
from rnrviz.language import ntr, tr

if TYPE_CHECKING:
    from rnrviz.app.experiment.orders import Answers
    from rnrviz.network.results import Results
    from rnrviz.network.training.experiment import Experiment, Run

BAR = "{desc} {percentage:3.0f} % |{bar}| {elapsed} < {remaining}{postfix}"


def add_experiment(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command `experiment` to the command line."""
    text = tr("train with many seeds and settings as a TOML file says; one that was stopped goes on")
    parser = commands.add_parser("experiment", help=text, description=text)
    add = parser.add_argument
    add("experiment", metavar="EXPERIMENT.toml", help=tr("task, seeds and settings to vary"))
    add("-o", "--output", required=True, metavar="RESULTS.csv", help=tr("where to write a row for every run"))
    where = parser.add_mutually_exclusive_group()
    text = tr("how many trainings at a time, each in a process of its own (as many as there are cores)")
    where.add_argument("--processes", metavar="N", type=whole, help=text)
    where.add_argument("--scheduler", metavar="ADDRESS", help=tr("train on the Dask cluster at this address instead"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Do the runs whose rows are not there yet, then print the summary. Returns the exit code."""
    from rnrviz.app.experiment import report
    from rnrviz.network.results import Results
    from rnrviz.network.training import experiment as experiments

    experiment = experiments.read(arguments.experiment)
    running.checked_output(arguments.output)
    results = Results(arguments.output, experiment)
    missing = results.missing
    if len(missing) < len(experiment.runs):
        done = len(experiment.runs) - len(missing)
        sentence = ntr("{n} run of {all} is done already.", "{n} runs of {all} are done already.", done)
        running.complain(sentence.format(n=done, all=len(experiment.runs)))
    results.settle()
    code = _collect(arguments, experiment, missing, results) if missing else running.DONE
    results.settle()
    if code == running.DONE or results.rows:
        running.say(report.report(experiment, results.rows))
    return code


def _collect(arguments: argparse.Namespace, experiment: "Experiment", missing: "list[Run]", results: "Results") -> int:
    """Add a row for every run as it ends. Returns the exit code."""
    from tqdm import tqdm

    from rnrviz.network.training.outcomes import Outcome

    running.ready_kernels()
    whole, name = len(experiment.runs), Path(arguments.experiment).name
    fractions = {"done": float(whole - len(missing))}
    try:
        with (
            tqdm(total=whole, desc=name, bar_format=BAR, file=sys.stderr, disable=sys.stderr is None) as bar,
            closing(_answers(arguments, experiment, missing)) as answers,
        ):
            for answer in answers:
                fractions[str(answer.number)] = answer.fraction
                if answer.outcome is not None:
                    results.add(missing[answer.number], Outcome(**answer.outcome))
                bar.set_postfix_str(tr("{n} of {all} runs").format(n=len(results.rows), all=whole), refresh=False)
                bar.update(sum(fractions.values()) - bar.n)
    except KeyboardInterrupt:
        sentence = tr("Interrupted; {n} of {all} runs are kept. The same command goes on from here.")
        running.complain(sentence.format(n=len(results.rows), all=whole))
        return running.INTERRUPTED
    return running.DONE


def _answers(arguments: argparse.Namespace, experiment: "Experiment", missing: "list[Run]") -> "Answers":
    from rnrviz.app.experiment import cluster, processes
    from rnrviz.app.experiment.orders import Order

    orders = [Order(n, run.table, experiment.learned, experiment.test) for n, run in enumerate(missing)]
    if arguments.scheduler is not None:
        return cluster.answers(orders, arguments.scheduler)
    return processes.answers(orders, arguments.processes or processes.cores())
