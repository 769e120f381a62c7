"""The results as files: Markdown, CSV, JSON; the growth also as a picture."""

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

from rnrviz.app.bench.results import OURS, Results
from rnrviz.app.bench.table import markdown

TABLES = (".md", ".csv", ".json")
PICTURES = (".svg", ".pdf", ".png")


def checked(paths: list[str], scaling: bool) -> None:
    """Raises InputError if a file could not be written at the end, or has an ending that is not known."""
    from rnrviz.app import running
    from rnrviz.network.tables import checked_ending

    for path in paths:
        checked_ending(path, (*TABLES, *PICTURES) if scaling else TABLES)
        running.checked_output(path)


def save(results: Results, path: str) -> None:
    """Write what the ending says. Raises InputError if it cannot be written."""
    from rnrviz.network import files

    ending = Path(path).suffix.lower()
    writer = dict(WRITERS).get(ending, _picture)
    files.write(path, lambda temporary: writer(results, temporary))


def _markdown(results: Results, path: str) -> None:
    Path(path).write_text(markdown(results) + "\n", encoding="utf-8")


def _json(results: Results, path: str) -> None:
    """Every record as it is; times in seconds."""
    Path(path).write_text(json.dumps(asdict(results), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _csv(results: Results, path: str) -> None:
    """One number with its spread a line; times in seconds, memory in bytes."""
    head = ("quantity", "algorithm", "network", "size", "who", "value", "least", "greatest", "ratio")
    with open(path, "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(head)
        table.writerows(_lines(results))


def _lines(results: Results) -> Iterator[tuple[object, ...]]:
    for row in results.rows:
        key = row.algorithm, row.network, row.length
        for who, t in row.times.items():
            yield "seconds", *key, who, t.median, t.least, t.greatest, row.ratio(who)
        if row.reached is not None:
            yield "of the product", *key, OURS, row.reached, "", "", ""
    for m in results.memory:
        yield "bytes", m.algorithm, m.network, m.length, OURS, m.working, "", "", m.working / m.compared
    for g in results.growth:
        for size, seconds in zip(g.sizes, g.seconds, strict=True):
            yield f"seconds over {g.over}", g.algorithm, "", size, OURS, seconds, "", "", ""
        yield f"exponent over {g.over}", g.algorithm, "", f"{g.first}-{g.last}", OURS, g.exponent, "", "", ""


def _picture(results: Results, path: str) -> None:
    from rnrviz.app.bench import picture

    picture.save(results, path)


WRITERS: tuple[tuple[str, Callable[[Results, str], None]], ...] = (
    (".md", _markdown), (".csv", _csv), (".json", _json),
)  # fmt: skip
