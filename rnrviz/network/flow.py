"""How a change flows through time: d y[t'] / d x[t], d y[t'] / d W[t], and the Jacobian of the state.

The vanishing gradient (chapter, "El problema del gradiente evanescente"; Hochreiter 1991; Bengio, Simard and Frasconi
1994) is that these tend to zero as t' - t grows. Everything here is the reverse sweep, seeded by hand with a unit
vector of what is differentiated. A derivative by a signal at t counts every way on which that signal acts from t on.
Instants count from 1.
"""

from collections.abc import Iterator

import numpy as np

from rnrviz.network.backward import add_input, carry_seeds, clear, inside, newest
from rnrviz.network.gradients import Progress
from rnrviz.network.problems import InputError
from rnrviz.network.program import Signal
from rnrviz.network.trace import LARGEST, Trace
from rnrviz.network.uses import contribution, uses


def flow_from(trace: Trace, t: int, by: str = "x", of: str = "y", progress: Progress | None = None) -> np.ndarray:
    """d of[t'] / d by[t] for a chosen t and every t', (L, n_of, n_by): over k the row t - 1 + k is d of[t+k] / d by[t].

    Zeros where there is no influence. One sweep for every t' and component of ``of``.
    """
    source, target = signal_of(trace, by), signal_of(trace, of)
    check_instant(trace, t)
    found = room(trace, (len(trace), target.size, source.size))
    for at, component, rows in _sweeps_from(trace, t, target, progress):
        found[at, component] = _of(trace, rows, source)[t - 1]
    return found


def flow_to(trace: Trace, t: int, by: str = "x", of: str = "y", progress: Progress | None = None) -> np.ndarray:
    """d of[t] / d by[tau] for a chosen end t and every tau, (L, n_of, n_by): one sweep a component of ``of``."""
    source, target = signal_of(trace, by), signal_of(trace, of)
    check_instant(trace, t)
    found = room(trace, (target.size, len(trace), source.size))
    adjoints, through = np.zeros_like(trace.record), (0, newest(trace, t))
    for component in range(target.size):
        found[component] = _of(trace, swept(trace, adjoints, target, t - 1, component, through), source)
        clear(trace, adjoints, through)
        if progress:
            progress((component + 1) / target.size)
    return found.transpose(1, 0, 2)


def flow_from_weight(trace: Trace, t: int, name: str, of: str = "y", progress: Progress | None = None) -> np.ndarray:
    """d of[t'] / d W[t], the weight as used at t, for every t': (L, n_of, *shape)."""
    uses(trace.network, name)
    target = signal_of(trace, of)
    check_instant(trace, t)
    found = room(trace, (len(trace), target.size, *trace.network.program.parameters[name].shape))
    for at, component, rows in _sweeps_from(trace, t, target, progress):
        found[at, component] = contribution(trace, rows[t - 1 : t], name, t - 1)[0]
    return found


def norms(jacobians: np.ndarray) -> np.ndarray:
    """The Euclidean (Frobenius) norm of every Jacobian, (L,)."""
    with np.errstate(all="ignore"):
        return np.asarray(np.linalg.norm(jacobians.reshape(len(jacobians), -1), axis=1))


def state_signals(trace: Trace, backward: bool = False) -> tuple[tuple[str, int], ...]:
    """The signals that are read at other instants, and how far from them: the state. The input is none.

    Those that are read from the past, or ``backward`` those from the future.
    """
    far: dict[str, int] = {}
    for source in (s for equation in trace.network.equations for term in equation.terms for s in term.sources):
        lag = -source.lag if backward else source.lag
        if lag > 0 and source.signal != "u":
            far[source.signal] = max(lag, far.get(source.signal, 0))
    return tuple((name, far[name]) for name in trace.network.program.signals if name in far)


def state_jacobians(trace: Trace, backward: bool = False, progress: Progress | None = None) -> np.ndarray:
    """d s[t] / d s[t-1] at every t, (L, n, n); ``backward`` d s[t] / d s[t+1] of what goes from right to left.

    The state s holds, one below the other, the signals of `state_signals`; a signal that is read from several instants
    back is there with each of them, the latest first (companion form).
    """
    state = [(trace.network.program.signals[name], lags) for name, lags in state_signals(trace, backward)]
    size = sum(signal.size * lags for signal, lags in state)
    found = room(trace, (len(trace), size, size))
    adjoints, start, way = np.zeros_like(trace.record), trace.network.program.lags, 1 if backward else -1
    for t in range(len(trace)):
        row = 0
        for signal, lags in state:
            for component in range(signal.size):
                swept(trace, adjoints, signal, t, component, (t, t + 1))
                parts = [adjoints[start + t + way * k, s.slice] for s, far in state for k in range(1, far + 1)]
                found[t, row + component] = np.concatenate(parts)
                clear(trace, adjoints, (t, t + 1))
            shifted = signal.size * (lags - 1)
            found[t, row + signal.size : row + signal.size * lags, row : row + shifted] = np.eye(shifted)
            row += signal.size * lags
        if progress:
            progress((t + 1) / len(trace))
    return found


def spectral_radius(trace: Trace, backward: bool = False, progress: Progress | None = None) -> np.ndarray:
    """The largest modulus of the eigenvalues of the state's Jacobian at every t, (L,).

    0 for a network without a state, NaN where the Jacobian is not finite.
    """
    return radius_of(state_jacobians(trace, backward, _part(progress, 0)), _part(progress, 1))


def radius_of(jacobians: np.ndarray, progress: Progress | None = None) -> np.ndarray:
    """The same of given Jacobians (L, n, n)."""
    radius = np.zeros(len(jacobians))
    for t, jacobian in enumerate(jacobians if jacobians.size else ()):
        finite = np.isfinite(jacobian).all()
        radius[t] = np.abs(np.linalg.eigvals(jacobian)).max() if finite else np.nan
        if progress:
            progress((t + 1) / len(jacobians))
    return radius


def _part(progress: Progress | None, half: int) -> Progress | None:
    """The progress of the first (0) or second (1) half of a work."""
    return (lambda fraction: progress((half + fraction) / 2)) if progress else None


def _sweeps_from(
    trace: Trace, t: int, target: Signal, progress: Progress | None
) -> Iterator[tuple[int, int, np.ndarray]]:
    """For every instant (0-based) that t may act on, and every component there, the adjoints of all instants."""
    adjoints, leads = np.zeros_like(trace.record), trace.network.program.leads
    first = 0 if leads else t - 1
    for at in range(first, len(trace)):
        through = (0, len(trace)) if leads else (t - 1, at + 1)
        for component in range(target.size):
            yield at, component, swept(trace, adjoints, target, at, component, through)
            clear(trace, adjoints, through)
        if progress:
            progress((at + 1 - first) / (len(trace) - first))


def swept(
    trace: Trace, adjoints: np.ndarray, target: Signal, at: int, component: int, through: tuple[int, int]
) -> np.ndarray:
    """The derivatives of one component of a signal at the instant ``at`` (0-based) by all signals, (L, width)."""
    adjoints[trace.network.program.lags + at, target.offset + component] = 1.0
    carry_seeds(trace, adjoints, through)
    return inside(trace, adjoints)


def _of(trace: Trace, rows: np.ndarray, source: Signal) -> np.ndarray:
    """The derivatives by a signal at every instant, out of a sweep's (L, width)."""
    if source.name == "u":
        rows = rows.copy()
        add_input(trace, rows)
    return rows[:, source.slice]


def signal_of(trace: Trace, name: str) -> Signal:
    """A signal by its name. Raises InputError if there is none."""
    signals = trace.network.program.signals
    if name not in signals:
        raise InputError(
            "There is no signal {name!r}; there are {known}.", name=name, known=", ".join(trace.names[:-2])
        )
    return signals[name]


def check_instant(trace: Trace, t: int) -> None:
    """Raises InputError unless t, from 1, is an instant of the sequence."""
    if not 1 <= t <= len(trace):
        raise InputError("There is no instant {t}; the sequence has {length} tokens.", t=t, length=len(trace))


def room(trace: Trace, shape: tuple[int, ...]) -> np.ndarray:
    """Zeros. Raises InputError if they would not fit into memory."""
    size = float(np.prod([float(n) for n in shape])) * 8
    if size > LARGEST:
        raise InputError(
            "These derivatives need {size:.0f} GB; {most:.0f} GB are allowed.",
            size=size / 2**30,
            most=LARGEST / 2**30,
        )
    return np.zeros(shape)
