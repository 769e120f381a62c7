"""A Document as plain JSON values and back; whatever comes from a file is checked before it is believed."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from rnrviz.document import edits
from rnrviz.document.document import Document
from rnrviz.document.truths import SOURCES
from rnrviz.network import question as questions
from rnrviz.network.faults import FLIP, KINDS, Fault, activated
from rnrviz.network.network import Network
from rnrviz.network.problems import InputError
from rnrviz.network.question import Question

Json = dict[str, Any]
PLAIN = ("text", "cursor", "error", "source", "back", "truth")
LARGEST = 2**53
NAMED = "[…, [0, …]]"


def recorded(document: Document) -> Json:
    """All but the network."""
    chosen = {name: getattr(document, name) for name in (*PLAIN, "weight", "stretch", "unit")}
    fault, question = document.fault, document.question
    return chosen | {"fault": fault and asdict(fault), "question": question and asdict(question)}


def document(found: Json, network: Network) -> Document:
    """The Document of these values. Raises InputError that names the key, what was found and what was expected.

    What is missing has its usual value, and what is not known is left out: it may be of another version.
    """
    usual = recorded(Document(network))
    values: Json = {key: found.get(key, usual[key]) for key in usual}
    _check("text", values, lambda v: isinstance(v, str), "…")
    _check("source", values, lambda v: isinstance(v, str), "…")
    _check("cursor", values, _whole, f"0 … {LARGEST}")
    _check("back", values, lambda v: _whole(v) and v <= values["cursor"], f"0 … {values['cursor']}")
    _check("error", values, lambda v: v in ("instant", "sum"), "instant, sum")
    _check("truth", values, lambda v: v in ("", *SOURCES), ", ".join(SOURCES))
    pairs = {"weight": edits.fits, "unit": edits.still_has}
    for key, fits in pairs.items():
        values[key] = _named(values[key])
        _check(key, values, lambda v, fits=fits: v is None or bool(_tried(fits, network, v)), NAMED)  # type: ignore[misc]
    values["stretch"] = _tuple(values["stretch"])
    _check("stretch", values, lambda v: v is None or _span(v), "[1, 2]")
    values["fault"] = _fault(values["fault"], network)
    values["question"] = _question(values["question"], network)
    return Document(network, **values)


def _fault(found: Any, network: Network) -> Fault | None:
    if found is None:
        return None
    values = asdict(Fault("")) | _of_keys("fault", found, asdict(Fault("")))
    _check("kind", values, lambda v: v in KINDS, ", ".join(KINDS))
    _check("t_0", values, lambda v: _whole(v) and v >= 1, f"1 … {LARGEST}")
    _check("alpha", values, lambda v: type(v) in (int, float) and math.isfinite(v), "0.01")
    signals = activated(network) if values["kind"] == FLIP else ("",)
    _check("signal", values, lambda v: isinstance(v, str) and (values["kind"] != FLIP or v in signals), str(signals))
    return Fault(**values)


def _question(found: Any, network: Network) -> Question | None:
    if found is None:
        return None
    values = asdict(Question("", "")) | _of_keys("question", found, asdict(Question("", "")))
    for key in ("kind", "name"):
        _check(key, values, lambda v: isinstance(v, str), "…")
    _check("t", values, lambda v: type(v) is int and abs(v) <= LARGEST, "0, 1, 2, …")
    values["index"], values["errors"] = _tuple(values["index"]), _tuple(values["errors"])
    values["weight"] = _named(values["weight"])
    _check("index", values, lambda v: isinstance(v, tuple) and all(type(i) in (int, str) for i in v), "[0, …]")
    _check("errors", values, lambda v: v is None or _span(v), "[1, 2]")
    question = Question(**values)
    if not _tried(lambda n, q: questions.fits(q, n), network, question):
        raise InputError("The key {key} is {found!r}; expected {expected}.", key="question", found=found,
                         expected=", ".join(network.program.signals))  # fmt: skip
    return question


def _of_keys(key: str, found: Any, known: Json) -> Json:
    if not isinstance(found, dict):
        raise InputError("The key {key} is {found!r}; expected {expected}.", key=key, found=found, expected="{…}")
    return {name: found[name] for name in known if name in found}


def _check(key: str, values: Json, good: Callable[[Any], bool], expected: str) -> None:
    if not good(values[key]):
        raise InputError(
            "The key {key} is {found!r}; expected {expected}.", key=key, found=values[key], expected=expected
        )


def _tried(fits: Callable[..., object], network: Network, value: object) -> object:
    """Whether it fits; what cannot even be compared does not."""
    try:
        return fits(network, value)
    except (TypeError, ValueError, IndexError, KeyError, AttributeError):
        return None


def _whole(value: Any) -> bool:
    return type(value) is int and 0 <= value <= LARGEST


def _span(value: Any) -> bool:
    return isinstance(value, tuple) and len(value) == 2 and all(map(_whole, value)) and 1 <= value[0] <= value[1]


def _named(found: Any) -> Any:
    """A name and an index, as a Document has them."""
    pair = isinstance(found, (list, tuple)) and len(found) == 2 and isinstance(found[1], (list, tuple))
    return (found[0], tuple(found[1])) if pair else found


def _tuple(found: Any) -> Any:
    return tuple(found) if isinstance(found, (list, tuple)) else found
