"""One run of an experiment, and what is told of it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from rnrviz.network.training import recipe as recipes
from rnrviz.network.training.acceptance import errors, generalisation
from rnrviz.network.training.descent import train
from rnrviz.network.training.experiment import tested
from rnrviz.network.training.state import begun


@dataclass(frozen=True)
class Outcome:
    """How a training went: ``strings`` learned in all, after how many it had ``learned`` and was ``best``.

    ``best_accepted`` and ``stop_accepted`` strings of the judge are accepted by the best network and by the last one,
    ``best_tested`` and ``stop_tested`` of the test (None without); ``best_loss`` is the mean loss of the best;
    ``seconds`` it took without the test. Where only what can be known is judged, ``known_error`` and ``open_error`` are
    those of `rnrviz.network.training.acceptance.errors`, of the best network on the test or else the judge.
    ``foreseen`` is how far the best is foreseen to count, where it was chosen by that.
    """

    strings: int
    learned: bool
    learned_after: int | None
    best_after: int
    best_accepted: int
    stop_accepted: int
    best_tested: int | None
    stop_tested: int | None
    best_loss: float
    diverged: bool
    seconds: float
    known_error: float | None = None
    open_error: float | None = None
    foreseen: float | None = None


NAMES = tuple(field.name for field in fields(Outcome))


def outcome(
    table: dict[str, Any], learned: int, test: dict[str, Any] | None, tick: Callable[[float], None] | None = None
) -> Outcome:
    """Train as the recipe of these sections says; ``tick`` is told the fraction done."""
    start = time.perf_counter()
    recipe = recipes.made(table)
    progress = begun(recipe.network, recipe.settings.seed)
    for progress in train(recipe.network, recipe.strings, recipe.judge, recipe.settings, progress):  # noqa: B020
        if tick:
            tick(progress.strings / recipe.settings.strings)
    seconds = time.perf_counter() - start
    judge = tested(table, test) if test is not None else None
    after = next((strings for strings, _, accepted in progress.curve if accepted >= learned), None)
    strings = recipe.judge if judge is None else judge
    known, several = errors(progress.best, strings) if strings[0].verdict.rule == "sure" else (None, None)
    return Outcome(
        strings=progress.strings,
        learned=after is not None,
        learned_after=after,
        best_after=progress.best_strings,
        best_accepted=max(0, progress.best_accepted),
        stop_accepted=progress.accepted,
        best_tested=None if judge is None else generalisation(progress.best, judge),
        stop_tested=None if judge is None else generalisation(progress.last, judge),
        best_loss=progress.best_loss,
        diverged=progress.diverged,
        seconds=seconds,
        known_error=known,
        open_error=several,
        foreseen=progress.best_foreseen or None,
    )
