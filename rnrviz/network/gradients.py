"""dE/dW three ways: BPTT, RTRL and finite differences; and how equal they are."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from rnrviz.kernels import sweeps
from rnrviz.network.network import Network
from rnrviz.network.problems import InputError
from rnrviz.network.program import Program
from rnrviz.network.trace import LARGEST, Trace
from rnrviz.network.vocabulary import Sequence

Instants = tuple[int, int]
Progress = Callable[[float], None]


@dataclass(frozen=True, eq=False)
class Gradients:
    """dE/dW. ``vector`` (P,) for the sum of the chosen E[t]; ``steps`` (L, P) for each E[t] alone, if asked for.

    ``uncertainty`` (P,) is the method's own estimate of its error (finite differences only).
    """

    method: str
    program: Program
    E: np.ndarray
    vector: np.ndarray
    steps: np.ndarray | None = None
    uncertainty: np.ndarray | None = None

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.program.parameters)

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

    ``truncate`` T0 keeps for each E[t] the contributions of the instants tau > t - T0 (chapter's t_0).
    """
    if truncate is not None and truncate < 1:
        raise InputError("The truncation must be a whole number above 0; it is {found}.", found=truncate)
    first, last = _range(trace, instants)
    adjoints = np.zeros_like(trace.record)
    program = trace.network.program
    if truncate is None and not per_step:
        total = np.zeros(program.size)
        _back(trace, adjoints, total, 0, first, last)
        return Gradients("bptt", program, trace.errors, total)
    steps = _rows(trace, per_step)
    for t in range(first, last):
        oldest = 0 if truncate is None else max(0, t + 1 - truncate)
        if trace.counts[t]:
            _back(trace, adjoints, steps[t if per_step else 0], oldest, t, t + 1)
            adjoints[oldest : t + 1 + program.lags] = 0.0
        if progress:
            progress((t + 1 - first) / (last - first))
    return Gradients("bptt", program, trace.errors, _total(steps), steps if per_step else None)


def _rows(trace: Trace, per_step: bool) -> np.ndarray:
    """Room for the gradient of every E[t], or of their sum only."""
    rows, size = len(trace) if per_step else 1, trace.network.program.size
    if rows * size * 8 > LARGEST:
        raise InputError(
            "The gradients of every E[t] alone need {size:.0f} GB; {most:.0f} GB are allowed.",
            size=rows * size * 8 / 2**30,
            most=LARGEST / 2**30,
        )
    return np.zeros((rows, size))


def _total(steps: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        return np.asarray(steps.sum(0))


def deltas(trace: Trace, instants: Instants | None = None) -> dict[str, np.ndarray]:
    """delta, dE/d(signal), of every signal at every instant, for the sum of E[t] over ``instants``."""
    first, last = _range(trace, instants)
    adjoints = np.zeros_like(trace.record)
    _back(trace, adjoints, np.zeros(trace.network.program.size), 0, first, last)
    rows = adjoints[trace.network.program.lags :]
    y = trace.network.program.signals["y"]
    rows[first:last, y.slice] += _entropy_slope(trace)[first:last]
    signals = trace.network.program.signals.values()
    return {s.name: rows[:, s.slice].reshape(len(trace), *s.shape) for s in signals}


def _entropy_slope(trace: Trace) -> np.ndarray:
    """dE[t]/dy of the cross-entropy, which the sweep passes by (it begins at dE/dY); zeros if E is quadratic."""
    kind, y, d = trace.network.error[0], trace["y"], trace.targets
    if kind == 0:
        return np.zeros_like(y)
    with np.errstate(all="ignore"):
        slope = np.where(d == 0.0, 0.0, -d / y) + (0.0 if kind == 1 else np.where(d == 1.0, 0.0, (1.0 - d) / (1.0 - y)))
    return np.where(trace.counts[:, None] > 0.0, slope, 0.0)


def _back(trace: Trace, adjoints: np.ndarray, out: np.ndarray, oldest: int, first: int, last: int) -> None:
    """One reverse sweep down to ``oldest`` of the errors of first..last-1 (0-based), added to ``out``."""
    network = trace.network
    sweeps.reverse(
        network.program.operations, network.vector, trace.record, adjoints, trace.sequence.indices, trace.targets,
        trace.counts, network.error, out, network.program.lags, oldest, first, last,
    )  # fmt: skip


def rtrl(
    trace: Trace, instants: Instants | None = None, per_step: bool = False, progress: Progress | None = None
) -> Gradients:
    """Real-time recurrent learning: dE/dW of the sum of E[t] over ``instants``, computed going forward."""
    network, program = trace.network, trace.network.program
    first, last = _range(trace, instants)
    size = (program.lags + 1) * program.width * program.size
    if size * 8 > LARGEST:
        raise InputError(
            "RTRL of this network needs {size:.0f} GB for its sensitivities; {most:.0f} GB are allowed.",
            size=size * 8 / 2**30,
            most=LARGEST / 2**30,
        )
    tangents = np.zeros((program.lags + 1, program.width, program.size))
    counts = trace.counts.copy()
    counts[:first] = 0.0
    out = _rows(trace, per_step)
    seed = np.zeros((1, int(network.error[3])))
    step = max(1, 20_000_000 // max(1, size)) if progress else max(1, last)
    for begin in range(0, last, step):
        end = min(begin + step, last)
        sweeps.tangent(
            program.operations, network.vector, trace.record, tangents, trace.sequence.indices, trace.targets,
            counts, network.error, out, seed, program.lags, begin, end,
        )  # fmt: skip
        if progress:
            progress(end / last)
    return Gradients("rtrl", program, trace.errors, _total(out), out if per_step else None)


LEVELS = 9
LARGEST_STEP = 0.1


def differences(
    network: Network,
    sequence: "str | list[str] | Sequence | Trace",
    instants: Instants | None = None,
    progress: Progress | None = None,
    per_step: bool = False,
) -> Gradients:
    """Central differences with Richardson extrapolation (Ridders 1982): knows nothing of derivatives.

    The step is halved LEVELS times; for every E[t] the entry of the extrapolation table with the smallest estimated
    error is kept. ``progress`` is told the fraction done and may raise Cancelled.
    """
    trace = sequence if isinstance(sequence, Trace) else network.run(sequence)
    first, last = _range(trace, instants)
    table = _rows(trace, per_step)
    doubt = np.zeros(network.program.size)
    vector = network.vector.copy()
    weights = vector.view()  # read-only like any network's, so that one compiled kernel serves
    weights.flags.writeable = False
    record, errors = np.zeros_like(trace.record), np.zeros(len(trace))

    def error_at(parameter: int, value: float) -> np.ndarray:
        old, vector[parameter] = vector[parameter], value
        sweeps.forward(
            network.program.operations, weights, record, trace.sequence.indices, trace.targets, trace.counts,
            network.error, errors, network.program.lags, 0, last,
        )  # fmt: skip
        vector[parameter] = old
        return np.where(trace.counts[first:last] > 0.0, errors[first:last], 0.0)

    with np.errstate(all="ignore"):
        for parameter in range(network.program.size if last > first else 0):
            best, worst = _ridders(lambda value, p=parameter: error_at(p, value), vector[parameter])  # type: ignore[misc]
            doubt[parameter] = worst.sum()
            if per_step:
                table[first:last, parameter] = best
            else:
                table[0, parameter] = best.sum()
            if progress:
                progress((parameter + 1) / network.program.size)
    return Gradients("differences", network.program, trace.errors, _total(table), table if per_step else None, doubt)


def _ridders(function: Callable[[float], np.ndarray], at: float) -> tuple[np.ndarray, np.ndarray]:
    """The derivative of a vector-valued function at a point, and its estimated error."""
    step = LARGEST_STEP * max(1.0, abs(at))
    best = worst = np.empty(0)
    row: list[np.ndarray] = []
    for level in range(LEVELS):
        new = [(function(at + step) - function(at - step)) / (2 * step)]
        if not level:
            best, worst = new[0].copy(), np.full_like(new[0], np.inf)
        for order, old in enumerate(row, 1):
            new.append(new[-1] + (new[-1] - old) / (4.0**order - 1))
            doubt = np.maximum(abs(new[-1] - new[-2]), abs(new[-1] - old))
            better = doubt < worst
            best, worst = np.where(better, new[-1], best), np.where(better, doubt, worst)
        row, step = new, step / 2
    return best, worst


def _range(trace: Trace, instants: Instants | None) -> tuple[int, int]:
    """0-based, half-open range of the instants, inside the sequence."""
    first, last = instants or (1, len(trace))
    return max(first - 1, 0), min(last, len(trace))


@dataclass(frozen=True)
class Difference:
    """How far one parameter's gradients are apart, and where the largest absolute difference is."""

    name: str
    largest_absolute: float
    largest_relative: float
    index: tuple[int, ...]


@dataclass(frozen=True)
class Comparison:
    """Two gradients side by side. ``relative`` = |a - b| / max(|a|, |b|), Euclidean, over all parameters."""

    relative: float
    rows: tuple[Difference, ...] = field(default=())

    def equal(self, tolerance: float = 1e-12) -> bool:
        """Whether the relative difference is within the tolerance; never so with a NaN."""
        return self.relative <= tolerance


def compare(a: Gradients, b: Gradients) -> Comparison:
    """Compare two gradients of the same network, parameter by parameter."""
    with np.errstate(all="ignore"):
        rows = tuple(_difference(name, a[name], b[name]) for name in a.names)
        return Comparison(_relative(a.vector, b.vector), rows)


def _difference(name: str, a: np.ndarray, b: np.ndarray) -> Difference:
    gap = np.abs(a - b)
    index = np.unravel_index(int(np.argmax(np.nan_to_num(gap, nan=np.inf))), gap.shape) if gap.size else ()
    return Difference(name, float(gap[index]), _relative(a, b), tuple(int(i) for i in index))


def _relative(a: np.ndarray, b: np.ndarray) -> float:
    """|a - b| / max(|a|, |b|), scaled so that squares neither overflow nor vanish; 0 for equal vectors."""
    scale = max(np.abs(a).max(initial=0.0), np.abs(b).max(initial=0.0))
    if scale == 0.0:
        return 0.0
    size = max(np.linalg.norm(a / scale), np.linalg.norm(b / scale))
    return float(np.linalg.norm(a / scale - b / scale) / size)
