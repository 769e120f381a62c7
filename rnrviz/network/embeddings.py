"""A given table of embeddings, read from a file: one row of numbers for each token of a vocabulary.

Files that are read: text in word2vec's form ("token v1 v2 ..." in each line, "rows columns" perhaps in the first), the
same with commas, semicolons or tabs (CSV, perhaps with headings); .safetensors and .npz with one table, whose rows are
in the order of the tokens that the file lists or, where it lists none, in the order of the vocabulary.
"""

import csv
import json
import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np

from rnrviz.network.problems import InputError, reason
from rnrviz.network.vocabulary import UNKNOWN, Vocabulary

UNKNOWNS = (UNKNOWN, "<unk>", "<UNK>", "[UNK]")
LISTS = ("vocabulary", "tokens")  # what a file may call the list of its tokens
MOST_COLUMNS, MOST_NAMED = 100_000, 8
SEPARATORS = {".csv": ",", ".tsv": "\t"}
Rows = dict[str, np.ndarray]


def read_table(path: str | os.PathLike[str], vocabulary: Vocabulary) -> np.ndarray:
    """The embeddings (n_V, n_U) of the tokens, in their order; a token that is missing takes the row of UNK.

    Raises InputError: one sentence with the file and what is wrong in it, such as the tokens that it has not got.
    """
    try:
        return ordered(_rows(Path(path), vocabulary), vocabulary)
    except OSError as error:
        problem = InputError("The file cannot be read ({reason}).", reason=reason(error))
    except UnicodeDecodeError:
        problem = InputError("This is not a text in UTF-8.")
    except InputError as error:
        problem = error
    raise InputError("{file}: {problem}", file=os.fspath(path), problem=problem) from None


def _rows(path: Path, vocabulary: Vocabulary) -> Rows:
    if path.suffix.lower() == ".safetensors":
        return _of_safetensors(path, vocabulary)
    if path.suffix.lower() == ".npz":
        return _of_npz(path, vocabulary)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return _of_text(file, SEPARATORS.get(path.suffix.lower()), vocabulary.tokens)


def ordered(rows: Rows, vocabulary: Vocabulary) -> np.ndarray:
    """The rows (n_V, n_U) in the order of the vocabulary. Raises InputError that names the tokens without one."""
    rest = next((rows[name] for name in UNKNOWNS if name in rows), None)
    missing = [token for token in vocabulary.tokens if token not in rows]
    if missing and rest is None:
        named = ", ".join(f"“{token}”" for token in missing[:MOST_NAMED]) + (", …" if missing[MOST_NAMED:] else "")
        raise InputError("The table has no row for {tokens}, and none for UNK that could serve.", tokens=named)
    return np.array([rows.get(token, rest) for token in vocabulary.tokens], np.float64)


def _of_text(file: Iterable[str], separator: str | None, tokens: Sequence[str]) -> Rows:
    """The rows of the tokens and of UNK; of a token that comes twice, the first. Other rows are passed over."""
    lines = enumerate(file, 1)
    first = list(islice(lines, 2))
    separator = separator or _separator([line for _, line in first])
    left, rows, columns = {*tokens}, Rows(), 0
    for number, line in chain(first, lines):
        name = _name(line, separator)
        if columns and (name in rows or (name not in left and name not in UNKNOWNS)):
            continue
        token, *values = _fields(line, separator)
        if not token or (number == 1 and _is_heading(token, values, first, separator)):
            continue
        columns = columns or len(values)
        if len(values) != columns or not 1 <= columns <= MOST_COLUMNS:
            raise InputError(
                "Line {line} has {found} numbers; expected {expected}.",
                line=number,
                found=len(values),
                expected=columns or 1,
            )
        if token in left or token in UNKNOWNS:
            rows[token] = _numbers(values, number)
            left.discard(token)
            if not left:
                break
    if not columns:
        raise InputError("The table is empty.")
    return rows


def _name(line: str, separator: str | None) -> str:
    """The first field; without looking at the others where it is not in quotation marks."""
    if separator is None:
        return "".join(line.split(None, 1)[:1])
    return _fields(line if line.startswith('"') else line.partition(separator)[0], separator)[0]


def _separator(lines: Sequence[str]) -> str | None:
    """What stands between the fields of the last of these lines; None for spaces."""
    last = lines[-1] if lines else ""
    return next((mark for mark in ("\t", ";", ",") if last.count(mark) and _many(last, mark)), None)


def _many(line: str, mark: str) -> bool:
    """Whether a mark parts the line in a token and numbers, and is not a token itself."""
    values = _fields(line, mark)[1:]
    return bool(values) and all(_is_number(value) for value in values)


def _fields(line: str, separator: str | None) -> list[str]:
    if separator is None:
        return line.split() or [""]
    return [field.strip() for field in next(csv.reader([line], delimiter=separator), [])] or [""]


def _is_heading(token: str, values: list[str], first: list[tuple[int, str]], separator: str | None) -> bool:
    """Whether the first line is "rows columns", or names the columns."""
    second = len(_fields(first[1][1], separator)) if len(first) > 1 else 0
    if len(values) == 1 and token.isdecimal() and values[0].isdecimal():
        return second == int(values[0]) + 1 and (second != 2 or not _is_number(token))
    return bool(values) and not any(map(_is_number, values))


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _numbers(values: list[str], line: int) -> np.ndarray:
    for value in values:
        if not _is_number(value) or not np.isfinite(float(value)):
            raise InputError("Line {line}: {found!r} is not a finite number.", line=line, found=value)
    return np.array([float(value) for value in values])


def _of_safetensors(path: Path, vocabulary: Vocabulary) -> Rows:
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, "numpy") as file:
            told, names = file.metadata() or {}, list(file.keys())
            chosen = _chosen({name: file.get_slice(name).get_shape() for name in names})
            return _matched(np.asarray(file.get_tensor(chosen)), _listed(told), vocabulary)
    except (SafetensorError, TypeError):
        raise InputError("This is not a safetensors file with a table of numbers.") from None


def _listed(metadata: Mapping[str, str]) -> list[str] | None:
    for key in LISTS:
        if key in metadata:
            try:
                found = json.loads(metadata[key])
            except (ValueError, RecursionError):
                continue
            if isinstance(found, list):
                return [str(token) for token in found]
    return None


def _of_npz(path: Path, vocabulary: Vocabulary) -> Rows:
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
    except (ValueError, EOFError, zipfile.BadZipFile, AttributeError, KeyError):
        raise InputError("This is not an NPZ file of numbers and words.") from None
    tokens = next(([str(token) for token in arrays[key].ravel()] for key in LISTS if key in arrays), None)
    tables = {name: array for name, array in arrays.items() if name not in LISTS}
    return _matched(tables[_chosen({name: array.shape for name, array in tables.items()})], tokens, vocabulary)


def _chosen(shapes: Mapping[str, Sequence[int]]) -> str:
    """The one table of a file, or that of a model of this program."""
    if "embedding" in shapes:
        return "embedding"
    tables = [name for name, shape in shapes.items() if len(shape) == 2]
    if len(tables) != 1:
        raise InputError("The file has {n} tables; expected one, or one called “embedding”.", n=len(tables))
    return tables[0]


def _matched(table: np.ndarray[Any, Any], tokens: list[str] | None, vocabulary: Vocabulary) -> Rows:
    """The rows by token; the vocabulary's order where the file lists no tokens."""
    if table.dtype.kind not in "fiu" or table.ndim != 2 or not table.shape[1] or not np.isfinite(table).all():
        raise InputError("The table must be one of finite numbers, with a row for each token.")
    order = vocabulary.tokens if tokens is None else tokens
    if len(order) != len(table):
        raise InputError("The table has {found} rows; expected {expected}.", found=len(table), expected=len(order))
    return dict(_reversed(order, table.astype(np.float64)))


def _reversed(order: Sequence[str], table: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
    """Last first, so that of a token that comes twice the first row counts."""
    return zip(reversed(order), reversed(table), strict=True)
