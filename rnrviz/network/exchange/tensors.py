"""Named tensors of a file: their shapes at once, their numbers, widened to float64, when they are asked for."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from rnrviz.network.exchange.stack import Array
from rnrviz.network.problems import InputError

KINDS = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2"}  # as safetensors calls what can be widened exactly


@dataclass(frozen=True)
class Tensor:
    """A tensor that has not been read yet."""

    shape: tuple[int, ...]
    read: Callable[[], Array]


Tensors = Mapping[str, Tensor]


def widened(data: bytes, kind: str, order: str = "<") -> Array:
    """The numbers (n,) of ``data`` as float64; ``kind`` is one of KINDS; of BF16, the upper half of a float32."""
    stored = np.frombuffer(data, KINDS[kind].replace("<", order))
    if kind == "BF16":
        return (stored.astype(np.uint32) << 16).view(np.float32).astype(np.float64)
    return stored.astype(np.float64)


def noting(tensors: Tensors, read: set[str]) -> Tensors:
    """The same tensors; the names of those whose numbers are asked for go into ``read``."""

    def noted(name: str, tensor: Tensor) -> Tensor:
        def noting_it() -> Array:
            read.add(name)
            return tensor.read()

        return Tensor(tensor.shape, noting_it)

    return {name: noted(name, tensor) for name, tensor in tensors.items()}


def numbers(tensors: Tensors, name: str) -> Array:
    """The numbers of a tensor. Raises InputError for a NaN or what is not of a kind that can be read."""
    values = tensors[name].read()
    if not np.isfinite(values).all():
        where = [int(i) + 1 for i in np.argwhere(~np.isfinite(values))[0]]
        raise InputError(
            "The tensor {name} has {value} at {where}; expected a finite number.",
            name=name,
            value=values[~np.isfinite(values)][0],
            where=where,
        )
    return values


def read_safetensors(path: Path) -> tuple[Tensors, dict[str, str]]:
    """The tensors of a safetensors file and its metadata. Raises InputError."""
    from safetensors import SafetensorError, deserialize

    content = path.read_bytes()
    try:
        found = {name: _tensor(name, told) for name, told in deserialize(content)}  # type: ignore[no-untyped-call]
        header = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])
    except (SafetensorError, ValueError):
        raise InputError("This is not a safetensors file.") from None
    return found, {str(k): str(v) for k, v in (header.get("__metadata__") or {}).items()}


def _tensor(name: str, told: Mapping[str, Any]) -> Tensor:
    shape, kind, data = tuple(told["shape"]), str(told["dtype"]), told["data"]

    def read() -> Array:
        if kind not in KINDS:
            raise not_readable(name, kind, ", ".join(KINDS))
        return widened(bytes(data), kind).reshape(shape)

    return Tensor(shape, read)


def not_readable(name: str, found: str, expected: str) -> InputError:
    """The sentence about a tensor of another type."""
    return InputError(
        "The tensor {name} is of type {found}; expected one of {expected}.", name=name, found=found, expected=expected
    )
