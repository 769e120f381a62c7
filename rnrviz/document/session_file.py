"""Sessions on disk, NAME.rnrviz: a zip of JSON and models, which later versions read. Opening one never runs code.

`session.json` has the version, the Document but for its network, the name of a second network, and how the window
looks; `network.safetensors` and, in a comparison, `second.safetensors` are models as everywhere. Of every run of Learn
there are, since format 2, its settings in `session.json`, the model it began with and all that learning remembers. A
session without runs is one of format 1, which older programs read too.
"""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rnrviz import __version__
from rnrviz.document.document import Document
from rnrviz.document.recorded import document, recorded
from rnrviz.document.run_record import record, taken
from rnrviz.document.runs import Run
from rnrviz.network import files
from rnrviz.network.network import Network
from rnrviz.network.problems import InputError, reason

SUFFIX, VERSION = ".rnrviz", 2
PLAIN = 1  # the format of a session without runs
TEXT, FIRST, SECOND = "session.json", "network.safetensors", "second.safetensors"
BEGAN, LEARNED = "runs/{}.began.safetensors", "runs/{}.safetensors"
LARGEST = 4 * 2**30  # bytes, unpacked
WHEN = (1980, 1, 1, 0, 0, 0)  # the same session is the same file, to the bit


@dataclass(frozen=True, eq=False)
class Kept:
    """What a session file holds. ``second`` is the network it is compared with, and its name.

    ``look`` says how the window looks, in the window's own words, texts and numbers by name; see `rnrviz.app`. ``lost``
    has a sentence for every run of a file that cannot be taken up, such as one on a text that is gone.
    """

    document: Document
    second: tuple[Network, str] | None = None
    look: Mapping[str, Any] = field(default_factory=dict)
    runs: tuple[Run, ...] = ()
    lost: tuple[str, ...] = ()


def save(kept: Kept, path: str | os.PathLike[str]) -> None:
    """Write a session; an older file is replaced only when the new one is complete. Raises InputError."""
    second = kept.second[1] if kept.second else None
    text: dict[str, Any] = {"rnrviz": VERSION if kept.runs else PLAIN, "program": __version__}
    text |= {"document": recorded(kept.document), "second": second, "look": dict(kept.look)}
    learned = {run.number: record(run) for run in kept.runs}
    text |= {"runs": [told for _, told in learned.values()]} if kept.runs else {}
    parts = {TEXT: json.dumps(text, ensure_ascii=False, indent=1).encode()}
    parts[FIRST] = _packed(kept.document.network)
    if kept.second:
        parts[SECOND] = _packed(kept.second[0])
    for run in kept.runs:
        parts[BEGAN.format(run.number)] = _packed(run.network)
        parts[LEARNED.format(run.number)] = _bytes(lambda place, run=run: files.write_tensors(  # type: ignore[misc]
            place, learned[run.number][0], {}))  # fmt: skip
    files.write(path, lambda temporary: _zip(temporary, parts))


def load(path: str | os.PathLike[str]) -> Kept:
    """Open a session. Raises InputError: one sentence with the file, what was found and what was expected."""
    try:
        with _opened(Path(path)) as archive:
            return _kept(archive)
    except InputError as error:
        raise InputError("{file}: {problem}", file=os.fspath(path), problem=error) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise InputError("{file}: This session is damaged or is none.", file=os.fspath(path)) from None
    except OSError as error:
        raise InputError("{file} cannot be read ({reason}).", file=os.fspath(path), reason=reason(error)) from None


def _opened(path: Path) -> zipfile.ZipFile:
    if not path.exists():
        raise InputError("There is no such file.")
    if not path.is_file():
        raise InputError("This is no file; expected a session.")
    return zipfile.ZipFile(path)


def _kept(archive: zipfile.ZipFile) -> Kept:
    if sum(info.file_size for info in archive.infolist()) > LARGEST:
        raise InputError("It is too large; at most {most} bytes are read.", most=LARGEST)
    text = _text(archive)
    made = document(_section(text, "document"), _network(archive, FIRST))
    name = text.get("second")
    if not isinstance(name, (str, type(None))):
        raise InputError("The key {key} is {found!r}; expected {expected}.", key="second", found=name, expected="…")
    second = None if name is None else (_network(archive, SECOND), name)
    return Kept(made, second, _section(text, "look"), *_runs(archive, text.get("runs", [])))


def _runs(archive: zipfile.ZipFile, found: Any) -> tuple[tuple[Run, ...], tuple[str, ...]]:
    """The runs, and why others are none; what is wrong with one does not keep the session shut."""
    if not isinstance(found, list):
        raise InputError("The key {key} is {found!r}; expected {expected}.", key="runs", found=found, expected="[…]")
    runs, lost = [], []
    for place, told in enumerate(found, 1):
        try:
            runs.append(_run(archive, told if isinstance(told, dict) else {}))
        except InputError as error:
            sentence = InputError("Run {n} of the session cannot be taken up: {problem}", n=place, problem=error)
            lost.append(str(sentence))
    return tuple(runs), tuple(lost)


def _run(archive: zipfile.ZipFile, told: dict[str, Any]) -> Run:
    number = told.get("number")
    network = _network(archive, BEGAN.format(number))
    with _unpacked(archive, LEARNED.format(number)) as place:
        arrays = files.read(place)[1]
    return taken(arrays, told, network)


def _text(archive: zipfile.ZipFile) -> dict[str, Any]:
    found = json.loads(_part(archive, TEXT))
    version = found.get("rnrviz") if isinstance(found, dict) else None
    if type(version) is not int or version < 1:
        raise InputError("The key {key} is {found!r}; expected {expected}.", key="rnrviz", found=version, expected=1)
    if version > VERSION:
        raise InputError("It was written by a later version of RNRviz (format {found}; expected {expected}).",
                         found=version, expected=VERSION)  # fmt: skip
    return dict(found)


def _section(text: dict[str, Any], key: str) -> dict[str, Any]:
    found = text.get(key, {})
    if not isinstance(found, dict):
        raise InputError("The key {key} is {found!r}; expected {expected}.", key=key, found=found, expected="{…}")
    return found


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    if name not in archive.namelist():
        raise InputError("The part {name} is missing.", name=name)
    return archive.read(name)


def _network(archive: zipfile.ZipFile, name: str) -> Network:
    with _unpacked(archive, name) as place:
        try:
            return files.load(place)
        except InputError as error:  # the user knows only the session's name
            raise InputError("{file}: {problem}", file=name, problem=error.fields.get("problem", error)) from None


@contextmanager
def _unpacked(archive: zipfile.ZipFile, name: str) -> Iterator[Path]:
    """A part as a file of its own, for a moment."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / FIRST
        place.write_bytes(_part(archive, name))
        yield place


def _packed(network: Network) -> bytes:
    return _bytes(lambda place: files.save(network, place))


def _bytes(write: Callable[[Path], object]) -> bytes:
    """What this writes into a file."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder) / FIRST)
        return (Path(folder) / FIRST).read_bytes()


def _zip(path: str, parts: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, WHEN), content, zipfile.ZIP_DEFLATED)
