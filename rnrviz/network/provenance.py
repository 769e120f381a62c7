"""What a result needs to be made again: the model, by name and fingerprint, the sequence, the versions."""

import hashlib
import json
import platform
from importlib import metadata
from typing import Any

from rnrviz.network.network import Network
from rnrviz.network.trace import Trace

Made = dict[str, Any]
LIBRARIES = ("numpy", "numba")


def fingerprint(network: Network) -> str:
    """SHA-256 of all that a model's file says of the network but for its history; the same on every machine."""
    told = {
        "architecture": network.architecture,
        "config": network.config,
        "text": network.text,
        "vocabulary": network.vocabulary.tokens,
        "loss": network.loss,
        "embedding": network.embedding,
    }
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode())
    for name in sorted(network.parameters):
        digest.update(name.encode() + b"\0" + network.parameters[name].astype("<f8").tobytes())
    return digest.hexdigest()


def made(trace: Trace, model: str = "") -> Made:
    """JSON; ``model`` is what its file is called. ``sequence`` is what was typed."""
    from rnrviz import __version__

    return {
        "program": "rnrviz",
        "version": __version__,
        "model": model.encode(errors="backslashreplace").decode(),
        "sha256": fingerprint(trace.network),
        "architecture": trace.network.architecture,
        "sequence": list(trace.sequence.tokens),
        "versions": {"python": platform.python_version()} | {name: _version(name) for name in LIBRARIES},
    }


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:  # in a bundle
        return ""


def text(told: Made) -> str:
    """On one line, in ASCII: what was typed may be no text at all."""
    return json.dumps(told)
