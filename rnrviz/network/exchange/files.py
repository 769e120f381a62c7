"""Files of other programs by what they are: PyTorch, ONNX, Keras."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from rnrviz.network import files
from rnrviz.network.exchange import archives, pytorch, pytorch_writing
from rnrviz.network.exchange.building import Told, network_of
from rnrviz.network.exchange.options import NONE, Found, Options
from rnrviz.network.exchange.stack import RNN
from rnrviz.network.exchange.taking import restored, stack_of, told_of
from rnrviz.network.exchange.tensors import Tensors, noting, read_safetensors
from rnrviz.network.layout import FIXED, TRAINED
from rnrviz.network.network import Network
from rnrviz.network.problems import InputError, reason

TOLD = "rnrviz_network"  # the key of the metadata of what this program writes for others
UNUSED = "unused"  # the key of a history: names of tensors of the file that have no counterpart in the network
ENDINGS = (".pt", ".pth", ".bin", ".onnx", ".keras", ".h5", ".hdf5")
WRITTEN = (".safetensors", ".onnx")


def read(path: str | os.PathLike[str], options: Options = Options()) -> Network:  # noqa: B008  it is frozen
    """The network in a file of another program. Raises InputError: one sentence with the file and what is wrong."""
    place = Path(path)
    if not os.fspath(path):
        raise InputError("The name of the file is empty; expected {expected}.", expected="FILE")
    try:
        return _read(place, options)
    except OSError as error:
        problem = InputError("The file cannot be read ({reason}).", reason=reason(error))
    except InputError as error:
        problem = error
    raise InputError("{file}: {problem}", file=os.fspath(path), problem=problem) from None


def _read(path: Path, options: Options) -> Network:
    if path.is_dir():
        raise InputError("This is a folder; expected a file.")
    if path.exists() and not path.is_file():
        raise InputError("This is a pipe or a device; expected a file.")
    return _made(_reader(path)(path, options), options)


def is_other(path: str | os.PathLike[str]) -> bool:
    """Whether a file is to be read as another program's: by its ending, or tensors with PyTorch's names."""
    place = Path(path)
    if place.suffix.lower() in ENDINGS:
        return True
    try:
        with place.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            begin = file.read(1)
            header = begin + file.read(length - 1) if begin == b"{" and length <= place.stat().st_size else b""
    except OSError:
        return False
    return b'"rnrviz"' not in header and b"weight_hh" in header


def _reader(path: Path) -> Callable[[Path, Options], Found]:
    """By the first bytes; ONNX, which has none of its own, by its name."""
    with path.open("rb") as file:
        begin = file.read(16)
    if begin[8:9] == b"{" and int.from_bytes(begin[:8], "little") <= path.stat().st_size:
        return _safetensors
    if begin.startswith(b"\x89HDF\r\n\x1a\n"):
        return _keras
    if begin.startswith(b"PK"):
        return _keras if "config.json" in archives.entries(path) else _torch
    if path.suffix.lower() == ".onnx":
        return _onnx
    if begin.startswith((b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05")):
        raise InputError(
            "This is a pickle of the form that PyTorch had before 1.6; load it there and save it again, best as "
            "safetensors."
        )
    if path.suffix.lower() in ENDINGS:
        raise InputError("This is no file of PyTorch or Keras, or it is broken.")
    return _safetensors


def _torch(path: Path, options: Options) -> Found:
    return _of_tensors(archives.read_archive(path), options)


def _safetensors(path: Path, options: Options) -> Found:
    tensors, metadata = read_safetensors(path)
    if "rnrviz" in metadata and "architecture" in metadata:
        raise InputError("This is a model of this program already; open it as it is.")
    told = told_in(metadata)
    if told is not None:
        options = replace(options, activation=options.activation or _activation(told))
    if told is not None and not told.get("embedding"):
        options = replace(options, embedding=options.embedding or NONE)
    return replace(_of_tensors(tensors, options), told=told)


def _of_tensors(tensors: Tensors, options: Options) -> Found:
    read: set[str] = set()
    stack = pytorch.stack_of_tensors(noting(tensors, read), options)
    return Found(stack, unused=tuple(name for name in tensors if name not in read))


def _onnx(path: Path, options: Options) -> Found:
    from rnrviz.network.exchange.onnx_reading import read_onnx

    try:
        found, metadata = read_onnx(path, options)
    except IndexError:
        raise InputError("A node of the graph has fewer inputs than its kind needs.") from None
    return replace(found, told=told_in(metadata))


def _keras(path: Path, options: Options) -> Found:
    from rnrviz.network.exchange.keras import read_keras

    return read_keras(path, options)


def told_in(metadata: dict[str, str]) -> dict[str, Any] | None:
    """What this program told, if it wrote the file."""
    try:
        told = json.loads(metadata.get(TOLD, ""))
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) and isinstance(told.get("config"), dict) else None


def _activation(told: dict[str, Any]) -> str | None:
    """Of a simple layer, which torch's tensors do not tell."""
    text, config = str(told.get("equations") or ""), told["config"]
    found = config.get("g_X") or next((g for g in ("relu", "tanh") if f"# layer: {RNN} {g}" in text), None)
    return found if found in ("tanh", "relu") else None


def _made(found: Found, options: Options) -> Network:
    """As this program wrote it, if it did and nothing has been changed or is said otherwise."""
    again = None if found.told is None else restored(found.stack, found.told)
    if again is None:
        tokens, loss, g_Y = found.tokens, None, found.g_Y
    elif options.tokens or options.loss or options.output_activation:
        tokens, loss, g_Y = again.vocabulary.tokens, again.loss, str(again.config.get("g_Y"))
    else:
        return again
    fixed = found.fixed or (again is not None and again.embedding == FIXED)
    return network_of(
        found.stack,
        Told(
            options.tokens or tokens,
            options.loss or (None if options.output_activation else loss),
            options.output_activation or (None if options.loss else g_Y),
            FIXED if fixed else TRAINED,
            {"imported": True} | ({UNUSED: list(found.unused)} if found.unused else {}),
        ),
    )


def write(model: Network, path: str | os.PathLike[str], single: bool = False) -> None:
    """Write the network for another program: .safetensors with PyTorch's names, or .onnx.

    ``single``: with weights rounded to float32. Raises InputError for what that program cannot do.
    """
    stack, told = stack_of(model), json.dumps(told_of(model))
    if Path(path).suffix.lower() == ".onnx":
        from rnrviz.network.exchange.onnx_writing import onnx_bytes

        content = onnx_bytes(stack, model, {TOLD: told}, single)
        files.write(path, lambda temporary: Path(temporary).write_bytes(content))
    else:
        tensors = pytorch_writing.tensors_of_stack(stack)
        kind = np.float32 if single else np.float64
        shaped = {name: values.astype(kind) for name, values in tensors.items()}
        files.write_tensors(path, shaped, {"format": "pt", TOLD: told})
