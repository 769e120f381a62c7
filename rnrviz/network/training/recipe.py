"""A training described in a TOML file: task, network, algorithm."""

import os
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rnrviz import __version__
from rnrviz.network.architectures import ARCHITECTURES
from rnrviz.network.network import LOSSES, Network, random_network
from rnrviz.network.problems import InputError, reason
from rnrviz.network.tasks import TASKS
from rnrviz.network.tasks.strings import Strings
from rnrviz.network.training import options
from rnrviz.network.training.descent import Progress, Settings

SECTIONS = ("task", "judge", "network", "algorithm")


@dataclass(frozen=True, eq=False)
class Recipe:
    """What a TASK.toml says: the strings to learn, those that judge, the untrained network, the algorithm."""

    table: dict[str, Any]
    strings: Strings
    judge: list[Strings]
    network: Network
    settings: Settings


def read(path: str | os.PathLike[str]) -> Recipe:
    """Read a TASK.toml. Raises InputError that names the file, the key, what was found and what was expected."""
    if not os.fspath(path):
        raise InputError("The name of the file is empty; expected a TASK.toml.")
    try:
        return _recipe(tomllib.loads(Path(path).read_text("utf-8")))
    except InputError as error:
        raise InputError("{file}: {problem}", file=path, problem=error) from None
    except (OSError, ValueError, RecursionError) as error:
        why = reason(error) if isinstance(error, OSError) else error
        raise InputError("{file} cannot be read as TOML ({reason}).", file=path, reason=why) from None


def with_seed(recipe: Recipe, seed: int) -> Recipe:
    """The same training from other random weights and in another order."""
    return _recipe(recipe.table | {"algorithm": _section(recipe.table, "algorithm") | {"seed": seed}})


def _recipe(table: dict[str, Any]) -> Recipe:
    for key in table:
        if key not in SECTIONS:
            raise InputError("Unknown section [{key}]; expected {known}.", key=key, known=", ".join(SECTIONS))
    task = _section(table, "task")
    name = task.pop("name", None)
    options.one_of("task", "name", name, tuple(name for name, _ in TASKS))
    make = dict(TASKS)[str(name)]
    strings = options.call(make, "task", task)
    judge = [options.call(make, "judge", task | {"shortest": 1} | _section(table, "judge"))]
    settings = options.call(Settings, "algorithm", _section(table, "algorithm"))
    return Recipe(table, strings, judge, _network(_section(table, "network"), strings, settings.seed), settings)


def _network(sizes: dict[str, Any], strings: Strings, seed: int) -> Network:
    architecture, loss = sizes.pop("architecture", "lstm"), sizes.pop("loss", "cross_entropy")
    options.one_of("network", "architecture", architecture, ARCHITECTURES)
    options.one_of("network", "loss", loss, LOSSES)
    try:
        return random_network(architecture, sizes, strings.vocabulary, seed, loss)
    except InputError as error:
        raise InputError("[{section}] {problem}", section="network", problem=error) from None


def _section(table: dict[str, Any], key: str) -> dict[str, Any]:
    section = table.get(key, {})
    if not isinstance(section, dict):
        raise InputError("The key {key} is {found!r}; expected a section [{key}].", key=key, found=section)
    return dict(section)


def trained(recipe: Recipe, state: Progress, command: str) -> Network:
    """The best network of a training with its history: how it was made and how far it came."""
    thin = max(1, len(state.curve) // 100)
    history = {
        "trained": True,
        "command": command,
        "version": __version__,  # other kernels, or another CPU, round differently and end elsewhere
        "recipe": recipe.table,
        "strings": state.strings,
        "best_after": state.best_strings,
        "accepted": state.best_accepted,
        "judged": sum(len(group) for group in recipe.judge),
        "curve": [[n, round(loss, 6), accepted] for n, loss, accepted in state.curve[::thin]],
    }
    return replace(state.best, history=history)
