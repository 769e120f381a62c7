"""Trainings on this machine: some processes of one thread each, which end with us."""

import contextlib
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from typing import IO, final

from rnrviz.app import compiling
from rnrviz.app.bench.child import one_thread
from rnrviz.app.experiment.orders import Answer, Answers, Order
from rnrviz.app.experiment.worker import WORKER
from rnrviz.network.problems import InputError, reason

Said = queue.SimpleQueue[Answer | InputError]


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def answers(orders: Sequence[Order], number: int) -> Answers:
    """What ``number`` processes answer, in the order in which they do. Raises InputError if one ends too early.

    They are out of reach of the terminal's Ctrl-C, and stopped when this ends, however it does.
    """
    waiting, said = queue.SimpleQueue[Order](), Said()
    for order in orders:
        waiting.put(order)
    children: list[_Child] = []
    try:
        children.extend(_Child(waiting, said) for _ in range(min(number, len(orders))))
        left = len(orders)
        while left:
            answer = _next(said)
            left -= answer.outcome is not None
            yield answer.checked()
    finally:
        for child in children:
            child.stop()


def _next(said: Said) -> Answer:
    """Waits in pieces: on Windows, Ctrl-C is heard in between."""
    while True:
        with contextlib.suppress(queue.Empty):
            answer = said.get(timeout=0.2)
            if isinstance(answer, InputError):
                raise answer
            return answer


@final
class _Child:
    """A process, and the thread that hands orders to it as long as there are any."""

    def __init__(self, waiting: "queue.SimpleQueue[Order]", said: Said) -> None:
        self._waiting, self._said, self._stopped = waiting, said, False
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by stop
        command = [sys.executable, *(() if getattr(sys, "frozen", False) else ("-m", "rnrviz")), WORKER]
        pipe = subprocess.PIPE
        try:
            self._process = subprocess.Popen(
                command, stdin=pipe, stdout=pipe, stderr=self._errors, env=_environment(), start_new_session=True
            )
        except OSError as error:
            self._errors.close()
            raise InputError("The trainings cannot begin ({reason}).", reason=reason(error)) from None
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                order = self._waiting.get_nowait()
                if not self._done(order):
                    if not self._stopped:
                        self._said.put(self._problem())
                    return

    def _done(self, order: Order) -> bool:
        """Have an order done; whether it was."""
        assert self._process.stdin is not None and self._process.stdout is not None
        with contextlib.suppress(OSError, ValueError):
            self._process.stdin.write(order.text().encode() + b"\n")
            self._process.stdin.flush()
            for line in self._process.stdout:
                answer = Answer(**json.loads(line))
                self._said.put(answer)
                if answer.outcome is not None or answer.problem is not None:
                    return True
        return False

    def _problem(self) -> InputError:
        return InputError(
            "A training process ended too early ({reason}). The same command goes on from here.",
            reason=self._last_line(),
        )

    def _last_line(self) -> str:
        """What it complained of at the end."""
        code = self._process.wait()
        self._errors.seek(0)
        lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else str(code)

    def stop(self) -> None:
        """End it, whatever it is doing."""
        self._stopped = True
        compiling.stop(self._process)
        self._process.wait()
        self._thread.join()
        for pipe in (self._process.stdin, self._process.stdout, self._errors):
            with contextlib.suppress(OSError):
                pipe.close()  # type: ignore[union-attr]


def _environment() -> dict[str, str]:
    from rnrviz import kernels

    return one_thread(os.environ) | {"RNRVIZ_CACHE": str(kernels.cache_folder().parent)}
