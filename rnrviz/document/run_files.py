"""A run as a file: CSV of its curves, TOML of its settings, JSON of both."""

from __future__ import annotations

import csv
import json
import math
import os
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

from rnrviz.document.runs import Run, columns, settings
from rnrviz.network.problems import InputError

KINDS = (".csv", ".toml", ".json")


def write(run: Run, path: Path) -> None:
    """Write it; the suffix says what. Raises InputError for another suffix, OSError as the system does."""
    make = MAKERS.get(path.suffix.lower())
    if make is None:
        raise InputError("“{file}”: choose a name that ends in .csv, .toml or .json.", file=path.name)
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.write_text(make(run), "utf-8", newline="")
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def as_csv(run: Run) -> str:
    """One row for every point of the curves; empty where nothing is known."""
    curves, text = columns(run), StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(curves)
    for row in zip(*(values.tolist() for values in curves.values()), strict=True):
        writer.writerow(["" if math.isnan(value) else int(value) if value.is_integer() else value for value in row])
    return text.getvalue()


def as_toml(run: Run) -> str:
    """A TASK.toml that `rnrviz train` understands."""
    lines = [f"# rnrviz: run {run.number}, {run.task}, {run.strings} strings"]
    if not run.by_seed:
        lines.append("# It began with the weights of a network of the window, not with those of this seed.")
    for section, content in settings(run).items():
        lines += ["", f"[{section}]", *(f"{key} = {_value(value)}" for key, value in content.items())]
    return "\n".join(lines) + "\n"


def as_json(run: Run) -> str:
    """Settings, how it stands, the curves; null where nothing is known."""
    curves = {
        name: [value if math.isfinite(value) else None for value in values.tolist()]
        for name, values in columns(run).items()
    }
    progress = run.standing.progress
    told = {
        "run": run.number, "task": run.task, "settings": settings(run), "by_seed": run.by_seed, "strings": run.strings,
        "fault": run.standing.fault, "best_accepted": max(0, progress.best_accepted),
        "best_strings": progress.best_strings, "curves": curves,
    }  # fmt: skip
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def _value(value: Any) -> str:
    """A value of a recipe as TOML writes it, which for these kinds is as JSON does."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    return repr(value) if isinstance(value, float) else json.dumps(value)


MAKERS: dict[str, Callable[[Run], str]] = {".csv": as_csv, ".toml": as_toml, ".json": as_json}
