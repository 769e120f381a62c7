"""Whether what a page waits for has happened, and how to do it for somebody who wants to be shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Any

import numpy as np

from rnrviz.document.document import Document
from rnrviz.document.lesson_keys import wrong
from rnrviz.document.lessons import Page, Prediction
from rnrviz.network.network import Network
from rnrviz.network.question import OF_A_WEIGHT, OF_ERRORS, OF_OUTPUTS

HINTS = ("value",)  # for Show me alone
STEP = 0.1  # the learning rate of a shown step
Test = Callable[[Any, Document, Document], bool]


def done(page: Page, scene: Document, now: Document, perspective: str = "") -> bool:
    """Whether all has happened that the page awaits, since the scene was set. True where it awaits nothing.

    An action counts only where the scene did not have its result already, or where it was done again: the reader
    of a page compares with the scene, so a page should never await what its scene shows.
    """
    return all(
        value == perspective if key == "perspective" else TESTS[key](value, scene, now)
        for key, value in page.awaits.items()
        if key not in HINTS
    )


def is_right(asked: Prediction, answer: float) -> bool:
    """Whether a number is near enough, or a choice (from 0) the right one."""
    if asked.number is None:
        return answer == asked.right
    return bool(abs(answer - asked.number) <= asked.tolerance)


def _text(wanted: str, scene: Document, now: Document) -> bool:
    split = now.network.vocabulary.split
    return split(now.text) == split(wanted)


def _tau(wanted: int, scene: Document, now: Document) -> bool:
    return now.back > 0 and now.tau == wanted


def _weight(wanted: str, scene: Document, now: Document) -> bool:
    """A single weight has another value; of this parameter, if one is named."""
    places = _changed(scene.network, now.network)
    return len(places) == 1 and (not wanted or places[0] == wanted)


def _descent(wanted: bool, scene: Document, now: Document) -> bool:
    """All at once, as a step of learning does."""
    return len(_changed(scene.network, now.network)) > 1


def _question(wanted: Mapping[str, Any], scene: Document, now: Document) -> bool:
    asked = now.question
    if asked is None:
        return False
    plain: dict[str, Any] = {"index": list(asked.index), "errors": asked.errors and list(asked.errors)}
    plain["weight"] = asked.weight and [asked.weight[0], list(asked.weight[1])]
    return all(plain.get(key, getattr(asked, key)) == value for key, value in wanted.items())


def _fault(wanted: Mapping[str, Any], scene: Document, now: Document) -> bool:
    return now.fault is not None and all(getattr(now.fault, key, None) == value for key, value in wanted.items())


def _changed(before: Network, now: Network) -> list[str]:
    """The parameter of every number that changed; none for a network of another kind."""
    if before.vector.shape != now.vector.shape or before.text != now.text:
        return []
    different = np.flatnonzero(before.vector != now.vector)
    named = [(p.slice.start, p.slice.stop, p.name) for p in now.program.parameters.values()]
    return [next(name for first, end, name in named if first <= k < end) for k in different]


TESTS: Mapping[str, Test] = {
    "cursor": lambda wanted, scene, now: now.cursor == wanted,
    "text": _text,
    "error": lambda wanted, scene, now: now.error == wanted,
    "tau": _tau,
    "stretch": lambda wanted, scene, now: now.stretch == tuple(wanted),
    "weight": _weight,
    "descent": _descent,
    "truth": lambda wanted, scene, now: now.truth == wanted,
    "model": lambda wanted, scene, now: PurePath(now.source).stem == wanted,
    "follows": lambda wanted, scene, now: now.weight == wanted,
    "question": _question,
    "fault": _fault,
}


def _whole(said: Mapping[str, Any], now: Document) -> dict[str, Any]:
    """A question with what is not said of it: the first component, the instant and the errors of now."""
    kind, name = said.get("kind", "signal"), said.get("name", "E")
    signals, parameters = now.network.program.signals, now.network.program.parameters
    of = parameters.get(name) if kind in OF_A_WEIGHT else signals.get("y" if kind in OF_OUTPUTS else name)
    usual: dict[str, Any] = {"kind": kind, "name": name, "index": [0] * len(of.shape) if of is not None else []}
    if kind not in ("weight", "gradient"):
        usual["t"] = now.cursor
    if kind in OF_ERRORS:
        usual["errors"] = list(now.instants)
    if kind == "sensitivity" and now.weight is not None:
        usual["weight"] = [now.weight[0], list(now.weight[1])]
    return usual | dict(said)


def shown(page: Page, scene: Document) -> Document:
    """The scene with what is awaited done; of learning, one step. Raises InputError where it cannot be."""
    from rnrviz.document import edits

    wanted, now = page.awaits, scene
    if "text" in wanted:
        now = edits.set_text(now, wanted["text"]).document
    plain = {key: wanted[key] for key in ("cursor", "error", "truth") if key in wanted}
    now = replace(now, **plain)
    if "stretch" in wanted:
        now = replace(now, stretch=tuple(wanted["stretch"]))
    if "tau" in wanted:
        now = replace(now, back=now.cursor + 1 - wanted["tau"])
    if "follows" in wanted:
        now = replace(now, weight=wanted["follows"])
    return _learned(wanted, _asked(wanted, now))


def _asked(wanted: Mapping[str, Any], now: Document) -> Document:
    """With the question and the fault that are awaited."""
    from rnrviz.document import recorded
    from rnrviz.network.faults import activated

    if "question" in wanted:
        found: dict[str, Any] = {"question": _whole(wanted["question"], now)}
        now = replace(now, question=recorded.document(found, now.network).question)
    if "fault" in wanted:
        usual = {"signal": next(iter(activated(now.network)), "")}
        now = replace(now, fault=recorded.document({"fault": usual | wanted["fault"]}, now.network).fault)
    return now


def _learned(wanted: Mapping[str, Any], now: Document) -> Document:
    """With other weights, where that is awaited."""
    from rnrviz.document import edits
    from rnrviz.network.gradients import bptt

    if wanted.get("value"):
        place, value = wanted["value"]
        if not edits.fits(now.network, (wanted["weight"], place)):
            raise wrong("await.value", [i + 1 for i in place], wanted["weight"])
        now = edits.set_weight(now, wanted["weight"], place, value).document
    if "descent" in wanted:
        step = bptt(now.network.run(now.text), now.instants).vector
        vector = now.network.vector.copy()
        vector[: step.size] -= STEP * step
        now = edits.descend(now, vector).document
    return now
