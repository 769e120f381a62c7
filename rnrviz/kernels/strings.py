"""Forward through many strings, without the interpreter in between."""

import numpy as np

from rnrviz.kernels import cached, passes

compiled = cached(fastmath={"reassoc", "contract"})


@compiled
def forward(ops, stages, w, P, S, tokens, D, counts, begins, error, E, values, offset, start, leads):
    """E (N,) of all instants (NaN without a target), and a signal, which begins at ``offset``, in ``values`` (N, size).

    String k is ``begins[k]..begins[k + 1]`` of tokens, D and counts; each begins at zero. S has rows for the longest.
    The rest is as in `rnrviz.kernels.passes`.
    """
    zero = np.int64(0)
    for k in range(begins.size - 1):
        begin, end = begins[k], begins[k + 1]
        for row in range(start + end - begin, start + end - begin + leads):
            for i in range(S.shape[1]):
                S[row, i] = 0.0  # where a longer string may have left something
        passes.ahead(
            ops, stages, w, P, S, tokens[begin:end], D[begin:end], counts[begin:end], error, E[begin:end], start,
            zero, end - begin,
        )  # fmt: skip
        for t in range(end - begin):
            for i in range(values.shape[1]):
                values[begin + t, i] = S[start + t, offset + i]
