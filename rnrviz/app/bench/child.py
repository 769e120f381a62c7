"""Runs the worker: one thread for every library, its answers as they come, its end with ours."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from typing import Any

from rnrviz.app import compiling
from rnrviz.app.bench.worker import WORKER, Order
from rnrviz.network.problems import InputError

LIBRARIES = ("OPENBLAS", "OMP", "MKL", "BLIS", "NUMEXPR", "NUMBA")
XLA = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"


def one_thread(environment: Mapping[str, str]) -> dict[str, str]:
    """An environment in which numpy, torch and JAX compute on the CPU with one thread; read when they are imported."""
    flags = f"{environment.get('XLA_FLAGS', '')} {XLA}".strip()
    single = {f"{name}_NUM_THREADS": "1" for name in LIBRARIES} | {"VECLIB_MAXIMUM_THREADS": "1", "NPROC": "1"}
    return {**environment, **single, "XLA_FLAGS": flags, "JAX_PLATFORMS": "cpu"}


def answers(order: Order) -> Iterator[dict[str, Any]]:
    """What the worker says, one message after the other. Raises InputError if it cannot begin or ends too early."""
    from rnrviz import kernels

    environment = one_thread(os.environ) | {"RNRVIZ_CACHE": str(kernels.cache_folder().parent)}
    with tempfile.TemporaryFile() as errors:
        try:
            child = subprocess.Popen(
                _command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env=environment,
                start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            raise InputError("The measurement cannot begin ({reason}).", reason=error.strerror) from None
        try:
            yield from _spoken(child, order)
            if child.wait():
                raise InputError("The measurement ended too early ({reason}).", reason=_last_line(errors))
        finally:
            compiling.stop(child)
            child.wait()
            with contextlib.suppress(OSError):  # open until now: it is how the worker knows that we are there
                child.stdin.close()  # type: ignore[union-attr]


def _spoken(child: "subprocess.Popen[bytes]", order: Order) -> Iterator[dict[str, Any]]:
    assert child.stdin is not None and child.stdout is not None
    with contextlib.suppress(BrokenPipeError):
        child.stdin.write(order.text().encode() + b"\n")
        child.stdin.flush()
    with child.stdout:
        for line in child.stdout:
            yield json.loads(line)


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, WORKER]
    return [sys.executable, "-m", "rnrviz", WORKER]


def _last_line(errors: Any) -> str:
    """What the worker complained of at the end."""
    errors.seek(0)
    lines = errors.read().decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "?"
