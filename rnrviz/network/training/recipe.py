"""A training described in a TOML file: task, network, algorithm."""

import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from rnrviz.network.network import Network, random_network
from rnrviz.network.problems import InputError
from rnrviz.network.tasks import TASKS
from rnrviz.network.tasks.strings import Strings
from rnrviz.network.training.descent import Progress, Settings


@dataclass(frozen=True, eq=False)
class Recipe:
    """What a TASK.toml says: the strings to learn, those that judge, the untrained network, the algorithm."""

    table: dict[str, Any]
    strings: Strings
    judge: list[Strings]
    network: Network
    settings: Settings


def read(path: Path) -> Recipe:
    """Read a TASK.toml. Raises InputError that names the file, the key, what was found and what was expected."""
    try:
        return _recipe(tomllib.loads(path.read_text("utf-8")))
    except InputError as error:
        raise InputError("{file}: {problem}", file=path, problem=error) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError("{file} cannot be read as TOML ({reason}).", file=path, reason=reason) from None


def _recipe(table: dict[str, Any]) -> Recipe:
    for key in table:
        _one_of("table", key, ("task", "judge", "network", "algorithm"))
    task = _section(table, "task")
    name = task.pop("name", None)
    _one_of("task", name, tuple(name for name, _ in TASKS))
    make = dict(TASKS)[str(name)]
    strings = _call(make, "task", task)
    judge = [_call(make, "judge", task | {"shortest": 1} | _section(table, "judge"))]
    options = _section(table, "network")
    settings = _call(Settings, "algorithm", _section(table, "algorithm"))
    _check_types(settings)
    architecture, loss = options.pop("architecture", "lstm"), options.pop("loss", "cross_entropy")
    network = random_network(architecture, options, strings.vocabulary, settings.seed, loss)
    return Recipe(table, strings, judge, network, settings)


def _check_types(settings: Settings) -> None:
    for field in fields(Settings):
        kind, found = type(field.default), getattr(settings, field.name)
        if isinstance(found, bool) or not isinstance(found, (kind, int) if kind is float else kind):
            template = "The setting {key} must be of type {kind}; it is {found!r}."
            raise InputError(template, key=field.name, kind=kind.__name__, found=found)


def _section(table: dict[str, Any], key: str) -> dict[str, Any]:
    section = table.get(key, {})
    if not isinstance(section, dict):
        raise InputError("The key {key} must be a section [{key}].", key=key)
    return dict(section)


def _one_of(where: str, found: object, known: tuple[str, ...]) -> None:
    if found not in known:
        raise InputError(
            "Unknown {where} {found!r}; expected {known}.", where=where, found=found, known=", ".join(known)
        )


def _call(make: Any, section: str, options: dict[str, Any]) -> Any:
    try:
        return make(**options)
    except TypeError as error:
        raise InputError("The section {section} cannot be used ({reason}).", section=section, reason=error) from None


def trained(recipe: Recipe, state: Progress, command: str) -> Network:
    """The best network of a training with its history: how it was made and how far it came."""
    thin = max(1, len(state.curve) // 100)
    history = {
        "trained": True,
        "command": command,
        "recipe": recipe.table,
        "strings": state.strings,
        "best_after": state.best_strings,
        "accepted": state.best_accepted,
        "judged": sum(len(group) for group in recipe.judge),
        "curve": [[n, round(loss, 6), accepted] for n, loss, accepted in state.curve[::thin]],
    }
    return replace(state.best, history=history)
