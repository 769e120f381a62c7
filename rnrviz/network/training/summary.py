"""What the runs of an experiment come to, setting by setting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from rnrviz.network.training.papers import Paper


@dataclass(frozen=True)
class Summary:
    """The runs of one setting: how many, how many learned and diverged, and after how many strings (median).

    Of the best network and of the last one, median and maximum of the strings accepted: of the test where there is
    one, else of the judge. ``paper`` reports on the same setting.
    """

    setting: tuple[str, ...]
    runs: int
    learned: int
    diverged: int
    strings: float | None
    best: tuple[float, int]
    stop: tuple[float, int]
    paper: Paper | None


def summaries(keys: Sequence[str], rows: Sequence[Mapping[str, str]], papers: Sequence[Paper] = ()) -> list[Summary]:
    """One for every setting of the rows of results, in their order."""
    groups: dict[tuple[str, ...], list[Mapping[str, str]]] = {}
    for row in rows:
        groups.setdefault(tuple(row[key] for key in keys), []).append(row)
    return [_summary(dict(zip(keys, setting, strict=True)), group, papers) for setting, group in groups.items()]


def _summary(setting: dict[str, str], rows: list[Mapping[str, str]], papers: Sequence[Paper]) -> Summary:
    needed = [int(row["learned_after"]) for row in rows if row["learned_after"]]
    what = "tested" if "best_tested" in rows[0] else "accepted"
    best, stop = ([int(row[f"{which}_{what}"]) for row in rows] for which in ("best", "stop"))
    return Summary(
        tuple(setting.values()),
        len(rows),
        len(needed),
        sum(row["diverged"] == "true" for row in rows),
        median(needed) if needed else None,
        (median(best), max(best)),
        (median(stop), max(stop)),
        next((paper for paper in papers if paper.about(setting)), None),
    )
