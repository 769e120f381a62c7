"""The runs of a session: every training from its first string on, with its settings, its curves and its weights."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, final

import numpy as np

if TYPE_CHECKING:
    from rnrviz.document.standing import Standing
    from rnrviz.network.network import Network
    from rnrviz.network.training.recipe import Recipe


@dataclass(frozen=True, eq=False)
class Run:
    """A training as it stands: its number, the name of its task, recipe, initial network, progress and curves."""

    number: int
    task: str
    recipe: Recipe
    network: Network
    standing: Standing

    @property
    def strings(self) -> int:
        """How many strings were learned."""
        return self.standing.progress.strings

    @property
    def by_seed(self) -> bool:
        """Whether it began with the random weights of its recipe, so that the recipe alone makes it again."""
        made_anew = self.network.architecture != "custom" and not self.network.embedding
        return made_anew and _same(self.network, self.recipe.network)


@final
@dataclass
class Runs:
    """All of them, the oldest first. A number is given once."""

    _runs: dict[int, Run] = field(default_factory=dict)
    _given: int = 0

    def new_number(self) -> int:
        """The number of the next run."""
        self._given += 1
        return self._given

    def put(self, run: Run) -> None:
        """Keep it, in place of an earlier standing of the same run."""
        self._runs[run.number] = run

    def take(self, kept: Iterable[Run]) -> None:
        """Those of a file besides those that are here, under other numbers where theirs are given; none twice."""
        for run in kept:
            there = self.get(run.number)
            if there is None:
                self.put(run)
            elif not alike(there, run):
                self.put(replace(run, number=self.new_number()))
            self._given = max(self._given, run.number)

    def remove(self, number: int) -> None:
        """Forget it."""
        self._runs.pop(number, None)

    def get(self, number: int | None) -> Run | None:
        """The one of this number, if it is kept."""
        return self._runs.get(number) if number is not None else None

    @property
    def all(self) -> tuple[Run, ...]:
        """All that are kept."""
        return tuple(self._runs.values())


def columns(run: Run) -> dict[str, np.ndarray]:
    """Its curves by name, (n,) each."""
    from rnrviz.document.course import COLUMNS

    return dict(zip(COLUMNS, run.standing.rows.T, strict=True))


def settings(run: Run) -> dict[str, Any]:
    """The sections of a TASK.toml that makes it again; [network] is that which learned, [task] finds its file."""
    table = {name: dict(section) for name, section in run.recipe.table.items()}
    for section in (table.get("task", {}), table.get("judge", {})):
        if isinstance(section.get("path"), str) and section["path"]:
            section["path"] = str((run.recipe.folder / section["path"]).resolve())
    network = run.network
    if network.architecture != "custom":
        table["network"] = {"architecture": network.architecture, "loss": network.loss, **network.config}
    return table


def alike(a: Run, b: Run) -> bool:
    """Whether they are the same training at the same place."""
    one, two = a.standing.progress, b.standing.progress
    if (a.task, a.recipe.settings, one.strings) != (b.task, b.recipe.settings, two.strings):
        return False
    return _same(a.network, b.network) and np.array_equal(one.state.vector, two.state.vector)


def _same(a: Network, b: Network) -> bool:
    alike = (a.architecture, a.text, a.vocabulary, a.loss) == (b.architecture, b.text, b.vocabulary, b.loss)
    return alike and a.vector.shape == b.vector.shape and bool((a.vector == b.vector).all())
