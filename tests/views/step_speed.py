"""What a step in the window costs in the core: `QT_QPA_PLATFORM=offscreen python -m tests.views.step_speed`.

LSTM with 2 x 2 cells, forget gates and peepholes, L = 30, all views shown. Every function of `rnrviz.network` that a
step calls from outside is timed (calls inside it are not counted twice); finite differences run in the background and
are listed apart. Medians over all instants of some passes, in milliseconds.
"""

from __future__ import annotations

import functools
import statistics
import threading
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QApplication

from rnrviz.document import edits
from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.figures.style import Style
from rnrviz.network import comparison, differences, gradients, trace
from rnrviz.network.network import Network, random_network
from rnrviz.network.vocabulary import Vocabulary
from rnrviz.views import VIEWS, load

PASSES, LENGTH = 5, 30
ENTRIES: tuple[tuple[Any, str], ...] = (
    (gradients, "bptt"), (gradients, "rtrl"), (comparison, "compare"), (differences, "differences"), (trace, "run"),
    (trace.Trace, "before"), (Network, "run"),
)  # fmt: skip
Spent = dict[tuple[str, bool], float]


class Clock:
    """Adds up the time of the outermost calls, by name and by whether the screen had to wait."""

    def __init__(self) -> None:
        self.spent: Spent = {}
        self._inside = threading.local()

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, with its time taken."""

        @functools.wraps(function)
        def call(*arguments: Any, **named: Any) -> Any:
            if getattr(self._inside, "yes", False):
                return function(*arguments, **named)
            self._inside.yes, start = True, time.perf_counter()
            try:
                return function(*arguments, **named)
            finally:
                key = name, threading.current_thread() is threading.main_thread()
                self.spent[key] = self.spent.get(key, 0.0) + time.perf_counter() - start
                self._inside.yes = False

        return call


def measure() -> list[Spent]:
    """What each step spent, in seconds."""
    clock = Clock()
    for owner, name in ENTRIES:
        setattr(owner, name, clock.timed(name, getattr(owner, name)))
    config = {"n_M": 2, "n_C": 2, "forget": True, "peephole": True}
    session = Session(
        Document(random_network("lstm", config, Vocabulary(tuple("abcd")), 1), ("abcd" * LENGTH)[:LENGTH])
    )
    session.wait()
    views = [load(entry)(session, Style(), None) for entry in VIEWS]
    for view in views:
        view.resize(620, 430)
        view.show()
        view.refresh(frozenset({"all"}))
    session.on_change = lambda changed: [view.refresh(changed) for view in views][:0] and None
    steps = []
    for turn in range(PASSES):
        for cursor in range(1, LENGTH + 1):
            clock.spent = {}
            session.apply(edits.move_cursor(session.document, cursor))
            for view in views:
                view.grab()
            session.wait()
            steps += [clock.spent] if turn else []
    return steps


def main() -> None:
    """Print the medians."""
    _ = QApplication.instance() or QApplication([])
    steps = measure()
    for waits, title in ((True, "while the screen waits"), (False, "in the background")):
        print(title)
        for name in sorted({name for step in steps for name, here in step if here == waits}):
            print(f"  {name:12} {1e3 * statistics.median(step.get((name, waits), 0.0) for step in steps):7.3f} ms")
        each = [sum(t for (_, here), t in step.items() if here == waits) for step in steps]
        print(f"  {'together':12} {1e3 * statistics.median(each):7.3f} ms, most {1e3 * max(each):.3f} ms")


if __name__ == "__main__":
    main()
