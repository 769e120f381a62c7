"""What a person may say about a file of another program where the file leaves it open."""

from dataclasses import dataclass
from typing import Any

from rnrviz.network.exchange.stack import Stack

NONE = "none"


@dataclass(frozen=True)
class Options:
    """``tokens`` of the vocabulary; names of the ``layers`` (what stands before weight_ih_l0), of the ``output``
    layer, of the ``embedding`` and of a ``direct`` connection, "none" for none; ``loss``; ``activation`` of a simple
    recurrent layer; ``output_activation``, g_Y. None: not said."""

    tokens: tuple[str, ...] | None = None
    layers: str | None = None
    output: str | None = None
    embedding: str | None = None
    direct: str | None = None
    loss: str | None = None
    activation: str | None = None
    output_activation: str | None = None


@dataclass(frozen=True)
class Found:
    """What is in a file: layers; what this program told when it wrote it (JSON, None if it did not); tokens and g_Y
    if the file says so; whether the embeddings are no weights but inputs; the names of tensors that were
    not used."""

    stack: Stack
    told: Any = None
    tokens: tuple[str, ...] | None = None
    g_Y: str | None = None
    fixed: bool = False
    unused: tuple[str, ...] = ()
