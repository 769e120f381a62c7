"""The truncated gradient of LSTM 1997: errors are cut where weights would carry them into other instants."""

from dataclasses import replace

import numpy as np

from rnrviz.kernels import table as c
from rnrviz.network.backward import carry, clear, gather, reach
from rnrviz.network.equations import Equation, Source, Term
from rnrviz.network.gradients import Gradients, Instants, Progress, instants_range, step_rows, total_of
from rnrviz.network.network import Network
from rnrviz.network.scope import Scope
from rnrviz.network.trace import Trace


def scissors(
    trace: Trace, instants: Instants | None = None, per_step: bool = False, progress: Progress | None = None
) -> Gradients:
    """The truncated gradient of Hochreiter and Schmidhuber (1997, appendix A.1).

    Errors that arrive at net inputs (of gates, of cells) are not carried on through weights to signals of other
    instants, nor through peepholes; they change those weights, but go back in time only inside the carousels. What
    weights bring from the same instant (lower layers, the input and its embedding) passes, and so does the input of
    other instants. For an Elman network that is truncation at t_0 = 1. Parameters as of `bptt`.
    """
    first, last = instants_range(trace, instants)
    operations = cut(trace.network)
    doubled = replace(trace, record=np.hstack([trace.record, trace.record]))
    adjoints, steps = np.zeros_like(doubled.record), step_rows(trace, per_step)
    parts = [(t, t + 1) for t in range(first, last)] if per_step else [(first, last)]
    for part in parts if last > first else ():
        if trace.counts[slice(*part)].any():
            through = reach(trace, part[1] - 1, None)
            carry(doubled, adjoints, through, part, operations)
            gather(doubled, adjoints, steps[part[0] if per_step else 0], through)
            clear(trace, adjoints, through)
        if progress:
            progress((part[1] - first) / (last - first))
    scope, program = Scope((first, last), scissors=True), trace.network.program
    return Gradients("scissors", program, trace.errors, total_of(steps), steps if per_step else None, scope=scope)


def cut(network: Network) -> np.ndarray:
    """The network's operations for a record of twice the width, whose second half is a copy that nothing depends on.

    What is cut reads the copy: errors that go there are lost, all values stay.
    """
    operations, width = network.program.operations.copy(), np.uint64(network.program.width)
    names = np.empty(network.program.width, object)  # of the signal at every place in a row of the record
    for signal in network.program.signals.values():
        names[signal.slice] = signal.name
    parts = parts_of_net_inputs(network)
    for row in operations:
        weighted = row[c.KIND] == c.PEEPHOLE or (row[c.KIND] == c.LAYER and row[c.WIDTH] and row[c.LAG])
        within = row[c.KIND] in (c.ACTIVATION, c.SUM, c.GATE) and names[row[c.TO]] in parts
        if (weighted or (within and row[c.LAG])) and names[row[c.FROM]] != "u":
            row[c.FROM] += width
        if within and row[c.KIND] == c.GATE and row[c.LAG_2] and names[row[c.FROM_2]] != "u":
            row[c.FROM_2] += width
    return operations


def is_cut(equation: Equation, term: Term, source: Source, parts: frozenset[str]) -> bool:
    """Whether the scissors cut what this term reads from this source."""
    if term.kind == "peephole":
        return source.signal != "u"
    return bool(source.lag) and source.signal != "u" and (term.kind == "product" or equation.target in parts)


def parts_of_net_inputs(network: Network) -> frozenset[str]:
    """The hidden signals inside a product or peephole, as r[t] * h[t-1] in W @ (r[t] * h[t-1])."""
    hidden = {equation.target: equation for equation in network.equations if equation.hidden}
    weighted = [t for e in network.equations for t in e.terms if t.kind in ("product", "peephole")]
    waiting = [s.signal for term in weighted for s in term.sources if s.signal in hidden]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [s.signal for term in hidden[name].terms for s in term.sources if s.signal in hidden]
    return frozenset(found)
