"""The summary of an experiment, for the terminal: setting by setting, a paper's figures beside ours in brackets."""

import math
from collections.abc import Mapping, Sequence

from rnrviz.app.bench.table import NONE, aligned, number
from rnrviz.language import ntr, tr
from rnrviz.network.training.experiment import Experiment
from rnrviz.network.training.papers import Paper
from rnrviz.network.training.summary import Summary, summaries


def report(experiment: Experiment, rows: Sequence[Mapping[str, str]]) -> str:
    """The table of what the rows come to, and what must be known to read it."""
    found = summaries(experiment.keys, rows, experiment.papers, experiment.reach, experiment.best_of)
    head = (
        *(experiment.keys or (tr("setting"),)), tr("runs"), tr("learned"), tr("strings (median)"),
        tr("best: median"), tr("best: mean"), tr("best: most"),
        tr("at stop: median"), tr("at stop: mean"), tr("at stop: most"),
        *(tr("reach {n}").format(n=n) for n in experiment.reach),
        *((tr("error: known"), tr("error: open")) if any(one.errors for one in found) else ()), tr("seconds a run"),
    )  # fmt: skip
    rows_ = [_row(one, any(one.errors for one in found)) for one in found]
    return "\n\n".join([aligned(head, rows_), "\n".join(_notes(experiment, found))])


def _row(one: Summary, errors: bool) -> Sequence[str]:
    paper = one.paper or Paper("", {})
    learned = f"{100 * one.learned / one.runs:.0f} %"
    return (
        *(one.setting or (NONE,)),
        str(one.runs),
        _beside(learned, _percent(paper.learned)),
        _beside(_number(one.strings), _number(paper.strings)),
        _number(one.best[0]),
        _beside(_number(round(one.best[1], 1)), _number(paper.accepted)),
        _beside(_number(one.best[2]), _number(paper.most)),
        _number(one.stop[0]),
        _number(round(one.stop[1], 1)),
        _number(one.stop[2]),
        *(f"{100 * n / one.runs:.0f} %" for n in one.reached),
        *((number(value) for value in one.errors or (math.nan, math.nan)) if errors else ()),
        number(one.seconds),
    )


def _notes(experiment: Experiment, found: Sequence[Summary]) -> list[str]:
    learned = ntr("Learned: {n} right of what is judged.", "Learned: {n} right of what is judged.", experiment.learned)
    what = tr("the test") if experiment.test is not None else tr("the judge")
    lines = [
        learned.format(n=experiment.learned),
        tr("Strings: how many until then. Best, at stop: how many of {what} the best network and the last one get "
           "right; of strings that are counted in a row, before the first wrong one.").format(what=what),
    ]  # fmt: skip
    if any(one.errors for one in found):
        lines.append(tr("Error: root mean square of output minus target, where the next symbol can be known and where "
                        "it cannot."))  # fmt: skip
    for one in found:
        for n, groups in zip(experiment.reach, one.groups, strict=False):
            text = tr("{setting}Best of {k} seeds: {groups} of {all} accept {n}.")
            setting = f"{', '.join(one.setting)}: " if one.setting else ""
            lines.append(text.format(setting=setting, k=experiment.best_of, groups=groups, all=one.grouped, n=n))
    diverged = sum(one.diverged for one in found)
    if diverged:
        lines.append(ntr("{n} run diverged.", "{n} runs diverged.", diverged).format(n=diverged))
    sources = dict.fromkeys(one.paper.source for one in found if one.paper)
    return [*lines, *(tr("In brackets: {source}").format(source=source) for source in sources)]


def _beside(ours: str, theirs: str) -> str:
    return ours if theirs == NONE else f"{ours} ({theirs})"


def _number(value: float | None) -> str:
    return NONE if value is None else f"{value:.10g}"


def _percent(value: float | None) -> str:
    return NONE if value is None else f"{value:.4g} %"
