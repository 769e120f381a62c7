"""What a drawing shows at one instant: the layout, the weights, the values, and the largest value of each signal."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from rnrviz.figures.diagram_block import Node
from rnrviz.figures.diagram_layout import Layout
from rnrviz.figures.diagram_plan import Plan
from rnrviz.figures.style import Style

Values = Mapping[str, NDArray[np.float64]]


@dataclass(frozen=True, eq=False)
class State:
    """`now` holds the signals at t, None before the first token; `late` those of [t-lag], by lag.

    `functions` say what g_Z is; `labels` name the units of a layer (the tokens of u and y); `limits` is the largest
    size of each signal, by which colours and line widths are scaled.
    """

    plan: Plan
    layout: Layout
    parameters: Values
    functions: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    now: Values | None = None
    late: Mapping[int, Values] = field(default_factory=dict)
    limits: Mapping[str, float] = field(default_factory=dict)
    instant: int = 0

    def layer(self, signal: str, lag: int = 0) -> NDArray[np.float64] | None:
        """A signal at t, at t-1 (lag 1), at t+1 (lag -1) and so on."""
        values = self.late.get(lag) if lag else self.now
        return None if values is None else values.get(signal)

    def value(self, signal: str, index: tuple[int, ...], lag: int = 0) -> float | None:
        """One component, None when nothing has been read or it is not known."""
        values = self.layer(signal, lag)
        return None if values is None else float(values[index])

    def node_value(self, node: Node) -> float | None:
        """The value that a node shows."""
        return self.value(node.signal, node.index, node.lag) if node.kind != "mini" else None

    def limit(self, signal: str) -> float:
        """The value at which the colours of a signal end; at least 1."""
        return max(1.0, self.limits.get(signal, 1.0))

    def share(self, signal: str, value: float | None) -> float:
        """A value between -1 and 1 of its limit; 0 when it is not known, 1 when it is not finite."""
        if value is None:
            return 0.0
        return max(-1.0, min(1.0, value / self.limit(signal))) if math.isfinite(value) else 1.0

    def fill(self, signal: str, value: float | None, style: Style) -> QColor:
        """The colour of a value on the diverging map; the panel's when there is none."""
        if value is None:
            return style.panel
        return style.diverging_color(value, self.limit(signal))

    def flow(self, signal: str, lag: int) -> NDArray[np.float64] | None:
        """The values of a layer between -1 and 1, as edges need them."""
        values = self.layer(signal, lag)
        return None if values is None else np.asarray(values, np.float64) / self.limit(signal)
