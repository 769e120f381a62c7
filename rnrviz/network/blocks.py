"""BPTT(h; h'): truncated backpropagation through time in blocks."""

import numpy as np

from rnrviz.network.backward import carry, clear, gather, newest
from rnrviz.network.gradients import Gradients, Instants, Progress, instants_range, step_rows, total_of
from rnrviz.network.problems import InputError
from rnrviz.network.scope import Scope
from rnrviz.network.trace import Trace


def bptt_blocks(
    trace: Trace,
    back: int,
    every: int,
    instants: Instants | None = None,
    per_step: bool = False,
    progress: Progress | None = None,
) -> Gradients:
    """BPTT(h; h') of Williams and Peng (1990): ``back`` is h, ``every`` is h', h >= h' >= 1.

    After every h' tokens the errors of the last h' instants go back together through the last h instants; so do those
    of an incomplete last block at the end. BPTT(h; 1) is truncation at t_0 = h, BPTT(L; L) is BPTT. ``per_step`` gives
    each E[t] the part that it has in its block.
    """
    if not 1 <= every <= back:
        raise InputError("BPTT(h; h') needs h ≥ h' ≥ 1; it is h = {back}, h' = {every}.", back=back, every=every)
    first, last = instants_range(trace, instants)
    adjoints, steps = np.zeros_like(trace.record), step_rows(trace, per_step)
    for begin in range(0, last, every):
        end = min(begin + every, len(trace))
        through = max(0, end - back), newest(trace, end)
        errors = max(begin, first), min(end, last)
        for t in range(*errors) if per_step else errors[:1]:
            chosen = (t, t + 1) if per_step else errors
            if trace.counts[slice(*chosen)].any():
                carry(trace, adjoints, through, chosen)
                gather(trace, adjoints, steps[t if per_step else 0], through)
                clear(trace, adjoints, through)
        if progress:
            progress(min(1.0, end / last))
    scope = Scope((first, last), back, every)
    return Gradients(
        "bptt", trace.network.program, trace.errors, total_of(steps), steps if per_step else None, scope=scope
    )
