"""Models on disk: safetensors with the chapter's names; opening one never runs code."""

import contextlib
import errno
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from rnrviz.network.architectures import ARCHITECTURES
from rnrviz.network.layout import TRAINED
from rnrviz.network.network import EMBEDDINGS, Network, network
from rnrviz.network.problems import InputError, reason
from rnrviz.network.vocabulary import Vocabulary

VERSION = "1"
EQUATIONS = ".eq"


def load(path: str | os.PathLike[str]) -> Network:
    """Open a model. Raises InputError: one sentence with the file, the key, what was found and what was expected."""
    if not os.fspath(path):
        raise InputError("The name of the file is empty; expected the name of a model.")
    try:
        return _network(*read(Path(path)))
    except InputError as error:
        raise InputError("{file}: {problem}", file=os.fspath(path), problem=error) from None


def read(path: Path) -> tuple[dict[str, str], dict[str, np.ndarray]]:
    """The metadata and the tensors, as float64, of a safetensors file. Raises InputError."""
    from safetensors import SafetensorError, safe_open

    try:
        if path.is_dir():
            raise InputError("This is a folder; expected a file.")
        if not path.exists():
            raise InputError("There is no such file.")
        if not path.is_file():
            raise InputError("This is a pipe or a device; expected a file.")
        with safe_open(path, "numpy") as file:
            metadata = file.metadata() or {}
            return metadata, {name: _tensor(file, name) for name in file.keys()}  # noqa: SIM118
    except SafetensorError:
        if path.suffix.lower() == EQUATIONS:
            raise InputError(
                "A file of equations has no weights; open it in the window (rnrviz {name}) and save the network there "
                "as a model.",
                name=path.name,
            ) from None
        from rnrviz.network.exchange.files import ENDINGS

        if path.suffix.lower() in ENDINGS:
            raise InputError(
                "This is not a safetensors file; “rnrviz import {name} -o MODEL.safetensors” makes a model of it.",
                name=path.name,
            ) from None
        raise InputError("This is not a safetensors file.") from None
    except OSError as error:
        raise InputError("The file cannot be read ({reason}).", reason=reason(error)) from None


def _tensor(file: Any, name: str) -> np.ndarray:
    kind = file.get_slice(name).get_dtype()
    if kind not in ("F64", "F32"):
        raise InputError("The tensor {name} is of type {found}; expected F64 or F32.", name=name, found=kind)
    return np.asarray(file.get_tensor(name), np.float64)


def _network(metadata: dict[str, str], tensors: dict[str, np.ndarray]) -> Network:
    _require(metadata, "rnrviz", lambda value: value == VERSION, VERSION)
    architecture = _require(metadata, "architecture", lambda v: v in (*ARCHITECTURES, "custom"), _architectures())
    text = metadata.get("equations")
    if architecture == "custom" and not text:
        raise InputError("The key {key} is missing; a custom architecture needs it.", key="equations")
    tokens = _json(metadata, "vocabulary", list)
    for position, token in enumerate(tokens, 1):
        if not isinstance(token, str):
            raise InputError(
                "Token {position} of the key {key} is {found!r}; expected a text in quotation marks.",
                position=position,
                key="vocabulary",
                found=token,
            )
    history = _json(metadata, "history", object) if "history" in metadata else {}
    embedding = _require({"embedding": TRAINED} | metadata, "embedding", lambda v: v in EMBEDDINGS[1:], TRAINED)
    loss = _require(metadata, "loss", lambda v: v in ("quadratic", "cross_entropy"), "quadratic, cross_entropy")
    return network(
        architecture,
        _json(metadata, "config", dict),
        tensors,
        Vocabulary(tuple(tokens)),
        loss,
        text if architecture == "custom" else None,
        history,
        embedding if "embedding" in tensors else "",
    )


def _architectures() -> str:
    return ", ".join((*ARCHITECTURES, "custom"))


def _require(metadata: dict[str, str], key: str, good: Callable[[str], bool], expected: str) -> str:
    if key not in metadata:
        raise InputError("The key {key} is missing from the metadata; expected {expected}.", key=key, expected=expected)
    if not good(metadata[key]):
        raise InputError(
            "The key {key} is {found!r}; expected {expected}.", key=key, found=metadata[key][:80], expected=expected
        )
    return metadata[key]


def _json(metadata: dict[str, str], key: str, kind: type) -> Any:
    expected = "JSON {…}" if kind is dict else "JSON […]" if kind is list else "JSON"
    text = _require(metadata, key, lambda text: True, expected)
    with contextlib.suppress(ValueError, RecursionError):
        value = json.loads(text)
        if isinstance(value, kind):
            return value
    raise InputError("The key {key} is {found!r}; expected {expected}.", key=key, found=text, expected=expected)


def save(model: Network, path: str | os.PathLike[str]) -> None:
    """Write a model; an older file is replaced only when the new one is complete. Raises InputError if it cannot."""
    metadata = {
        "rnrviz": VERSION,
        "architecture": model.architecture,
        "config": json.dumps(model.config),
        "vocabulary": json.dumps(model.vocabulary.tokens, ensure_ascii=False),
        "loss": model.loss,
        "history": json.dumps(model.history),
    }
    if model.architecture == "custom":
        metadata["equations"] = model.text
    if model.embedding:
        metadata["embedding"] = model.embedding
    write_tensors(path, {name: values.copy() for name, values in model.parameters.items()}, metadata)


def write_tensors(path: str | os.PathLike[str], tensors: dict[str, np.ndarray], metadata: dict[str, str]) -> None:
    """Write a safetensors file: the same to the bit for the same content. Raises InputError if it cannot."""
    from safetensors.numpy import save as to_bytes

    content = to_bytes(tensors, metadata)
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])
    header = {"__metadata__": metadata} | {k: v for k, v in header.items() if k != "__metadata__"}  # was in any order
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    settled = len(text).to_bytes(8, "little") + text + content[8 + length :]
    write(path, lambda temporary: Path(temporary).write_bytes(settled))


def check_place(path: str | os.PathLike[str]) -> None:
    """Raises InputError if a file could not be written there; leaves everything as it is."""
    if not os.fspath(path):
        raise InputError("The name of the file to write is empty.")
    target = Path(os.path.realpath(path))
    try:
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if target.exists() and not target.is_file():
            raise InputError("{file} is a pipe or a device; expected a file.", file=os.fspath(path))
        handle, temporary = tempfile.mkstemp(target.suffix, f".{target.stem[:32]}-", target.parent)
        os.close(handle)
        os.unlink(temporary)
    except OSError as error:
        raise _not_written(path, error) from None


def write(path: str | os.PathLike[str], writer: Callable[[str], object]) -> None:
    """Let ``writer`` write a file beside ``path``, then put it in its place. Raises InputError if it cannot."""
    check_place(path)
    target = Path(os.path.realpath(path))
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(target.suffix, f".{target.stem[:32]}-", target.parent)
        os.close(handle)
        writer(temporary)
        os.chmod(temporary, target.stat().st_mode if target.exists() else 0o666 & ~_umask())
        os.replace(temporary, target)
    except OSError as error:
        raise _not_written(path, error) from None
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)


def _not_written(path: str | os.PathLike[str], error: OSError) -> InputError:
    return InputError("{file} cannot be written ({reason}).", file=os.fspath(path), reason=reason(error))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
