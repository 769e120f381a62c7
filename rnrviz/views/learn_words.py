"""What the view of learning says: how a training stands, what its plots and settings are called."""

from __future__ import annotations

from rnrviz.document.runs import Run
from rnrviz.document.standing import EXPLODED, Standing
from rnrviz.figures.learning_plot import Panel, grouped
from rnrviz.figures.numbers import short
from rnrviz.language import ntr, tr
from rnrviz.network.problems import InputError
from rnrviz.network.training.descent import Settings
from rnrviz.network.training.recipe import Recipe

LABELS = {"alpha": "α", "back": "h", "every": "h′"}
RULES = {"adam": "Adam", "rmsprop": "RMSprop"}


def panels(judged: int, by_instants: bool, next_only: bool, hidden: frozenset[str] = frozenset()) -> tuple[Panel, ...]:
    """The plots; ``next_only``: the targets are the next symbols, so that the outputs tend to n/N, else to d."""
    counted = tr("Right of {n}") if by_instants else tr("Accepted of {n}")
    limit = "n/N" if next_only else "d"
    distance = tr("Distance to n/N") if next_only else tr("Distance to d")
    every = (
        Panel("loss", tr("Mean error of a string"), ("loss",), log=True),
        Panel("right", tr("Symbols right, %"), ("right",), top=100.0, factor=100.0),
        Panel("accepted", counted.format(n=grouped(judged)), ("accepted",)),
        Panel("norms", tr("Norms"), ("weights", "gradient"), ("‖W‖", "‖∇E‖"), log=True),
        Panel("distance", distance, ("distance", "farthest"), (tr("mean"), tr("max.")), True, short=f"|y − {limit}|"),
    )
    return tuple(panel for panel in every if panel.key not in hidden)


def names() -> dict[str, str]:
    """What the plots are called where they are shown and hidden."""
    return {
        "loss": tr("Error"), "right": tr("Symbols right"), "accepted": tr("Accepted strings"),
        "norms": tr("Norms of weights and gradient"), "distance": tr("Distance to n/N"),
    }  # fmt: skip


def rule(settings: Settings) -> str:
    """The rule of the updates in a word."""
    if settings.rule == "descent":
        return tr("momentum") if settings.momentum else tr("descent")
    return RULES.get(settings.rule, settings.rule)


def brief(settings: Settings) -> str:
    """The settings that differ most from run to run, on one line."""
    parts = [rule(settings), f"α {settings.alpha:g}", tr("seed {n}").format(n=settings.seed)]
    if settings.batch > 1:
        parts.append(ntr("{n} string an update", "{n} strings an update", settings.batch).format(n=settings.batch))
    if settings.every:
        parts.append(f"BPTT({settings.back}; {settings.every})")
    return ", ".join(parts)


def legend(run: Run, others: tuple[Run, ...]) -> str:
    """A run in the legend of the plots; the task is left out where it is that of all."""
    alike = {each.task for each in others} == {run.task}
    words = brief(run.recipe.settings)
    return f"{run.number}: {words}" if alike else f"{run.number}: {run.task}, {words}"


def described(run: Run) -> str:
    """A run in one line for those who compare."""
    return tr("Run {n}: {task}, {settings}").format(n=run.number, task=run.task, settings=brief(run.recipe.settings))


def said(standing: Standing | None, recipe: Recipe) -> str:
    """How it stands, in words."""
    if standing is None:
        return ""
    progress = standing.progress
    if standing.problem is not None:
        return str(standing.problem)
    if standing.finished:
        return failed(standing)
    parts = [ntr("{n} string", "{n} strings", progress.strings).format(n=grouped(progress.strings))]
    if len(standing.rows):
        parts.append(tr("error {loss}").format(loss=short(float(standing.rows[-1][1]))))
    if progress.curve:
        judgement = tr("right {n}, at best {best}") if by_instants(recipe) else tr("accepted {n}, at best {best}")
        parts.append(judgement.format(n=progress.curve[-1][2], best=progress.best_accepted))
    if standing.running:
        parts.append(tr("{n}/s").format(n=grouped(round(standing.speed))))
    return " · ".join(parts)


def by_instants(recipe: Recipe) -> bool:
    """Whether not strings are judged but single outputs."""
    return any(strings.verdict.counted == "instants" for strings in recipe.judge)


def failed(standing: Standing) -> str:
    """Why it cannot go on, and what is left."""
    kept = standing.progress.strings
    if standing.fault == EXPLODED:
        first, last = (short(float(row[1])) for row in (standing.rows[0], standing.rows[-1]))
        told = tr("Learning has exploded: after {n} strings the error is {last}; at first it was {first}.")
        told = told.format(n=grouped(int(standing.rows[-1][0])), first=first, last=last)
    else:
        told = tr("The error is no longer a finite number.")
    left = ntr("The last good weights are kept, those after {n} string.",
               "The last good weights are kept, those after {n} strings.", kept)  # fmt: skip
    advice = tr("Try anew with a smaller α.")
    return f"{told} {left.format(n=grouped(kept))} {advice}"


def wrong(error: InputError) -> str:
    """What is wrong with a setting, by the name it has in the form."""
    fields = dict(error.fields)
    if "key" not in fields or "expected" not in fields:
        problem = fields.get("problem")
        return str(problem if isinstance(problem, InputError) else error)
    fields["key"] = labels().get(str(fields["key"]), fields["key"])
    return str(InputError("{key} is {found!r}; expected {expected}.", **fields))


def labels() -> dict[str, str]:
    """What the settings are called in the form."""
    return LABELS | {
        "rule": tr("Rule"), "batch": tr("Strings an update"), "seed": tr("Seed"), "gradient": tr("Gradient"),
    }  # fmt: skip
