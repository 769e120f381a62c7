"""Call every kernel once on the smallest network, so that all are compiled and cached.

``python -m rnrviz.kernels.warm`` does it in two processes of their own: compiling inside the window's process would
make it stutter, and two cores are faster than one.
"""

import os
import subprocess
import sys

import numpy as np

from rnrviz.kernels import cache_folder
from rnrviz.kernels import table as c

KERNELS = ("forward", "reverse", "tangent", "learn", "blocks", "strings", "online")


def run_all(names: tuple[str, ...] = KERNELS) -> None:
    """Compile, or read from the cache, the named kernels."""
    from rnrviz.kernels import block_learning, blocks, learning, online, panels, strings, sweeps, tangents

    ops = np.zeros((1, c.COLUMNS), np.uint64)
    ops[0, [c.KIND, c.SIZE]] = c.LOOKUP, 1
    stages = np.array([[0, 1, 0]], np.uint64)
    row, other, w, one, counts = np.zeros((2, 1)), np.zeros((2, 1)), np.zeros(1), np.zeros(1), np.zeros(1)
    tokens, settings = np.zeros(1, np.int64), np.zeros(learning.SETTINGS)
    data = tokens, np.zeros((1, 1)), counts
    error = np.array([0, 0, 0, 1], np.uint64)
    begins, order = np.array([0, 1]), np.zeros(0, np.int64)
    weights = sweeps.Weights(ops, w)
    if "forward" in names:
        sweeps.forward(ops, stages, weights, row, *data, error, one, 1, 0, 1)
    if "reverse" in names:
        sweeps.reverse(ops, stages, weights, row, other, *data[1:], error, 1, 0, 1, 0, 1)
        sweeps.gather(ops, row, other, tokens, one, 1, 0, 1)
    if "tangent" in names:
        read, wide, none = weights.w, np.zeros((0, panels.COLUMNS), np.uint64), np.zeros((0, 6), np.uint64)
        folds, plan = np.zeros(0, np.uint64), np.zeros(panels.PLAN, np.uint64)
        work = other, np.zeros(1), np.zeros(0), np.zeros(2), np.zeros(8)
        plan[panels.AT_ONCE] = 1
        tangents.tangent(
            ops, stages, wide, folds, none, plan, read, weights.back, row, *work, *data, error, np.zeros((1, 1)), 1, 0,
            1, 0, 0,
        )  # fmt: skip
    if "learn" in names:
        learning.learn(
            ops, stages, w, weights.w, row, other, one, *data, begins, order, error, 1, 0, one, one.copy(), one.copy(),
            np.zeros(2, np.int64), settings, one,
        )  # fmt: skip
    if "blocks" in names:
        block_learning.learn(
            np.zeros(blocks.PLAN, np.uint64), ops, w, weights.w, one, one, row, other, one, *data, begins, order, error,
            1, one, one.copy(), one.copy(), np.zeros(2, np.int64), settings, one,
        )  # fmt: skip
    if "strings" in names:
        strings.forward(
            ops, stages, weights.w, weights.ahead, row, *data, begins, error, one, np.zeros((1, 1)), 0, 1, 0
        )  # fmt: skip
    if "online" in names:
        numbers = np.zeros(1, np.int64)
        online.learn(
            ops, stages, w, weights.w, row, other, one, *data, begins, order, error, 1, numbers, numbers, numbers,
            begins, numbers, one, one.copy(), one.copy(), numbers.copy(), np.zeros(online.SETTINGS), one.copy(),
        )  # fmt: skip


def main() -> None:
    """Fill the cache; with names, only those kernels."""
    if sys.argv[1:]:
        run_all(tuple(sys.argv[1:]))
        return
    together = os.environ | {"RNRVIZ_CACHE": str(cache_folder().parent)}
    beside = [
        sys.executable,
        "-m",
        "rnrviz.kernels.warm",
        "forward",
        "learn",
        "blocks",
        "strings",
    ]  # learn reads reverse from the cache
    child = subprocess.Popen(beside, env=together)
    try:
        run_all(("reverse", "tangent", "online"))
        child.wait()
    finally:
        child.terminate()
    from rnrviz.kernels import load

    load()


if __name__ == "__main__":
    main()
