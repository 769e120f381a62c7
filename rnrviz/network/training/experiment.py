"""Many trainings described in a TOML file: one task, some seeds, and every combination of the settings to vary."""

import hashlib
import itertools
import json
import os
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from rnrviz.network.problems import InputError
from rnrviz.network.training import recipe as recipes
from rnrviz.network.training.acceptance import judged
from rnrviz.network.training.options import cell, expect
from rnrviz.network.training.papers import Paper, papers
from rnrviz.network.training.recipe import SECTIONS

OWN = ("task", "seeds", "learned", "reach", "best_of")
KNOWN = ("experiment", *SECTIONS, "test", "vary", "paper")
MOST_SEEDS = 100_000
Table = dict[str, Any]


@dataclass(frozen=True)
class Run:
    """One training: the values of the settings to vary, as texts, the seed, and the sections of its recipe."""

    setting: tuple[str, ...]
    seed: int
    table: Table


@dataclass(frozen=True)
class Experiment:
    """What an EXPERIMENT.toml says. A run has ``learned`` when a network gets so many of the judge's strings right.

    ``keys`` are the settings to vary; ``test`` describes strings on which the best and the last network are tested
    when all is over, None without; ``mark`` tells the results of different experiments apart. The summary also says how
    many runs accept as many strings as each number of ``reach``, and how often the best of ``best_of`` seeds, one group
    of them after the other, does so; 1: not asked.
    """

    keys: tuple[str, ...]
    runs: tuple[Run, ...]
    learned: int
    test: Table | None
    papers: tuple[Paper, ...]
    mark: str
    reach: tuple[int, ...] = ()
    best_of: int = 1


def read(path: str | os.PathLike[str]) -> Experiment:
    """Read an EXPERIMENT.toml. Raises InputError that names file and key, what was found and what was expected."""
    return recipes.described(path, "EXPERIMENT.toml", partial(experiment, Path(path).parent))


def experiment(folder: Path, table: Table) -> Experiment:
    """The experiment of these sections, whose TASK.toml is found from ``folder``; all its settings are checked."""
    for key, section in table.items():
        if key not in KNOWN:
            raise InputError("Unknown section [{key}]; expected {known}.", key=key, known=", ".join(KNOWN))
        if not isinstance(section, dict) and not (key == "paper" and isinstance(section, list)):
            raise InputError("The key {key} is {found!r}; expected a section [{key}].", key=key, found=section)
    own, test = dict(table.get("experiment", {})), table.get("test")
    for key in own:
        expect("experiment", key, key in OWN, own[key], ", ".join(OWN))
    base, varied, seeds = _base(folder, table, own), _varied(table.get("vary", {})), _seeds(own.get("seeds"))
    settings = [(values, _with(base, tuple(varied), values)) for values in itertools.product(*varied.values())]
    least = min(_judged(settled, test) for _, settled in settings)
    learned = own.get("learned", min(_usual(settled) for _, settled in settings))
    expect("experiment", "learned", type(learned) is int and 1 <= learned <= least, learned, f"1 … {least}")
    keys = tuple(varied)
    runs = tuple(
        Run(tuple(map(cell, values)), seed, _with(settled, ("algorithm.seed",), (seed,)))
        for values, settled in settings
        for seed in seeds
    )
    mark = _mark(base, keys, learned, test)
    reach, best_of = _reach(own.get("reach", [])), own.get("best_of", 1)
    expect("experiment", "best_of", type(best_of) is int and 1 <= best_of <= len(seeds), best_of, f"1 … {len(seeds)}")
    return Experiment(keys, runs, learned, test, papers(table.get("paper", []), keys), mark, reach, best_of)


def tested(table: Table, test: Table) -> Any:
    """The strings of the section [test] for the recipe of a run, made as those of [judge] are."""
    try:
        return recipes.made(table | {"judge": test}).judge
    except InputError as error:
        raise InputError(error.template, **error.fields | {"section": "test"}) from None


def _base(folder: Path, table: Table, own: Table) -> Table:
    """The sections of TASK.toml, over which those of the experiment itself are laid."""
    task = own.get("task")
    expect("experiment", "task", task is None or isinstance(task, str), task, "TASK.toml")
    below = recipes.read(folder / task).table if task else {}
    return {key: below.get(key, {}) | table.get(key, {}) for key in SECTIONS if key in below or key in table}


def _judged(table: Table, test: Table | None) -> int:
    """The most that the judge can count; everything that a run needs has then been made once, and so checked."""
    recipe = recipes.made(table)
    if test is not None:
        tested(table, test)
    return judged(recipe.judge)


def _usual(table: Table) -> int:
    """When a run has learned, if nothing says it: as many strings as the training has, one after the other, or all."""
    recipe = recipes.made(table)
    most = judged(recipe.judge)
    in_a_row = all(strings.verdict.counted == "run" for strings in recipe.judge)
    return min(len(recipe.strings), most) if in_a_row else most


def _varied(vary: Table) -> dict[str, list[Any]]:
    """The values by the dotted name of the setting, "section.key", or by a section of which there are several."""
    found: dict[str, list[Any]] = {}
    for key, values in vary.items():
        nested = isinstance(values, dict)
        found |= {f"{key}.{inner}": values[inner] for inner in values} if nested else {key: values}
    for key, values in found.items():
        section, _, name = key.partition(".")
        good = section in SECTIONS and key != "algorithm.seed"
        expect("vary", key, good, key, ", ".join(f'"{each}.…"' for each in SECTIONS))
        listed = isinstance(values, list) and values and len({cell(value) for value in values}) == len(values)
        kinds = listed and (name or all(isinstance(value, dict) for value in values))
        expect("vary", key, bool(kinds), values, "[…, …]" if name else "[{…}, {…}]")
    return found


def _with(table: Table, keys: tuple[str, ...], values: tuple[Any, ...]) -> Table:
    """The sections with these settings in them."""
    for key, value in zip(keys, values, strict=True):
        section, _, name = key.partition(".")
        table = table | {section: table.get(section, {}) | {name: value} if name else value}
    return table


def _seeds(found: Any) -> list[int]:
    """Those of a list, or of a range such as "1-20"; in order, each once."""
    first, _, last = found.partition("-") if isinstance(found, str) else ("", "", "")
    if first.isascii() and first.isdigit() and last.isascii() and last.isdigit():
        few = 0 <= int(last) - int(first) < MOST_SEEDS
        found = list(range(int(first), int(last) + 1)) if few else found
    good = isinstance(found, list) and found and all(type(seed) is int and seed >= 0 for seed in found)
    expect("experiment", "seeds", bool(good), found, '"1-20", [1, 2, 3]')
    return sorted(set(found))


def _reach(found: Any) -> tuple[int, ...]:
    good = isinstance(found, list) and all(type(n) is int and n > 0 for n in found)
    expect("experiment", "reach", good, found, "[100, 1000]")
    return tuple(found)


def _mark(base: Table, keys: tuple[str, ...], learned: int, test: Table | None) -> str:
    """The same for experiments whose results may stand in one table: more seeds, more values of the same settings."""
    fixed: Table = {}
    for section, content in base.items():
        if section not in keys:
            left_out = {"seed"} if section == "algorithm" else set()
            left_out |= {key.partition(".")[2] for key in keys if key.partition(".")[0] == section}
            fixed[section] = {key: content[key] for key in content if key not in left_out}
    text = json.dumps([fixed, learned, test], sort_keys=True, default=str)
    return "x" + hashlib.sha256(text.encode()).hexdigest()[:8]  # a text also to those who see numbers everywhere
