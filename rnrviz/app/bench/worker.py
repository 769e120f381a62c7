"""The measuring process: it reads an order from standard input and writes what it finds, a line of JSON each."""

import contextlib
import json
import os
import sys
import threading
from dataclasses import asdict, dataclass
from typing import Any

from rnrviz.network.problems import InputError

WORKER = "--bench-worker"
ROUNDS, QUICK_ROUNDS = 15, 5


@dataclass(frozen=True)
class Order:
    """What is to be measured; as the options of the command say."""

    rivals: tuple[str, ...] = ()
    rounds: int | None = None
    quick: bool = False
    only: str | None = None
    scaling: bool = False
    largest: int = 256
    training: bool = False

    def text(self) -> str:
        return json.dumps(asdict(self))


def main() -> int:
    """Measure as ordered. What libraries print does not get among the answers."""
    order = Order(**json.loads(sys.stdin.readline()))
    stay_on_one_core()
    threading.Thread(target=_end_with_parent, args=(sys.stdin.fileno(),), daemon=True).start()
    with os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8") as answers:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

        def tell(kind: str, content: Any) -> None:
            print(json.dumps({"kind": kind, "content": content}), file=answers, flush=True)

        try:
            obey(order, tell)
        except InputError as error:
            tell("problem", {"template": error.template, "fields": error.fields})
    return 0


def stay_on_one_core() -> None:
    """Where the system can do that: no library then has more than one thread's time, whatever it starts.

    The last of the cores that are ours: systems leave most of their own work to the first.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def _end_with_parent(given: int) -> None:
    """Standard input stays open as long as somebody waits for the answers."""
    while os.read(given, 1):
        pass
    os._exit(1)


def obey(order: Order, tell: Any) -> None:
    """Do what is ordered; ``tell(kind, content)`` takes missing, progress, row, memory and growth."""
    from rnrviz.app.bench import rivals
    from rnrviz.app.bench.compare import compare, planned
    from rnrviz.app.bench.results import message
    from rnrviz.app.bench.scaling import scale
    from rnrviz.network.measuring.timing import Effort

    rounds = order.rounds or (QUICK_ROUNDS if order.quick else ROUNDS)
    effort = Effort(rounds, 0.005) if order.quick else Effort(rounds)

    def result(found: Any) -> None:
        tell(**message(found))

    def tick(fraction: float) -> None:
        tell("progress", fraction)

    if order.scaling:
        scale(order.largest, effort, result, tick)
        return
    if order.training:
        _train(order, effort, tell, result, tick)
        return
    makers, missing = rivals.load(order.rivals)
    tell("missing", list(missing))
    compare(planned(order.quick, order.only), makers, effort, result, tick)


def _train(order: Order, effort: Any, tell: Any, result: Any, tick: Any) -> None:
    from rnrviz.app.bench import training

    makers, missing = training.load(order.rivals)
    tell("missing", list(missing))
    training.compare(makers, effort, result, tick)
