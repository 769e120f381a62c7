"""Sum or mean of the shared copies of a weight in the unrolled network (chapter, BPTT).

Unrolling makes a copy of every weight at every instant tau. The derivative by the shared weight is the sum of what all
the copies contribute; the chapter also speaks of the mean of their updates, which is that sum divided by their number.
Counted are the copies on some way to the error: for one E[t] a weight of the output layer has one copy, that at t, and
a weight in or before the recurrence has t of them, those at 1..t (fewer with truncation); for a sum of errors a copy
counts once if it is on the way to any of them. A weight used twice at an instant has two copies there. An embedding
table counts as the weights of a one-hot input, a copy at every instant that its u[tau] is on the way.
"""

from dataclasses import replace

import numpy as np

from rnrviz.network.gradients import Gradients, Instants
from rnrviz.network.problems import InputError
from rnrviz.network.scissors import is_cut, parts_of_net_inputs
from rnrviz.network.scope import Scope
from rnrviz.network.trace import Trace
from rnrviz.network.uses import uses

Ways = dict[str, int]  # for every signal the instants, as bits, at which it is on the way to an error


def mean_of_copies(gradients: Gradients, trace: Trace) -> Gradients:
    """The gradient as the mean over the shared copies instead of their sum; ``copies`` (P,) says how many there are.

    With ``steps``, each E[t]'s gradient is the mean over the copies on the way to that E[t] alone, so that the steps
    no longer add up to ``vector``. Raises InputError for a gradient that is a mean already or of another network.
    """
    if gradients.shared != "sum" or gradients.scope is None:
        raise InputError("The mean of the copies can only be taken of a sum over them.")
    if gradients.program.parameters != trace.network.program.parameters or len(gradients.E) != len(trace):
        raise InputError("The gradients are of different networks.")
    each = ways(trace, gradients.scope)
    together: Ways = {}
    for part in each.values():
        together = {name: together.get(name, 0) | bits for name, bits in part.items()}
    copies = numbers(trace, together)
    steps = gradients.steps
    if steps is not None:
        divisors = {t: np.maximum(numbers(trace, part), 1.0) for t, part in each.items()}
        steps = np.array([row / divisors.get(t, 1.0) for t, row in enumerate(steps)]).reshape(steps.shape)
    divisor = np.maximum(copies, 1.0)
    doubt = None if gradients.uncertainty is None else gradients.uncertainty / divisor
    return replace(
        gradients, vector=gradients.vector / divisor, steps=steps, uncertainty=doubt, shared="mean", copies=copies
    )


def number_of_copies(trace: Trace, name: str, instants: Instants) -> int:
    """How many copies a weight of this parameter has on the way to the errors of the instants (1-based, inclusive)."""
    each, found = ways(trace, Scope((instants[0] - 1, instants[1]))).values(), 0
    for use in uses(trace.network, name):
        together = 0
        for part in each:
            together |= part.get(use.target, 0)
        found += together.bit_count()
    return max(1, found)


def numbers(trace: Trace, ways_of: Ways) -> np.ndarray:
    """How many copies of every parameter are on the way, (P,)."""
    counts = np.zeros(trace.network.program.size)
    for parameter in trace.network.program.parameters.values():
        if parameter.trained:
            found = (ways_of.get(use.target, 0).bit_count() for use in uses(trace.network, parameter.name))
            counts[parameter.slice] = sum(found)
    return counts


def ways(trace: Trace, scope: Scope) -> dict[int, Ways]:
    """For every E[t] (t 0-based) that counts, the signals and instants through which it is carried."""
    edges = _edges(trace, scope.scissors)
    counted = [t for t in range(*scope.errors) if trace.counts[t]]
    length, apart = len(trace), trace.network.program.leads > 0
    if scope.back is None and not apart and counted:  # the same pattern for every t, shifted
        latest = _ways(edges, counted[-1], 0, length)
        return {t: {name: bits >> (counted[-1] - t) for name, bits in latest.items()} for t in counted}
    found = {}
    for t in counted:
        end = t + 1 if scope.every is None else min((t // scope.every + 1) * scope.every, length)
        low = 0 if scope.back is None else max(0, end - scope.back)
        high = length if scope.back is None or scope.every is not None else min(length, t + scope.back)
        found[t] = _ways(edges, t, low, high)
    return found


def _edges(trace: Trace, scissors: bool) -> list[tuple[str, str, int]]:
    """(signal, what it reads, lag), later equations first, without what the scissors cut."""
    parts = parts_of_net_inputs(trace.network)
    return [
        (equation.target, source.signal, source.lag)
        for equation in reversed(trace.network.equations)
        for term in equation.terms
        for source in term.sources
        if not (scissors and is_cut(equation, term, source, parts))
    ]


def _ways(edges: list[tuple[str, str, int]], t: int, low: int, high: int) -> Ways:
    """Where errors of y[t] go, through the instants low..high-1."""
    allowed = (1 << high) - (1 << low)
    found, before = {"y": 1 << t}, -1
    while sum(bits.bit_count() for bits in found.values()) != before:
        before = sum(bits.bit_count() for bits in found.values())
        for target, source, lag in edges:
            bits = found.get(target, 0)
            moved = (bits >> lag if lag >= 0 else bits << -lag) & allowed
            found[source] = found.get(source, 0) | moved
    return found
