"""The models that come with the program, and what to call a model."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rnrviz.language import ntr, tr
from rnrviz.paths import resource

if TYPE_CHECKING:
    from rnrviz.network.network import Network

PREFERRED = "anbncn-lstm"
SUFFIX = ".safetensors"
FALLBACK = "random LSTM"
SAMPLES = ("S a a a b b b c c c T", "S a a a b b b c c c", "a a a b b b c c c T", "a a a b b b c c c", "a a a b b b")


def shipped() -> tuple[Path, ...]:
    """The model files in the resources, by name."""
    files = sorted(resource("models").glob(f"*{SUFFIX}"))
    return tuple(sorted(files, key=lambda path: path.stem != PREFERRED))


def first() -> Path | None:
    """The model that the window opens with."""
    return next(iter(shipped()), None)


def fallback() -> Network:
    """A random network of the chapter's LSTM, for when no model can be opened."""
    from rnrviz.network.network import random_network
    from rnrviz.network.vocabulary import Vocabulary

    return random_network("lstm", {"n_M": 2, "n_C": 1}, Vocabulary(("a", "b", "c", "T")), seed=1)


def title(source: str) -> str:
    """What the chooser calls a network that came from this file, or that was made and named so."""
    path = Path(source)
    if path.suffix != SUFFIX:
        return source
    return _shipped_titles().get(path.stem, path.stem) if path.parent == resource("models") else path.stem


def _shipped_titles() -> dict[str, str]:
    return {
        "anbncn-lstm": tr("aⁿbⁿcⁿ · LSTM"),
        "anbncn-lstm-forget": tr("aⁿbⁿcⁿ · LSTM, forget gates"),
        "anbncn-lstm-two-cells": tr("aⁿbⁿcⁿ · LSTM, two-cell block"),
        "anbncn-elman": tr("aⁿbⁿcⁿ · Elman"),
    }


def sample(network: Network) -> str:
    """A text that this network can read, to begin with."""
    known = set(network.vocabulary.tokens)
    told = network.history.get("example")
    candidates = ((told,) if isinstance(told, str) else ()) + SAMPLES
    separator = "" if network.vocabulary.by_character else " "
    for candidate in candidates:
        tokens = network.vocabulary.split(candidate)
        if tokens and known.issuperset(tokens):
            return separator.join(tokens)
    return separator.join(network.vocabulary.tokens[:20])


def description(network: Network) -> str:
    """One line about a network: kind, sizes, vocabulary, number of weights."""
    config, size, symbols = network.config, network.program.size, len(network.vocabulary)
    parts = [{"elman": tr("Elman network"), "lstm": tr("LSTM network")}.get(network.architecture, tr("custom network"))]
    if "n_M" in config:
        blocks, cells = int(config["n_M"]), int(config["n_C"])
        parts.append(ntr("{n} block", "{n} blocks", blocks).format(n=blocks))
        parts.append(ntr("{n} cell per block", "{n} cells per block", cells).format(n=cells))
        parts += [tr("forget gates")] if config.get("forget") else []
        parts += [tr("peepholes")] if config.get("peephole") else []
    elif "n_X" in config:
        units = int(config["n_X"])
        parts.append(ntr("{n} state unit", "{n} state units", units).format(n=units))
    parts.append(ntr("{n} symbol", "{n} symbols", symbols).format(n=symbols))
    parts.append(ntr("{n} weight", "{n} weights", size).format(n=size))
    return " · ".join(parts)
