"""The layers of a row side by side: in which order, how wide, and where their names stand."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

import numpy as np

from rnrviz.figures.diagram_block import Node
from rnrviz.figures.diagram_layout import Row
from rnrviz.figures.diagram_plan import Layer, Plan
from rnrviz.network.notation import symbol

NUMBER_WIDTH = 50.0
NUMBER_HEIGHT = 21.0
NAME, LATE_NAME = 50.0, 68.0
INPUT = "u"


def ordered(layers: Sequence[Layer]) -> list[Layer]:
    """From left to right: this instant first, others beside it; in order of time where both sides of it are read."""
    if any(la.lag < 0 for la in layers):
        return sorted(layers, key=lambda la: -la.lag)
    names = list(dict.fromkeys(la.signal for la in sorted(layers, key=lambda la: la.lag > 0)))
    return sorted(layers, key=lambda la: (names.index(la.signal), -la.lag))


def mirrored(plan: Plan) -> frozenset[str]:
    """Signals that run from left to right where others run from right to left: their past stands at the left."""
    rows = {la.row for la in plan.layers if la.lag < 0}
    return frozenset(la.signal for la in plan.layers if la.lag > 0 and la.row in rows and la.signal != INPUT)


def name_width(layer: Layer, tight: bool = False) -> float:
    """Room for the name of a layer, at text size 1; `tight`, no more than it needs."""
    if layer.spelt:
        return 20.0 + 7.6 * len(layer.spelt) + (0 if not layer.lag else 30)
    known = symbol(layer.signal)
    wide = 9.0 * len(known.base) + 5.6 * len(known.superscript) + (36.0 if layer.lag else 18.0) + 16.0
    return wide if tight else max(LATE_NAME if layer.lag else NAME, wide)


def lay_row(
    layers: Sequence[Layer], area: tuple[float, float], y: float, unit: float, scale: float, mirror: frozenset[str]
) -> list[tuple[Row, list[Node]]]:
    """The layers of one row between two x, their units' middle at y."""
    layers = ordered(layers)
    wanted = sum(prod(la.shape) for la in layers) * 30 * scale
    tight = sum(scale * name_width(la) for la in layers) + wanted > area[1] - area[0]
    margins = [scale * name_width(la, tight) for la in layers]
    room = area[1] - area[0] - sum(margins)
    pitch = [NUMBER_WIDTH + 4] * len(layers)
    if sum(prod(la.shape) * p for la, p in zip(layers, pitch, strict=True)) * scale > room:
        pitch = [30.0 if la.signal == INPUT else p for la, p in zip(layers, pitch, strict=True)]  # mostly noughts
    widths = share([prod(la.shape) * p * scale for la, p in zip(layers, pitch, strict=True)], room)
    spare = (room - sum(widths)) / max(1, len(layers))
    x, made = area[0], []
    for layer, width, margin in zip(layers, widths, margins, strict=True):
        turned = layer.signal in mirror
        left = x + spare / 2 + (0.0 if turned else margin)
        made.append(_lay_layer(layer, left, y, width, unit, scale, margin, turned))
        x += margin + width + spare
    return made


def _lay_layer(
    layer: Layer, left: float, y: float, width: float, unit: float, s: float, margin: float, turned: bool
) -> tuple[Row, list[Node]]:
    count = prod(layer.shape)
    pitch = width / count
    look, w, h = "disc", min(pitch - 3 * s, s * 22, unit), min(pitch - 3 * s, s * 22, unit)
    if pitch >= s * (NUMBER_WIDTH + 2):
        look, w = "number", s * (44 if unit > s * 30 else NUMBER_WIDTH)
        h = w if unit > s * 30 else s * NUMBER_HEIGHT
    elif w < s * 9:
        look, w, h = "cell", pitch, s * 18
    pad = 0 if look == "cell" else s * 5
    frame = (left - pad, y - h / 2 - pad, width + 2 * pad, h + 2 * pad)
    nodes = [
        Node(layer.signal, layer.lag, i, look, left + pitch * (k + 0.5), y, w, h)
        for k, i in enumerate(np.ndindex(*layer.shape))
    ]
    return Row(layer, frame, pitch, look, margin - 10 * s, turned), nodes


def share(wanted: Sequence[float], room: float) -> list[float]:
    """Widths that give everyone what it wants while small wishes leave room for large ones."""
    given = [0.0] * len(wanted)
    open_, left = sorted(range(len(wanted)), key=lambda i: wanted[i]), room
    while open_:
        i = open_.pop(0)
        given[i] = min(wanted[i], left / (len(open_) + 1))
        left -= given[i]
    return given
