"""The models that come with the program, and what to call a model."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rnrviz.language import ntr, tr
from rnrviz.network.notation import symbol
from rnrviz.paths import resource

if TYPE_CHECKING:
    from rnrviz.network.network import Network

PREFERRED = "anbncn-lstm"
SUFFIX = ".safetensors"
OTHERS = (".pt", ".pth", ".onnx", ".keras", ".h5")  # endings of files of other programs
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


def load(path: Path) -> Network:
    """The model of a file, ours or another program's; of equations, a random network with the first model's vocabulary.

    Raises InputError.
    """
    from rnrviz.network import files, own
    from rnrviz.network.exchange import files as exchange

    if path.suffix.lower() != own.SUFFIX:
        return exchange.read(path) if exchange.is_other(path) else files.load(path)
    like = fallback() if (usual := first()) is None else files.load(usual)
    return own.load(path, like.vocabulary, like.loss)


def title(source: str) -> str:
    """What the chooser calls a network that came from this file, or that was made and named so."""
    path = Path(source)
    if path.suffix.lower() not in (SUFFIX, ".eq", *OTHERS):
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
    told = network.told("example")
    candidates = ((told,) if isinstance(told, str) else ()) + SAMPLES
    separator = "" if network.vocabulary.by_character else " "
    for candidate in candidates:
        tokens = network.vocabulary.split(candidate)
        if tokens and known.issuperset(tokens):
            return separator.join(tokens)
    return separator.join(network.vocabulary.tokens[:20])


def kind(architecture: str) -> str:
    """What to call an architecture, in a few words."""
    known = {
        "elman": tr("Elman"),
        "stacked_elman": tr("Elman, several layers"),
        "window": tr("Time window"),
        "bidirectional": tr("Bidirectional"),
        "lstm": tr("LSTM"),
        "stacked_lstm": tr("LSTM, several layers"),
        "gru": tr("GRU"),
        "custom": tr("own equations"),
    }
    return known.get(architecture, architecture)


def description(network: Network) -> str:
    """One line about a network: kind, sizes, options, vocabulary, number of weights."""
    symbols, weights = len(network.vocabulary), network.program.whole
    parts = [_spoken_kind(network.architecture)]
    for name, value in network.config.items():
        parts.append(_option(name) if value is True else _size(name, value) if type(value) is int else "")
    parts.append({"trained": tr("embeddings"), "fixed": tr("fixed embeddings")}.get(network.embedding, ""))
    parts.append(ntr("{n} symbol", "{n} symbols", symbols).format(n=symbols))
    parts.append(ntr("{n} weight", "{n} weights", weights).format(n=weights))
    return " · ".join(part for part in parts if part)


def _spoken_kind(architecture: str) -> str:
    known = {
        "elman": tr("Elman network"),
        "stacked_elman": tr("Elman network with layers"),
        "window": tr("Network with a time window"),
        "bidirectional": tr("Bidirectional network"),
        "lstm": tr("LSTM network"),
        "stacked_lstm": tr("LSTM network with layers"),
        "gru": tr("GRU network"),
        "custom": tr("Custom network"),
    }
    return known.get(architecture, architecture)


def _size(name: str, n: int) -> str:
    """A size in words; the number of symbols is said apart."""
    if name in ("n_U", "n_Y"):
        return ""
    known = {
        "n_M": ntr("{n} block", "{n} blocks", n),
        "n_C": ntr("{n} cell per block", "{n} cells per block", n),
        "n_X": ntr("{n} state unit", "{n} state units", n),
        "n_L": ntr("{n} layer", "{n} layers", n),
        "p": ntr("window of {n} token", "window of {n} tokens", n),
    }
    return known.get(name, f"{symbol(name).unicode} = {{n}}").format(n=n)


def _option(name: str) -> str:
    """A chosen option in words; the direct connection is what everybody has."""
    known = {
        "forget": tr("forget gates"),
        "peephole": tr("peepholes"),
        "direct": "",
        "feedback": tr("fed back from the last layer"),
        "reset_after": tr("reset gate after the product"),
        "around": tr("window on both sides"),
    }
    return known.get(name, name)


def made_of(network: Network) -> str:
    """What was made of a file of another program."""
    tokens = network.vocabulary.tokens
    known = " ".join(tokens[:8]) + (" …" if len(tokens) > 8 else "")
    made = tr("Made: {network}; tokens {tokens}.").format(network=description(network), tokens=known)
    told = network.told("unused")
    unused = [str(name) for name in told] if isinstance(told, list) else []
    if not unused:
        return made
    names = ", ".join(unused[:8]) + (", …" if len(unused) > 8 else "")
    sentence = tr("Not used, so the results may differ from those of the other program: {names}.")
    return f"{made} {sentence.format(names=names)}"
