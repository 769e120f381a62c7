"""One weight followed through the network: what BPTT adds up going back, and what RTRL carries going forward."""

from dataclasses import dataclass

import numpy as np

from rnrviz.network.backward import clear, newest
from rnrviz.network.contributions import contributions
from rnrviz.network.flow import room, signal_of, state_signals, swept
from rnrviz.network.gradients import Progress
from rnrviz.network.network import Network
from rnrviz.network.trace import Trace
from rnrviz.network.uses import Index, contribution_of_entry, uses

Weight = tuple[str, Index]  # a parameter's name and a 0-based index


def usual_weight(network: Network) -> Weight:
    """The first entry of the first matrix that reads what was a state before, else of the first trained parameter."""
    trained = [p for p in network.program.parameters.values() if p.trained]
    recurrent = [p for p in trained if any(u.lag and u.source != "u" for u in uses(network, p.name))]
    first = (recurrent or trained)[0]
    return first.name, (0,) * len(first.shape)


@dataclass(frozen=True, eq=False)
class Triangle:
    """The table (t, tau) of a weight, (L, L): row t - 1 is E[t], column tau - 1 the weight's copy at tau."""

    weight: Weight
    table: np.ndarray

    def rows(self, instants: tuple[int, int]) -> np.ndarray:
        """dE[t]/dW for every t of the instants (1-based, inclusive), as RTRL delivers them going forward."""
        return np.asarray(self.table[instants[0] - 1 : instants[1]].sum(1))

    def columns(self, instants: tuple[int, int]) -> np.ndarray:
        """(L,): what the copy at every tau adds to the gradient of the sum of these E[t], as BPTT does going back."""
        return np.asarray(self.table[instants[0] - 1 : instants[1]].sum(0))


def triangle(trace: Trace, weight: Weight, progress: Progress | None = None) -> Triangle:
    """See `rnrviz.network.contributions.contributions`, which also says what it raises."""
    return Triangle(weight, contributions(trace, *weight, progress=progress))


def sensitivities_of(trace: Trace, weight: Weight, progress: Progress | None = None) -> dict[str, np.ndarray]:
    """d s[t]/dW of one weight for every signal s of the state, at every t, (L, size): what RTRL carries from t to t+1.

    By a reverse sweep from every component at every instant, which finds the same numbers.
    """
    names = [name for name, _ in state_signals(trace)]
    found = {name: room(trace, (len(trace), signal_of(trace, name).size)) for name in names}
    adjoints = np.zeros_like(trace.record)
    for t in range(len(trace)):
        through = (0, newest(trace, t + 1))
        for name in names:
            for component in range(found[name].shape[1]):
                rows = swept(trace, adjoints, signal_of(trace, name), t, component, through)[: through[1]]
                found[name][t, component] = contribution_of_entry(trace, rows, *weight).sum()
                clear(trace, adjoints, through)
        if progress:
            progress((t + 1) / len(trace))
    return found
