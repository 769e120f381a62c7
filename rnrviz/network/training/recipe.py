"""A training described in a TOML file: task, network, algorithm."""

import inspect
import os
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from rnrviz import __version__
from rnrviz.network.network import Network
from rnrviz.network.problems import InputError, reason
from rnrviz.network.tasks import TASKS
from rnrviz.network.tasks.judging import for_judging
from rnrviz.network.tasks.strings import Strings, Verdict
from rnrviz.network.training import acceptance, options
from rnrviz.network.training.beginnings import untrained
from rnrviz.network.training.descent import Settings
from rnrviz.network.training.state import Progress

SECTIONS = ("task", "judge", "network", "algorithm")
Described = TypeVar("Described")


@dataclass(frozen=True, eq=False)
class Recipe:
    """What a TASK.toml says: the strings to learn, those that judge, the untrained network, the algorithm.

    ``folder`` is where the file lies: the paths in it are seen from there.
    """

    table: dict[str, Any]
    strings: Strings
    judge: list[Strings]
    network: Network
    settings: Settings
    folder: Path


def read(path: str | os.PathLike[str]) -> Recipe:
    """Read a TASK.toml. Raises InputError that names the file, the key, what was found and what was expected."""
    return described(path, "TASK.toml", lambda table: made(table, Path(path).parent))


def described(path: str | os.PathLike[str], expected: str, make: Callable[[dict[str, Any]], Described]) -> Described:
    """What ``make`` makes of the tables of a TOML file; it is named in every InputError."""
    if not os.fspath(path):
        raise InputError("The name of the file is empty; expected {expected}.", expected=expected)
    try:
        return make(tomllib.loads(Path(path).read_text("utf-8-sig")))
    except InputError as error:
        raise InputError("{file}: {problem}", file=path, problem=error) from None
    except UnicodeDecodeError as error:
        raise InputError("{file} is not UTF-8 text (byte {n}).", file=path, n=error.start + 1) from None
    except (OSError, ValueError, RecursionError) as error:
        why = reason(error) if isinstance(error, OSError) else error
        raise InputError("{file} cannot be read as TOML ({reason}).", file=path, reason=why) from None


def with_seed(recipe: Recipe, seed: int) -> Recipe:
    """The same training from other random weights and in another order."""
    return made(recipe.table | {"algorithm": _section(recipe.table, "algorithm") | {"seed": seed}}, recipe.folder)


def made(table: dict[str, Any], folder: Path = Path()) -> Recipe:
    """The recipe of these sections; paths in it are relative to the ``folder``.

    Raises InputError that names the key, what was found and what was expected.
    """
    for key in table:
        if key not in SECTIONS:
            raise InputError("Unknown section [{key}]; expected {known}.", key=key, known=", ".join(SECTIONS))
    task = _section(table, "task")
    name = task.pop("name", None)
    options.one_of("task", "name", name, tuple(name for name, _ in TASKS))
    make = dict(TASKS)[str(name)]
    strings = _strings(make, "task", task, folder)
    judge = _judge(make, for_judging(str(name), task), _section(table, "judge"), folder)
    options.expect_same_symbols(strings.vocabulary, judge.vocabulary)
    settings = options.call(Settings, "algorithm", _section(table, "algorithm"))
    network = untrained(_section(table, "network"), strings.vocabulary, settings.seed, task.get("targets"))
    return Recipe(table, strings, [judge], network, settings, folder)


def _strings(make: Callable[..., Strings], section: str, task: dict[str, Any], folder: Path) -> Strings:
    """The strings of a task with the options of a section."""
    path = task.get("path")
    seen = {"path": str(folder / path)} if path and isinstance(path, str) else {}
    strings: Strings = options.call(make, section, task | seen)
    return strings


def _judge(make: Callable[..., Strings], task: dict[str, Any], judge: dict[str, Any], folder: Path) -> Strings:
    """The judge's strings, and the verdict, whose parts may stand in [judge] too."""
    own = {key: judge.pop(key) for key in inspect.signature(Verdict).parameters if key in judge}
    strings = _strings(make, "judge", task | judge, folder)
    options.call(Verdict, "judge", own)  # checks them
    for key, known in (
        ("rule", tuple(acceptance.RULES)),
        ("counted", acceptance.COUNTED),
        ("chosen", acceptance.CHOSEN),
    ):
        options.one_of("judge", key, own.get(key, known[0]), known)
    return replace(strings, verdict=replace(strings.verdict, **own))


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
        "judged": acceptance.judged(recipe.judge),
        "curve": [[n, round(loss, 6), accepted] for n, loss, accepted in state.curve[::thin]],
    }
    return replace(state.best, history=history)
