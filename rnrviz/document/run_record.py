"""A run as what files hold, from which it can be gone on with to the bit: arrays, and values that JSON can hold."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from rnrviz.document.course import COLUMNS
from rnrviz.document.runs import Run
from rnrviz.document.standing import EXPLODED, NOT_FINITE, Standing
from rnrviz.network.network import Network
from rnrviz.network.problems import InputError
from rnrviz.network.training import kalman
from rnrviz.network.training import recipe as recipes
from rnrviz.network.training.recipe import Recipe
from rnrviz.network.training.state import COVARIANCE, Progress, parts, together
from rnrviz.paths import resource

FAULTS = "", NOT_FINITE, EXPLODED
MOST = 2**53


def record(run: Run) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """All but the initial network, which is a model of its own; see `taken`."""
    arrays, numbers = parts(run.standing.progress)
    told = {"number": run.number, "task": run.task, "recipe": _portable(run.recipe), "fault": run.standing.fault}
    return arrays | {"course": run.standing.rows.copy()}, told | numbers | {"columns": list(COLUMNS)}


def taken(arrays: dict[str, np.ndarray], told: dict[str, Any], network: Network) -> Run:
    """The run of a record, with the network it began with. Raises InputError that names what is missing or cannot be.

    A text of the user's that the task was made of may be gone.
    """
    arrays = dict(arrays)
    rows = _rows(arrays.pop("course", None), told.get("columns"))
    number, task, table, fault = (told.get(key) for key in ("number", "task", "recipe", "fault"))
    _expect("number", type(number) is int and 1 <= number <= MOST, number, f"1 … {MOST}")
    _expect("task", isinstance(task, str), task, "…")
    _expect("recipe", isinstance(table, dict), table, "{…}")
    _expect("fault", fault in FAULTS, fault, ", ".join(FAULTS[1:]))
    recipe = recipes.made(dict(table or {}), _home())
    _expect("vocabulary", network.vocabulary == recipe.strings.vocabulary, network.vocabulary.tokens,
            recipe.strings.vocabulary.tokens)  # fmt: skip
    progress = replace(_progress(arrays, told, network, recipe), diverged=bool(fault))
    return Run(int(number or 0), str(task), recipe, network, Standing(progress, rows=rows, fault=str(fault)))


def _progress(arrays: dict[str, np.ndarray], told: dict[str, Any], network: Network, recipe: Recipe) -> Progress:
    covariance = kalman.remembered(network, recipe.settings) if COVARIANCE in arrays else 0
    return together(arrays, told, network, len(recipe.strings), MOST, covariance)


def _rows(course: np.ndarray | None, columns: Any) -> np.ndarray:
    """The curves, (n, COLUMNS), by the names they had; a column of another version is NaN here, or left out."""
    known = isinstance(columns, list) and all(isinstance(name, str) for name in columns)
    _expect("columns", known, columns, ", ".join(COLUMNS))
    good = course is not None and course.ndim == 2 and course.shape[1] == len(columns)
    _expect("course", good, getattr(course, "shape", None), f"(n, {len(columns)})")
    rows = np.full((len(course) if course is not None else 0, len(COLUMNS)), np.nan)
    for place, name in enumerate(COLUMNS):
        if course is not None and name in columns:
            rows[:, place] = course[:, columns.index(name)]
    _expect("course", bool(np.isfinite(rows[:, 0]).all() and (np.diff(rows[:, 0]) >= 0).all()), "NaN", "0, 1, 2, …")
    return rows


def _portable(recipe: Recipe) -> dict[str, Any]:
    """The recipe's sections; files are named from the program's own tasks where they are there, else as a whole."""
    table = {name: dict(section) for name, section in recipe.table.items()}
    if recipe.folder.resolve() != _home().resolve():
        for section in (table.get("task", {}), table.get("judge", {})):
            if isinstance(section.get("path"), str) and section["path"]:
                section["path"] = str((recipe.folder / section["path"]).resolve())
    return table


def _home() -> Path:
    return resource("tasks")


def _expect(key: str, good: bool, found: object, expected: object) -> None:
    if not good:
        raise InputError("The key {key} is {found!r}; expected {expected}.", key=key, found=found, expected=expected)
