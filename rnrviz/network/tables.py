"""Traces and gradients as files: npz, csv, json, parquet. FORMATS of each: one array, column or key a signal.

What a trace was made of stands in it, if it is given: an array of text ``made`` in npz, a key in json, metadata
``rnrviz`` in parquet, a file of CSVW metadata beside a csv.
"""

import csv
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np

from rnrviz.network.frames import TIDY, write_netcdf, write_tidy
from rnrviz.network.gradients import Gradients
from rnrviz.network.problems import InputError
from rnrviz.network.provenance import Made, text
from rnrviz.network.trace import Trace

Progress = Callable[[float], None]
Writer = Callable[[Trace, str, Progress, Made | None], None]

CHUNK = 2000


def tokens(trace: Trace) -> list[str]:
    """s[t] of every instant; a token that was read as UNK is UNK."""
    known = trace.network.vocabulary.tokens
    return [known[index] for index in trace.sequence.indices.tolist()]


def targets(trace: Trace) -> list[str | None]:
    """The symbol that d[t] codes (all of them, if d[t] has several); None where there is no target."""
    known, chosen = trace.network.vocabulary.tokens, trace.targets > 0.5
    some = [" ".join(known[i] for i in np.flatnonzero(row)) for row in chosen]
    return [word if counts else None for word, counts in zip(some, trace.counts, strict=True)]


def columns(trace: Trace) -> Iterator[tuple[str, np.ndarray]]:
    """Every component of every signal, (L,): x_1 for units, x_1_1 for cells, E as it is."""
    for name in trace.names:
        values = trace[name]
        for index in np.ndindex(values.shape[1:]):
            yield "_".join((name, *(str(i + 1) for i in index))), values[:, *index]


def write_npz(arrays: Iterable[tuple[str, np.ndarray]], path: str, progress: Progress = lambda fraction: None) -> None:
    """Named arrays in numpy's own format, compressed; any name will do, the bytes depend on the arrays only."""
    given = list(arrays)
    with zipfile.ZipFile(path, "w") as archive:
        for done, (name, values) in enumerate(given, 1):
            entry = zipfile.ZipInfo(f"{name}.npy")
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry, "w", force_zip64=True) as file:
                np.lib.format.write_array(file, np.asarray(values, order="C"), allow_pickle=False)
            progress(done / len(given))


def gradient_arrays(gradients: Gradients) -> Iterator[tuple[str, np.ndarray]]:
    """What the file of a gradient holds: E, gradient/NAME and, if known, gradient_t/NAME and uncertainty/NAME.

    ``method`` and ``shared`` (sum or mean over the copies) are texts; with a mean copies/NAME says of how many.
    """
    yield "E", gradients.E
    yield "method", np.array(gradients.method)
    yield "shared", np.array(gradients.shared)
    more = {"uncertainty": gradients.uncertainty, "copies": gradients.copies}
    for name in gradients.names:
        parameter = gradients.program.parameters[name]
        yield f"gradient/{name}", gradients[name]
        if gradients.steps is not None:
            yield f"gradient_t/{name}", gradients.each(name)
        for title, vector in more.items():
            if vector is not None:
                yield f"{title}/{name}", vector[parameter.slice].reshape(parameter.shape)


def _npz(trace: Trace, path: str, progress: Progress, told: Made | None = None) -> None:
    arrays = [(name, trace[name]) for name in trace.names]
    write_npz(arrays + ([] if told is None else [made_array(told)]), path, progress)


def made_array(told: Made) -> tuple[str, np.ndarray]:
    """What a result was made of as an array of an npz: JSON, ``json.loads(str(file["made"]))``."""
    return "made", np.array(text(told))


def name_beside(path: str) -> str:
    """Where the W3C's CSVW looks for what a csv is about."""
    return f"{path}-metadata.json"


def beside_csv(trace: Trace, path: str, told: Made, tidy: bool) -> str:
    """What a csv has in its columns and was made of, as CSVW has it: the text of `name_beside`."""
    kinds = {"t": "integer", "token": "string", "target": "string", "signal": "string", "i": "integer", "j": "integer"}
    names = TIDY if tidy else ("t", "token", "target", *(name for name, _ in columns(trace)))
    listed = [{"name": name, "datatype": kinds.get(name, "double")} for name in names]
    content = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": Path(path).name,
        "dc:source": told,
        "tableSchema": {"columns": listed},
    }
    return json.dumps(content, indent=1) + "\n"


def _csv(trace: Trace, path: str, progress: Progress, told: Made | None = None) -> None:
    named = dict(columns(trace))
    words, next_words = tokens(trace), targets(trace)
    with open(path, "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("t", "token", "target", *named))
        for part in _parts(len(trace), progress):
            numbers = (values[part].tolist() for values in named.values())
            table.writerows(
                zip(range(part.start + 1, part.stop + 1), words[part], next_words[part], *numbers, strict=True)
            )


def _json(trace: Trace, path: str, progress: Progress, told: Made | None = None) -> None:
    """As the npz, with t, token and target. null: no target; "NaN", "Infinity", "-Infinity" are texts."""
    with open(path, "w", encoding="utf-8") as file:
        words = {"t": list(range(1, len(trace) + 1)), "token": tokens(trace), "target": targets(trace)}
        for name, values in words.items():
            file.write(f"{'{' if name == 't' else ','}{json.dumps(name)}:{json.dumps(values, ensure_ascii=False)}\n")
        for done, name in enumerate(trace.names):
            file.write(f",{json.dumps(name)}:[")
            for part in _parts(len(trace), lambda fraction, n=done: progress((n + fraction) / len(trace.names))):  # type: ignore[misc]
                without = trace.counts[part] == 0.0 if name in ("d", "E") else np.zeros(part.stop - part.start, bool)
                rows = json.dumps(_plain(trace[name][part], without), allow_nan=False)
                file.write(("," if part.start else "") + rows[1:-1])
            file.write("]\n")
        file.write(f',"made":{text(told)}}}\n' if told else "}\n")


def _plain(values: np.ndarray, without: np.ndarray) -> list[object]:
    """Nested lists that JSON can hold."""
    bad = ~np.isfinite(values)
    if not bad.any():
        return list(values.tolist())
    plain = values.astype(object)
    plain[bad] = [{"nan": "NaN", "inf": "Infinity"}.get(str(v), "-Infinity") for v in values[bad]]
    plain[without] = None
    return list(plain.tolist())


def _parquet(trace: Trace, path: str, progress: Progress, told: Made | None = None) -> None:
    """The columns of the csv; target is null where there is none."""
    import pyarrow as pa
    from pyarrow import parquet

    words = {"t": np.arange(1, len(trace) + 1), "token": tokens(trace), "target": targets(trace)}
    kinds = {"t": pa.int64(), "token": pa.string(), "target": pa.string()}
    named = {name: pa.array(values, kinds[name]) for name, values in words.items()}
    named |= {name: pa.array(np.ascontiguousarray(values)) for name, values in columns(trace)}
    table = pa.table(named)
    parquet.write_table(table if told is None else table.replace_schema_metadata({"rnrviz": text(told)}), path)
    progress(1.0)


WRITERS: tuple[tuple[str, Callable[..., None]], ...] = (
    (".npz", _npz), (".csv", _csv), (".json", _json), (".parquet", _parquet), (".nc", write_netcdf),
)  # fmt: skip


def writer(path: str, tidy: bool = False) -> Writer:
    """How a trace is written to this file, by its ending. Raises InputError for one that is not known."""
    ending = checked_ending(path, tuple(ending for ending, _ in WRITERS))
    if tidy and ending != ".csv":
        raise InputError("--{option} does not go with {what}.", option="tidy", what=ending)
    return write_tidy if tidy else dict(WRITERS)[ending]


def checked_ending(path: str, known: tuple[str, ...]) -> str:
    """The ending of a file's name in small letters, one of ``known``. Raises InputError for another."""
    ending = Path(path).suffix.lower()
    if not path:
        raise InputError("The name of the file to write is empty.")
    if Path(path).name.lower() in known:
        raise InputError(
            "{file} has no name before its ending; expected one such as result{ending}.",
            file=path,
            ending=Path(path).name,
        )
    if ending not in known:
        raise InputError(
            "{file}: the name ends in {found!r}; expected one of {known}.",
            file=path,
            found=ending,
            known=" ".join(known),
        )
    return ending


def _parts(length: int, progress: Progress) -> Iterator[slice]:
    for first in range(0, length, CHUNK):
        last = min(first + CHUNK, length)
        yield slice(first, last)
        progress(last / length)
