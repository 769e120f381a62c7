"""`rnrviz train`: a training without a screen, which goes on where it stopped."""

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, final

from rnrviz.app import models, running
from rnrviz.language import ntr, tr
from rnrviz.network.problems import InputError

if TYPE_CHECKING:
    from rnrviz.network.training.recipe import Recipe
    from rnrviz.network.training.state import Progress

SECONDS = 2.0  # between two checkpoints


def add_train(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command `train` to the command line."""
    text = tr("train a network as a TOML file says; a training that was stopped goes on from its checkpoint")
    parser = commands.add_parser("train", help=tr("train a network as a TOML file says"), description=text)
    parser.add_argument("task", metavar="TASK.toml", help=tr("task, network and algorithm"))
    parser.add_argument("-o", "--output", required=True, metavar="MODEL", help=tr("where to write the model"))
    parser.add_argument("--fresh", action="store_true", help=tr("begin anew, even if there is a checkpoint"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Train, with a progress bar; Ctrl-C keeps the best network so far. Returns the exit code."""
    from rnrviz.network import checkpoints, files, tables
    from rnrviz.network.training import recipe as recipes

    tables.checked_ending(arguments.output, (models.SUFFIX,))
    recipe = recipes.read(arguments.task)
    running.checked_output(arguments.output)
    place = checkpoints.place(arguments.output)
    begun = None if arguments.fresh else _found(place, recipe)
    running.ready_kernels()
    state, code = _train(recipe, begun, Checkpoints(place, recipe))
    if state is None:
        running.complain(tr("Interrupted before the first check; nothing was written."))
        return code
    if state.best_strings == 0:
        raise InputError("The loss is not finite before the first check; nothing was written. Try a smaller alpha.")
    if state.diverged:
        running.complain(tr("The loss is no longer finite; the best network so far is kept."))
    command = f"rnrviz train {Path(arguments.task).name} -o {Path(arguments.output).name}"
    files.save(recipes.trained(recipe, state, command), arguments.output)
    if code == running.INTERRUPTED:
        running.complain(tr("Interrupted; the best network so far is kept. The same command goes on from here."))
    else:
        place.unlink(missing_ok=True)
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


def _found(place: Path, recipe: "Recipe") -> "Progress | None":
    """How far this training came before, if there is a checkpoint. Raises InputError if it is of another."""
    from rnrviz.network import checkpoints

    if not place.exists():
        return None
    progress = checkpoints.load(place, recipe)
    sentence = tr("Goes on after {n} of {all} strings, from {file}; --fresh begins anew.")
    running.complain(sentence.format(n=progress.strings, all=recipe.settings.strings, file=place))
    return progress


@final
class Checkpoints:
    """Written now and then; if it cannot be done, that is said once, and the training goes on."""

    def __init__(self, place: Path, recipe: "Recipe") -> None:
        self._place, self._recipe = place, recipe
        self._written, self._failed = -SECONDS, False

    def offer(self, progress: "Progress", now: bool = False) -> None:
        """Write it if the last one is old enough, or ``now``."""
        from rnrviz.network import checkpoints

        if self._failed or progress.diverged or not (now or time.monotonic() - self._written >= SECONDS):
            return
        try:
            checkpoints.save(self._place, self._recipe, progress)
        except InputError as error:
            self._failed = True
            running.complain(tr("There is no checkpoint: {problem}").format(problem=error))
        self._written = time.monotonic()


def _train(recipe: "Recipe", begun: "Progress | None", checkpoints: Checkpoints) -> "tuple[Progress | None, int]":
    """How the training stood in the end, None if it was interrupted before the first check; and the exit code."""
    from tqdm import tqdm

    from rnrviz.network.training.descent import train

    off, unit, state = sys.stderr is None, " " + tr("strings"), begun
    before = begun.strings if begun else 0
    try:
        with tqdm(total=recipe.settings.strings, initial=before, unit=unit, file=sys.stderr, disable=off) as bar:
            for state in train(recipe.network, recipe.strings, recipe.judge, recipe.settings, begun):
                bar.update(state.strings - bar.n)
                bar.set_postfix_str(tr("loss {loss:.4g}, accepted {n}").format(loss=state.loss, n=state.best_accepted))
                checkpoints.offer(state)
    except KeyboardInterrupt:
        if state is not None:
            checkpoints.offer(state, now=True)
        return state, running.INTERRUPTED
    return state, running.DONE
