"""`rnrviz train`: a training without a screen."""

import argparse
import sys
from pathlib import Path

from rnrviz.language import ntr, tr


def add_train(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command `train` to the command line."""
    parser = commands.add_parser("train", help=tr("train a network as a TOML file says"))
    parser.add_argument("task", metavar="TASK.toml", type=Path, help=tr("task, network and algorithm"))
    parser.add_argument("-o", "--output", required=True, metavar="MODEL", help=tr("where to write the model"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Train, with a progress bar; Ctrl-C keeps the best network so far. Returns the exit code."""
    from tqdm import tqdm

    from rnrviz.network import files
    from rnrviz.network.training import recipe as recipes
    from rnrviz.network.training.descent import train

    recipe = recipes.read(arguments.task)
    code, state = 0, None
    with tqdm(total=recipe.settings.strings, unit=tr("strings"), file=sys.stderr) as bar:
        try:
            for state in train(recipe.network, recipe.strings, recipe.judge, recipe.settings):
                bar.update(state.strings - bar.n)
                bar.set_postfix_str(tr("loss {loss:.4f}, accepted {n}").format(loss=state.loss, n=state.best_accepted))
        except KeyboardInterrupt:
            code = 130
    if state is None:
        return code
    if state.diverged:
        print(tr("The loss is no longer finite; the best network so far is kept."), file=sys.stderr)
    command = f"rnrviz train {arguments.task.name} -o {Path(arguments.output).name}"
    files.save(recipes.trained(recipe, state, command), arguments.output)
    sentence = ntr("Accepts {n} string of {all} judged.", "Accepts {n} strings of {all} judged.", state.best_accepted)
    judged = sum(len(group) for group in recipe.judge)
    print(sentence.format(n=state.best_accepted, all=judged), file=sys.stderr)
    return code
