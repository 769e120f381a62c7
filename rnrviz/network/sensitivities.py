"""The sensitivities of RTRL at one instant: d s[t] / dW of every signal s by every weight.

RTRL carries them from instant to instant, all the way up to t. Where they are wanted at one instant only, a reverse
sweep from each component of a signal finds the same numbers with as many times less work as the signal has components,
and goes for networks that look ahead too.
"""

from collections.abc import Iterable

import numpy as np

from rnrviz.network.backward import clear, gather, newest
from rnrviz.network.flow import check_instant, room, signal_of, swept
from rnrviz.network.gradients import Progress
from rnrviz.network.trace import Trace


def sensitivities(
    trace: Trace, t: int, names: Iterable[str] | None = None, progress: Progress | None = None
) -> dict[str, np.ndarray]:
    """d s[t] / dW at the instant t (from 1), (*shape of s, P), of the named signals; of all but u if None.

    The last axis is that of `Network.vector`: ``program.parameters[name].slice`` cuts a weight out of it. Raises
    InputError for an instant or a signal that does not exist, and when the numbers would not fit into memory.
    """
    program = trace.network.program
    check_instant(trace, t)
    chosen = [n for n in trace.names[:-2] if n != "u"] if names is None else list(names)
    signals = [signal_of(trace, name) for name in chosen]
    table = room(trace, (sum(signal.size for signal in signals), program.size))
    adjoints, through = np.zeros_like(trace.record), (0, newest(trace, t))
    found: dict[str, np.ndarray] = {}
    done = 0
    for signal in signals:
        for component in range(signal.size):
            swept(trace, adjoints, signal, t - 1, component, through)
            gather(trace, adjoints, table[done], through)
            clear(trace, adjoints, through)
            done += 1
            if progress:
                progress(done / len(table))
        found[signal.name] = table[done - signal.size : done].reshape(*signal.shape, program.size)
    return found
