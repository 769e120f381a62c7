"""What the drawing of the network shows, read from the session: plan, places, values at the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, final

import numpy as np

from rnrviz.figures.diagram_alone import alone, enlargement
from rnrviz.figures.diagram_heights import least_height
from rnrviz.figures.diagram_layout import Layout
from rnrviz.figures.diagram_plan import Plan
from rnrviz.figures.diagram_reader import read_plan
from rnrviz.figures.diagram_setter import lay_out
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
    """Reads equations and places nodes again only when they change.

    `chosen` says which block of each carousel (0-based) is drawn in full, `alone` of which carousel it is all that is
    drawn; empty for the whole network.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.chosen: dict[str, int] = {}
        self.alone = ""
        self._read: tuple[tuple[Equation, ...], Plan] | None = None
        self._single: tuple[Plan, str, Plan] | None = None
        self._placed: tuple[tuple[object, ...], Layout] | None = None
        self._limits: tuple[Trace | None, dict[str, float]] = (None, {})

    def least_height(self, scale: float) -> float:
        """The lowest drawing that can be read, in pixels; what does not fit is scrolled to."""
        network = self.session.document.network
        return least_height(self._drawn(_shapes(network))[0], scale)

    def blocks(self) -> list[tuple[str, int]]:
        """Every memory block of the network: its carousel and its number, 0-based."""
        network = self.session.document.network
        plan = self._plan(network, _shapes(network))
        return [(memory.carousel, block) for memory in plan.memories for block in range(memory.shape[0])]

    def _drawn(self, shapes: dict[str, tuple[int, ...]]) -> tuple[Plan, bool]:
        """The plan of all of the network, or of the block that is drawn alone."""
        plan = self._plan(self.session.document.network, shapes)
        if not self.alone:
            return plan, False
        if self._single is None or self._single[0] is not plan or self._single[1] != self.alone:
            self._single = plan, self.alone, alone(plan, self.alone, shapes)
        return self._single[2], True

    def state(self, area: tuple[float, float], scale: float) -> State:
        """The state at the cursor for an area in pixels and a text size."""
        network = self.session.document.network
        shapes = _shapes(network)
        plan, single = self._drawn(shapes)
        scale *= enlargement(plan.memories[0], area, scale) if single else 1.0
        key = (plan, area, scale, tuple(self.chosen.items()), single, language())
        if self._placed is None or self._placed[0] != key:
            self._placed = key, lay_out(plan, shapes, area, scale, self.chosen, single)
        now, late = self._values(network, plan)
        functions = {name: str(value) for name, value in network.config.items() if name.startswith("g_")}
        return State(
            plan, self._placed[1], network.parameters, functions, _labels(network), now, late,
            self._find_limits(), self._t() if now else 0,
        )  # fmt: skip

    def _plan(self, network: Network, shapes: dict[str, tuple[int, ...]]) -> Plan:
        if self._read is None or self._read[0] is not network.equations:
            self._read, self._placed, self.chosen = (network.equations, read_plan(network.equations, shapes)), None, {}
            self.alone = ""
        return self._read[1]

    def _t(self) -> int:
        trace = self.session.trace
        return min(self.session.document.cursor, len(trace)) if trace is not None else 0

    def _values(self, network: Network, plan: Plan) -> tuple[Values | None, dict[int, Values]]:
        """Signals at the cursor, and those that are read from other instants."""
        trace, t = self.session.trace, self._t()
        if trace is None or t < 1:
            return None, {}
        signals = network.program.signals
        drawn = {la.signal for la in plan.layers} | {memory.carousel for memory in plan.memories}
        known = {*trace.names, *drawn}
        now = {name: trace[name][t - 1] for name in signals if name in known}
        lags = {la.lag for la in plan.layers if la.lag} | ({1} if plan.memories else set())
        return now, {lag: {n: trace.before(n, lag)[t - 1] for n in drawn} for lag in lags}

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
