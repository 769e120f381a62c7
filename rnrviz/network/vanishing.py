"""How what the network remembers fades, or explodes, over the distance in time.

Chapter, "El problema del gradiente evanescente"; Hochreiter 1991; Bengio, Simard and Frasconi 1994. The derivatives
are those of `gradients.deltas` and `flow.flow_from`; here they are put over the distance k and their norms taken.
"""

import numpy as np

from rnrviz.network.flow import flow_from, flow_from_weight, norms, state_signals
from rnrviz.network.gradients import Progress, deltas
from rnrviz.network.trace import Trace
from rnrviz.network.uses import uses


def memory(trace: Trace) -> tuple[str, ...]:
    """The signals that remember: the carousels where there are any, else all that are read at later instants."""
    names = [name for name, _ in state_signals(trace)]
    signals = trace.network.program.signals
    return tuple(name for name in names if signals[name].role == "carousel") or tuple(names)


def fading_error(trace: Trace, t: int) -> np.ndarray | None:
    """The norm of dE[t]/d s[t-k] for k = 0 to t-1, (t,), s being all the memory; None without memory or target."""
    names = memory(trace)
    if not names or not trace.counts[t - 1]:
        return None
    delta = deltas(trace, (t, t))
    return _joint([norms(delta[name][:t][::-1].reshape(t, -1)) for name in names])


def fading_output(trace: Trace, t: int, progress: Progress | None = None) -> np.ndarray | None:
    """The norm of d y[t+k]/d s[t] for k = 0 to L-t, (L-t+1,), s being all the memory; None without memory."""
    names = memory(trace)
    if not names:
        return None
    return _joint([norms(flow_from(trace, t, name, progress=progress))[t - 1 :] for name in names])


def fading_weight(trace: Trace, t: int, name: str, progress: Progress | None = None) -> np.ndarray:
    """The norm of d y[t+k]/dW, the weight as used at t, for k = 0 to L-t, (L-t+1,).

    That of an outer product is the product of both norms, so that the matrices need not be computed.
    """
    found = uses(trace.network, name)
    if len(found) > 1 or found[0].kind not in ("product", "bias"):
        return norms(flow_from_weight(trace, t, name, progress=progress))[t - 1 :]
    use, read = found[0], 1.0
    if use.kind == "product":
        read = float(np.linalg.norm(trace.before(use.source, use.lag)[t - 1]))
    with np.errstate(all="ignore"):
        return norms(flow_from(trace, t, use.target, progress=progress))[t - 1 :] * read


def _joint(parts: list[np.ndarray]) -> np.ndarray:
    with np.errstate(all="ignore"):
        return np.asarray(np.linalg.norm(parts, axis=0))
