"""A training in the background: it runs, waits, goes on by so many strings, and begins anew, at the user's word."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import final

from rnrviz.document.standing import Standing
from rnrviz.document.stint import Stint
from rnrviz.network.network import Network
from rnrviz.network.problems import InputError
from rnrviz.network.training.descent import Learner
from rnrviz.network.training.gauge import Gauge
from rnrviz.network.training.recipe import Recipe
from rnrviz.network.training.state import begun

AHEAD, WORK = 5000, 0.016  # between two looks at what is wanted: strings at most, and about so many seconds
TOKEN, WEIGHT = 0.2e-6, 0.35e-9  # seconds for a token, and for each of the weights with every token
FEW, PART = 20, 8  # in the beginning it is fewer strings, then at most this part of those learned so far
OFTEN = 0.0002  # seconds after which one thread leaves the interpreter to the other, while one learns
ENDLESS = 10**12


@final
class Training:
    """One network on the strings of one recipe. `on_news` is called in the thread that learns, 30 times a second.

    What it learned stays when it waits; `rewind` begins anew with the same weights and the same order of strings.
    With ``standing`` it goes on from there. Nothing here waits: an order that comes while strings are being learned
    takes effect after them, and what they taught is dropped where it is no longer wanted.
    """

    def __init__(
        self, recipe: Recipe, network: Network, on_news: Callable[[], None], standing: Standing | None = None
    ) -> None:
        self.recipe, self.network = recipe, network
        self._on_news = on_news
        self._condition = threading.Condition()
        self._wanted, self._turn, self._closed = 0, 0, False
        self._begun = begun(network, recipe.settings.seed)
        self.standing = replace(standing, running=False, speed=0.0) if standing else Standing(self._begun)
        self._thread = threading.Thread(target=self._live, name="learning", daemon=True)
        self._thread.start()

    @cached_property
    def _most(self) -> int:
        tokens = max(1.0, len(self.recipe.strings.tokens) / max(1, self.epoch))
        return max(1, min(AHEAD, int(WORK / (tokens * (TOKEN + WEIGHT * self.network.program.size)))))

    def ahead(self, strings: int) -> int:
        """How many are learned at a time after so many strings: few in the beginning, where most is learned.

        It is the same for the same task and network, for alpha falls from one time to the next.
        """
        return min(self._most, max(FEW, strings // PART))

    @property
    def epoch(self) -> int:
        """How many strings the task has."""
        return len(self.recipe.strings)

    def run(self) -> None:
        """Learn until told to wait."""
        self.go(ENDLESS)

    def go(self, strings: int) -> None:
        """Learn so many strings more, besides those that are being learned now, then wait."""
        with self._condition:
            if not self.standing.finished:
                self._wanted = strings
                self.standing = replace(self.standing, running=True)
                self._condition.notify_all()

    def pause(self) -> None:
        """Learn no more for now. What was learned is still judged; then `on_news` is called."""
        with self._condition:
            self._wanted = 0

    def rewind(self) -> None:
        """Back to the beginning, at once."""
        with self._condition:
            self._wanted, self._turn = 0, self._turn + 1
            self.standing = Standing(self._begun)

    def close(self) -> None:
        """End the thread, after what it is at; no more is heard of it."""
        with self._condition:
            self._wanted, self._turn, self._closed = 0, self._turn + 1, True
            self.standing = replace(self.standing, running=False, speed=0.0)
            self._condition.notify_all()

    def _live(self) -> None:
        learner = gauge = None
        sys.setswitchinterval(OFTEN)  # else what is learned waits for the screen, ten times longer than it works
        while True:
            with self._condition:
                self._condition.wait_for(lambda: self.standing.running or self._closed)  # it may be told to wait by now
                if self._closed:
                    return
                turn, standing = self._turn, self.standing
            try:
                learner = learner or Learner(self.network, self.recipe.strings, self.recipe.settings, self._most)
                gauge = gauge or Gauge(self.recipe.strings)
                Stint(self, learner, gauge, turn, standing).learn()
            except InputError as problem:
                self._give_up(turn, problem)
            except MemoryError:
                self._give_up(turn, InputError("There is not enough memory to learn this task with this network."))
            except Exception as fault:
                learner = gauge = None  # nobody knows in which state they are
                self._give_up(turn, InputError("Learning was interrupted by an internal error."))
                _tell(fault)

    def _give_up(self, turn: int, problem: InputError) -> None:
        with self._condition:
            self._wanted = 0 if turn == self._turn else self._wanted
        self.publish(turn, replace(self.standing, running=False, speed=0.0, problem=problem), news=True)

    def take(self, turn: int, most: int) -> int | None:
        """How many strings are learned next, for the thread; None when what it learns is no longer wanted at all."""
        with self._condition:
            number = min(most, self._wanted)
            self._wanted -= number if turn == self._turn else 0
            return number if turn == self._turn else None

    def wants(self, turn: int) -> bool:
        """Whether more is wanted than what is under way."""
        return turn == self._turn and self._wanted > 0

    def publish(self, turn: int, standing: Standing, news: bool) -> bool:
        """Show how it stands, unless it began anew meanwhile; whether it is still wanted to learn."""
        with self._condition:
            if turn != self._turn:
                return False
            self._wanted = 0 if standing.finished else self._wanted
            self.standing = replace(standing, running=standing.running or self._wanted > 0)
            if news or not self.standing.running:
                self._on_news()  # while the lock is held: after `close` there is nobody to hear it
            return self.standing.running


def _tell(fault: Exception) -> None:
    """As if it had ended the thread, which lives on."""
    told = type(fault), fault, fault.__traceback__, threading.current_thread()
    threading.excepthook(threading.ExceptHookArgs(told))
