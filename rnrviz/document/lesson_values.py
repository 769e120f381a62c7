"""What a lesson's heads say of networks, scenes, awaited actions and numbers, checked as far as the words go.

Components are counted from 1, as in the chapter; in what is made here from 0, as everywhere in the program.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rnrviz.document.lesson_keys import Table, from_zero, is_number, is_place, is_whole, wrong
from rnrviz.document.lessons import PERSPECTIVES, VIEWS, Scene
from rnrviz.document.truths import SOURCES
from rnrviz.network.faults import KINDS
from rnrviz.network.network import LOSSES

PAIR = "[“W_x_x”, [1, 2]]"
NETWORK = ("model", "equations", "sizes", "vocabulary", "loss", "seed", "weights")
QUESTIONS = (
    "signal", "target", "probability", "error", "weight", "slope", "delta", "sensitivity", "gradient", "contribution",
)  # fmt: skip


def network_of(table: Table) -> dict[str, Any]:
    """A model's name or file, or equations with what else they need."""
    found: dict[str, Any] = {}
    for key in ("model", "equations", "vocabulary"):
        found[key] = table.text(key)
    found["sizes"], found["weights"] = table.table("sizes"), table.table("weights")
    found["loss"] = table.one_of("loss", LOSSES, "quadratic")
    found["seed"] = table.take("seed", is_whole, 1, "0, 1, 2, …")
    return {key: value for key, value in found.items() if table.given(key)}


def scene_of(found: Mapping[str, Any], before: Scene, base: Mapping[str, Any]) -> Scene:
    """What is said of a scene; what is not said is as `before`."""
    table = Table(found, "scene.")
    network = dict(before.network) | dict(base)
    said = network_of(table)
    if "model" in said or "equations" in said:
        network = {}
    weights = {**network.get("weights", {}), **said.pop("weights", {})}
    network |= said | ({"weights": weights} if weights else {})
    values = dict(before.values) | _values(table)
    look = (
        table.one_of("perspective", PERSPECTIVES, before.perspective),
        table.some_of("tracks", VIEWS) or before.tracks,
        table.some_of("docks", VIEWS) or before.docks,
        table.text("compare", before.compare),
    )
    table.end()
    return Scene(network, values, *look)


def _values(table: Table) -> dict[str, Any]:
    """The keys of a recorded Document that are there."""
    found: dict[str, Any] = {
        "text": table.text("text"),
        "cursor": table.take("cursor", is_whole, 0, "0, 1, 2, …"),
        "error": table.one_of("error", ("instant", "sum")),
        "back": table.take("back", is_whole, 0, "0, 1, 2, …"),
        "truth": table.one_of("truth", SOURCES),
        "stretch": table.take("stretch", lambda v: is_place(v) and len(v) == 2, None, "[1, 2]"),
    }
    for key in ("weight", "unit"):
        pair = table.take(key, _is_pair, None, PAIR)
        found[key] = [pair[0], from_zero(pair[1])] if pair else None
    fault = table.table("fault")
    found["fault"] = fault or None
    question = table.table("question")
    found["question"] = question_of(question, "scene.question.") if question else None
    return {key: value for key, value in found.items() if table.given(key)}


def question_of(found: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A number that can be asked, as far as it is said; see `rnrviz.network.question`."""
    table = Table(found, name)
    made: dict[str, Any] = {
        "kind": table.one_of("kind", QUESTIONS),
        "name": table.text("name"),
        "index": from_zero(table.take("index", is_place, [], "[1, 2]")),
        "t": table.take("t", is_whole, 0, "0, 1, 2, …"),
        "errors": table.take("errors", lambda v: is_place(v) and len(v) == 2, None, "[1, 2]"),
    }
    pair = table.take("weight", _is_pair, None, PAIR)
    made["weight"] = [pair[0], from_zero(pair[1])] if pair else None
    table.end()
    return {key: value for key, value in made.items() if table.given(key)}


def awaits_of(found: Mapping[str, Any]) -> dict[str, Any]:
    """What must have happened; all of it."""
    table = Table(found, "await.")
    pair = table.take("follows", _is_pair, None, PAIR)
    question, fault = table.table("question"), table.table("fault")
    made: dict[str, Any] = {
        "cursor": table.take("cursor", is_whole, 0, "0, 1, 2, …"),
        "text": table.text("text"),
        "error": table.one_of("error", ("instant", "sum")),
        "tau": table.take("tau", lambda v: is_whole(v, 1), 1, "1, 2, …"),
        "stretch": table.take("stretch", lambda v: is_place(v) and len(v) == 2, None, "[1, 2]"),
        "perspective": table.one_of("perspective", PERSPECTIVES),
        "weight": table.text("weight"),
        "value": _value(table),
        "descent": table.take("descent", lambda v: v is True, True, "true"),
        "truth": table.one_of("truth", SOURCES),
        "model": table.text("model"),
        "follows": (pair[0], tuple(from_zero(pair[1]))) if pair else None,
        "question": question_of(question, "await.question.") if question else {},
        "fault": fault,
    }
    if fault and fault.get("kind") not in KINDS:
        raise wrong("await.fault.kind", fault.get("kind"), ", ".join(KINDS))
    if made["value"] and not made["weight"]:
        raise wrong("await.weight", made["weight"], '"W_x_x"')
    table.end()
    return {key: value for key, value in made.items() if table.given(key)}


def _value(table: Table) -> list[Any]:
    """What Show me makes of the awaited weight: its place and its value."""
    good = lambda v: isinstance(v, list) and len(v) == 2 and is_place(v[0]) and is_number(v[1])  # noqa: E731
    found = table.take("value", good, [], "[[1, 2], 0.5]")
    return [tuple(from_zero(found[0])), float(found[1])] if found else []


def number_of(found: Mapping[str, Any]) -> dict[str, Any]:
    """Where a number in the text comes from: `says` as it is written; then a question, or `is` with its name."""
    rest = dict(found)
    says, known = rest.pop("says", None), rest.pop("is", None)
    if not isinstance(says, str) or not says:
        raise wrong("numbers.says", says, "“0.5”")
    if known is not None:
        if rest or not isinstance(known, str):
            raise wrong("numbers.is", known, "“…”")
        return {"says": says, "is": known}
    return {"says": says, **question_of(rest, "numbers.")}


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and isinstance(value[0], str) and is_place(value[1])


def is_matrix(value: Any) -> bool:
    """Numbers, or lists of such."""
    return is_number(value) or (isinstance(value, list) and bool(value) and all(map(is_matrix, value)))
