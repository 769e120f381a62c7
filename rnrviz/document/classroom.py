"""Where the network of the window learns a task: by token, string, epoch or on and on; every training is a run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, final

import numpy as np

from rnrviz.document import edits, lesson
from rnrviz.document.edits import Edit
from rnrviz.document.pace import Pace
from rnrviz.document.runs import Run
from rnrviz.document.standing import Standing
from rnrviz.document.training import Training
from rnrviz.language import tr
from rnrviz.network.training import recipe as recipes

if TYPE_CHECKING:
    from rnrviz.document.session import Session
    from rnrviz.network.network import Network
    from rnrviz.network.training.recipe import Recipe

MINE = "descent"
SCORE = 0.15  # seconds, at least, until the score is drawn anew with the weights of now; the curves go on in between


@final
class Classroom:
    """The chosen task, the training of now and its run. `on_news` is called from the thread that learns.

    The network of the window is the one that learns; where it does not know the task's symbols, the task's own takes
    its place. All that a training taught is one edit, whose undo leads back to the weights with which it began.
    """

    def __init__(self, session: Session, on_news: Callable[[], None]) -> None:
        self.session, self._on_news = session, on_news
        self.task = ""
        self.training: Training | None = None
        self.number: int | None = None
        self._score = Pace(SCORE, 1.0)
        self._recipes: dict[str, Recipe] = {}
        self._paths: dict[str, Path] = {}
        self._shown: Network | None = None
        self._base: Network | None = None  # with which learning began or went on; undo leads back to it
        self._entered = False  # whether there is an edit that does
        self._read_at: int | None = None  # how many strings were learned when the string of now began to be read
        self._put = ""  # the string that "one token" last put in the place of the text

    @property
    def recipe(self) -> Recipe:
        """That of the chosen task, with the settings of now."""
        if self.task not in self._recipes:
            self._recipes[self.task] = recipes.read(self._paths[self.task])
        return self._recipes[self.task]

    @property
    def standing(self) -> Standing | None:
        """How the training of now stands; None before it begins."""
        return self.training.standing if self.training is not None else None

    @property
    def run(self) -> Run | None:
        """The run of now, once it has begun."""
        return self.session.runs.get(self.number)

    def choose(self, task: str, path: Path) -> None:
        """Another task; what was learned stays in the window."""
        self._paths[task] = path
        if task != self.task:
            self.let_go()
            self.task = task

    def change(self, settings: dict[str, Any]) -> None:
        """Other settings count from the beginning: it begins anew with the same weights. Raises InputError."""
        changed = lesson.with_settings(self.recipe, settings)
        if changed.settings != self.recipe.settings:
            self._recipes[self.task] = changed
            self._back_to_the_first()
            self.let_go(kept=False)

    def fresh(self, seed: Any = None) -> None:
        """New random weights, of the next seed or this one, which also gives another order. Raises InputError."""
        self._join()
        wanted = self.recipe.settings.seed + 1 if seed is None else seed
        like = self.session.document.network
        recipe, network = lesson.reseeded(self.recipe, like, wanted)
        self.let_go()
        self._recipes[self.task] = recipe
        document = replace(self.session.document, network=network)
        self.session.apply(Edit("network", document, tr("random weights, seed {n}").format(n=wanted)))

    def toggle(self) -> None:
        """Learn, or wait."""
        training = self._ready()
        if training.standing.running:
            training.pause()
        else:
            self._read_at = None
            training.run()

    def go(self, strings: int) -> None:
        """Learn so many strings, 0 for all of the task once."""
        training = self._ready()
        self._read_at = None
        training.go(strings or training.epoch)

    def token(self) -> None:
        """Read one token more of the string that comes next; after its last one the weights are updated.

        While it learns on and on it only waits from now on.
        """
        training = self._ready()
        if training.standing.running or training.standing.finished:
            training.pause()
            return
        progress, strings = training.standing.progress, training.recipe.strings
        k = lesson.coming(strings, progress.state, training.recipe.settings.draw)
        text, length = lesson.written(strings, k)
        document = self.session.document
        goes_on = self._read_at == progress.strings and document.text == text
        cursor = document.cursor + 1 if goes_on else 1
        if cursor <= length:
            moved = replace(document, text=text, cursor=cursor, back=0, stretch=document.stretch if goes_on else None)
            self.session.apply(Edit("text", moved, kept=document.text not in ("", self._put)))
            self._put = text  # whatever else was there can be had back
        self._read_at = progress.strings
        if cursor >= length:
            training.go(1)

    def rewind(self) -> None:
        """Begin anew with the same weights, as another run; this one is kept."""
        if self.training is not None:
            self.file()
            self._back_to_the_first()
            self.training.rewind()
            self._base, self._entered = self.training.network, False
            self.number, self._read_at = None, None

    def resume(self, number: int) -> None:
        """Go on with a run where it stopped: its weights come into the window, its settings into the form."""
        run = self.session.runs.get(number)
        if run is None or number == self.number:
            return
        self.let_go()
        self.task, self._recipes[run.task] = run.task, run.recipe
        last, document = run.standing.progress.last, self.session.document
        known = last.vocabulary == document.network.vocabulary
        text = None if known else lesson.written(run.recipe.strings, 0)[0]
        name = tr("run {n}").format(n=number)
        source = document.source if known and last.text == document.network.text else run.task
        self._shown = self._base = last
        self.number, self._entered = number, False
        self.training = Training(run.recipe, run.network, self._on_news, run.standing)
        self.session.apply(edits.set_network(document, last, source, text, name))

    def remove(self, number: int) -> None:
        """Forget a run; that of now goes on, and is a new one from the next string on."""
        if number == self.number:
            self.let_go()
        self.session.runs.remove(number)

    def network_changed(self) -> bool:
        """Another network than the one that learns ends the training, if there is one; what it learned is a run."""
        ends = self.training is not None and self.session.document.network is not self._shown
        if ends:
            self.let_go()
        return ends

    def let_go(self, kept: bool = True) -> None:
        """Stop; what was learned stays in the window, and in the list of runs, as an edit if it is ``kept``."""
        if self.training is not None:
            self.training.close()  # before it is filed, or its run would seem to go on for ever
        self.file()
        if kept:
            self._keep()
        self.training, self.number, self._read_at = None, None, None

    def follow(self) -> None:
        """Show the weights of now; where the text takes long, as soon as it has been read with the last ones."""
        if self.network_changed() or self.training is None:
            return
        self.file()
        if not self.training.standing.running:
            self._keep()
        elif self._caught_up() and self._score.due():
            self._show(self.training.standing.progress.last, kept=False, passing=True)

    def _caught_up(self) -> bool:
        """Whether the text has been read with the weights that were shown last."""
        trace = self.session.trace
        return trace is None or trace.network is self.session.document.network

    def file(self) -> None:
        """Put the standing of now into the list of runs, once a string was learned or it failed."""
        training = self.training
        if training is None or not (training.standing.progress.strings or training.standing.fault):
            return
        if self.number is None:
            self.number = self.session.runs.new_number()
        self.session.runs.put(Run(self.number, self.task, training.recipe, training.network, training.standing))

    def _ready(self) -> Training:
        """The training of the chosen task, made when first asked for."""
        self.network_changed()
        if self.training is None:
            self._join()
            self._to_the_end()
            self._shown = self._base = network = self.session.document.network
            self._entered = False
            self.training = Training(self.recipe, network, self._on_news)
        return self.training

    def _join(self) -> None:
        """See to it that the window's network knows the task's symbols."""
        recipe, document = self.recipe, self.session.document
        if document.network.vocabulary != recipe.network.vocabulary:
            text = lesson.written(recipe.strings, len(recipe.strings) // 2)[0]
            self.session.apply(edits.set_network(document, recipe.network, self.task, text, self.task))

    def _to_the_end(self) -> None:
        """Where nothing of the text has been read, all of it is: what changes while it learns is then seen."""
        document = self.session.document
        if not document.cursor:
            self.session.apply(edits.move_cursor(document, self.session.length))

    def _back_to_the_first(self) -> None:
        if self.training is not None:
            self._keep()
            self._show(self.training.network, kept=True, kind="anew")

    def _keep(self) -> None:
        """All that was learned since the beginning is one edit: it is made once, then only its outcome changes."""
        if self.training is None or self._base is None or self.session.document.network is not self._shown:
            return
        now = self.training.standing.progress.last
        if not self._entered and not np.array_equal(now.vector, self._base.vector):
            self._show(self._base, kept=False)
            self._entered = True
            self._show(now, kept=True)
        self._show(now, kept=False)

    def _show(self, network: Network, kept: bool, kind: str = MINE, passing: bool = False) -> None:
        document = self.session.document
        if not np.array_equal(document.network.vector, network.vector) or document.network is not self._shown:
            self._shown = network
            merge = MINE if kind == MINE else ""
            self.session.apply(Edit(kind, replace(document, network=network), "", merge, kept, passing))
