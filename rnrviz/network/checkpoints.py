"""Trainings on disk, to go on with: safetensors beside the model, replaced as a whole and read without running code."""

import json
import os
from pathlib import Path
from typing import Any

from rnrviz.network import files
from rnrviz.network.problems import InputError
from rnrviz.network.training import kalman
from rnrviz.network.training import state as states
from rnrviz.network.training.recipe import SECTIONS, Recipe
from rnrviz.network.training.state import Progress

VERSION = "1"
SUFFIX = ".checkpoint"
TAG, RECIPE, NUMBERS = "rnrviz_checkpoint", "recipe", "numbers"


def place(model: str | os.PathLike[str]) -> Path:
    """Where the checkpoint of a training stands whose model goes there."""
    return Path(os.path.realpath(model) + SUFFIX)


def save(path: Path, recipe: Recipe, progress: Progress) -> None:
    """Write how far a training is; the older one is replaced when this is complete. Raises InputError if it cannot."""
    arrays, numbers = states.parts(progress)
    metadata = {TAG: VERSION, RECIPE: json.dumps(recipe.table), NUMBERS: json.dumps(numbers)}
    files.write_tensors(path, arrays, metadata)


def load(path: Path, recipe: Recipe) -> Progress:
    """Read how far the training of this recipe is. Raises InputError: one sentence, naming the file and what to do."""
    try:
        metadata, arrays = files.read(path)
        if metadata.get(TAG) != VERSION:
            raise InputError(
                "The key {key} is {found!r}; expected {expected}.", key=TAG, found=metadata.get(TAG), expected=VERSION
            )
        _same(_json(metadata, RECIPE), recipe.table)
        numbers = _json(metadata, NUMBERS)
        return states.together(
            arrays, numbers, recipe.network, len(recipe.strings), recipe.settings.strings,
            kalman.remembered(recipe.network, recipe.settings),
        )  # fmt: skip
    except InputError as error:
        raise InputError(
            "{file} is no checkpoint of this training: {problem} Remove it, or begin anew with --fresh.",
            file=os.fspath(path),
            problem=error,
        ) from None


def _json(metadata: dict[str, str], key: str) -> dict[str, Any]:
    try:
        value = json.loads(metadata.get(key, ""))
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise InputError(
            "The key {key} is {found!r}; expected {expected}.", key=key, found=metadata.get(key), expected="JSON {…}"
        )
    return value


def _same(found: dict[str, Any], wanted: dict[str, Any]) -> None:
    """Raises InputError that names the first setting of a training that is another one there."""
    for section in SECTIONS:
        there, here = found.get(section) or {}, wanted.get(section) or {}
        for key in {**here, **(there if isinstance(there, dict) else {})}:
            before = there.get(key) if isinstance(there, dict) else None
            if json.dumps(before) != json.dumps(here.get(key)):
                raise InputError(
                    "[{section}] {key} was {before!r} there and is {now!r} now.",
                    section=section,
                    key=key,
                    before=before,
                    now=here.get(key),
                )
