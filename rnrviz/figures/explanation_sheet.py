"""What an explanation shows, and the sheet on which everything has its place."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF

from rnrviz.figures.boxes import Box, Spot
from rnrviz.network.marks import Link, Marks


@dataclass(frozen=True)
class Way:
    """One way to the number: what it is called, where it stands in the chapter, symbols, numbers, summands."""

    heading: str
    place: str
    symbols: Marks
    numbers: Marks
    terms: tuple[tuple[Marks, float, str], ...] = ()
    """Each with its value; with words instead of marks where it stands for several."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """One explanation. `compact`: a little smaller, below the others, with a cross that takes it away."""

    symbol: Marks
    value: float
    name: str
    ways: tuple[Way, ...] = ()
    others: tuple[Link, ...] = ()
    others_words: str = ""
    compact: bool = False
    about: object = None
    message: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Text:
    """Words in a rectangle."""

    text: str
    area: QRectF
    size: float
    bold: bool = False
    muted: bool = False
    right: bool = False


@dataclass(frozen=True)
class Bar:
    """A signed length on both sides of a middle line."""

    area: QRectF
    share: float
    value: float


@dataclass
class Sheet:
    """Everything in place. A box is in ink, or in the colour of links."""

    boxes: list[tuple[Box, QPointF, bool]] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    lines: list[float] = field(default_factory=list)
    spots: list[tuple[Spot, QRectF]] = field(default_factory=list)
    height: float = 0.0
