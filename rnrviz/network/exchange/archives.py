"""Zip archives as torch.save writes them: a pickle and, uncompressed, the bytes of each storage."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from rnrviz.network.exchange.pickled import Strided, read_pickle
from rnrviz.network.exchange.stack import Array
from rnrviz.network.exchange.tensors import KINDS, Tensor, Tensors, not_readable, widened
from rnrviz.network.problems import InputError

STORAGES = {"DoubleStorage": "F64", "FloatStorage": "F32", "HalfStorage": "F16", "BFloat16Storage": "BF16"}
NESTED = ("state_dict", "model_state_dict", "model", "module", "net", "network")
DEEPEST = 8
BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, EOFError, KeyError, ValueError,
    OverflowError, IndexError,
)  # fmt: skip


def entries(path: Path) -> list[str]:
    """The names in a zip archive. Raises InputError if it is broken."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()
    except BROKEN:
        raise _broken() from None


def entry(path: Path, name: str) -> bytes:
    """An entry that is not compressed, and so is not larger than the file. Raises InputError."""
    try:
        with zipfile.ZipFile(path) as archive:
            told = archive.getinfo(name)
            if told.compress_type != zipfile.ZIP_STORED:
                raise InputError("{name} is compressed; expected an archive that is not.", name=name)
            return archive.read(told)
    except InputError:
        raise
    except BROKEN:
        raise _broken() from None


def _broken() -> InputError:
    return InputError("The archive is broken or cut off.")


def read_archive(path: Path) -> Tensors:
    """The tensors of a state dictionary, or of a checkpoint that has one. Raises InputError; runs nothing."""
    names = entries(path)
    pickles = [name for name in names if name.rpartition("/")[2] == "data.pkl"]
    if any("/code/" in name for name in names):
        raise InputError(
            "This is a TorchScript program; expected a state dictionary of tensors, as "
            "torch.save(model.state_dict(), …) writes it."
        )
    if len(pickles) != 1:
        raise InputError("The archive has {n} entries data.pkl; expected one.", n=len(pickles))
    folder = pickles[0].removesuffix("data.pkl")
    order = ">" if f"{folder}byteorder" in names and entry(path, f"{folder}byteorder").strip() == b"big" else "<"
    found = read_pickle(entry(path, pickles[0]))
    if not isinstance(found, dict):
        raise InputError(
            "The file holds {found!r}; expected a state dictionary of tensors.", found=type(found).__name__
        )
    nested = next((found[key] for key in NESTED if isinstance(found.get(key), dict)), found)
    return {name: _tensor(path, folder, order, name, told) for name, told in _flat(nested, set())}


def _flat(found: dict[Any, Any], seen: set[int], above: str = "") -> Iterator[tuple[str, Strided]]:
    """The tensors by name, those of dictionaries within by names with a dot; each dictionary once."""
    seen.add(id(found))
    for key, value in found.items():
        if isinstance(value, Strided):
            yield f"{above}{key}", value
        elif isinstance(value, dict) and id(value) not in seen and above.count(".") < DEEPEST:
            yield from _flat(value, seen, f"{above}{key}.")


def _tensor(path: Path, folder: str, order: str, name: str, told: Strided) -> Tensor:
    def read() -> Array:
        kind = STORAGES.get(told.storage.kind)
        if kind is None:
            raise not_readable(name, told.storage.kind, ", ".join(STORAGES))
        _check(name, told)
        data = entry(path, f"{folder}data/{told.storage.key}")
        size = np.dtype(KINDS[kind]).itemsize
        if len(data) != told.storage.size * size:
            raise _misfit(name)
        flat = widened(data, kind, order)
        bytes_apart = [8 * stride for stride in told.strides]
        return np.lib.stride_tricks.as_strided(flat[told.offset :], told.shape, bytes_apart).copy()

    return Tensor(told.shape, read)


def _check(name: str, told: Strided) -> None:
    """Refuse a tensor that reaches beyond its storage or repeats it."""
    numbers = (told.offset, *told.shape, *told.strides)
    reach = told.offset + sum((n - 1) * stride for n, stride in zip(told.shape, told.strides, strict=True))
    if min(numbers) < 0 or 0 in told.shape or prod(told.shape) > told.storage.size or reach >= told.storage.size:
        raise _misfit(name)


def _misfit(name: str) -> InputError:
    return InputError("The tensor {name} does not fit the numbers that the file has for it.", name=name)
