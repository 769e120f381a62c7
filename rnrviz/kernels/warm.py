"""Call every kernel once on the smallest network, so that all are compiled and cached.

``python -m rnrviz.kernels.warm`` does it in a process of its own: compiling inside the window's process would
make it stutter.
"""

import numpy as np

from rnrviz.kernels import operations as o


def run_all() -> None:
    """Compile, or read from the cache, every kernel."""
    from rnrviz.kernels import sweeps

    ops = np.zeros((1, o.COLUMNS), np.int64)
    ops[0, [o.KIND, o.SIZE, o.PARAMETER]] = o.LOOKUP, 1, -1
    row, w, counts = np.zeros((2, 1)), np.zeros(1), np.zeros(1)
    tokens, D = np.zeros(1, np.int64), np.zeros((1, 1))
    error = np.array([0, 0, 0, 1])
    w.flags.writeable = False
    sweeps.forward(ops, w, row, tokens, D, counts, error, np.zeros(1), 1, 0, 1)
    sweeps.reverse(ops, w, row, np.zeros((2, 1)), tokens, D, counts, error, np.zeros(1), 1, 0, 0, 1)
    tangents = np.zeros((2, 1, 1))
    sweeps.tangent(ops, w, row, tangents, tokens, D, counts, error, np.zeros((1, 1)), np.zeros(1), 1, 0, 1)


if __name__ == "__main__":
    from rnrviz.kernels import load

    load()
