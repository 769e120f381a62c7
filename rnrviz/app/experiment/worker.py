"""A training process: it reads orders from standard input and says how they go, a line of JSON each."""

import os
import queue
import sys
import threading
import time

from rnrviz.app.experiment.orders import obey

WORKER = "--experiment-worker"
SECONDS = 0.2  # between two reports of one run


def main() -> int:
    """Do what is ordered until standard input ends, with it also what is being done: nobody waits for it any more."""
    orders: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(orders,), daemon=True).start()
    told = time.monotonic()
    with os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8") as answers:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

        def say(text: str) -> None:
            print(text, file=answers, flush=True)

        def tell(text: str) -> None:
            nonlocal told
            if time.monotonic() - told >= SECONDS:
                say(text)
                told = time.monotonic()

        while True:
            say(obey(orders.get(), tell))


def _listen(orders: "queue.SimpleQueue[str]") -> None:
    with open(sys.stdin.fileno(), encoding="utf-8", closefd=False) as lines:
        for line in lines:
            orders.put(line)
    os._exit(0)
