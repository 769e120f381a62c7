"""`rnrviz train`: a training without a screen."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rnrviz.app import running
from rnrviz.language import ntr, tr
from rnrviz.network.problems import InputError

if TYPE_CHECKING:
    from rnrviz.network.training.descent import Progress
    from rnrviz.network.training.recipe import Recipe


def add_train(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command `train` to the command line."""
    parser = commands.add_parser("train", help=tr("train a network as a TOML file says"))
    parser.add_argument("task", metavar="TASK.toml", help=tr("task, network and algorithm"))
    parser.add_argument("-o", "--output", required=True, metavar="MODEL", help=tr("where to write the model"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Train, with a progress bar; Ctrl-C keeps the best network so far. Returns the exit code."""
    from rnrviz.network import files
    from rnrviz.network.training import recipe as recipes

    recipe = recipes.read(arguments.task)
    running.checked_output(arguments.output)
    running.ready_kernels()
    state, code = _train(recipe)
    if state is None:
        running.complain(tr("Interrupted before the first check; nothing was written."))
        return code
    if state.best_strings == 0:
        raise InputError("The loss is not finite before the first check; nothing was written. Try a smaller alpha.")
    if state.diverged:
        running.complain(tr("The loss is no longer finite; the best network so far is kept."))
    if code == running.INTERRUPTED:
        running.complain(tr("Interrupted; the best network so far is kept."))
    command = f"rnrviz train {Path(arguments.task).name} -o {Path(arguments.output).name}"
    files.save(recipes.trained(recipe, state, command), arguments.output)
    running.complain(_verdict(recipe, state.best_accepted))
    return code


def _verdict(recipe: "Recipe", n: int) -> str:
    """How many of what was judged the best network gets right."""
    from rnrviz.network.training import acceptance

    judge = recipe.judge[0]
    if judge.verdict.counted == "instants":
        sentence = ntr("Right at {n} instant of {all} judged.", "Right at {n} instants of {all} judged.", n)
    elif judge.groups is not None:
        sentence = ntr(
            "Accepts {n} group of strings of {all} judged.", "Accepts {n} groups of strings of {all} judged.", n
        )
    else:
        sentence = ntr("Accepts {n} string of {all} judged.", "Accepts {n} strings of {all} judged.", n)
    return sentence.format(n=n, all=acceptance.judged(recipe.judge))


def _train(recipe: "Recipe") -> "tuple[Progress | None, int]":
    """How the training stood in the end, None if it was interrupted before the first check; and the exit code."""
    from tqdm import tqdm

    from rnrviz.network.training.descent import train

    state = None
    try:
        with tqdm(
            total=recipe.settings.strings, unit=" " + tr("strings"), file=sys.stderr, disable=sys.stderr is None
        ) as bar:
            for state in train(recipe.network, recipe.strings, recipe.judge, recipe.settings):
                bar.update(state.strings - bar.n)
                bar.set_postfix_str(tr("loss {loss:.4f}, accepted {n}").format(loss=state.loss, n=state.best_accepted))
    except KeyboardInterrupt:
        return state, running.INTERRUPTED
    return state, running.DONE
