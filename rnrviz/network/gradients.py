"""dE/dW by BPTT and by RTRL."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rnrviz.network.backward import Range, add_input, carry, clear, gather, inside, newest, reach
from rnrviz.network.prepared import Prepared
from rnrviz.network.problems import InputError
from rnrviz.network.program import Program
from rnrviz.network.scope import Scope
from rnrviz.network.trace import LARGEST, Trace

Instants = tuple[int, int]
Progress = Callable[[float], None]
AT_ONCE = 1_000_000_000  # multiplications between two looks at whether to go on


@dataclass(frozen=True, eq=False)
class Gradients:
    """dE/dW. ``vector`` (P,) for the sum of the chosen E[t]; ``steps`` (L, P) for each E[t] alone, if asked for.

    ``uncertainty`` (P,) is the method's own estimate of its error; only finite differences have one. ``scope`` says
    which errors are meant and how far they go back. ``shared``: "sum" over the copies of each weight in the unrolled
    network, the gradient, or their "mean" (`rnrviz.network.copies`), with ``copies`` (P,) their numbers.
    """

    method: str
    program: Program
    E: np.ndarray
    vector: np.ndarray
    steps: np.ndarray | None = None
    uncertainty: np.ndarray | None = None
    scope: Scope | None = None
    shared: str = "sum"
    copies: np.ndarray | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters that have a gradient: all but a fixed table of embeddings."""
        return tuple(parameter.name for parameter in self.program.parameters.values() if parameter.trained)

    def __getitem__(self, name: str) -> np.ndarray:
        parameter = self.program.parameters[name]
        return self.vector[parameter.slice].reshape(parameter.shape)

    def each(self, name: str) -> np.ndarray:
        """The gradient of every E[t] alone, (L, *shape); needs ``per_step``."""
        if self.steps is None:
            raise ValueError("computed without per_step")
        parameter = self.program.parameters[name]
        return self.steps[:, parameter.slice].reshape(-1, *parameter.shape)


def bptt(
    trace: Trace,
    instants: Instants | None = None,
    truncate: int | None = None,
    per_step: bool = False,
    progress: Progress | None = None,
) -> Gradients:
    """Backpropagation through time of the sum of E[t] over ``instants`` (1-based, inclusive; all if None).

    ``truncate`` T0 keeps for each E[t] the contributions of the instants tau > t - T0 (chapter's t_0). Raises
    InputError where the instants are no part of the sequence.
    """
    if truncate is not None and truncate < 1:
        raise InputError("The truncation must be a whole number above 0; it is {found}.", found=truncate)
    first, last = instants_range(trace, instants)
    adjoints = np.zeros_like(trace.record)
    program, scope = trace.network.program, Scope((first, last), truncate)
    if truncate is None and not per_step:
        total = np.zeros(program.size)
        _back(trace, adjoints, total, (0, newest(trace, last)), (first, last))
        return Gradients("bptt", program, trace.errors, total, scope=scope)
    steps = step_rows(trace, per_step)
    for t in range(first, last):
        if trace.counts[t]:
            through = reach(trace, t, truncate)
            _back(trace, adjoints, steps[t if per_step else 0], through, (t, t + 1))
            clear(trace, adjoints, through)
        if progress:
            progress((t + 1 - first) / (last - first))
    return Gradients("bptt", program, trace.errors, total_of(steps), steps if per_step else None, scope=scope)


def step_rows(trace: Trace, per_step: bool) -> np.ndarray:
    """Room for the gradient of every E[t], (L, P), or of their sum only, (1, P)."""
    rows, size = len(trace) if per_step else 1, trace.network.program.size
    if rows * size * 8 > LARGEST:
        raise InputError(
            "The gradients of every E[t] alone need {size:.0f} GB; {most:.0f} GB are allowed.",
            size=rows * size * 8 / 2**30,
            most=LARGEST / 2**30,
        )
    return np.zeros((rows, size))


def total_of(steps: np.ndarray) -> np.ndarray:
    """Their sum, (P,)."""
    if len(steps) == 1:
        return np.asarray(steps[0])
    with np.errstate(all="ignore"):
        return np.asarray(steps.sum(0))


def deltas(trace: Trace, instants: Instants | None = None) -> dict[str, np.ndarray]:
    """delta, dE/d(signal), of every signal at every instant, for the sum of E[t] over ``instants``."""
    first, last = instants_range(trace, instants)
    adjoints = np.zeros_like(trace.record)
    carry(trace, adjoints, (0, newest(trace, last)), (first, last))
    rows = inside(trace, adjoints)
    y = trace.network.program.signals["y"]
    rows[first:last, y.slice] += entropy_slope(trace)[first:last]
    add_input(trace, rows)
    signals = trace.network.program.signals.values()
    return {s.name: rows[:, s.slice].reshape(len(trace), *s.shape) for s in signals}


def entropy_slope(trace: Trace) -> np.ndarray:
    """dE[t]/dy of the cross-entropy, which the sweep passes by (it begins at dE/dY); zeros if E is quadratic."""
    kind, y, d = trace.network.error[0], trace["y"], trace.targets
    if kind == 0:
        return np.zeros_like(y)
    with np.errstate(all="ignore"):
        slope = np.where(d == 0.0, 0.0, -d / y) + (0.0 if kind == 1 else np.where(d == 1.0, 0.0, (1.0 - d) / (1.0 - y)))
    return np.where(trace.counts[:, None] > 0.0, slope, 0.0)


def _back(trace: Trace, adjoints: np.ndarray, out: np.ndarray, through: Range, errors: Range) -> None:
    """The gradient of the errors of these instants, carried through others, added to ``out``."""
    carry(trace, adjoints, through, errors)
    gather(trace, adjoints, out, through)


def rtrl(
    trace: Trace, instants: Instants | None = None, per_step: bool = False, progress: Progress | None = None
) -> Gradients:
    """Real-time recurrent learning: dE/dW of the sum of E[t] over ``instants``, computed going forward."""
    network, program = trace.network, trace.network.program
    first, last = instants_range(trace, instants)
    counts = np.where(np.arange(len(trace)) < first, 0.0, trace.counts) if first else trace.counts
    out = step_rows(trace, per_step)
    ready = Prepared(network, network.weights, trace.record, trace.sequence.indices, trace.targets, counts, out)
    share = 1.0 if progress is None else AT_ONCE / max(1, last * program.carried.work)
    step = max(program.carried.least, int(share * ready.panels))
    for panel in range(0, max(1, ready.panels), step):
        ready.carry(0, last, (panel, min(panel + step, ready.panels)))
        if progress:
            progress(min(1.0, (panel + step) / max(1, ready.panels)))
    scope = Scope((first, last))
    return Gradients("rtrl", program, trace.errors, total_of(out), out if per_step else None, scope=scope)


def instants_range(trace: Trace, instants: Instants | None) -> tuple[int, int]:
    """0-based, half-open range of the instants, all if None. Raises InputError unless 1 <= first <= last <= L."""
    if instants is None:
        return 0, len(trace)
    first, last = instants
    if not 1 <= first <= last <= len(trace):
        raise InputError(
            "The instants {first} to {last} are no part of the sequence, which has {length} tokens.",
            first=first,
            last=last,
            length=len(trace),
        )
    return first - 1, last
