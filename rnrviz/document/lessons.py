"""Lessons: pages that set a scene, point at a part of the window, and wait for the learner. No screen.

A lesson is a Markdown file NAME.LANGUAGE.md that anybody can write; `rnrviz.document.lesson_reader` reads it,
`lesson_scene` sets what a page shows, `lesson_awaits` knows when it is done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from rnrviz.language import SOURCE
from rnrviz.paths import resource

SUFFIX = ".md"
# what a page can point at; the names of the views, of the perspectives and of the buttons above are those of the window
VIEWS = (
    "tape", "unrolled", "staves", "network", "prediction", "gradients", "equations", "triangle", "backward",
    "difference", "vanishing", "state_space", "explain", "outlook", "cost", "forgetting", "learn", "finder",
)  # fmt: skip
PERSPECTIVES = ("step", "unroll", "gradients", "memory", "compare", "predict", "learn")
CONTROLS = (
    "model", "first", "back_ten", "back", "play", "forward", "forward_ten", "last", "speed", "readout", "carry_back",
    "carry_forth", *(f"perspective_{name}" for name in PERSPECTIVES), "menu", "fault", "descent", "truth",
)  # fmt: skip


@dataclass(frozen=True)
class Scene:
    """What is to be seen: the network, the rest of the Document, and where in the window to look.

    `network` and `values` are as in the file, checked; `values` has the keys of `rnrviz.document.recorded`.
    """

    network: Mapping[str, Any]
    values: Mapping[str, Any]
    perspective: str = ""
    tracks: tuple[str, ...] = ()
    docks: tuple[str, ...] = ()
    compare: str = ""


@dataclass(frozen=True)
class Prediction:
    """What the learner is asked: one of `choices`, of which `right` (from 0) is, or a `number` within `tolerance`."""

    choices: tuple[str, ...] = ()
    right: int = 0
    number: float | None = None
    tolerance: float = 0.0


@dataclass(frozen=True)
class Page:
    """`text` and, once it is done, `after`, in Markdown. `keep`: what the page before left stays as it is.

    `awaits` is what must have happened before it is done; `numbers` says where the numbers in the text come from.
    """

    title: str
    text: str
    after: str
    points: str
    scene: Scene
    keep: bool
    awaits: Mapping[str, Any]
    asks: Prediction | None
    numbers: tuple[Mapping[str, Any], ...] = ()

    @property
    def waits(self) -> bool:
        """Whether there is something to do or to answer."""
        return bool(self.awaits) or self.asks is not None


@dataclass(frozen=True, eq=False)
class Lesson:
    """`section` of the chapter; `order` among the lessons. `made` keeps the networks of its scenes."""

    path: Path
    title: str
    section: str
    order: float
    pages: tuple[Page, ...]
    made: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The file's name without language and suffix."""
        return self.path.name.removesuffix(SUFFIX).rpartition(".")[0] or self.path.name.removesuffix(SUFFIX)

    @property
    def language(self) -> str:
        """The code in the file's name, "" if there is none."""
        base, _, code = self.path.name.removesuffix(SUFFIX).rpartition(".")
        return code if base else ""


def in_language(path: Path, code: str) -> Path:
    """The file of the same lesson in this language, else the file itself."""
    base, _, _ = path.name.removesuffix(SUFFIX).rpartition(".")
    other = path.with_name(f"{base}.{code}{SUFFIX}")
    return other if base and other.is_file() else path


@dataclass(frozen=True)
class Listed:
    """A lesson in a list, before it is read: where it is, and what its head says."""

    path: Path
    title: str
    section: str
    order: float


@cache
def shipped(code: str) -> tuple[Listed, ...]:
    """The lessons that come with the program, in their order; in English where there is none in this language."""
    from rnrviz.document.lesson_reader import listed

    paths = sorted(resource("lessons").glob(f"*.{SOURCE}{SUFFIX}"))
    return tuple(sorted((listed(in_language(path, code)) for path in paths), key=lambda each: each.order))
