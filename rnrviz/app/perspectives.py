"""Arrangements of the views, each for one purpose: which panes of the score and which docks beside it.

The views of a second network have the names of the first's with `_b` after them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rnrviz.language import tr

Groups = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Perspective:
    """`panes` from top to bottom; `docks` in groups of tabs, one below the other as far as there is height.

    `each` is the height of the window that a group needs, in pixels at the usual text size.
    """

    name: str
    title: Callable[[], str]
    panes: tuple[str, ...]
    docks: Groups
    each: int = 300


PERSPECTIVES: tuple[Perspective, ...] = (
    Perspective(
        "step",
        lambda: tr("Step"),
        ("tape", "unrolled", "staves"),
        (("network", "equations", "explain"), ("prediction",), ("gradients",)),
    ),
    Perspective(
        "unroll",
        lambda: tr("Unroll"),
        ("tape", "unrolled", "triangle"),
        (("backward", "gradients", "network", "equations"), ("explain",)),
    ),
    Perspective(
        "gradients",
        lambda: tr("Gradients"),
        ("tape", "triangle"),
        (("gradients", "backward"), ("vanishing", "cost", "explain")),
        each=420,
    ),
    Perspective(
        "memory",
        lambda: tr("Memory"),
        ("tape", "staves"),
        (("network", "explain", "finder"), ("state_space", "vanishing", "forgetting")),
    ),
    Perspective(
        "compare",
        lambda: tr("Compare"),
        ("tape", "staves", "tape_b", "staves_b", "difference"),
        (
            ("network", "prediction", "explain", "vanishing", "state_space"),
            ("network_b", "prediction_b", "explain_b", "vanishing_b", "state_space_b"),
        ),
    ),
    Perspective(
        "predict",
        lambda: tr("Predict"),
        ("tape", "outlook", "staves"),
        (("prediction",), ("state_space", "explain", "network")),
    ),
    Perspective(
        "learn",
        lambda: tr("Learn"),
        ("tape", "staves"),
        (("learn",), ("network", "prediction", "state_space", "explain")),
        each=420,
    ),
)


def perspective(name: str) -> Perspective:
    """The one of this name, else the first."""
    return next((each for each in PERSPECTIVES if each.name == name), PERSPECTIVES[0])
