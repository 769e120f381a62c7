"""What the runs of an experiment come to, setting by setting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from rnrviz.network.training.papers import Paper


@dataclass(frozen=True)
class Summary:
    """The runs of one setting: how many, how many learned and diverged, and after how many strings (median).

    Of the best network and of the last one, median, mean and maximum of the strings accepted: of the test where there
    is one, else of the judge. ``reached``: how many runs' best networks accept so many. ``groups``: how often the best
    of so many seeds does, and of how many groups; which one is the best the judge says, not the test. ``seconds`` a run
    (median). ``paper`` reports on the same setting. ``errors`` where the next symbol can be known and where not
    (medians), as `Outcome` has them; empty without.
    """

    setting: tuple[str, ...]
    runs: int
    learned: int
    diverged: int
    strings: float | None
    best: tuple[float, float, int]
    stop: tuple[float, float, int]
    paper: Paper | None
    seconds: float = 0.0
    reached: tuple[int, ...] = ()
    groups: tuple[int, ...] = ()
    grouped: int = 0
    errors: tuple[float, ...] = ()


def summaries(
    keys: Sequence[str],
    rows: Sequence[Mapping[str, str]],
    papers: Sequence[Paper] = (),
    reach: Sequence[int] = (),
    best_of: int = 1,
) -> list[Summary]:
    """One for every setting of the rows of results, in their order; see `rnrviz.network.training.experiment`."""
    groups: dict[tuple[str, ...], list[Mapping[str, str]]] = {}
    for row in rows:
        groups.setdefault(tuple(row[key] for key in keys), []).append(row)
    return [
        _summary(dict(zip(keys, setting, strict=True)), group, papers, reach, best_of)
        for setting, group in groups.items()
    ]


def _summary(
    setting: dict[str, str], rows: list[Mapping[str, str]], papers: Sequence[Paper], reach: Sequence[int], best_of: int
) -> Summary:
    needed = [int(row["learned_after"]) for row in rows if row["learned_after"]]
    what = "tested" if "best_tested" in rows[0] else "accepted"
    best, stop = ([int(row[f"{which}_{what}"]) for row in rows] for which in ("best", "stop"))
    starts = range(0, len(best) - best_of + 1, best_of) if best_of > 1 else ()
    heads = [best[max(range(n, n + best_of), key=lambda k: _rank(rows[k]))] for n in starts]
    return Summary(
        tuple(setting.values()),
        len(rows),
        len(needed),
        sum(row["diverged"] == "true" for row in rows),
        median(needed) if needed else None,
        (median(best), fmean(best), max(best)),
        (median(stop), fmean(stop), max(stop)),
        next((paper for paper in papers if paper.about(setting)), None),
        median(float(row["seconds"]) for row in rows),
        tuple(sum(n >= least for n in best) for least in reach),
        tuple(sum(n >= least for n in heads) for least in reach) if heads else (),
        len(heads),
        _errors(rows),
    )


def _rank(row: Mapping[str, str]) -> tuple[float, float, float]:
    """What is better comes later, by what is known without the test."""
    return float(row["best_accepted"]), float(row.get("foreseen") or 0.0), -float(row["best_loss"])


def _errors(rows: list[Mapping[str, str]]) -> tuple[float, ...]:
    found = [[float(row[name]) for row in rows if row.get(name)] for name in ("known_error", "open_error")]
    return tuple(median(values) for values in found) if all(found) else ()
