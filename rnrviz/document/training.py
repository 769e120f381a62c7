"""A training in the background: it runs, waits, goes on by so many strings, and begins anew, at the user's word."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import final

import numpy as np

from rnrviz.network.network import Network
from rnrviz.network.training.descent import Learner, judged
from rnrviz.network.training.recipe import Recipe
from rnrviz.network.training.state import Progress, begun

AHEAD, WORK = 200, 250_000  # between two looks at what is wanted: strings, tokens times weights; some milliseconds
NEWS, JUDGING = 1 / 30, 0.15  # seconds between two reports, and two judgements, which cost more than many strings
ENDLESS = 10**12


@dataclass(frozen=True, eq=False)
class Standing:
    """How a training stands: its progress, whether it runs, strings per second while it does, what went wrong."""

    progress: Progress
    running: bool = False
    speed: float = 0.0

    @property
    def finished(self) -> bool:
        """Whether it does not go on by itself: the loss is no longer finite."""
        return self.progress.diverged


@final
class Training:
    """One network on the strings of one recipe. `on_news` is called in the thread that learns, 30 times a second.

    What it learned stays when it waits; `rewind` begins anew with the same weights and the same order of strings.
    """

    def __init__(self, recipe: Recipe, network: Network, on_news: Callable[[], None]) -> None:
        self.recipe, self.network = recipe, network
        self._on_news = on_news
        self._learner = Learner(network, recipe.strings, recipe.settings)
        self._condition = threading.Condition()
        self._wanted, self._busy, self._closed, self._hurried = 0, False, False, False
        self._begun = begun(network, recipe.settings.seed)
        self.standing = Standing(self._begun)
        self._thread = threading.Thread(target=self._live, name="learning", daemon=True)
        self._thread.start()

    @cached_property
    def ahead(self) -> int:
        """How many strings are learned at a time; the same for the same task and network."""
        tokens = max(1, len(self.recipe.strings.tokens) // max(1, self.epoch))
        return min(AHEAD, max(1, WORK // (tokens * max(1, self.network.program.size))))

    @property
    def epoch(self) -> int:
        """How many strings the task has."""
        return len(self.recipe.strings)

    def run(self) -> None:
        """Learn until told to wait."""
        self.go(ENDLESS)

    def go(self, strings: int) -> None:
        """Learn so many strings more, then wait."""
        with self._condition:
            if not self.standing.finished:
                self._wanted = strings
                self.standing = replace(self.standing, running=True)
                self._condition.notify_all()

    def pause(self) -> None:
        """Learn no more for now. What was learned is still judged; then `on_news` is called."""
        with self._condition:
            self._wanted = 0

    def wait(self) -> None:
        """Learn no more for now; returns when nothing is under way, some milliseconds later: nothing is judged."""
        with self._condition:
            self._wanted, self._hurried = 0, True
            self._condition.wait_for(lambda: not self._busy)
            self._hurried = False
            self.standing = replace(self.standing, running=False, speed=0.0)

    def rewind(self) -> None:
        """Back to the beginning."""
        self.wait()
        self.standing = Standing(self._begun)
        self._on_news()

    def close(self) -> None:
        """End the thread."""
        with self._condition:
            self._wanted, self._closed = 0, True
            self._condition.notify_all()

    def _live(self) -> None:
        while True:
            with self._condition:
                self._condition.wait_for(lambda: self._wanted > 0 or self._closed)
                if self._closed:
                    return
                self._busy = True
            self._learn()
            with self._condition:
                self._wanted, self._busy = 0, False
                self.standing = replace(self.standing, running=False, speed=0.0)
                self._condition.notify_all()
            self._on_news()

    def _learn(self) -> None:
        """While something is wanted, a piece at a time."""
        told = judgement = began = time.monotonic()
        first = self.standing.progress.strings
        while self._wanted > 0 and not self.standing.finished:
            progress = self._piece(self.standing.progress, min(self.ahead, self._wanted))
            now = time.monotonic()
            with self._condition:  # the user may have said meanwhile that nothing is wanted
                self._wanted = max(0, self._wanted - (progress.strings - self.standing.progress.strings))
            if (now - judgement >= JUDGING or self._wanted == 0) and not self._hurried:
                progress = judged(progress, progress.state, self.recipe.strings, self.recipe.judge)
                judgement = time.monotonic()
            speed = (progress.strings - first) / max(now - began, 1e-9)
            self.standing = Standing(progress, True, speed)
            if now - told >= NEWS:
                told = now
                self._on_news()

    def _piece(self, progress: Progress, strings: int) -> Progress:
        state, done = self._learner.learn(progress.state, progress.strings, strings)
        if done < strings or not np.isfinite(state.vector).all():
            return replace(progress, diverged=True)
        return replace(progress, strings=progress.strings + done, state=state)
