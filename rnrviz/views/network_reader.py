"""What the drawing of the network shows, read from the session: plan, places, values at the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, final

import numpy as np

from rnrviz.figures.diagram_layout import Layout, lay_out, least_height
from rnrviz.figures.diagram_plan import Plan, read_plan
from rnrviz.figures.diagram_state import State
from rnrviz.language import language

if TYPE_CHECKING:
    from rnrviz.document.session import Session
    from rnrviz.network.equations import Equation
    from rnrviz.network.network import Network
    from rnrviz.network.trace import Trace

Values = dict[str, np.ndarray]


@final
class NetworkReader:
    """Reads equations and places nodes again only when they change. `chosen` is the block drawn alone (0-based)."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.chosen = 0
        self._read: tuple[tuple[Equation, ...], Plan] | None = None
        self._placed: tuple[tuple[object, ...], Layout] | None = None
        self._limits: tuple[Trace | None, dict[str, float]] = (None, {})

    def least_height(self, scale: float) -> float:
        """The lowest drawing that can be read, in pixels; what does not fit is scrolled to."""
        network = self.session.document.network
        return least_height(self._plan(network, _shapes(network)), scale)

    def state(self, area: tuple[float, float], scale: float) -> State:
        """The state at the cursor for an area in pixels and a text size."""
        network = self.session.document.network
        shapes = _shapes(network)
        plan = self._plan(network, shapes)
        key = (plan, area, scale, self.chosen, language())
        if self._placed is None or self._placed[0] != key:
            self._placed = key, lay_out(plan, shapes, area, scale, self.chosen)
        now, before = self._values(network)
        functions = {name: str(value) for name, value in network.config.items() if name.startswith("g_")}
        return State(
            plan, self._placed[1], network.parameters, functions, _labels(network), now, before,
            self._find_limits(), self._t() if now else 0,
        )  # fmt: skip

    def _plan(self, network: Network, shapes: dict[str, tuple[int, ...]]) -> Plan:
        if self._read is None or self._read[0] is not network.equations:
            self._read, self._placed, self.chosen = (network.equations, read_plan(network.equations, shapes)), None, 0
        return self._read[1]

    def _t(self) -> int:
        trace = self.session.trace
        return min(self.session.document.cursor, len(trace)) if trace is not None else 0

    def _values(self, network: Network) -> tuple[Values | None, Values | None]:
        """Signals at the cursor and one instant earlier."""
        trace, t = self.session.trace, self._t()
        if trace is None or t < 1:
            return None, None
        names = [name for name in trace.names if name in network.program.signals]
        return {n: trace[n][t - 1] for n in names}, {n: trace.before(n)[t - 1] for n in names}

    def _find_limits(self) -> dict[str, float]:
        """The largest size of each signal over the whole text, so that colours keep still as one steps."""
        trace = self.session.trace
        if trace is not self._limits[0]:
            found = {} if trace is None else {name: _largest(trace[name]) for name in trace.names}
            self._limits = trace, found
        return self._limits[1]


def _shapes(network: Network) -> dict[str, tuple[int, ...]]:
    return {signal.name: signal.shape for signal in network.program.signals.values()}


def _largest(values: np.ndarray) -> float:
    if not values.size:
        return 1.0
    largest = float(max(values.max(), -values.min()))
    if np.isfinite(largest):
        return largest
    sizes = np.abs(values)
    finite = sizes[np.isfinite(sizes)]
    return float(finite.max()) if len(finite) else 1.0


def _labels(network: Network) -> dict[str, tuple[str, ...]]:
    """The tokens that units stand for."""
    tokens = tuple(network.vocabulary.tokens)
    return {"y": tokens} if network.embedding else {"u": tokens, "y": tokens}
