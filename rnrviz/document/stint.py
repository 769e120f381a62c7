"""One stretch of learning without a pause, in the thread that learns: pieces, measurements, judgements, reports."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Protocol, final

import numpy as np

from rnrviz.document.course import Course
from rnrviz.document.pace import Pace
from rnrviz.document.standing import EXPLODED, NOT_FINITE, Standing
from rnrviz.network.network import Network
from rnrviz.network.training.descent import Learner, judged
from rnrviz.network.training.gauge import Gauge
from rnrviz.network.training.recipe import Recipe

NEWS, MEASURING, JUDGING = 1 / 30, 0.004, 0.15  # seconds between two reports, measurements, judgements, at least
SHARE, ALWAYS = 1 / 20, 25  # of the time, at most, for measuring, and as much for judging; after so many measurements
WORSE = 4.0  # an explosion: so many times the error of one who guesses; what learns well stays below 1.3
HEAVIER = 1e4  # or so many times the norm of the first weights


class Orders(Protocol):
    """What a stint hears of the user's wishes, and whom it tells; see `rnrviz.document.training.Training`."""

    recipe: Recipe
    network: Network

    def ahead(self, strings: int) -> int: ...
    def take(self, turn: int, most: int) -> int | None: ...
    def wants(self, turn: int) -> bool: ...
    def publish(self, turn: int, standing: Standing, news: bool) -> bool: ...


@final
class Stint:
    """Goes on from ``standing`` as long as the order number ``turn`` is not withdrawn."""

    def __init__(self, training: Orders, learner: Learner, gauge: Gauge, turn: int, standing: Standing) -> None:
        self._training, self._learner, self._gauge, self._turn = training, learner, gauge, turn
        self._progress = self._good = standing.progress
        self._course = Course(standing.rows)
        self._measuring, self._judging, self._news = Pace(MEASURING, SHARE), Pace(JUDGING, SHARE), Pace(NEWS, 1.0)
        self._fault = ""
        self._worst = self._limits()

    def learn(self) -> None:
        """While something is wanted, a piece at a time."""
        began, first = time.monotonic(), self._progress.strings
        if not len(self._course.rows):
            self._measure()
        going = True
        while going:
            number = self._training.take(self._turn, self._training.ahead(self._progress.strings))
            if number is None:
                return
            if number and not self._piece(number):
                self._fault = NOT_FINITE
            ends = bool(self._fault) or not self._training.wants(self._turn)
            if not self._fault:
                self._look(ends)
            if self._fault:
                self._progress = replace(self._good, diverged=True)
            speed = (self._progress.strings - first) / max(time.monotonic() - began, 1e-9)
            standing = Standing(self._progress, not ends, 0.0 if ends else speed, self._course.rows, self._fault)
            going = self._training.publish(self._turn, standing, self._news.due())

    def _piece(self, strings: int) -> bool:
        """Learn so many; whether all is finite after that."""
        progress = self._progress
        state, done = self._learner.learn(progress.state, progress.strings, strings)
        if done < strings or not np.isfinite(state.vector).all():
            return False
        self._progress = replace(progress, strings=progress.strings + done, state=state)
        return True

    def _look(self, ends: bool) -> None:
        """Judge and measure, when it is time again or learning ends here."""
        recipe, count = self._training.recipe, len(self._course.rows)
        early = count < ALWAYS  # small networks learn in less time than passes between two judgements
        if self._judging.due() or ends or (early and count % 2):
            with self._judging:
                self._progress = judged(self._progress, self._progress.state, recipe.strings, recipe.judge)
        if self._measuring.due() or ends or early:
            with self._measuring:
                self._measure()

    def _measure(self) -> None:
        """One row of the curves; weights that are not worse than guessing by far are good ones to go back to."""
        progress = self._progress
        reading = self._gauge.read(progress.last)
        accepted = float(progress.accepted) if progress.curve else np.nan
        self._course.put((progress.strings, *reading, accepted))
        if reading.loss <= self._worst[0] and reading.weights <= self._worst[1]:
            self._good = progress
        elif progress.strings:
            self._fault = EXPLODED

    def _limits(self) -> tuple[float, float]:
        """The largest loss and norm of the weights that are no explosion."""
        reading = self._gauge.read(self._training.network)
        return WORSE * max(reading.loss, self._gauge.guessing), HEAVIER * max(1.0, reading.weights)
