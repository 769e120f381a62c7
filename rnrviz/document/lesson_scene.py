"""A page's scene, set: the Document that it wants, as one edit that undo takes back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from rnrviz.document import reading, recorded
from rnrviz.document.document import Document
from rnrviz.document.edits import Edit
from rnrviz.document.lesson_keys import wrong
from rnrviz.network import files
from rnrviz.network.architectures import ARCHITECTURES
from rnrviz.network.network import Network, flatten, random_network
from rnrviz.network.problems import InputError
from rnrviz.network.vocabulary import Vocabulary
from rnrviz.paths import resource

if TYPE_CHECKING:
    from rnrviz.document.lessons import Lesson

MODEL = ".safetensors"


def document(lesson: Lesson, number: int) -> Document:
    """What page `number`, from 0, shows. Raises InputError that names the key."""
    key = f"page {number}"
    if key not in lesson.made:
        scene = lesson.pages[number].scene
        network = network_of(lesson, scene.network)
        source = str(_place(lesson, scene.network["model"])) if _is_filed(scene.network) else lesson.title
        made = replace(recorded.document(dict(scene.values), network), source=source)
        lesson.made[key] = _checked(made, network)
    found: Document = lesson.made[key]
    return found


def edit(lesson: Lesson, number: int) -> Edit:
    """The scene as one edit."""
    return Edit("scene", document(lesson, number), lesson.title)


def beside(lesson: Lesson, number: int) -> tuple[Network, str] | None:
    """The network to compare with and its file; None if there is none."""
    name = lesson.pages[number].scene.compare
    return (network_of(lesson, {"model": name}), str(_place(lesson, name))) if name else None


def network_of(lesson: Lesson, said: Mapping[str, Any]) -> Network:
    """The network of these words, made once for a lesson."""
    key = "network " + json.dumps(said, sort_keys=True, default=str)
    if key not in lesson.made:
        lesson.made[key] = _with_weights(_network(lesson, said), said.get("weights", {}))
    found: Network = lesson.made[key]
    return found


def _network(lesson: Lesson, said: Mapping[str, Any]) -> Network:
    if "model" in said:
        return files.load(_place(lesson, said["model"]))
    if "equations" not in said:
        raise InputError("The key {key} is missing; expected {expected}.", key="model", expected="“anbncn-lstm”")
    text = str(said["equations"])
    known = text in ARCHITECTURES
    vocabulary = Vocabulary(tuple(str(said.get("vocabulary", "")).split()))
    return random_network(text if known else "custom", said.get("sizes", {}), vocabulary, said.get("seed", 1),
                          said.get("loss", "quadratic"), text=None if known else text)  # fmt: skip


def _with_weights(network: Network, said: Mapping[str, Any]) -> Network:
    """Some of its parameters as a lesson says."""
    if not said:
        return network
    parameters = dict(network.parameters)
    for name, value in said.items():
        try:
            parameters[name] = np.array(value, np.float64)
        except (TypeError, ValueError):
            raise wrong(f"weights.{name}", value, "[[0.5, …], …]") from None
    return network.with_vector(flatten(network.program, parameters))


def _place(lesson: Lesson, name: str) -> Any:
    """A model that comes with the program, by its name, or a file beside the lesson's."""
    return lesson.path.parent / name if name.endswith(MODEL) else resource("models", name + MODEL)


def _is_filed(said: Mapping[str, Any]) -> bool:
    return "model" in said and not said.get("weights")


def _checked(made: Document, network: Network) -> Document:
    """A text that can be read to its end, and instants within it."""
    found = reading.read(network, made.text)
    if found.problem is not None:
        raise found.problem
    length = len(found.sequence)
    if made.cursor > length:
        raise wrong("scene.cursor", made.cursor, f"0 … {length}")
    if made.stretch and made.stretch[1] > length:
        raise wrong("scene.stretch", list(made.stretch), f"1 … {length}")
    return made


def replaced(scene: Edit, wanted: Document) -> Edit:
    """The same edit to another Document."""
    return replace(scene, document=wanted)
