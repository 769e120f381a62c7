"""What a picture of the vanishing gradient holds: curves over the distance k, radii over t, what is said of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from rnrviz.figures.numbers import short
from rnrviz.figures.pieces import Pieces
from rnrviz.figures.scales import LogScale, decades
from rnrviz.figures.style import Style
from rnrviz.language import tr

WIDEST = 6.0  # the largest radius that is drawn
COLOURS = ("", "gamma", "phi", "lambda")  # the signals whose colours stand for the four networks; "" is ink


@dataclass(frozen=True, eq=False)
class Curve:
    """One network: norms (K,) over k = 0, 1, ..., None where there are none, and spectral radii (L,) over t.

    `look` chooses colour, dash and marker; `by` is the symbol of what is differentiated by.
    """

    label: str
    name: str
    look: int
    values: NDArray[np.float64] | None
    radii: NDArray[np.float64] | None = None
    by: str = ""

    def colour(self, style: Style) -> QColor:
        """The colour of the network."""
        return style.signal(COLOURS[self.look]) if self.look else style.ink


@dataclass(frozen=True, eq=False)
class Fading:
    """The whole picture; `message` alone where there is nothing to show. `probe` is the k that is read off."""

    curves: tuple[Curve, ...] = ()
    formula: Pieces = ()
    t: int = 0
    length: int = 0
    scaled: str = ""
    notes: tuple[str, ...] = ()
    message: str = ""
    probe: int | None = None

    @property
    def drawn(self) -> tuple[Curve, ...]:
        """The curves that have norms."""
        return tuple(curve for curve in self.curves if curve.values is not None)

    @property
    def reach(self) -> int:
        """The largest k."""
        return max((len(curve.values) - 1 for curve in self.drawn if curve.values is not None), default=0)

    @property
    def decades(self) -> tuple[int, int]:
        """The exponents at the ends of the logarithmic axis."""
        return decades([curve.values for curve in self.drawn if curve.values is not None])

    def said(self) -> tuple[str, ...]:
        """The notes, and where curves leave the picture, in words."""
        return (*leaving(self), *self.notes)


def leaving(fading: Fading) -> list[str]:
    """A sentence for each way of leaving, with the networks and the k at which they do."""
    scale = LogScale(*fading.decades, 1.0, 0.0)
    found: dict[str, list[str]] = {}
    for curve in fading.drawn:
        left = scale.leaves(curve.values) if curve.values is not None else None
        if left is not None:
            words = tr("{name} from k = {k} on").format(name=curve.label, k=left[0])
            found.setdefault(left[1], []).append(words if left[0] else curve.label)
    sentences = {
        "above": tr("Above the picture: {curves}."),
        "broken": tr("Too large for the computer's numbers: {curves}."),
        "below": tr("Below the picture: {curves}."),
        "zero": tr("Exactly 0: {curves}."),
    }
    said = [text.format(curves=", ".join(found[way])) for way, text in sentences.items() if way in found]
    return said + _wide(fading)


def _wide(fading: Fading) -> list[str]:
    """Which radii are larger than what is drawn, and how large they become."""
    found = []
    for curve in fading.curves:
        largest = (
            float(np.max(curve.radii, initial=0.0, where=np.isfinite(curve.radii))) if curve.radii is not None else 0.0
        )
        if largest > WIDEST:
            found.append(tr("{name} (up to {value})").format(name=curve.label, value=short(largest)))
    return [tr("Spectral radius above the plot: {curves}.").format(curves=", ".join(found))] if found else []
